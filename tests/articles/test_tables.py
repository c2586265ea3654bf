"""Each row of the tables that this stage reads, against its own example."""

from __future__ import annotations

import pytest

from riwaya import rules as tables
from riwaya.arabic.phrases import words
from riwaya.articles import languages
from riwaya.articles.furniture import Furniture
from riwaya.articles.lines import Line
from riwaya.articles.outlets import outlets
from riwaya.articles.prefixes import prefixes
from riwaya.articles.publishers import owned
from riwaya.articles.shapes import ending, shapes
from riwaya.articles.themes import themes
from riwaya.rules import Row, Rules
from riwaya.text import Alignment


def rows(table: str, *places: str) -> list[Row]:
    return [row for row in tables.load().rows(table) if not places or row.text("where") in places]


def name(row: Row) -> str:
    return row.id


@pytest.mark.parametrize("row", rows("lines", "line", "start", "inside", "end"), ids=name)
def test_a_line(row: Row, rules: Rules) -> None:
    text = row.text("example")
    found = Furniture(rules).row(text, words(text), closed=ending(text) != "open")
    assert found is not None
    assert found.id == row.id
    assert shapes(rules).of(Line(text, Alignment.identity(len(text)))).kind == row.text("kind")


@pytest.mark.parametrize("row", rows("lines", "lead"), ids=name)
def test_a_beginning_of_a_paragraph(row: Row, rules: Rules) -> None:
    assert themes(rules).goes_on(row.text("example")) is (row.text("kind") == "continuation")


@pytest.mark.parametrize("row", rows("lines", "part"), ids=name)
def test_a_part_of_a_dateline(row: Row, rules: Rules) -> None:
    found = prefixes(rules).line(row.text("example"))
    assert found is not None
    assert found.people == ()


@pytest.mark.parametrize("row", rows("lines", "owner"), ids=name)
def test_an_owner(row: Row, rules: Rules) -> None:
    span, _ = owned(row.text("example"), rules)
    assert span is not None
    assert words(row.text("example")[span.start : span.end])[-1] == "الجسر"


@pytest.mark.parametrize("row", rows("outlets"), ids=name)
def test_an_outlet(row: Row, rules: Rules) -> None:
    finder = outlets(rules)
    assert row.id in {named.row.id for named in finder.find(row.text("example"))}
    assert all(finder.of_address(f"https://www.{domain}/a") is row for domain in row.texts("domains"))


@pytest.mark.parametrize("row", rows("places"), ids=name)
def test_a_place(row: Row, rules: Rules) -> None:
    text = row.text("example")
    found = prefixes(rules).line(text)
    assert found is not None
    assert [text[start:end] for start, end in found.places] == [row.texts("forms")[0]]


@pytest.mark.parametrize("row", rows("languages"), ids=name)
def test_a_language(row: Row, rules: Rules) -> None:
    assert languages.of(row.text("example"), rules) == row.id.removeprefix("language.")


def test_letters_of_languages_lie_beyond_ascii() -> None:
    """They are counted among what is left of a text without ASCII."""
    assert all(letter > "\x7f" for row in rows("languages") for letter in row.text("letters"))


def test_no_two_outlets_share_a_name() -> None:
    seen: dict[tuple[str, ...], str] = {}
    for row in rows("outlets"):
        for form in {tuple(words(form)) for form in row.texts("forms")}:
            assert seen.setdefault(form, row.id) == row.id, form
