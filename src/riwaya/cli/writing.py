"""``riwaya export``: the lines of a table, and where they go."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from riwaya.archive import Archive, Exported
from riwaya.archive.finding import Among
from riwaya.exports import tables
from riwaya.exports.tables import Cell


def lines(archive: Archive, query: str | None, among: Among, form: str) -> Iterator[str]:
    """Yield the lines of a table of all that a query finds, or of everything.

    Raises:
        QueryError: if the query cannot be understood.
    """
    rows = map(_row, archive.export(query, among=among))
    columns = tables.ARTICLE if among == "articles" else tables.STATEMENT
    return tables.csv_lines(rows, columns) if form == "csv" else tables.json_lines(rows)


def _row(found: Exported) -> dict[str, Cell]:
    number, place, article = found
    if place is None:
        return tables.article_row(number, article)
    return tables.statement_row(number, place, article, article.statements[place])


@contextmanager
def written(name: str | None) -> Iterator[TextIO]:
    """Open a file for writing, or standard output; under its name the file appears when it is complete.

    Raises:
        click.BadParameter: if it cannot be written.
    """
    if name is None:
        yield sys.stdout
        return
    path = Path(name)
    part = path.with_name(f".{path.name}.part")
    try:
        file = part.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise click.BadParameter(f"{name!r} cannot be written ({error.strerror}).", param_hint="--to") from error
    try:
        with file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
