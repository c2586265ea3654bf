"""Tables in Parquet: the rows and columns of the other forms, with their types, in groups of a bounded size."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as some
from pyarrow import parquet as reader

import riwaya
from riwaya.errors import Problem
from riwaya.exports import parquet, tables
from riwaya.exports.tables import Columns, Row
from riwaya.text import Span

PAGE = (
    "بلدية النهرين تنفي إغلاق الجسر\n\n5 يناير 2025\n\nنفت بلدية النهرين إغلاق الجسر القديم أمام المارة خلال الأسبوع المقبل. "
    "وقال سامي نعمان لرويترز إن العمل فيه يجري ليلا.\n"
)
[ARTICLE] = riwaya.read(PAGE.encode())
DATED = replace(ARTICLE, published=dt.date(2025, 1, 5), publisher="صدى النهرين", credits=("رويترز", "المرسى"))


def written(rows: list[Row], columns: Columns) -> reader.ParquetFile:
    file = io.BytesIO()
    parquet.write(file, iter(rows), columns)
    return reader.ParquetFile(io.BytesIO(file.getvalue()))


@pytest.mark.parametrize("columns", [tables.ARTICLE, tables.STATEMENT, tables.PARTY, tables.PROBLEM])
def test_columns_are_those_of_the_tables_with_their_types(columns: Columns) -> None:
    schema = written([], columns).schema_arrow
    assert schema.names == list(columns)
    assert schema == parquet.schema(columns)


def test_an_article_comes_back_with_its_types() -> None:
    [read] = written([tables.article_row(7, DATED)], tables.ARTICLE).read().to_pylist()
    assert read == {
        "article": 7,
        "title": ARTICLE.title,
        "published": dt.date(2025, 1, 5),
        "updated": None,
        "publisher": "صدى النهرين",
        "byline": None,
        "dateline": None,
        "credits": ["رويترز", "المرسى"],
        "url": None,
        "language": "ar",
        "statements": len(ARTICLE.statements),
        "text": ARTICLE.text,
        "digest": ARTICLE.capture.digest,
    }


def test_statements_come_back_with_their_types() -> None:
    assert len(DATED.statements) > 1
    said = replace(DATED.statements[0], content=(Span(3, 9), Span(12, 20)), via=("رويترز",), within=1, negated=True)
    article = replace(DATED, statements=(said, *DATED.statements[1:]))
    rows: list[Row] = [tables.statement_row(7, place, article, each) for place, each in enumerate(article.statements)]
    table = written(rows, tables.STATEMENT).read()
    first, *others = table.to_pylist()
    assert (first["start"], first["end"], first["within"], first["negated"]) == (3, 20, 1, True)
    assert first["places"] == [{"start": 3, "end": 9}, {"start": 12, "end": 20}]
    assert first["via"] == ["رويترز"]
    assert [each["via"] for each in others] == [list(each.via) for each in article.statements[1:]]
    assert first["certainty"] == pytest.approx(said.certainty, abs=0.001)
    assert pa.types.is_dictionary(table.schema.field("act").type)
    assert pa.types.is_date32(table.schema.field("said_earliest").type)


def test_problems_come_back() -> None:
    rows: list[Row] = [
        tables.problem_row(Problem("empty", "There is no text here.", "a.html")),
        tables.problem_row(Problem("bad-bytes", "3 faults", None, Span(4, 9))),
    ]
    assert written(rows, tables.PROBLEM).read().to_pylist() == rows


def test_values_are_those_of_the_other_forms() -> None:
    """One declaration: what a text file shows is what stands in the columns."""
    row = tables.article_row(7, DATED)
    [read] = written([row], tables.ARTICLE).read().to_pylist()
    for name, value in read.items():
        assert tables.cell(tuple(value) if isinstance(value, list) else value) == tables.cell(row[name])


@given(some.lists(some.text(some.characters() | some.sampled_from("\x00\ud800\udfff")), max_size=4))
def test_any_text_is_held(texts: list[str]) -> None:
    rows: list[Row] = [tables.article_row(1, replace(DATED, title=text, credits=(text,))) for text in texts]
    read = written(rows, tables.ARTICLE).read().to_pylist()
    whole = [text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for text in texts]
    assert [row["title"] for row in read] == whole
    assert [row["credits"] for row in read] == [[text] for text in whole]


def test_rows_are_written_as_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_ROWS_AT_ONCE", 10)
    taken: list[int] = []

    def rows() -> Iterator[Row]:
        for number in range(25):
            taken.append(number)
            yield tables.article_row(number, ARTICLE)

    read = _groups(rows())
    assert read == [10, 10, 5]
    assert len(taken) == 25


def test_long_texts_make_a_group_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_CHARACTERS_AT_ONCE", 1000)
    long = replace(ARTICLE, text="ا" * 1001)
    assert _groups(iter([tables.article_row(1, long), tables.article_row(2, long)])) == [1, 1]


def _groups(rows: Iterator[Row]) -> list[int]:
    file = io.BytesIO()
    parquet.write(file, rows, tables.ARTICLE)
    read = reader.ParquetFile(io.BytesIO(file.getvalue()))
    return [read.metadata.row_group(group).num_rows for group in range(read.metadata.num_row_groups)]
