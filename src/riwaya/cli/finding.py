"""The commands that find: hits for people, tables for other programs."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from riwaya.cli.options import DONE, opened, styled

if TYPE_CHECKING:
    from riwaya.archive.finding import Among


class _Wanted(TypedDict):
    among: Among | None
    limit: int
    offset: int
    json: bool


class _Exported(TypedDict):
    among: Among
    format: str
    to: str | None


@click.command()
@click.argument("archive")
@click.argument("query")
@click.option("--in", "among", type=click.Choice(["articles", "statements"]), help="What to look for.")
@click.option("--limit", type=click.IntRange(min=1, max=1000), default=10, metavar="N", help="Hits at most.")
@click.option("--offset", type=click.IntRange(min=0), default=0, metavar="N", help="Hits to pass over.")
@click.option("--json", is_flag=True, help="One hit a line.")
def search(archive: str, query: str, **options: Unpack[_Wanted]) -> int:
    """Find articles or statements in ARCHIVE.

    All parts of QUERY must hold: words (with any article or small word written into them), "phrases", -words that must
    not be there, and fields. speaker:, medium:, via:, publisher: and title: hold words, act:, kind: and form: values
    with commas between, on:, from: and to: a day, month or year. A query for a speaker, medium, intermediary, act,
    kind or form looks for statements.

    \b
    Examples:
      riwaya search news.db 'وقف إطلاق النار'
      riwaya search news.db 'act:deny,decline speaker:"وزارة الدفاع" from:2024-12'
      riwaya search news.db --in statements --json '"إغلاق الجسر" -شائعات'
    """  # noqa: D301
    from riwaya.archive import QueryError
    from riwaya.exports import hits

    with opened(archive) as store:
        try:
            page = store.search(query, among=options["among"], limit=options["limit"], offset=options["offset"])
        except QueryError as error:
            raise _misunderstood(error) from error
    for hit in page.hits:
        click.echo(hits.line(hit) if options["json"] else f"{hits.shown(hit, styled=styled())}\n")
    click.echo(hits.account(page, options["offset"]), err=options["json"])
    return DONE


@click.command()
@click.argument("archive")
@click.argument("query", required=False)
@click.option("--of", "among", type=click.Choice(["articles", "statements"]), default="statements", show_default=True)
@click.option("--format", type=click.Choice(["csv", "jsonl"]), default="csv", show_default=True)
@click.option("--to", metavar="FILE", help="Write to FILE, which appears when it is complete.")
def export(archive: str, query: str | None, **options: Unpack[_Exported]) -> None:
    """Write articles or statements of ARCHIVE as a table, all of them or those that QUERY finds.

    csv is for spreadsheets: it opens right in Arabic, and no cell of it is taken for a formula. jsonl holds the same
    columns, with nothing changed in them. QUERY is that of `riwaya search`.

    \b
    Examples:
      riwaya export news.db 'act:deny from:2024-12' --to denials.csv
      riwaya export news.db --of articles --format jsonl > articles.jsonl
    """  # noqa: D301
    from riwaya.archive import QueryError
    from riwaya.cli.files import written
    from riwaya.cli.tabling import lines

    with opened(archive) as store:
        try:
            with written(options["to"], "--to") if options["to"] else nullcontext(sys.stdout) as file:
                file.writelines(lines(store, query, options["among"], options["format"]))
        except QueryError as error:
            raise _misunderstood(error) from error


def _misunderstood(error: Exception) -> click.BadParameter:
    from riwaya.exports.characters import one_line

    return click.BadParameter(f"{one_line(str(error))}.", param_hint="QUERY")
