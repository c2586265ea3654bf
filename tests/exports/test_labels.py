"""Labels: all there, in both languages, and each Arabic one stands in its example."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from riwaya import exports, rules
from riwaya.exports.labels import LANGUAGES, Labels
from riwaya.model import Act, Form, Kind
from riwaya.rules import Row

ROWS = rules.load().rows("labels")
NAMED = (
    [f"act.{act}" for act in get_args(Act)]
    + [f"kind.{kind}" for kind in get_args(Kind)]
    + [f"form.{form}" for form in get_args(Form)]
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_label_stands_in_its_example(row: Row) -> None:
    assert row.text("ar") in row.text("example")
    assert row.text("en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMED)
def test_every_act_kind_and_form_has_a_label(name: str, language: str) -> None:
    assert Labels(rules.load(), language)(name)


def test_every_label_is_used() -> None:
    sources = "\n".join(
        path.read_text(encoding="utf-8") for path in Path(exports.__file__).parent.iterdir() if path.is_file()
    )
    unused = [row.id for row in ROWS if f'"{row.id.removeprefix("label.")}"' not in sources]
    unused = [each for each in unused if each.removeprefix("label.") not in NAMED]
    assert [each for each in unused if f"labels('{each.removeprefix('label.')}')" not in sources] == []
