"""What reading and writing in an archive have in common: connections, transactions, and what errors come to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from riwaya.archive import keeping, stores, transfer
from riwaya.archive.stores import ArchiveError
from riwaya.errors import Problem


class Sessions:
    """The database of an archive: transactions that read or write, copies, checks.

    Attributes:
        name: what messages call it; the path, or the address without the password.
        path: the file; ``None`` if it is a database on a server.
        before: a copy of the file as it was before it was brought up to this version; ``None`` if none was needed.
    """

    def __init__(self, address: str) -> None:
        """Take the path of a file, or the address of a database.

        Raises:
            ArchiveError: if there can be no archive.
        """
        self._store = stores.named(address)
        place = self._store.place(address)
        self._errors: tuple[type[Exception], ...] = (DBAPIError, *self._store.ERRORS)
        self._engine = place.engine
        self._writer = place.engine.execution_options(writes=True)
        self._searcher = place.engine.execution_options(searches=True)
        self._guard = place.guard
        self.name = place.name
        self.path = place.path
        self.before: Path | None = None

    def __enter__(self) -> Self:
        """Return the archive."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let go of the file or server."""
        self._engine.dispose()

    def backup(self, target: str | Path) -> None:
        """Write a copy as it is at one moment, while others may add; copying the file itself is no substitute.

        Args:
            target: a file; it appears when it is complete, and takes the place of one of that name.

        Raises:
            ArchiveError: if it cannot be written, or the archive is on a server, which has its own way.
        """
        with self._told(str(target)):
            self._store.backup(self._engine, self.path, Path(target))

    def log_size(self) -> int:
        """Return the bytes that were written and could not be moved into the file yet, since somebody is reading it."""
        return self._guard.log_size()

    def verify(self) -> Iterator[Problem]:
        """Yield what is broken: pages of the database, and captures whose bytes are not those that were found."""
        with self._reading() as connection:
            for message in self._store.check(connection):
                yield Problem("broken-archive", f"{message}: go back to a copy", self.name)
            yield from map(transfer.broken, keeping.broken(connection))

    def migrate(self, *, make: bool = True) -> None:
        """Bring the tables up to this version; make them if there are none, if that is wanted.

        Raises:
            ArchiveError: if the archive is broken, or was written by a later version.
        """
        from riwaya.archive import migrating  # noqa: PLC0415 - Alembic takes a while, and most archives are up to date

        with self._reading() as connection:
            there = migrating.version(connection)
            self._guard.check_tables(connection, current=there == migrating.HEAD)
        if there == migrating.HEAD:
            return
        if there is None and not make:
            raise ArchiveError(f"{self.name} holds no archive: make one by adding pages")
        with self._writing() as connection:  # another one may have made it while we waited
            there = migrating.version(connection)
            if there != migrating.HEAD:
                if self.path and migrating.rewrites(there):
                    self.before = self.path.with_name(f"{self.path.name}.version-{there}")
                    self.backup(self.before)
                migrating.migrate(connection, there)
            self._guard.check_tables(connection, current=True)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        self._guard.check_writing()
        with self._told(), self._writer.begin() as connection:
            self._guard.check_log()
            yield connection

    @contextmanager
    def _reading(self, *, searching: bool = False) -> Iterator[Connection]:
        engine = self._searcher if searching else self._engine
        with self._guard.read(), self._told(), engine.connect() as connection:
            yield connection

    @contextmanager
    def _told(self, name: str | None = None) -> Iterator[None]:
        """Turn what a database says, of this archive or of a file, into what people can do."""
        try:
            yield
        except self._errors as error:
            said = error.orig if isinstance(error, DBAPIError) else error
            raise self._store.failure(said or error, name or self.name) from error
