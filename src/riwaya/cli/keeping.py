"""The commands that keep: pages in an archive, and the archive itself."""

from __future__ import annotations

from typing import TypedDict, Unpack

import click

from riwaya.cli.options import DONE, FIELDS, INTERRUPTED, SOME_FAILED, fields, opened, told


class _Additions(TypedDict):
    map: str | None
    url: str | None
    media_type: str | None
    jobs: int
    quiet: bool


@click.command()
@click.argument("archive")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--map", metavar="OURS=THEIRS,...", help=f"Fields of JSON rows; ours are {', '.join(FIELDS)}.")
@click.option("--url", metavar="URL", help="The address of the page; its publisher can be told from it.")
@click.option("--media-type", type=click.Choice(["text/html", "text/plain"]), help="Where looking should not decide.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), default=1, metavar="N", help="Processes to read with.")
@click.option("--quiet", is_flag=True, help="No progress; of the problems, only those that cost a whole page.")
def add(archive: str, sources: tuple[str, ...], **options: Unpack[_Additions]) -> int:
    """Add pages to ARCHIVE, a file or the address of a PostgreSQL database; it is made if there is none.

    A SOURCE is what `riwaya read` takes. Each page is kept byte for byte before it is read; the same page again is met
    again, and kept once. Killed at any moment, a run loses nothing that was kept; the next one goes on with it. Ctrl-C
    stops it when what is under way is written; a second one stops it now.

    \b
    Examples:
      riwaya add news.db page.html folder/
      riwaya add postgresql://desk@db.example/news folder/
      riwaya add news.db -j 2 --map text=content,published=date_extracted,publisher=source rows.zip
      curl -s https://example.org/news/1 | riwaya add news.db --url https://example.org/news/1 -
    """  # noqa: D301
    import riwaya as face
    from riwaya.cli import additions
    from riwaya.cli.inputs import Hints

    if options["url"] and len(sources) > 1:
        raise click.UsageError("--url gives the address of one page.")
    hints = Hints(options["url"], options["media_type"], fields(options["map"]))
    with told(face.open(archive)) as store:
        ended = additions.add(store, sources, hints, options["jobs"], quiet=options["quiet"])
    click.echo(additions.summary(ended.account))
    if ended.interrupted:
        return INTERRUPTED
    return SOME_FAILED if ended.failed else DONE


@click.command()
@click.argument("archive")
@click.option("-j", "--jobs", type=click.IntRange(min=1), default=1, metavar="N", help="Processes to read with.")
@click.option("--quiet", is_flag=True, help="No progress; of the problems, only those that cost a whole page.")
def refresh(archive: str, *, jobs: int, quiet: bool) -> int:
    """Read anew the pages of ARCHIVE that another version of Riwaya read, or that a killed run left unread.

    Articles keep their numbers, and judgements stay. `riwaya add` does the same after what it was given.

    \b
    Example:
      riwaya refresh news.db -j 2
    """  # noqa: D301
    from riwaya.cli import additions

    with opened(archive) as store:
        ended = additions.refresh(store, jobs, quiet=quiet)
    click.echo(additions.refreshed(ended.account))
    if ended.interrupted:
        return INTERRUPTED
    return SOME_FAILED if ended.failed else DONE


@click.command("import")
@click.argument("archive")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--quiet", is_flag=True, help="No progress; problems are told all the same.")
def bring(archive: str, files: tuple[str, ...], *, quiet: bool) -> int:
    """Bring captures into ARCHIVE that another one gave out, a file that is made if there is none.

    A FILE is what `riwaya export --of captures` writes, or - for standard input. Nothing is read anew: what was read
    comes along, and so does what people judged. A capture that is kept already stays as it is. A line that is damaged
    is told and left out. Killed at any moment, the same command goes on: what is there is not there twice.

    \b
    Examples:
      riwaya import news.db other.jsonl
      zcat other.jsonl.gz | riwaya import news.db -
    """  # noqa: D301
    import riwaya as face
    from riwaya.cli import transfers

    with told(face.open(archive)) as store:
        account, failed = transfers.bring(store, files, quiet=quiet)
    click.echo(transfers.summary(account))
    return SOME_FAILED if failed else DONE


@click.command()
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

    with opened(archive) as store:
        for found in store.problems():
            click.echo(json_line(found.to_dict()) if as_json else problem_line(found))


@click.command()
@click.argument("archive")
@click.argument("target", type=click.Path(dir_okay=False))
def backup(archive: str, target: str) -> None:
    """Write a copy of ARCHIVE to TARGET, as it is at one moment; pages may be added meanwhile.

    A database on a server is copied by pg_dump.

    \b
    Example:
      riwaya backup news.db copies/news-2026-03-04.db
    """  # noqa: D301
    with opened(archive) as store:
        store.backup(target)


@click.command()
@click.argument("archive")
def verify(archive: str) -> int:
    """Check that ARCHIVE is whole: its tables, and each capture against its digest.

    \b
    Example:
      riwaya verify news.db
    """  # noqa: D301
    from riwaya.cli.progress import problem_line

    with opened(archive) as store:
        found = False
        for problem in store.verify():
            found = True
            click.echo(problem_line(problem), err=True)
        counts = ", ".join(
            f"{number} {'parties' if name == 'party' else f'{name}s'}" for name, number in store.counts().items()
        )
    click.echo(f"{'broken' if found else 'whole'}: {counts}")
    return SOME_FAILED if found else DONE
