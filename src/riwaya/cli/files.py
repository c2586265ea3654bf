"""Files that are written: under its name one appears when it is complete."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

import click

from riwaya.cli.options import NO_ROOM_ERRORS


@contextmanager
def written(name: str, option: str) -> Iterator[TextIO]:
    """Open a file for writing text, as :func:`written_bytes` does for bytes."""
    with written_bytes(name, option) as file, io.TextIOWrapper(file, encoding="utf-8", newline="") as text:
        yield text


@contextmanager
def written_bytes(name: str, option: str) -> Iterator[BinaryIO]:
    """Open a file for writing; what is there stays as it is until the new one is complete.

    It may lie in a folder that is being read, or take the place of a page: names that begin with a dot are not read.

    Args:
        name: of the file.
        option: that gave the name, for the message.

    Raises:
        click.BadParameter: if it cannot be written.
        OSError: if there is no room for it.
    """
    path = Path(name)
    part = path.with_name(f".{path.name}.part") if path.is_file() or not path.exists() else path
    try:
        file = part.open("wb")
    except OSError as error:
        if error.errno in NO_ROOM_ERRORS:
            raise
        raise click.BadParameter(f"{name!r} cannot be written ({error.strerror}).", param_hint=option) from error
    try:
        with file:
            yield file
        part.replace(path)
    finally:
        if part != path:
            part.unlink(missing_ok=True)
