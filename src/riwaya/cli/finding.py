"""The commands that find: hits for people, tables for other programs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from riwaya.cli.options import DONE, SOME_FAILED, opened, styled, width

if TYPE_CHECKING:
    from riwaya.archive.finding import Among
    from riwaya.cli.tabling import Of


class _Wanted(TypedDict):
    among: Among | None
    limit: int
    offset: int
    json: bool


class _Exported(TypedDict):
    of: Of
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
    not be there, and fields. speaker:, medium:, via:, publisher: and title: hold words, party: a name in any spelling,
    or a number, act:, kind: and form: values with commas between, on:, from: and to: a day, month or year. A query for
    a speaker, party, medium, intermediary, act, kind or form looks for statements.

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
@click.option(
    "--of",
    type=click.Choice(["articles", "statements", "parties", "problems", "captures"]),
    default="statements",
    show_default=True,
    help="What to write.",
)
@click.option("--format", type=click.Choice(["csv", "jsonl", "parquet"]), default="csv", show_default=True)
@click.option("--to", metavar="FILE", help="Write to FILE, which appears when it is complete.")
def export(archive: str, query: str | None, **options: Unpack[_Exported]) -> int:
    """Write what ARCHIVE holds: all of it, or what QUERY finds.

    Articles, statements, parties and problems become a table. csv is for spreadsheets: it opens right in Arabic, and no
    cell of it is taken for a formula. jsonl holds the same columns, with nothing changed in them; parquet too, with
    their types (pip install 'riwaya[parquet]'). QUERY is that of `riwaya search`; of parties it chooses who speaks in
    what it finds.

    Captures become lines that hold everything, for `riwaya import`: a QUERY chooses those with an article or statement
    that it finds. How much was written is told on standard error.

    \b
    Examples:
      riwaya export news.db 'act:deny from:2024-12' --to denials.csv
      riwaya export news.db --of articles --format parquet --to articles.parquet
      riwaya export news.db --of captures --format jsonl --to news.jsonl
    """  # noqa: D301
    from riwaya.archive import QueryError
    from riwaya.cli.tabling import Wanted, write

    wanted = Wanted(query, options["of"], options["format"], options["to"])
    if message := wanted.impossible():
        raise click.UsageError(message)
    with opened(archive) as store:
        try:
            account, whole = write(store, wanted)
        except QueryError as error:
            raise _misunderstood(error) from error
    sys.stdout.flush()  # before it is told that all was written
    click.echo(account, err=True)
    return DONE if whole else SOME_FAILED


@click.command()
@click.argument("archive")
@click.argument("query")
@click.option("--limit", type=click.IntRange(min=1, max=100), default=5, metavar="N", help="Claims at most.")
@click.option("--json", "as_json", is_flag=True, help="One claim a line.")
def ask(archive: str, query: str, *, limit: int, as_json: bool) -> int:
    """Tell who in ARCHIVE stands for or against what QUERY says: a sentence, or a few words.

    The claims that answer best come first, each with who asserts, confirms, passes on, denies or contradicts it, in
    which article, on which day.

    \b
    Examples:
      riwaya ask news.db 'إغلاق الجسر القديم أمام المارة'
      riwaya ask news.db --json 'تأجيل المباراة' > answers.jsonl
    """  # noqa: D301
    from riwaya.exports import answers

    with opened(archive) as store:
        found = store.ask(query, limit)
    for claim in found:
        click.echo(answers.line(claim) if as_json else f"{answers.shown(claim, width=width(), styled=styled())}\n")
    if not found:
        click.echo("nothing found", err=as_json)
    return DONE


def _misunderstood(error: Exception) -> click.BadParameter:
    from riwaya.exports.characters import one_line

    return click.BadParameter(f"{one_line(str(error))}.", param_hint="QUERY")
