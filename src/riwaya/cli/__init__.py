"""The command line: what it takes, what it prints, how it ends.

The work is done below, and imported when it is needed, so that help comes at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TypedDict, Unpack

import click

from riwaya import __version__
from riwaya.cli import checks, finding, keeping, parties
from riwaya.cli.options import (
    DONE,
    FIELDS,
    INTERRUPTED,
    PIPE_CLOSED,
    SOME_FAILED,
    WIDEST,
    fields,
    stopped,
    styled,
    width,
)
from riwaya.errors import RiwayaError

_LANGUAGES = ("en", "ar")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    Args:
        arguments: as on the command line, without the program's name; those of the process if ``None``.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # an output that cannot show a character shows its code
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        ended = riwaya.main(arguments, prog_name="riwaya", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    return ended if isinstance(ended, int) else DONE


class _Commands(click.Group):
    """Ends that are nobody's mistake become exit codes here: click itself has words, and other codes, for them."""

    def invoke(self, ctx: click.Context) -> int:
        """Run the command and return its exit code."""
        try:
            ended = super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt:
            return INTERRUPTED
        except BrokenPipeError:
            _drop_output()  # whoever read has gone
            return PIPE_CLOSED
        except (OSError, RiwayaError) as error:
            code, told = stopped(error)
            click.echo(f"riwaya: {told}", err=True)
            with suppress(OSError):
                sys.stdout.flush()
                return code
            _drop_output()  # it is standard output that is full
            return code
        return ended if isinstance(ended, int) else DONE


def _drop_output() -> None:
    """Let what Python would still write at its end go nowhere, silently."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": WIDEST},
    epilog="Exit codes: 0 done, 1 some inputs failed, 2 wrong usage, 4 another process is writing to the archive, "
    "5 no room on the disk, 130 interrupted, 141 the output was closed.",
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
        width=width(),
        styled=styled(),
    )
    if options["json"] and options["html"] == "-":
        raise click.UsageError("--json and --html - would both write to standard output.")
    hints = Hints(options["url"], options["media_type"], fields(options["map"]))
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


for _command in (
    keeping.add,
    keeping.refresh,
    finding.search,
    finding.ask,
    finding.export,
    keeping.bring,
    parties.party,
    parties.judge,
    keeping.problems,
    keeping.backup,
    keeping.verify,
    checks.doctor,
):
    riwaya.add_command(_command)
