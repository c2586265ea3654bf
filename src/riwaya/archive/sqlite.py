"""An archive in one SQLite file: connections, the index of words, copies.

SQLite comes with the package ``pysqlite3``, not with Python: versions 3.7.0 to 3.51.2 can corrupt a file when two
connections write to the log and to the file at the same moment.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pysqlite3  # type: ignore[import-untyped]
from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Engine,
    Float,
    Insert,
    Integer,
    QueuePool,
    Text,
    bindparam,
    column,
    create_engine,
    delete,
    event,
    insert,
    literal_column,
    table,
)
from sqlalchemy.exc import DatabaseError

from riwaya.archive.queries import Phrase, variants
from riwaya.errors import RiwayaError

SOUND: Final = (3, 51, 3)  # the first version without that defect
PATIENCE: Final = 60.0  # seconds for which who writes waits for another one
_ROOM: Final = 1 << 20  # bytes; a disk that has less left is full, whatever SQLite calls it
_PRAGMAS: Final = (
    "journal_mode = WAL",
    "synchronous = FULL",  # what is committed survives a loss of power
    "foreign_keys = ON",
    "trusted_schema = OFF",  # a file from elsewhere may not call functions
    "journal_size_limit = 67108864",
    "cache_size = -65536",
)
# Words in their indexed form, spaces between; the texts themselves are kept once, in their own tables.
INDEXES: Final = {
    found.name: found
    for found in (
        table("article_words", column("rowid", Integer), column("title"), column("text"), column("publisher")),
        table(
            "statement_words",
            column("rowid", Integer),
            column("text"),
            column("speaker"),
            column("medium"),
            column("via"),
        ),
    )
}
_MODES: Final = {"write": "mode=rwc", "read": "mode=ro", "still": "mode=ro&immutable=1"}
_WEIGHTS: Final = {"article_words": "4.0, 1.0, 2.0", "statement_words": "1.0, 2.0, 1.0, 1.0"}


DriverError: Final[type[Exception]] = pysqlite3.Error


class ArchiveError(RiwayaError):
    """An archive cannot be opened, read or written; the message says what to do."""


class ArchiveBusyError(ArchiveError):
    """Another process has been writing to the archive for too long."""


class ArchiveFullError(ArchiveError):
    """There is no room for what was to be written."""


def engine(path: Path, access: str = "write") -> Engine:
    """Return an engine for a file.

    Args:
        path: of the file, which need not exist yet.
        access: as told by :class:`riwaya.archive.guarding.File`.

    Raises:
        ArchiveError: if the linked SQLite is one that can corrupt files.
    """
    if pysqlite3.sqlite_version_info < SOUND:
        wanted = ".".join(map(str, SOUND))
        raise ArchiveError(
            f"SQLite {pysqlite3.sqlite_version} can corrupt archives: install one from {wanted} on (pysqlite3)"
        )
    address = f"{path.absolute().as_uri()}?{_MODES[access]}"
    pragmas = _PRAGMAS if access == "write" else _PRAGMAS[1:]  # the journal's mode is written into the file

    def connect() -> Any:  # noqa: ANN401 - of the driver
        # Any thread may close what the pool holds; no two have one at once.
        return pysqlite3.connect(address, uri=True, timeout=PATIENCE, check_same_thread=False)

    made = create_engine("sqlite://", module=pysqlite3, creator=connect, poolclass=QueuePool)

    @event.listens_for(made, "connect")
    def prepare(connection: Any, _: object) -> None:  # noqa: ANN401 - of the driver
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(made, "begin")
    def begin(connection: Connection) -> None:
        # Who writes waits for the other writer here, where waiting cannot deadlock.
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return made


def insertion(index: str) -> Insert:
    """Return what adds an entry: its parameters are ``rowid`` and the columns."""
    return insert(INDEXES[index])


def deletion(index: str) -> Delete:
    """Return what takes an entry away; its parameter is ``number``."""
    return delete(INDEXES[index]).where(INDEXES[index].c.rowid == bindparam("number"))


def matches(index: str, expressions: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that all of some expressions hold for an entry."""
    wanted = " AND ".join(f"({each})" for each in expressions)
    return literal_column(index, Text).op("MATCH", is_comparison=True)(wanted)


def expression(index: str, columns: Sequence[str], phrase: Phrase) -> str:
    """Return the FTS5 expression for a phrase in some columns. Words are of letters and digits, and quoted."""
    runs = " OR ".join(f'"{" ".join(run)}"' for run in variants(phrase))
    return f"{{{' '.join(name for name in columns if name in INDEXES[index].c)}}} : ({runs})"


def rank(index: str) -> ColumnElement[float]:
    """Return an entry's rank: BM25, the better the smaller."""
    return literal_column(f"bm25({index}, {_WEIGHTS[index]})", Float)


def backup(source: Engine, path: Path, target: Path) -> None:
    """Write a copy of an archive to a file, which appears under its name when it is complete.

    Raises:
        ArchiveError: if the file is the archive itself, is in use, or lies in no folder.
    """
    if not target.parent.is_dir():
        raise ArchiveError(f"{target.parent} is no folder: make it first")
    if target.exists() and target.samefile(path):
        raise ArchiveError(f"{target} is the archive itself: name another file")
    # What an archive wrote last stands beside it; beside the copy it would be taken for the copy's own.
    beside = target.with_name(f"{target.name}-wal")
    if beside.exists() and beside.stat().st_size:
        raise ArchiveError(
            f"{target} is in use, or was left in the middle of something: open it once, or name another file"
        )
    part = target.with_name(f".{target.name}.part")
    connection = source.raw_connection()
    try:
        copy = pysqlite3.connect(part)
        try:
            connection.dbapi_connection.backup(copy)  # type: ignore[union-attr]  # it is open
        finally:
            copy.close()
        part.replace(target)
        beside.unlink(missing_ok=True)
        target.with_name(f"{target.name}-shm").unlink(missing_ok=True)
    finally:
        part.unlink(missing_ok=True)
        connection.close()


def following(connection: Connection, name: str) -> int:
    """Return the next number of a table; one that was given once is never given again."""
    given = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (name,)).scalar()
    return (given or 0) + 1


def check(connection: Connection) -> Iterator[str]:
    """Yield what SQLite finds broken in its own file: in pages, in indexes, in what leads from table to table."""
    for (message,) in _lines(connection, "PRAGMA integrity_check"):
        if message != "ok":
            yield " ".join(message.split())
    for line in _lines(connection, "PRAGMA foreign_key_check"):
        yield f"row {line[1]} of {line[0]} leads to no {line[2]}" if len(line) > 1 else line[0]


def _lines(connection: Connection, statement: str) -> Iterator[Sequence[Any]]:
    """Yield the lines that a check prints; if it breaks off, because it cannot read on, why."""
    try:
        yield from connection.exec_driver_sql(statement)
    except DatabaseError as error:
        yield (str(error.orig),)


def failure(message: str, path: Path) -> ArchiveError:
    """Return the exception for what SQLite says of a file."""
    kind = next((kind for part, kind in _KINDS.items() if part in message), ArchiveError)
    if "disk I/O error" in message and shutil.disk_usage(path.parent).free < _ROOM:
        kind, message = (
            ArchiveFullError,
            "disk is full",
        )  # SQLite has no other word, when it is a shared memory that lacks room
    return kind(f"{path}: {advice(message)}")


def advice(message: str) -> str:
    """Return what a person can do about what SQLite says.

    >>> advice("database or disk is full")
    'the disk is full: make room and run the same command again, nothing that was reported is lost'
    """
    for part, told in _ADVICE.items():
        if part in message:
            return told
    return f"SQLite says {message!r}"


_KINDS: Final[dict[str, type[ArchiveError]]] = {"disk is full": ArchiveFullError, "is locked": ArchiveBusyError}
_ADVICE: Final = {
    "disk is full": "the disk is full: make room and run the same command again, nothing that was reported is lost",
    "disk I/O error": "the disk failed: check it, then run the same command again, nothing that was reported is lost",
    "is locked": "another process has been writing for too long: run the same command again when it is done",
    "readonly database": "the file may not be written: check its permissions and those of its folder",
    "unable to open": "the file cannot be opened: check its permissions and those of its folder",
    "malformed": "the file is broken: go back to a copy",
    "not a database": "the file is no archive: name another one",
}
