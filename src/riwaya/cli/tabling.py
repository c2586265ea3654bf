"""``riwaya export``: tables in the form that was asked for, and whole captures for another archive."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Literal, TypeAlias

import click

from riwaya.archive import Archive, Exported, Holding
from riwaya.archive.finding import Among
from riwaya.cli.files import written, written_bytes
from riwaya.cli.progress import problem_line
from riwaya.errors import Problem, RiwayaError
from riwaya.exports import interchange, tables
from riwaya.exports.tables import Columns, Row

Of: TypeAlias = Literal["articles", "statements", "parties", "problems", "captures"]
_COLUMNS: dict[Of, Columns] = {
    "articles": tables.ARTICLE,
    "statements": tables.STATEMENT,
    "parties": tables.PARTY,
    "problems": tables.PROBLEM,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of an archive.

    Attributes:
        query: what it has to find; everything without one.
        of: what is written.
        form: ``csv``, ``jsonl`` or ``parquet``.
        to: the file; standard output without one.
    """

    query: str | None
    of: Of
    form: str
    to: str | None

    def impossible(self) -> str | None:
        """Return why these do not go together, if they do not."""
        if self.of == "captures" and self.form != "jsonl":
            return "--of captures is written as lines only: give --format jsonl."
        if self.of == "problems" and self.query:
            return "--of problems writes all of them: give no QUERY."
        if self.form == "parquet" and not self.to:
            return "--format parquet is no text: give a file, --to FILE."
        return None


class _Counted:
    """Rows that are counted on their way."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self.number = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.number += 1
            yield row


def write(archive: Archive, wanted: Wanted) -> tuple[str, bool]:
    """Write what is wanted; return how much it was, in words, and whether nothing was left out.

    Raises:
        QueryError: if the query cannot be understood.
        RiwayaError: if what writes the form is not installed.
    """
    if wanted.of == "captures":
        return _captures(archive, wanted)
    rows = _Counted(_rows(archive, wanted.query, wanted.of))
    columns = _COLUMNS[wanted.of]
    if wanted.form == "parquet":
        _parquet(rows, columns, wanted.to or "")
    else:
        with written(wanted.to, "--to") if wanted.to else nullcontext(sys.stdout) as file:
            file.writelines(tables.csv_lines(rows, columns) if wanted.form == "csv" else tables.json_lines(rows))
    return f"{rows.number} {wanted.of} written", True


def _parquet(rows: _Counted, columns: Columns, name: str) -> None:
    try:
        from riwaya.exports import parquet
    except ImportError as error:
        raise RiwayaError("Parquet is written by pyarrow, which is not there: pip install 'riwaya[parquet]'") from error
    with written_bytes(name, "--to") as file:
        parquet.write(file, rows, columns)


def _rows(archive: Archive, query: str | None, of: Of) -> Iterator[Row]:
    if of == "problems":
        return map(tables.problem_row, archive.problems())
    if of == "parties":
        return map(tables.party_row, archive.listed(query))
    among: Among = "articles" if of == "articles" else "statements"
    return map(_row, archive.export(query, among=among))


def _row(found: Exported) -> Row:
    number, place, article = found
    if place is None:
        return tables.article_row(number, article)
    return tables.statement_row(number, place, article, article.statements[place])


def _captures(archive: Archive, wanted: Wanted) -> tuple[str, bool]:
    """Write captures with all that is held of them; one that is broken is told and left out."""
    broken: list[Problem] = []
    counts = Counter({"captures": 0, "articles": 0, "statements": 0, "problems": 0, "judgements": 0})

    def report(problem: Problem) -> None:
        broken.append(problem)
        click.echo(problem_line(problem), err=True)

    holdings = archive.holdings(wanted.query, report=report)
    with written(wanted.to, "--to") if wanted.to else nullcontext(sys.stdout) as file:
        file.write(interchange.HEADER)
        for held in holdings:
            file.write(interchange.line(held))
            if not isinstance(held, Holding):
                counts["problems" if isinstance(held, Problem) else "judgements"] += 1
                continue
            counts["captures"] += 1
            counts["articles"] += len(held.articles)
            counts["statements"] += sum(len(article.statements) for article in held.articles)
            counts["problems"] += len(held.problems)
    told = ", ".join(f"{number} {name}" for name, number in counts.items())
    return f"{told} written" + (f", {len(broken)} captures left out" if broken else ""), not broken
