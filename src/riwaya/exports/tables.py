"""Articles, statements and problems as rows of a table: CSV for spreadsheets, flat JSON lines with the same columns.

The columns and the types of their values are declared here, once for all forms; :mod:`riwaya.exports.parquet` writes
the same rows with their types.

A spreadsheet takes a cell that begins with ``=`` for a formula, whatever page it came from; an apostrophe before it
says that it is text (OWASP, *CSV Injection*). The file begins with a byte order mark, without which Arabic comes out
broken.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal, TypeAlias

from riwaya.archive import Listed
from riwaya.errors import Problem
from riwaya.exports.characters import json_line
from riwaya.model import Article, Statement
from riwaya.text import Extent, Span, cut

Cell: TypeAlias = str | int | float | bool | None
Value: TypeAlias = Cell | dt.date | tuple[str, ...] | Extent
Row: TypeAlias = Mapping[str, Value]
# What a column holds: any text, one of a few words that come again and again, texts in their order, places in a text.
Type: TypeAlias = Literal["text", "word", "texts", "day", "number", "share", "truth", "extent"]
Columns: TypeAlias = Mapping[str, Type]

ARTICLE: Final[Columns] = {
    "article": "number",
    "title": "text",
    "published": "day",
    "updated": "day",
    "publisher": "word",
    "byline": "text",
    "dateline": "text",
    "credits": "texts",
    "url": "text",
    "language": "word",
    "statements": "number",
    "text": "text",
    "digest": "text",
}
STATEMENT: Final[Columns] = {
    "article": "number",
    "statement": "number",
    "title": "text",
    "published": "day",
    "publisher": "word",
    "url": "text",
    "act": "word",
    "speaker": "text",
    "kind": "word",
    "words": "text",
    "via": "texts",
    "medium": "text",
    "source": "text",
    "cue": "text",
    "form": "word",
    "said_earliest": "day",
    "said_latest": "day",
    "within": "number",
    "negated": "truth",
    "certainty": "share",
    "rule": "word",
    "start": "number",
    "end": "number",
    "places": "extent",
}
PARTY: Final[Columns] = {
    "party": "number",
    "words": "text",
    "kind": "word",
    "times": "number",
    "names": "texts",
    "offices": "texts",
    "statements": "number",
    "denied": "number",
    "first": "day",
    "last": "day",
}
PROBLEM: Final[Columns] = {"code": "word", "message": "text", "where": "text", "start": "number", "end": "number"}
_MARK: Final = "\ufeff"
_JOINT: Final = "; "
# What a spreadsheet passes over before it looks at the first sign.
_FORMULA: Final = re.compile("^[\\s\x00\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]*[=+\\-@\uff1d\uff0b\uff0d\uff20]")
_TABBED: Final = ("\t", "\r", "\n")


def party_row(found: Listed) -> dict[str, Value]:
    """Return a party as a row."""
    return {
        "party": found.party.number,
        "words": found.party.words,
        "kind": found.party.kind,
        "times": found.party.times,
        "names": found.names,
        "offices": found.offices,
        "statements": found.statements,
        "denied": found.denied,
        "first": found.first,
        "last": found.last,
    }


def article_row(number: int, article: Article) -> dict[str, Value]:
    """Return an article as a row; ``number`` is its number in the archive."""
    return {
        "article": number,
        "title": article.title,
        "published": article.published,
        "updated": article.updated,
        "publisher": article.publisher,
        "byline": article.byline,
        "dateline": article.dateline,
        "credits": article.credits,
        "url": article.url,
        "language": article.language,
        "statements": len(article.statements),
        "text": article.text,
        "digest": article.capture.digest,
    }


def statement_row(number: int, place: int, article: Article, statement: Statement) -> dict[str, Value]:
    """Return a statement as a row. ``start`` and ``end`` are code points of the article's text."""

    def words(extent: Extent) -> str | None:
        return cut(article.text, extent) or None

    return {
        "article": number,
        "statement": place,
        "title": article.title,
        "published": article.published,
        "publisher": article.publisher,
        "url": article.url,
        "act": statement.act,
        "speaker": statement.speaker,
        "kind": statement.kind,
        "words": words(statement.content),
        "via": statement.via,
        "medium": words(statement.medium),
        "source": words(statement.source),
        "cue": words(statement.cue),
        "form": statement.form,
        "said_earliest": statement.said.earliest if statement.said else None,
        "said_latest": statement.said.latest if statement.said else None,
        "within": statement.within,
        "negated": statement.negated,
        "certainty": round(statement.certainty, 3),
        "rule": statement.rule,
        "start": statement.content[0].start,
        "end": statement.content[-1].end,
        "places": statement.content,
    }


def problem_row(problem: Problem) -> dict[str, Value]:
    """Return a problem as a row. ``start`` and ``end`` are code points of the decoded page."""
    start, end = problem.span or (None, None)
    return {"code": problem.code, "message": problem.message, "where": problem.where, "start": start, "end": end}


def cell(value: Value) -> Cell:
    """Return a value as a file of text holds it: days as ISO 8601, several values with ``; `` between.

    >>> cell(dt.date(2025, 1, 5)), cell(("رويترز", "المرسى")), cell((Span(3, 9), Span(12, 20))), cell(())
    ('2025-01-05', 'رويترز; المرسى', '3..9; 12..20', None)
    """
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):  # no hyphen between places: a spreadsheet would take 1-2 for a day
        return _JOINT.join(f"{one.start}..{one.end}" if isinstance(one, Span) else one for one in value) or None
    return value


def harmless(value: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers.

    >>> harmless("=HYPERLINK(1)"), harmless("الجسر"), harmless(-3)
    ("'=HYPERLINK(1)", 'الجسر', -3)
    """
    if isinstance(value, str) and (_FORMULA.match(value) or value.startswith(_TABBED)):
        return f"'{value}"
    return value


def csv_lines(rows: Iterable[Row], columns: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a CSV file (RFC 4180), the byte order mark and the names of the columns first."""
    line = io.StringIO(newline="")
    writer = csv.DictWriter(line, tuple(columns))
    writer.writeheader()
    yield _MARK + line.getvalue()
    for row in rows:
        line.seek(0)
        line.truncate()
        writer.writerow({name: _plain(harmless(cell(value))) for name, value in row.items()})
        yield line.getvalue()


def json_lines(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the rows as JSON, one a line, nothing changed in them."""
    for row in rows:
        yield json_line({name: cell(value) for name, value in row.items()}) + "\n"


def _plain(value: Cell) -> Cell:
    """Return text without what no file in UTF-8 can hold, and truth as spreadsheets write it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return value.encode("utf-8", "replace").decode().replace("\x00", "\ufffd") if isinstance(value, str) else value
