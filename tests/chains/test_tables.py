"""Each row of the tables that this stage reads, against its own example."""

from __future__ import annotations

import math

import pytest

from riwaya import rules as tables
from riwaya.arabic.phrases import placed, words
from riwaya.chains.drift import _tables
from riwaya.chains.numbers import numbers
from riwaya.model import Statement
from riwaya.rules import Row
from riwaya.text import Span

RULES = tables.load()
DEGREES, HEDGES, NUMBERS, PLURALS = (RULES.rows(name) for name in ("degrees", "hedges", "numbers", "plurals"))
ACTS = {row.id: row.text("act") for row in RULES.rows("verbs")}


def name(row: Row) -> str:
    return row.id


def told(text: str) -> list[float]:
    return [found.value for found in numbers(text, *placed(text), RULES)]


@pytest.mark.parametrize("row", HEDGES, ids=name)
def test_a_hedge_is_found_in_its_example(row: Row) -> None:
    assert row.id in [found.id for _, _, found in _tables(RULES).hedged(words(row.text("example")))]


@pytest.mark.parametrize("row", NUMBERS, ids=name)
def test_a_number_is_read_from_its_example(row: Row) -> None:
    [value] = told(row.text("example"))
    assert value % row.number("value") == 0
    assert value == row.number("value") or row.text("kind") == "times"


@pytest.mark.parametrize("row", PLURALS, ids=name)
def test_one_and_several_are_told_apart(row: Row) -> None:
    assert set(words(row.text("example"))) & set(words(" ".join(row.texts("one"))))
    for one in row.texts("one"):
        for several in row.texts("many"):
            for article in ("", "\u0627\u0644"):
                assert _tables(RULES).multiplied(article + one, article + several) is row
                assert _tables(RULES).multiplied(article + several, article + one) is None


@pytest.mark.parametrize("row", DEGREES, ids=name)
def test_a_degree_belongs_to_acts_and_verbs_that_there_are(row: Row) -> None:
    assert set(row.texts("verbs")) <= ACTS.keys()
    assert set(row.texts("acts")) <= set(ACTS.values())
    for act in row.texts("acts"):
        told_ = Statement((Span(0, 1),), (), (), (), None, None, act, "indirect")  # type: ignore[arg-type]
        assert _tables(RULES).degree(told_) is row


def test_no_verb_or_act_has_two_degrees() -> None:
    for column in ("acts", "verbs"):
        listed = [each for row in DEGREES for each in row.texts(column)]
        assert len(listed) == len(set(listed))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("خمسة وعشرون حارسا و12 سفينة", [25]),
        ("خمسة وعشرون حارسا و 12 سفينة", [25, 12]),
        ("اثنا عشر ألفا وثلاث مئة وخمسة", [12305]),
        ("مليونان وخمسمئة ألف دينار", [2_500_000]),
        ("12,500 دينار و 12.5 مليون", [12_500, 12_500_000]),
        ("١٢٫٥ في المئة", [12.5]),
        ("2 3", [2, 3]),
        ("(3.462) مليار", [3.462e9]),
        ("3.462 دينار", [3462]),
        ("1\u066b250 دينار", [1.25]),
        ("الدورة الحادية عشرة", []),
        ("الدورة 11", [11]),
        ("مئتا ألف", [200_000]),
        ("أحد الحراس", []),
        ("", []),
    ],
)
def test_numbers(text: str, values: list[float]) -> None:
    assert told(text) == values


@pytest.mark.parametrize("text", ["5\u0631557 مليون", "000\u063122 سفينة"])
def test_a_number_that_can_be_read_in_two_ways_is_none(text: str) -> None:
    [value] = told(text)
    assert math.isnan(value)
