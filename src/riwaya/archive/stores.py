"""Where an archive is: a file, or a database on a server. What sets the two apart stands in a module each.

All else is the same code on both: tables, queries and ranks, so that both give the same answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

from sqlalchemy import Connection, Engine, Select

from riwaya.archive.queries import Phrase
from riwaya.errors import RiwayaError

# Okapi BM25 (Robertson and Zaragoza 2009), with the numbers of SQLite's FTS5.
SATURATION: Final = 1.2
LENGTH: Final = 0.75
LEAST: Final = 1e-6
WEIGHTS: Final[Mapping[str, Mapping[str, float]]] = {
    "article_words": {"title": 4.0, "text": 1.0, "publisher": 2.0},
    "statement_words": {"text": 1.0, "speaker": 2.0, "medium": 1.0, "via": 1.0},
}
"""The indexes of words, their columns, and how much a word in one of these counts."""

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*://")
_SERVER: Final = re.compile(r"(?:postgresql|postgres)(?:\+\w+)?://")


class ArchiveError(RiwayaError):
    """An archive cannot be opened, read or written; the message says what to do."""


class ArchiveBusyError(ArchiveError):
    """Another process has been writing to the archive for too long."""


class ArchiveFullError(ArchiveError):
    """There is no room for what was to be written."""


class Guard:
    """What is watched over beside a database: nothing, where a server does it."""

    @contextmanager
    def read(self) -> Iterator[None]:
        """Watch over a reading.

        Raises:
            ArchiveError: if what was read cannot be relied on.
        """
        yield

    def check_writing(self) -> None:
        """Do nothing if the archive may be written.

        Raises:
            ArchiveError: if it may not.
        """

    def check_log(self) -> None:
        """Do nothing if what is written now will be found again; a transaction has begun.

        Raises:
            ArchiveError: if it will not.
        """

    def check_tables(self, connection: Connection, *, current: bool) -> None:
        """Do nothing if an archive holds what our steps make, and nothing else.

        Args:
            connection: of the archive.
            current: whether it is of this version.

        Raises:
            ArchiveError: if it holds something else.
        """

    def log_size(self) -> int:
        """Return the bytes that were written and could not be moved to their place yet."""
        return 0


class Sought(NamedTuple):
    """A phrase, and the columns of an index that it is looked for in."""

    columns: tuple[str, ...]
    phrase: Phrase


class Store(Protocol):
    """A kind of database: what each has to do in its own way."""

    @property
    def ERRORS(self) -> tuple[type[Exception], ...]:  # noqa: N802 - a module's constant
        """What its driver raises beside what SQLAlchemy turns into errors of its own."""

    def place(self, address: str) -> Place:
        """Return where an archive is.

        Raises:
            ArchiveError: if there can be none.
        """

    def make_indexes(self, connection: Connection) -> None:
        """Make the indexes of words."""

    def following(self, connection: Connection, name: str) -> int:
        """Return the next number of a table; one that was given once is never given again."""

    def given(self, connection: Connection, name: str, last: int) -> None:
        """Note the last number of a table that was given."""

    def enter(self, connection: Connection, index: str, entries: Sequence[Mapping[str, Any]]) -> None:
        """Add entries to an index: the number of each under ``id``, and the words of its columns, spaces between."""

    def remove(self, connection: Connection, index: str, numbers: Sequence[int]) -> None:
        """Take entries out of an index."""

    def entries(self, index: str, sought: Sequence[Sought]) -> Select[int]:
        """Return the query for the numbers of the entries in which all that is sought stands."""

    def fewer(self, connection: Connection, numbers: Select[int], than: int) -> bool:
        """Return whether a query gives fewer numbers than some, so that their rows are best looked up one by one."""

    def ranks(
        self, connection: Connection, index: str, sought: Sequence[Sought], numbers: Sequence[int]
    ) -> dict[int, float]:
        """Return the BM25 of entries in which all that is sought stands: the larger, the better."""

    def check(self, connection: Connection) -> Iterator[str]:
        """Yield what is broken in the database itself."""

    def backup(self, engine: Engine, path: Path | None, target: Path) -> None:
        """Write a copy to a file.

        Raises:
            ArchiveError: if it cannot be written.
        """

    def failure(self, error: BaseException, name: str) -> ArchiveError:
        """Return what an error of the driver comes to, with what people can do; a name begins the message."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an archive is.

    Attributes:
        engine: its connections.
        name: what messages call it; never with a password.
        path: the file, if it is one.
        guard: watches over it.
    """

    engine: Engine
    name: str
    path: Path | None = None
    guard: Guard = field(default_factory=Guard)


def on_server(address: str) -> bool:
    """Return whether an address names a database on a server.

    >>> on_server("postgresql://desk@db.example/news"), on_server("news.db")
    (True, False)
    """
    return _SERVER.match(address) is not None


def named(address: str) -> Store:
    """Return the kind of database that the path of a file or the address of a database names.

    Raises:
        ArchiveError: if it is an address of another kind.
    """
    if _ADDRESS.match(address) and not on_server(address):
        raise ArchiveError(
            "an archive is a file or a database of PostgreSQL: give a path, or postgresql://host/database"
        )
    return _store("postgresql" if on_server(address) else "sqlite")


def of(connection: Connection) -> Store:
    """Return the kind of database at the other end of a connection."""
    return _store(connection.dialect.name)


def _store(name: str) -> Store:
    # Each is imported when it is needed: the other one's driver costs time, and may not be there.
    if name == "postgresql":
        from riwaya.archive import postgresql  # noqa: PLC0415

        return postgresql
    from riwaya.archive import sqlite  # noqa: PLC0415

    return sqlite
