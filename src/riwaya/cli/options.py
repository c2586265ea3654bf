"""What the commands share: exit codes, options, and opening an archive."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from typing import TYPE_CHECKING, Final

import click

from riwaya.errors import RiwayaError

if TYPE_CHECKING:
    from riwaya.archive import Archive

DONE, SOME_FAILED, WRONG_USAGE, BUSY, NO_ROOM, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 4, 5, 130, 141
NO_ROOM_ERRORS: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

FIELDS: Final = ("text", "title", "published", "updated", "publisher", "byline", "url")
WIDEST: Final = 100  # columns


def opened(archive: str) -> Archive:
    """Open an archive that is there; only `add` makes one.

    Raises:
        click.UsageError: if it is not.
    """
    import riwaya as face

    if "://" in archive:
        return face.open(archive, make=False)
    if not os.path.exists(archive):  # noqa: PTH110 - pathlib costs time, and most commands do without
        raise click.BadParameter(f"{archive!r} does not exist.", param_hint="ARCHIVE")
    if not os.path.getsize(archive):  # noqa: PTH202 - see above
        raise click.BadParameter(f"{archive!r} is empty, and no archive.", param_hint="ARCHIVE")
    return told(face.open(archive))


def told(store: Archive) -> Archive:
    """Return an archive, having said so if it was brought up to this version."""
    if store.before is not None:
        click.echo(f"riwaya: {store.path} was brought up to this version; as it was before: {store.before}", err=True)
    return store


def stopped(error: OSError | RiwayaError) -> tuple[int, str]:
    """Return the exit code for what stopped a command, and what to say of it."""
    if isinstance(error, OSError):
        full = error.errno in NO_ROOM_ERRORS
        return (
            (NO_ROOM, "the disk is full: make room and run the same command again")
            if full
            else (SOME_FAILED, str(error))
        )
    from riwaya.archive import ArchiveBusyError, ArchiveFullError

    if isinstance(error, ArchiveBusyError):
        return BUSY, str(error)
    return NO_ROOM if isinstance(error, ArchiveFullError) else SOME_FAILED, str(error)


def styled() -> bool:
    """Return whether the output is a terminal that shows styles."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Return the columns of the terminal, or as many as read well."""
    return min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST)


def fields(given: str | None) -> dict[str, str]:
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
