"""``riwaya export``: the lines of a table."""

from __future__ import annotations

from collections.abc import Iterator

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
