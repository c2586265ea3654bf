"""Rows of articles and statements: nothing a page says becomes a formula, and nothing is lost on the way."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

import riwaya
from riwaya.exports import tables
from riwaya.exports.tables import Cell, Columns, Value, harmless
from riwaya.text import Extent, Span

PAGE = (
    "بلدية النهرين تنفي إغلاق الجسر\n\nنفت بلدية النهرين إغلاق الجسر القديم أمام المارة خلال الأسبوع المقبل. "
    "وقال سامي نعمان إن العمل فيه يجري ليلا.\n"
)
[ARTICLE] = riwaya.read(PAGE.encode())


def table(rows: list[dict[str, Value]], columns: Iterable[str]) -> list[dict[str, str]]:
    """Return the rows of a CSV file as a spreadsheet reads them."""
    text = "".join(tables.csv_lines(rows, columns))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_an_article_is_a_row() -> None:
    row = tables.article_row(7, ARTICLE)
    assert list(row) == list(tables.ARTICLE)
    [read] = table([row], tables.ARTICLE)
    assert (read["article"], read["statements"]) == ("7", str(len(ARTICLE.statements)))
    assert read["text"] == ARTICLE.text
    assert read["published"] == ""
    assert read["digest"] == ARTICLE.capture.digest


def test_a_statement_is_a_row() -> None:
    row = tables.statement_row(7, 0, ARTICLE, ARTICLE.statements[0])
    assert list(row) == list(tables.STATEMENT)
    [read] = table([row], tables.STATEMENT)
    assert (read["act"], read["speaker"]) == ("deny", "بلدية النهرين")
    assert ARTICLE.text[int(read["start"]) : int(read["end"])] == read["words"]
    assert read["negated"] == "FALSE"
    assert read["via"] == ""


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\ufeff=1", "\u200f=1", "\u202e=1", "\uff1d1", "\uff0b1", "\uff0d1",
        "\uff201", "\x00=1", "\x00\x00@1", "\ufeff\u200f=1", " \u200e+1", "\u2067-1", "\u00a0=1", "\u3000=1", "\t\uff1d1", "\x1f=1",
        "=-1", "-1+cmd|' /C calc'!A0", "+\u0661", "-\u0627", "@", "=", "-", "\r\n=1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x.example","الجسر")', "\tالجسر",
    ],
)  # fmt: skip
def test_no_cell_is_taken_for_a_formula(cell: str) -> None:
    [read] = table([{"text": cell}], ("text",))
    assert read["text"].startswith("'")


@pytest.mark.parametrize("cell", ["الجسر", "", "1-2", "a=b", "«=»", "12", "'=1", "https://x.example/?a=-1", "…"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert table([{"text": cell}, {"text": "x"}], ("text",))[0]["text"] == cell


@pytest.mark.parametrize(("cell", "read"), [(-3, "-3"), (0.5, "0.5"), (True, "TRUE"), (None, "")])
def test_numbers_stay_numbers(cell: Cell, read: str) -> None:
    assert table([{"value": cell, "name": "x"}], ("value", "name"))[0]["value"] == read


@pytest.mark.parametrize("text", ['"=1"', 'a,"=1"', "'=1", "«=1»", 'x\n"=1"'])
def test_what_is_quoted_cannot_leave_its_cell(text: str) -> None:
    """Quotation marks, commas and line breaks of a page end no cell, so that nothing behind them begins one."""
    [read] = table([{"name": text, "text": "x"}], ("name", "text"))
    assert (read["name"], read["text"]) == (text, "x")


@pytest.mark.parametrize("columns", [tables.ARTICLE, tables.STATEMENT, tables.PROBLEM])
def test_names_of_columns_are_no_formulas(columns: Columns) -> None:
    assert [harmless(name) for name in columns] == list(columns)


@pytest.mark.parametrize("places", [(Span(0, 2),), (Span(1, 2), Span(3, 12))])
def test_places_are_neither_day_nor_formula(places: Extent) -> None:
    shown = tables.cell(places)
    assert shown == "; ".join(f"{start}..{end}" for start, end in places)
    assert harmless(shown) == shown


def test_a_formula_of_an_intermediary_is_none_in_a_list() -> None:
    odd = replace(ARTICLE, credits=("=1+1", "رويترز"))
    [read] = table([tables.article_row(1, odd)], tables.ARTICLE)
    assert read["credits"] == "'=1+1; رويترز"


TEXTS = some.text(some.characters() | some.sampled_from('=+-@,;"\r\n\t\x00\ud800\u200f'))


@given(TEXTS)
def test_any_text_is_one_cell_and_no_formula(text: str) -> None:
    [read] = table([{"text": text, "name": "x"}], ("text", "name"))
    assert read["name"] == "x"
    shown = read["text"].lstrip(" \t\ufeff\u200f")
    assert not shown.startswith(tuple("=+-@"))
    plain = text.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")
    assert read["text"] in {plain, f"'{plain}"}


@given(TEXTS)
def test_json_lines_hold_what_was_there(text: str) -> None:
    odd = replace(ARTICLE, title=text)
    [line] = tables.json_lines([tables.article_row(1, odd)])
    assert line.endswith("\n")
    assert len(line.splitlines()) == 1
    assert json.loads(line)["title"] == text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def test_what_is_harmless_is_so_after_being_made_so() -> None:
    assert harmless(harmless("=1")) == harmless("=1")


def test_every_column_is_documented(root: Path) -> None:
    page = (root / "docs" / "reference" / "tables.md").read_text(encoding="utf-8")
    for heading, columns in (
        ("statements", tables.STATEMENT),
        ("articles", tables.ARTICLE),
        ("problems", tables.PROBLEM),
    ):
        section = page.split(f"`--of {heading}`")[1].split("##")[0]
        cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
        assert {name.strip("`") for cell in cells for name in cell.strip().split(", ")} == set(columns)
