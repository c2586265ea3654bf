"""The command line: what it takes, what it prints, how it ends.

The work is done below, and imported when it is needed, so that help comes at once.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from riwaya import __version__
from riwaya.errors import RiwayaError

if TYPE_CHECKING:
    from riwaya.archive import Archive
    from riwaya.archive.finding import Among

DONE, SOME_FAILED, WRONG_USAGE, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141

FIELDS = ("text", "title", "published", "updated", "publisher", "byline", "url")
_LANGUAGES = ("en", "ar")
_WIDEST = 100


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    Args:
        arguments: as on the command line, without the program's name; those of the process if ``None``.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # an output that cannot show a character shows its code
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = riwaya.main(arguments, prog_name="riwaya", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    return code if isinstance(code, int) else DONE


class _Commands(click.Group):
    """Ends that are nobody's mistake become exit codes here: click itself has words, and other codes, for them."""

    def invoke(self, ctx: click.Context) -> int:
        """Run the command and return its exit code."""
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt:
            return INTERRUPTED
        except BrokenPipeError:
            # Whoever read has gone; what Python would still flush at its end goes nowhere, silently.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return PIPE_CLOSED
        except (OSError, RiwayaError) as error:
            click.echo(f"riwaya: {error}", err=True)
            return SOME_FAILED
        return code if isinstance(code, int) else DONE


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": _WIDEST},
    epilog="Exit codes: 0 done, 1 some inputs failed, 2 wrong usage, 130 interrupted, 141 the output was closed.",
)
@click.version_option(__version__, prog_name="riwaya")
def riwaya() -> None:
    """Who says what in Arabic news, and on whose word.

    \b
    Examples:
      riwaya read page.html
      riwaya samples pages/ && riwaya read pages/ --html pages.html
      riwaya add news.db pages/ && riwaya search news.db "act:deny الجسر"
    """  # noqa: D301  # click wants the character itself


class _Options(TypedDict):
    json: bool
    html: str | None
    lang: str
    map: str | None
    url: str | None
    media_type: str | None
    jobs: int
    limit: int | None
    quiet: bool


class _Wanted(TypedDict):
    among: Among | None
    limit: int
    offset: int
    json: bool


class _Exported(TypedDict):
    among: Among
    format: str
    to: str | None


class _Additions(TypedDict):
    map: str | None
    url: str | None
    media_type: str | None
    jobs: int
    quiet: bool


@riwaya.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@click.option("--json", is_flag=True, help="One article a line, with its statements, instead of a digest.")
@click.option("--html", metavar="FILE", help="Also write one annotated page; - is standard output.")
@click.option("--lang", type=click.Choice(_LANGUAGES), default="en", help="Language of labels (not of the news).")
@click.option("--map", metavar="OURS=THEIRS,...", help=f"Fields of JSON rows; ours are {', '.join(FIELDS)}.")
@click.option("--url", metavar="URL", help="The address of the page; its publisher can be told from it.")
@click.option("--media-type", type=click.Choice(["text/html", "text/plain"]), help="Where looking should not decide.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), default=1, metavar="N", help="Processes to work with.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Stop after so many pages.")
@click.option("--quiet", is_flag=True, help="No progress; of the problems, only those that cost a whole page.")
def read(pages: tuple[str, ...], **options: Unpack[_Options]) -> int:
    """Read pages: their articles, and the statements in them.

    A PAGE is a file (HTML or text), a folder, a zip file, JSON or JSON lines, or - for standard input. Results go to
    standard output; progress and problems, a line each, to standard error.

    \b
    Examples:
      riwaya read page.html
      riwaya read --json folder/ > articles.jsonl
      riwaya read --html annotated.html --lang ar page.txt
      curl -s https://example.org/news/1 | riwaya read --url https://example.org/news/1 -
      riwaya read --json -j 2 --map text=content,published=date_extracted,publisher=source rows.zip
    """  # noqa: D301
    from riwaya.cli.inputs import Hints
    from riwaya.cli.outcomes import Forms
    from riwaya.cli.readings import Output, read_all

    if options["url"] and len(pages) > 1:
        raise click.UsageError("--url gives the address of one page.")
    forms = Forms(
        language=options["lang"],
        json=options["json"],
        digest=not options["json"] and options["html"] != "-",
        html=options["html"] is not None,
        width=min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST),
        styled=_styled(),
    )
    if options["json"] and options["html"] == "-":
        raise click.UsageError("--json and --html - would both write to standard output.")
    hints = Hints(options["url"], options["media_type"], _fields(options["map"]))
    output = Output(forms, options["html"], options["quiet"])
    failed = read_all(pages, hints, output, options["jobs"], options["limit"])
    return SOME_FAILED if failed else DONE


@riwaya.command()
@click.argument("folder", type=click.Path(file_okay=False))
def samples(folder: str) -> None:
    """Copy the sample pages that come with Riwaya to FOLDER.

    The pages are invented. Each tells one thing that news pages do: a denial, a chain of outlets, a second article.

    \b
    Example:
      riwaya samples pages/
    """  # noqa: D301
    from riwaya.cli.samples import copy

    for name in copy(folder):
        click.echo(name)


@riwaya.command()
@click.argument("archive")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--map", metavar="OURS=THEIRS,...", help=f"Fields of JSON rows; ours are {', '.join(FIELDS)}.")
@click.option("--url", metavar="URL", help="The address of the page; its publisher can be told from it.")
@click.option("--media-type", type=click.Choice(["text/html", "text/plain"]), help="Where looking should not decide.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), default=1, metavar="N", help="Processes to read with.")
@click.option("--quiet", is_flag=True, help="No progress; of the problems, only those that cost a whole page.")
def add(archive: str, sources: tuple[str, ...], **options: Unpack[_Additions]) -> int:
    """Add pages to ARCHIVE, a file that is made if there is none.

    A SOURCE is what `riwaya read` takes. Each page is kept byte for byte before it is read; the same page again is met
    again, and kept once. Killed at any moment, a run loses nothing that was kept; the next one goes on with it.

    \b
    Examples:
      riwaya add news.db page.html folder/
      riwaya add news.db -j 2 --map text=content,published=date_extracted,publisher=source rows.zip
      curl -s https://example.org/news/1 | riwaya add news.db --url https://example.org/news/1 -
    """  # noqa: D301
    import riwaya as face
    from riwaya.cli import additions
    from riwaya.cli.inputs import Hints

    if options["url"] and len(sources) > 1:
        raise click.UsageError("--url gives the address of one page.")
    hints = Hints(options["url"], options["media_type"], _fields(options["map"]))
    with face.open(archive) as opened:
        account, failed = additions.add(opened, sources, hints, options["jobs"], quiet=options["quiet"])
    click.echo(additions.summary(account))
    return SOME_FAILED if failed else DONE


@riwaya.command()
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

    with _opened(archive) as opened:
        try:
            page = opened.search(query, among=options["among"], limit=options["limit"], offset=options["offset"])
        except QueryError as error:
            raise _misunderstood(error) from error
    for hit in page.hits:
        click.echo(hits.line(hit) if options["json"] else f"{hits.shown(hit, styled=_styled())}\n")
    click.echo(hits.account(page, options["offset"]), err=options["json"])
    return DONE


@riwaya.command()
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

    with _opened(archive) as opened:
        try:
            with written(options["to"], "--to") if options["to"] else nullcontext(sys.stdout) as file:
                file.writelines(lines(opened, query, options["among"], options["format"]))
        except QueryError as error:
            raise _misunderstood(error) from error


@riwaya.command()
@click.argument("archive")
@click.option("--json", "as_json", is_flag=True, help="One problem a line, as JSON.")
def problems(archive: str, *, as_json: bool) -> None:
    """List what was lost or doubtful in the pages of ARCHIVE.

    \b
    Example:
      riwaya problems news.db
    """  # noqa: D301
    from riwaya.cli.progress import problem_line
    from riwaya.exports.characters import json_line

    with _opened(archive) as opened:
        for found in opened.problems():
            click.echo(json_line(found.to_dict()) if as_json else problem_line(found))


@riwaya.command()
@click.argument("archive")
@click.argument("target", type=click.Path(dir_okay=False))
def backup(archive: str, target: str) -> None:
    """Write a copy of ARCHIVE to TARGET, as it is at one moment; pages may be added meanwhile.

    \b
    Example:
      riwaya backup news.db copies/news-2026-03-04.db
    """  # noqa: D301
    with _opened(archive) as opened:
        opened.backup(target)


@riwaya.command()
@click.argument("archive")
def verify(archive: str) -> int:
    """Check that ARCHIVE is whole: its tables, and each capture against its digest.

    \b
    Example:
      riwaya verify news.db
    """  # noqa: D301
    from riwaya.cli.progress import problem_line

    with _opened(archive) as opened:
        found = False
        for problem in opened.verify():
            found = True
            click.echo(problem_line(problem), err=True)
        counts = ", ".join(f"{number} {name}s" for name, number in opened.counts().items())
    click.echo(f"{'broken' if found else 'whole'}: {counts}")
    return SOME_FAILED if found else DONE


def _misunderstood(error: Exception) -> click.BadParameter:
    from riwaya.exports.characters import one_line

    return click.BadParameter(f"{one_line(str(error))}.", param_hint="QUERY")


def _opened(archive: str) -> Archive:
    """Open an archive that is there; only `add` makes one.

    Raises:
        click.UsageError: if it is not.
    """
    import riwaya as face

    if not os.path.exists(archive):  # noqa: PTH110 - pathlib costs time, and most commands do without
        raise click.BadParameter(f"{archive!r} does not exist.", param_hint="ARCHIVE")
    if not os.path.getsize(archive):  # noqa: PTH202 - see above
        raise click.BadParameter(f"{archive!r} is empty, and no archive.", param_hint="ARCHIVE")
    return face.open(archive)


def _styled() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _fields(given: str | None) -> dict[str, str]:
    """Return the field map of ``text=content,title=headline``.

    Raises:
        click.UsageError: if it is not one.
    """
    fields: dict[str, str] = {}
    for pair in given.split(",") if given else ():
        ours, equals, theirs = pair.strip().partition("=")
        if not equals or not theirs or ours not in FIELDS:
            reason = f"{pair!r}: write OURS=THEIRS, ours being one of {', '.join(FIELDS)}."
            raise click.BadParameter(reason, param_hint="--map")
        fields[ours] = theirs
    return fields
