"""The archive: every page as evidence, what was read from it, and how to find it again.

Hides the database. :func:`open` gives an :class:`Archive` for a file; bytes are kept by their digest, compressed, and
never changed; what was read carries the version of the reader and can be read anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeAlias

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DatabaseError

from riwaya.archive import (
    asking,
    finding,
    guarding,
    judging,
    keeping,
    parties,
    profiles,
    rows,
    schema,
    sqlite,
    transfer,
)
from riwaya.archive.finding import Among, Exported, Hit, Page
from riwaya.archive.guarding import File
from riwaya.archive.judging import Judgement, JudgementError, Verb
from riwaya.archive.keeping import Account, Kept, unopened
from riwaya.archive.packing import proven
from riwaya.archive.parties import Stage
from riwaya.archive.profiles import Party, Profile
from riwaya.archive.queries import Query, QueryError
from riwaya.archive.rows import Prepared, prepared
from riwaya.archive.sqlite import ArchiveBusyError, ArchiveError, ArchiveFullError
from riwaya.archive.transfer import Brought, Holding, Sighting
from riwaya.errors import Problem
from riwaya.model import Article, Capture, Record

__all__ = [
    "Account",
    "Archive",
    "ArchiveBusyError",
    "ArchiveError",
    "ArchiveFullError",
    "Brought",
    "Exported",
    "Hit",
    "Holding",
    "Judgement",
    "JudgementError",
    "Kept",
    "Page",
    "Party",
    "Prepared",
    "Profile",
    "QueryError",
    "Sighting",
    "open",
    "prepared",
    "unopened",
]

Version: TypeAlias = Callable[[], str]
Decode: TypeAlias = Callable[[bytes, str, str | None, str | None], str]
Who: TypeAlias = Callable[[], Stage]
BATCH: Final = 64  # pages a transaction
_COUNTED: Final = (schema.capture, schema.article, schema.statement, schema.name, schema.party, schema.problem)
_SQLITE: Final = b"SQLite format 3\x00"


def open(address: str | Path, version: Version, decode: Decode, who: Who) -> Archive:  # noqa: A001 - a noun's verb, as in `riwaya.open`
    """Open an archive, and make it if there is none; an older one is brought up to this version.

    Args:
        address: the path of a file.
        version: gives that of the reader, when it is needed; what another version read counts as unread.
        decode: gives the text of a body, as :func:`riwaya.captures.decode` does.
        who: gives what has to be known of names, when it is needed: :mod:`riwaya.parties`.

    Raises:
        ArchiveError: if the file is no archive, is broken, was written by a later version, or cannot be opened.
    """
    path = Path(address)
    if str(address) == ":memory:":
        raise ArchiveError("an archive is a file: name one")
    if path.is_dir():
        raise ArchiveError(f"{path} is a folder: name a file")
    if not path.parent.is_dir():
        raise ArchiveError(f"{path.parent} is no folder: make it first")
    if path.exists() and path.stat().st_size:
        try:
            with path.open("rb") as file:
                head = file.read(len(_SQLITE))
        except OSError as error:
            raise ArchiveError(f"{path} cannot be read ({error.strerror}): check its permissions") from error
        if head != _SQLITE:
            raise ArchiveError(f"{path} is no archive: name another file")
    found = File(path)
    archive = Archive(sqlite.engine(path, found.access), found, version, decode, who)
    try:
        archive.migrate()
    except BaseException:
        archive.close()
        raise
    return archive


class Archive:
    """Pages, what was read from them, and finding it.

    Attributes:
        path: the file.
        before: a copy of it as it was before it was brought up to this version; ``None`` if that was not needed.

    Opened by :func:`riwaya.open`; to be closed, or used in a ``with`` statement. Several may be open on one file,
    also in several processes: who reads is never kept waiting, who writes waits for the other to finish.
    """

    def __init__(self, engine: Engine, file: File, version: Version, decode: Decode, who: Who) -> None:
        """Take the connections, the file, the reader's version, the way from a body to its text, and who is who."""
        self._engine = engine
        self._writer = engine.execution_options(writes=True)
        self._file = file
        self.path = file.path
        self.before: Path | None = None
        self._decode = decode
        self._version = version
        self._who = who

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
        """Let go of the file."""
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
        while given := list(islice(rest, BATCH)):
            lost = [why for record in given if (why := unopened(record.capture))]
            batch = [record for record in given if not unopened(record.capture)]
            kept = self.keep([record.capture for record in batch])
            due = {record.capture.digest: record for record, one in zip(batch, kept, strict=True) if not one.read}
            fresh = [prepared(record) for record in due.values()]
            self.write(fresh, lost)
            account.failed += len(lost)
            account.problems.update(one.code for one in lost)
            account.new += sum(one.new for one in kept)
            account.again += sum(not one.new for one in kept)
            for read in fresh:
                account.count(read)
        self.relate()
        return account

    def bring(self, holdings: Sequence[Holding]) -> list[Brought]:
        """Add what another archive holds of captures, in one transaction, and tell what became of each.

        What is kept here stays: sightings are merged, and what was read is taken over where nothing was read yet.
        """
        with self._writing() as connection:
            return transfer.bring(connection, holdings)

    def decide(self, judgements: Sequence[Judgement]) -> int:
        """Add judgements that another archive holds and this one does not yet; return how many there were."""
        with self._writing() as connection:
            return transfer.decide(connection, judgements)

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
                row = connection.execute(select(schema.capture).where(table.id == number)).one()
                capture = self._capture(connection, row._asdict())
            if capture is not None:
                yield capture

    def _capture(self, connection: Connection, row: Mapping[str, Any]) -> Capture | None:
        """Return a capture from its columns, under the name by which it was met first; ``None`` if it is broken."""
        body = proven(row["body"], row["digest"])
        if body is None:
            return None
        met = schema.sighting.c
        sighting = connection.execute(
            select(met.name, met.url).where(met.capture_id == row["id"]).order_by(met.id).limit(1)
        ).one()
        text = self._decode(body, row["encoding"], row["repaired"], row["text_field"])
        return rows.capture_of({**row, **sighting._asdict()}, body, text)

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
        with self._reading() as connection:
            asked = self._asked(connection, query, among)
            among = among or ("statements" if asked.of_statements else "articles")
            return finding.search(connection, asked, among, limit=limit, offset=offset)

    def _asked(self, connection: Connection, query: str, among: Among | None) -> Query:
        return asking.asked(connection, self._who(), query, None if among is None else among == "statements")

    def export(self, query: str | None = None, *, among: Among = "articles") -> Iterator[Exported]:
        """Return all that a query finds, as it is at one moment, in the order in which it came.

        Args:
            query: as for :meth:`search`; everything without one.
            among: what is looked for.

        Raises:
            QueryError: if the query cannot be understood.
        """
        with self._reading() as connection:  # a query that cannot be understood is told here, before the first row
            asked = self._asked(connection, query, among) if query else None
        return self._exported(asked, among)

    def _exported(self, asked: Query | None, among: Among) -> Iterator[Exported]:
        with self._reading() as connection:
            held: tuple[int, Article] | None = None
            for number, place in finding.everything(connection, asked, among):
                if held is None or held[0] != number:
                    chosen = select(schema.article).where(schema.article.c.id == number)
                    held = number, self._article(connection, connection.execute(chosen).one()._asdict())
                yield Exported(number, place, held[1])

    def holdings(
        self, query: str | None = None, *, report: Callable[[Problem], None]
    ) -> Iterator[Holding | Problem | Judgement]:
        """Yield what is held of each capture, the problems of inputs that gave none, and what people judged.

        All is as it is at one moment.

        Args:
            query: captures that hold what it finds, and nothing else; everything without one.
            report: is called with the problem of a capture whose bytes are broken; it is left out.

        Raises:
            QueryError: if the query cannot be understood.
        """
        with self._reading() as connection:
            asked = self._asked(connection, query, None) if query else None
        return self._holdings(asked, report)

    def _holdings(
        self, asked: Query | None, report: Callable[[Problem], None]
    ) -> Iterator[Holding | Problem | Judgement]:
        with self._reading() as connection:
            yield from transfer.holdings(connection, asked, self._decode, report)
            if asked is None:
                yield from transfer.unopened(connection)
                yield from judging.judgements(connection)

    def articles(self) -> Iterator[Article]:
        """Yield all articles with their statements, in the order in which they came."""
        table, done = schema.article, 0
        while True:
            with self._reading() as connection:
                chosen = select(table).where(table.c.id > done).order_by(table.c.id).limit(BATCH)
                found = connection.execute(chosen).all()
                batch = [self._article(connection, row._asdict()) for row in found]
            if not batch:
                return
            done = found[-1].id
            yield from batch

    def article(self, number: int) -> Article:
        """Return an article by its number, with its capture and its statements.

        Raises:
            KeyError: if there is none.
        """
        with self._reading() as connection:
            row = connection.execute(select(schema.article).where(schema.article.c.id == number)).first()
            if row is None:
                raise KeyError(number)
            return self._article(connection, row._asdict())

    def _article(self, connection: Connection, row: Mapping[str, Any]) -> Article:
        capture, statement = schema.capture, schema.statement
        kept = connection.execute(select(capture).where(capture.c.id == row["capture_id"])).one()
        taken = self._capture(connection, kept._asdict())
        if taken is None:
            raise ArchiveError(f"{self.path}: the bytes of capture {kept.digest} are broken: go back to a copy")
        said = connection.execute(
            select(statement).where(statement.c.article_id == row["id"]).order_by(statement.c.place)
        )
        return rows.article_of(row, taken, [one._asdict() for one in said])

    def problems(self) -> Iterator[Problem]:
        """Yield what was lost or doubtful, in the order in which it was met."""
        with self._reading() as connection:
            found = connection.execute(select(schema.problem).order_by(schema.problem.c.id)).all()
        for row in found:
            yield rows.problem_of(row._asdict())

    def counts(self) -> dict[str, int]:
        """Return how many captures, articles, statements, names, parties and problems there are."""
        with self._reading() as connection:
            return {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in _COUNTED
            }

    # -- parties -------------------------------------------------------------------------------------------------------

    def relate(self) -> None:
        """Work out who is who among the names whose statements changed."""
        with self._writing() as connection:
            parties.relate(connection, self._who())

    def parties(self, words: str) -> list[Party]:
        """Return the parties that are called so, in any spelling or by their number, the most frequent first."""
        with self._reading() as connection:
            return profiles.find(connection, self._who(), words)

    def party(self, number: int) -> Profile:
        """Return what the archive knows of a party.

        Raises:
            KeyError: if there is none of that number.
        """
        with self._reading() as connection:
            return profiles.profile(connection, self._who(), number)

    def judge(self, verb: Verb, one: str, other: str, *, why: str, by: str) -> int:
        """Decide who is who: the decision outlives whatever is read or worked out anew.

        Args:
            verb: ``join``: two names are one party's; ``cut``: they are not; ``rename``: what the party is called.
            one: a name, or the number of a party.
            other: likewise, or what the party is called.
            why: the reason.
            by: who decides.

        Returns:
            The number of the judgement.

        Raises:
            JudgementError: if nobody is called so, or no reason is given.
        """
        with self._writing() as connection:
            first = profiles.meant(connection, self._who(), one)
            second = other if verb == "rename" else profiles.meant(connection, self._who(), other)
            number = judging.judge(connection, verb, (first, second), why=why, by=by)
            parties.relate(connection, self._who())
            return number

    def undo(self, number: int) -> None:
        """Take a judgement back.

        Raises:
            JudgementError: if there is none of that number, or it was taken back before.
        """
        with self._writing() as connection:
            judging.undo(connection, number)
            parties.relate(connection, self._who())

    def judgements(self) -> list[Judgement]:
        """Return all judgements in the order in which they were made, those that were taken back among them."""
        with self._reading() as connection:
            return list(judging.judgements(connection))

    # -- the file ------------------------------------------------------------------------------------------------------

    def backup(self, target: str | Path) -> None:
        """Write a copy as it is at one moment, while others may add; copying the file itself is no substitute.

        Args:
            target: a file; it appears when it is complete, and takes the place of one of that name.

        Raises:
            ArchiveError: if it cannot be written.
        """
        with self._told(Path(target)):
            sqlite.backup(self._engine, self.path, Path(target))

    def log_size(self) -> int:
        """Return the bytes that were written and could not be moved into the file yet, since somebody is reading it."""
        return self._file.log_size()

    def verify(self) -> Iterator[Problem]:
        """Yield what is broken: pages of the database, and captures whose bytes are not those that were found."""
        with self._reading() as connection:
            for message in sqlite.check(connection):
                yield Problem("broken-archive", f"{message}: go back to a copy", str(self.path))
            yield from map(transfer.broken, keeping.broken(connection))

    def migrate(self) -> None:
        """Bring the tables up to this version.

        Raises:
            ArchiveError: if the file is broken, or was written by a later version.
        """
        from riwaya.archive import migrating  # noqa: PLC0415 - Alembic takes a while, and most archives are up to date

        with self._reading() as connection:
            there = migrating.version(connection)
            guarding.check_planted(connection, self.path)
            if there == migrating.HEAD:
                guarding.check_tables(connection, self.path)
                return
        with self._writing() as connection:  # another one may have made it while we waited
            there = migrating.version(connection)
            if there != migrating.HEAD:
                if migrating.rewrites(there):
                    self.before = self.path.with_name(f"{self.path.name}.version-{there}")
                    self.backup(self.before)
                migrating.migrate(connection, there)
            guarding.check_tables(connection, self.path)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        self._file.check_writing()
        with self._told(), self._writer.begin() as connection:
            self._file.check_log()
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._file.read(), self._told(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _told(self, path: Path | None = None) -> Iterator[None]:
        """Turn what a database says, of this file or another one, into what people can do."""
        try:
            yield
        except (DatabaseError, sqlite.DriverError) as error:
            said = error.orig if isinstance(error, DatabaseError) else error
            raise sqlite.failure(str(said), path or self.path) from error
