"""The command that checks an installation: what Riwaya needs, whether it is there, and whether it is sound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import click

from riwaya import __version__
from riwaya.cli.options import DONE, SOME_FAILED
from riwaya.errors import RiwayaError

_EXTRAS = {"pg8000": "postgresql", "pyarrow": "parquet"}


class Finding(NamedTuple):
    """What a check found.

    Attributes:
        state: ``ok``, ``broken``, or ``absent`` for what can be done without.
        what: in words, with what to do.
    """

    state: str
    what: str


@click.command()
def doctor() -> int:
    """Check that what Riwaya needs is here and sound; exit code 1 if something is broken.

    \b
    Example:
      riwaya doctor
    """  # noqa: D301
    found = list(_findings())
    for one in found:
        click.echo(f"{one.state}: {one.what}")
    return SOME_FAILED if any(one.state == "broken" for one in found) else DONE


def _findings() -> Iterator[Finding]:
    import platform

    yield Finding("ok", f"Riwaya {__version__}, Python {platform.python_version()}")
    for check in (_sqlite, _reader):
        yield _tried(check)
    yield from map(_extra, _EXTRAS)


def _tried(check: Callable[[], str]) -> Finding:
    try:
        return Finding("ok", check())
    except (ImportError, OSError, RiwayaError) as error:
        return Finding("broken", f"{error}")


def _sqlite() -> str:
    from riwaya.archive import sqlite

    return sqlite.sound()


def _reader() -> str:
    from riwaya import pipeline

    return f"the reader's tables and weights, {pipeline.version()}"


def _extra(package: str) -> Finding:
    from importlib import metadata

    try:
        return Finding("ok", f"{package} {metadata.version(package)}")
    except metadata.PackageNotFoundError:
        return Finding("absent", f"{package}: pip install 'riwaya[{_EXTRAS[package]}]', if it is wanted")
