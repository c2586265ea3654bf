"""The archive: every page as evidence, what was read from it, and how to find it again.

Hides the database. :func:`open` gives an :class:`Archive` for a file or an address; bytes are kept by their digest,
compressed, and never changed; what was read carries the version of the reader and can be read anew.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeAlias

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.exc import DBAPIError

from riwaya.archive import finding, keeping, queries, rows, schema, stores
from riwaya.archive.finding import Among, Exported, Hit, Page
from riwaya.archive.keeping import Account, Kept
from riwaya.archive.packing import unpacked
from riwaya.archive.queries import Query, QueryError
from riwaya.archive.rows import Prepared, prepared
from riwaya.archive.stores import ArchiveError, Place
from riwaya.errors import Problem
from riwaya.model import Article, Capture, Record

__all__ = [
    "Account",
    "Archive",
    "ArchiveError",
    "Exported",
    "Hit",
    "Kept",
    "Page",
    "Prepared",
    "QueryError",
    "open",
    "prepared",
]

Version: TypeAlias = Callable[[], str]
Decode: TypeAlias = Callable[[bytes, str, str | None, str | None], str]
BATCH: Final = 64  # pages a transaction
_BODIES: Final = 16  # that are in memory at once


def open(address: str | Path, version: Version, decode: Decode, *, make: bool = True) -> Archive:  # noqa: A001 - a noun's verb, as in `riwaya.open`
    """Open an archive, and make it if there is none; an older one is brought up to this version.

    Args:
        address: the path of a file, or the address of a database, ``postgresql://user:password@host/database``.
        version: gives that of the reader, when it is needed; what another version read counts as unread.
        decode: gives the text of a body, as :func:`riwaya.captures.decode` does.
        make: whether to make one if there is none.

    Raises:
        ArchiveError: if what is there is no archive, is broken, was written by a later version, or cannot be opened.
    """
    archive = Archive(stores.place(str(address)), version, decode)
    try:
        archive.migrate(make=make)
    except BaseException:
        archive.close()
        raise
    return archive


class Archive:
    """Pages, what was read from them, and finding it.

    Attributes:
        name: what messages call it; the path, or the address without the password.
        path: the file; ``None`` if it is a database on a server.

    Opened by :func:`riwaya.open`; to be closed, or used in a ``with`` statement. Several may be open on one file or
    database, also in several processes: who reads is never kept waiting, who writes waits for the other to finish.
    """

    def __init__(self, place: Place, version: Version, decode: Decode) -> None:
        """Take the connections, the reader's version, and the way from a body to its text."""
        self._store = place.store
        self._errors: tuple[type[Exception], ...] = (DBAPIError, *place.store.ERRORS)
        self._engine = place.engine
        self._writer = place.engine.execution_options(writes=True)
        self._searcher = place.engine.execution_options(searches=True)
        self.name = place.name
        self.path = place.path
        self._decode = decode
        self._version = version

    @cached_property
    def version(self) -> str:
        """The reader's version: who only searches does without the reader."""
        return self._version()

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

    # -- keeping -------------------------------------------------------------------------------------------------------

    def keep(self, captures: Sequence[Capture]) -> list[Kept]:
        """Keep captures as they are, in one transaction; when this returns they are safe.

        Returns:
            For each, whether it is new, and whether this version has read it already.
        """
        with self._writing() as connection:
            return keeping.keep(connection, captures, self.version)

    def write(self, read: Sequence[Prepared], failed: Sequence[Problem] = ()) -> None:
        """Write what was read from captures that are kept, and what gave no capture, in one transaction."""
        with self._writing() as connection:
            keeping.write(connection, read, self.version)
            keeping.failed(connection, failed)

    def add(self, records: Iterable[Record]) -> Account:
        """Keep records: their captures, articles, statements and problems.

        >>> import riwaya, tempfile
        >>> page = "نفت بلدية المدينة إغلاق الجسر القديم أمام المارة خلال الأسبوع المقبل.".encode()
        >>> with tempfile.TemporaryDirectory() as folder, riwaya.open(f"{folder}/news.db") as archive:
        ...     archive.add(riwaya.records(page)).new, archive.add(riwaya.records(page)).again
        (1, 1)
        """
        account, rest = Account(), iter(records)
        while batch := list(islice(rest, BATCH)):
            kept = self.keep([record.capture for record in batch])
            due = {record.capture.digest: record for record, one in zip(batch, kept, strict=True) if not one.read}
            fresh = [prepared(record) for record in due.values()]
            self.write(fresh)
            account.new += sum(one.new for one in kept)
            account.again += sum(not one.new for one in kept)
            for read in fresh:
                account.count(read)
        return account

    def unread(self) -> Iterator[Capture]:
        """Yield the captures that this version has not read: those a run was killed at, and those of other versions.

        One whose bytes are broken is left out; :meth:`verify` names it.
        """
        table = schema.capture.c
        with self._reading() as connection:
            due = select(table.id).where((table.version != self.version) | table.version.is_(None)).order_by(table.id)
            numbers = connection.execute(due).scalars().all()
        for number in numbers:
            with self._reading() as connection:
                capture = self._captures(connection, [number])[number]
            if capture is not None:
                yield capture

    def _captures(self, connection: Connection, numbers: Sequence[int]) -> dict[int, Capture | None]:
        """Return captures, each under the name by which it was met first; ``None`` for one that is broken."""
        met, first = schema.sighting.c, dict[int, Mapping[str, Any]]()
        sightings = select(met.capture_id, met.name, met.url).where(met.capture_id.in_(numbers)).order_by(met.id)
        for sighting in connection.execute(sightings):
            first.setdefault(sighting.capture_id, {"name": sighting.name, "url": sighting.url})
        found = connection.execute(select(schema.capture).where(schema.capture.c.id.in_(numbers)))
        return {row.id: self._capture({**row._asdict(), **first[row.id]}) for row in found}

    def _capture(self, row: Mapping[str, Any]) -> Capture | None:
        body = _body(row["digest"], row["body"])
        if body is None:
            return None
        return rows.capture_of(row, body, self._decode(body, row["encoding"], row["repaired"], row["text_field"]))

    # -- finding -------------------------------------------------------------------------------------------------------

    def search(self, query: str, *, among: Among | None = None, limit: int = 10, offset: int = 0) -> Page:
        """Return the articles or statements that a query finds, the best first.

        Args:
            query: words, phrases and fields; see the reference of the query language.
            among: what is looked for; statements if the query names a field that only they have, else articles.
            limit: hits at most.
            offset: hits that are passed over.

        Raises:
            QueryError: if the query cannot be understood.
            ValueError: if a number is below 0.
        """
        if limit < 0 or offset < 0:
            raise ValueError(f"limit and offset count hits, and cannot be {min(limit, offset)}")
        asked = _asked(query, among)
        among = among or ("statements" if asked.of_statements else "articles")
        with self._told(), self._searcher.connect() as connection:
            return finding.search(connection, asked, among, limit=limit, offset=offset)

    def export(self, query: str | None = None, *, among: Among = "articles") -> Iterator[Exported]:
        """Return all that a query finds, as it is at one moment, in the order in which it came.

        Args:
            query: as for :meth:`search`; everything without one.
            among: what is looked for.

        Raises:
            QueryError: if the query cannot be understood.
        """
        return self._exported(_asked(query, among) if query else None, among)

    def _exported(self, asked: Query | None, among: Among) -> Iterator[Exported]:
        with self._reading() as connection:
            by_article = groupby(finding.everything(connection, asked, among), key=itemgetter(0))
            places = iter([(number, [place for _, place in those]) for number, those in by_article])
            while batch := dict(islice(places, BATCH)):
                chosen = (
                    select(schema.article).where(schema.article.c.id.in_(list(batch))).order_by(schema.article.c.id)
                )
                for number, article in self._articles(connection, chosen):
                    yield from (Exported(number, place, article) for place in batch[number])

    def articles(self) -> Iterator[Article]:
        """Yield all articles with their statements, in the order in which they came."""
        table, done = schema.article, 0
        while True:
            with self._reading() as connection:
                batch = self._articles(
                    connection, select(table).where(table.c.id > done).order_by(table.c.id).limit(BATCH)
                )
            if not batch:
                return
            done = batch[-1][0]
            yield from (article for _, article in batch)

    def article(self, number: int) -> Article:
        """Return an article by its number, with its capture and its statements.

        Raises:
            KeyError: if there is none.
        """
        with self._reading() as connection:
            found = self._articles(connection, select(schema.article).where(schema.article.c.id == number))
        if not found:
            raise KeyError(number)
        return found[0][1]

    def _articles(self, connection: Connection, chosen: Select[Any]) -> list[tuple[int, Article]]:
        """Return articles with their numbers; many at once, since each question to a server takes a while.

        Raises:
            ArchiveError: if the capture of one is broken.
        """
        found = [row._asdict() for row in connection.execute(chosen)]
        captures = self._captures(connection, sorted({row["capture_id"] for row in found}))
        statement, said = schema.statement, dict[int, list[Mapping[str, Any]]]()
        theirs = select(statement).where(statement.c.article_id.in_([row["id"] for row in found]))
        for one in connection.execute(theirs.order_by(statement.c.article_id, statement.c.place)):
            said.setdefault(one.article_id, []).append(one._asdict())
        out: list[tuple[int, Article]] = []
        for row in found:
            capture = captures[row["capture_id"]]
            if capture is None:
                raise ArchiveError(f"{self.name}: the page of article {row['id']} is broken: go back to a copy")
            out.append((row["id"], rows.article_of(row, capture, said.get(row["id"], ()))))
        return out

    def problems(self) -> Iterator[Problem]:
        """Yield what was lost or doubtful, in the order in which it was met."""
        with self._reading() as connection:
            found = connection.execute(select(schema.problem).order_by(schema.problem.c.id)).all()
        for row in found:
            yield rows.problem_of(row._asdict())

    def counts(self) -> dict[str, int]:
        """Return how many captures, articles, statements and problems there are."""
        with self._reading() as connection:
            return {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in (schema.capture, schema.article, schema.statement, schema.problem)
            }

    # -- the file ------------------------------------------------------------------------------------------------------

    def backup(self, target: str | Path) -> None:
        """Write a copy as it is at one moment, while others may add; copying the file itself is no substitute.

        Args:
            target: a file; it appears when it is complete, and takes the place of one of that name.

        Raises:
            ArchiveError: if it cannot be written, or the archive is on a server, which has its own way.
        """
        with self._told():
            self._store.backup(self._engine, self.path, Path(target))

    def verify(self) -> Iterator[Problem]:
        """Yield what is broken: pages of the database, and captures whose bytes are not those that were found."""
        with self._reading() as connection:
            for message in self._store.check(connection):
                yield Problem("broken-archive", f"{message}: go back to a copy", self.name)
            table = schema.capture.c
            kept = select(table.digest, table.body).execution_options(yield_per=_BODIES)
            for digest, body in connection.execute(kept):
                if _body(digest, body) is None:
                    reason = "the bytes are not those that were found: go back to a copy"
                    yield Problem("broken-capture", reason, digest)

    def migrate(self, *, make: bool = True) -> None:
        """Bring the tables up to this version; make them if there are none, if that is wanted.

        Raises:
            ArchiveError: if the archive is broken, or was written by a later version.
        """
        from riwaya.archive import migrating  # noqa: PLC0415 - Alembic takes a while, and most archives are up to date

        with self._reading() as connection:
            there = migrating.version(connection)
        if there is None and not make:
            raise ArchiveError(f"{self.name} holds no archive: make one by adding pages")
        if there != migrating.HEAD:
            with self._writing() as connection:  # another one may have made it while we waited
                there = migrating.version(connection)
                if there != migrating.HEAD:
                    migrating.migrate(connection, there)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._told(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._told(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what a database says into what people can do."""
        try:
            yield
        except self._errors as error:
            said = error.orig if isinstance(error, DBAPIError) else error
            raise ArchiveError(f"{self.name}: {self._store.advice(said or error)}") from error


def _asked(query: str, among: Among | None) -> Query:
    asked = queries.parse(query)
    if among == "articles" and asked.of_statements:
        raise QueryError("speaker:, act:, kind:, form:, via: and medium: are of statements: look among these")
    return asked


def _body(digest: str, kept: bytes) -> bytes | None:
    """Return the bytes of a capture as they were found; ``None`` if they do not bear its digest."""
    try:
        body = unpacked(kept)
    except (TypeError, zlib.error):
        return None
    return body if hashlib.sha256(body).hexdigest() == digest else None
