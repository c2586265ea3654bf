"""Each row of the table of claims, against its own example."""

from __future__ import annotations

from typing import cast

import pytest

import riwaya
from riwaya import claims, rules
from riwaya.arabic.phrases import words
from riwaya.claims.lexicon import Class, compiled
from riwaya.rules import Row

ROWS = rules.load().rows("claims")
TOLD = ("claimed", "false", "lead", "negation", "hedge")


def name(row: Row) -> str:
    return row.id


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_a_row_is_seen_in_its_example(row: Row) -> None:
    lexicon, run = compiled(rules.load()), words(row.text("example"))
    if row.text("kind") == "scale":
        assert any(lexicon.scales.get(word) == row.number("value") for word in run)
        return
    kind = cast("Class", row.text("kind"))
    hits = [lexicon.at(kind, run, at, joined=True) for at in range(len(run))]
    assert row.id in {hit.row.id for hit in hits if hit}


@pytest.mark.parametrize("row", [row for row in ROWS if row.text("kind") in TOLD], ids=name)
def test_what_a_row_does_is_told(row: Row) -> None:
    text = row.text("example")
    found = claims.propositions(riwaya.attribute(text), text, rules.load())
    assert row.id in {rule for each in found for rule in each.rules}


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_a_row_has_known_columns(row: Row) -> None:
    assert set(row.values) <= {"id", "kind", "forms", "takes", "next", "value", "example"}
    assert len(set(row.texts("forms"))) == len(row.texts("forms"))
