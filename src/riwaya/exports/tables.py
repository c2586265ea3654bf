"""Articles and statements as rows of a table: CSV for spreadsheets, and flat JSON lines with the same columns.

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
from typing import Final, TypeAlias

from riwaya.exports.characters import json_line
from riwaya.model import Article, Statement
from riwaya.text import Extent, cut

Cell: TypeAlias = str | int | float | bool | None
ARTICLE: Final = (
    "article", "title", "published", "updated", "publisher", "byline", "dateline", "credits", "url", "language",
    "statements", "text", "digest",
)  # fmt: skip
STATEMENT: Final = (
    "article", "statement", "title", "published", "publisher", "url", "act", "speaker", "kind", "words", "via",
    "medium", "source", "cue", "form", "said_earliest", "said_latest", "within", "negated", "certainty", "rule",
    "start", "end",
)  # fmt: skip
_MARK: Final = "\ufeff"
_JOINT: Final = "; "
# What a spreadsheet passes over before it looks at the first sign.
_FORMULA: Final = re.compile("^[\\s\x00\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]*[=+\\-@\uff1d\uff0b\uff0d\uff20]")
_TABBED: Final = ("\t", "\r", "\n")


def article_row(number: int, article: Article) -> dict[str, Cell]:
    """Return an article as a row; ``number`` is its number in the archive."""
    return {
        "article": number,
        "title": article.title,
        "published": _day(article.published),
        "updated": _day(article.updated),
        "publisher": article.publisher,
        "byline": article.byline,
        "dateline": article.dateline,
        "credits": _JOINT.join(article.credits),
        "url": article.url,
        "language": article.language,
        "statements": len(article.statements),
        "text": article.text,
        "digest": article.capture.digest,
    }


def statement_row(number: int, place: int, article: Article, statement: Statement) -> dict[str, Cell]:
    """Return a statement as a row. ``start`` and ``end`` are code points of the article's text."""

    def words(extent: Extent) -> str | None:
        return cut(article.text, extent) or None

    return {
        "article": number,
        "statement": place,
        "title": article.title,
        "published": _day(article.published),
        "publisher": article.publisher,
        "url": article.url,
        "act": statement.act,
        "speaker": statement.speaker,
        "kind": statement.kind,
        "words": words(statement.content),
        "via": _JOINT.join(statement.via) or None,
        "medium": words(statement.medium),
        "source": words(statement.source),
        "cue": words(statement.cue),
        "form": statement.form,
        "said_earliest": _day(statement.said.earliest) if statement.said else None,
        "said_latest": _day(statement.said.latest) if statement.said else None,
        "within": statement.within,
        "negated": statement.negated,
        "certainty": round(statement.certainty, 3),
        "rule": statement.rule,
        "start": statement.content[0].start,
        "end": statement.content[-1].end,
    }


def harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers.

    >>> harmless("=HYPERLINK(1)"), harmless("الجسر"), harmless(-3)
    ("'=HYPERLINK(1)", 'الجسر', -3)
    """
    if isinstance(cell, str) and (_FORMULA.match(cell) or cell.startswith(_TABBED)):
        return f"'{cell}"
    return cell


def csv_lines(rows: Iterable[Mapping[str, Cell]], columns: tuple[str, ...]) -> Iterator[str]:
    """Yield the lines of a CSV file (RFC 4180), the byte order mark and the names of the columns first."""
    line = io.StringIO(newline="")
    writer = csv.DictWriter(line, columns)
    writer.writeheader()
    yield _MARK + line.getvalue()
    for row in rows:
        line.seek(0)
        line.truncate()
        writer.writerow({name: _plain(harmless(cell)) for name, cell in row.items()})
        yield line.getvalue()


def json_lines(rows: Iterable[Mapping[str, Cell]]) -> Iterator[str]:
    """Yield the rows as JSON, one a line, nothing changed in them."""
    for row in rows:
        yield json_line(row) + "\n"


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _plain(cell: Cell) -> Cell:
    """Return text without what no file in UTF-8 can hold, and truth as spreadsheets write it."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return cell.encode("utf-8", "replace").decode().replace("\x00", "\ufffd") if isinstance(cell, str) else cell
