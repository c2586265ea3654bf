"""The file of an archive, beside what SQLite looks after: whether it may be written, is still the same, and is ours.

Each of these can go wrong without a word from SQLite: a file that was replaced takes what is written with it, a log
that was deleted takes what was committed last, and a trigger that somebody planted in a file runs with our rights.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal, TypeAlias

from sqlalchemy import Connection, Index

from riwaya.archive import schema
from riwaya.archive.stores import WEIGHTS, ArchiveError, Guard

Access: TypeAlias = Literal["write", "read", "still"]
_SHADOWS: Final = ("config", "content", "data", "docsize", "idx")  # tables that an index of words is made of
_PLANTED: Final = ("trigger", "view")
_ORDINARY: Final = 0  # what PRAGMA table_xinfo says of a column that is neither hidden nor generated


class File(Guard):
    """The file of an archive, and its log.

    Attributes:
        path: its name.
        access: ``write``; ``read`` where the disk or the permissions allow no more, and others may be writing;
            ``still`` where nobody seems to be writing: then nothing has to be written for reading either.
    """

    def __init__(self, path: Path) -> None:
        """Look at a file, which need not exist yet."""
        self.path = path
        self._log = path.with_name(f"{path.name}-wal")
        self._seen: dict[Path, tuple[int, int]] = {}
        self.access: Access = "write"
        if path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
            self.access = "read" if self.log_size() else "still"
        self._stamp = self._stamped()

    def log_size(self) -> int:
        """Return the size of the log: what was written and could not be moved into the file yet, in bytes."""
        try:
            return self._log.stat().st_size
        except FileNotFoundError:
            return 0

    @contextmanager
    def read(self) -> Iterator[None]:
        """Watch over a reading.

        Raises:
            ArchiveError: if the file is another one by now, or if it changed under a reader that could not lock it.
        """
        self._check(self.path)
        yield
        if self.access == "still" and self._stamp != self._stamped():
            raise ArchiveError(f"{self.path} changed while it was read: run the same command again")
        self._note(self.path, self._log)

    def check_writing(self) -> None:
        """Do nothing if the file may be written.

        Raises:
            ArchiveError: if it may not, or is another one by now.
        """
        if self.access != "write":
            raise ArchiveError(
                f"{self.path} may not be written: check its permissions and those of its folder, or copy it elsewhere"
            )
        self._check(self.path)

    def check_log(self) -> None:
        """Do nothing if what is written goes into the log beside the file; a transaction has begun.

        Raises:
            ArchiveError: if it goes into one that was deleted.
        """
        self._check(self._log)
        if not self._log.exists():
            raise ArchiveError(f"{self._log} {_GONE}")
        self._note(self.path, self._log)

    def check_tables(self, connection: Connection, *, current: bool) -> None:
        """Do nothing if the file holds what our steps make, and nothing else; of one of an earlier version, no trigger.

        Raises:
            ArchiveError: if it holds something else.
        """
        (_check_tables if current else _check_planted)(connection, self.path)

    def _check(self, path: Path) -> None:
        if path in self._seen and _identity(path) != self._seen[path]:
            raise ArchiveError(f"{path} {_GONE}")

    def _note(self, *paths: Path) -> None:
        for path in paths:
            found = _identity(path)
            if found is not None:
                self._seen.setdefault(path, found)

    def _stamped(self) -> tuple[int, int, int] | None:
        if self.access != "still":
            return None
        found = self.path.stat()
        return found.st_size, found.st_mtime_ns, self.log_size()


_GONE: Final = "was replaced or deleted while it was open, and nothing more is written: run the same command again"


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _check_planted(connection: Connection, path: Path) -> None:
    """Do nothing if an archive, of whatever version, holds nothing that runs by itself.

    Raises:
        ArchiveError: if it holds a trigger or a view: we make none.
    """
    for kind, name in connection.exec_driver_sql("SELECT type, name FROM sqlite_master"):
        if kind in _PLANTED:
            raise _foreign(path, f"the {kind} {name!r}")


def _check_tables(connection: Connection, path: Path) -> None:
    """Do nothing if an archive of this version holds what our steps make, and nothing else.

    Raises:
        ArchiveError: if it does not.
    """
    tables, indexes = schema.metadata.tables, {one.name for one in _indexes()}
    shadows = {f"{name}_{ending}" for name in WEIGHTS for ending in _SHADOWS}
    found = connection.exec_driver_sql("SELECT type, name, coalesce(sql, '') FROM sqlite_master").all()
    for kind, name, made in found:
        ours = indexes if kind == "index" else {*tables, *WEIGHTS, *shadows, "alembic_version"}
        virtual = made.upper().startswith("CREATE VIRTUAL")
        if (name not in ours and not name.startswith("sqlite_")) or kind in _PLANTED:
            raise _foreign(path, f"the {kind} {name!r}")
        if virtual is not (name in WEIGHTS) or (virtual and "USING fts5(" not in made):
            raise _foreign(path, f"another table {name!r}")
    for table in tables.values():
        columns = connection.exec_driver_sql(f'PRAGMA table_xinfo("{table.name}")').all()
        if {(row.name, row.hidden) for row in columns} != {(column.name, _ORDINARY) for column in table.columns}:
            raise _foreign(path, f"other columns in {table.name!r}")
    for index in _indexes():
        places = [row.name for row in connection.exec_driver_sql(f'PRAGMA index_info("{index.name}")')]
        if places != [column.name for column in index.columns]:
            raise _foreign(path, f"another index {index.name!r}")


def _indexes() -> list[Index]:
    return [index for table in schema.metadata.tables.values() for index in table.indexes]


def _foreign(path: Path, what: str) -> ArchiveError:
    return ArchiveError(f"{path} holds {what}, which Riwaya did not make: it is not opened; go back to a copy")
