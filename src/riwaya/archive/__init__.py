"""The archive: every page as evidence, what was read from it, and how to find it again.

Hides the database. :func:`open` gives an :class:`Archive` for a file, or for a database on a server; bytes are kept by
their digest, compressed, and never changed; what was read carries the version of the reader and can be read anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, Protocol

from sqlalchemy import Connection, Select, func, select

from riwaya.archive import asking, finding, judging, keeping, material, rows, schema, transfer
from riwaya.archive.finding import Among, Exported, Hit, Page
from riwaya.archive.judging import Judgement, JudgementError
from riwaya.archive.keeping import Account, Kept, unopened
from riwaya.archive.material import Appearance, Claim, Said
from riwaya.archive.packing import proven
from riwaya.archive.parties import Stage
from riwaya.archive.people import Parties
from riwaya.archive.profiles import Listed, Party, Profile
from riwaya.archive.queries import Query, QueryError
from riwaya.archive.rows import Prepared, prepared
from riwaya.archive.stores import ArchiveBusyError, ArchiveError, ArchiveFullError
from riwaya.archive.transfer import Brought, Holding, Sighting
from riwaya.errors import Problem
from riwaya.model import Article, Capture, Record

__all__ = [
    "Account",
    "Answers",
    "Appearance",
    "Archive",
    "ArchiveBusyError",
    "ArchiveError",
    "ArchiveFullError",
    "Brought",
    "Claim",
    "Exported",
    "Hit",
    "Holding",
    "Judgement",
    "JudgementError",
    "Kept",
    "Listed",
    "Page",
    "Party",
    "Prepared",
    "Profile",
    "QueryError",
    "Reader",
    "Said",
    "Sighting",
    "open",
    "prepared",
    "unopened",
]

BATCH: Final = 64  # pages a transaction
_COUNTED: Final = (schema.capture, schema.article, schema.statement, schema.name, schema.party, schema.problem)


@dataclass(frozen=True, slots=True)
class Reader:
    """What an archive asks of those who read pages; each is asked for when it is needed.

    Attributes:
        version: gives that of the reader: what another version read counts as unread.
        decode: gives the text of a body, as :func:`riwaya.captures.decode` does.
        who: gives what has to be known of names: :mod:`riwaya.parties`.
        answers: gives what makes answers of what is kept: :mod:`riwaya.answering`.
    """

    version: Callable[[], str]
    decode: Callable[[bytes, str, str | None, str | None], str]
    who: Callable[[], Stage]
    answers: Callable[[], Answers]


class Answers(Protocol):
    """What makes answers of what an archive keeps."""

    def ask(self, archive: Archive, query: str, limit: int) -> list[Claim]:
        """Return the claims that answer a question."""
        ...

    def copies(self, archive: Archive, url: str) -> list[str]:
        """Return the addresses of articles that share a text with those at an address."""
        ...


def open(address: str | Path, reader: Reader, *, make: bool = True) -> Archive:  # noqa: A001 - a noun's verb, as in `riwaya.open`
    """Open an archive, and make it if there is none; an older one is brought up to this version.

    Args:
        address: the path of a file, or the address of a database, ``postgresql://user:password@host/database``.
        reader: of pages.
        make: whether to make one if there is none.

    Raises:
        ArchiveError: if what is there is no archive, is broken, was written by a later version, or cannot be opened.
    """
    archive = Archive(str(address), reader)
    try:
        archive.migrate(make=make)
    except BaseException:
        archive.close()
        raise
    return archive


class Archive(Parties):
    """Pages, what was read from them, and finding it.

    Opened by :func:`riwaya.open`; to be closed, or used in a ``with`` statement. Several may be open on one file or
    database, also in several processes: who reads is never kept waiting, who writes waits for the other to finish.
    """

    def __init__(self, address: str, reader: Reader) -> None:
        """Take the path of a file or the address of a database, and who reads pages."""
        super().__init__(address, reader.who)
        self._reader = reader

    @cached_property
    def version(self) -> str:
        """The reader's version: who only searches does without the reader."""
        return self._reader.version()

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
        body = proven(row["body"], row["digest"])
        if body is None:
            return None
        return rows.capture_of(
            row, body, self._reader.decode(body, row["encoding"], row["repaired"], row["text_field"])
        )

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
        with self._reading(searching=True) as connection:
            asked = self._asked(connection, query, among)
            among = among or ("statements" if asked.of_statements else "articles")
            return finding.search(connection, asked, among, limit=limit, offset=offset)

    def _asked(self, connection: Connection, query: str, among: Among | None) -> Query:
        return asking.asked(connection, self._who, query, among)

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
            by_article = groupby(finding.everything(connection, asked, among), key=itemgetter(0))
            places = iter([(number, [place for _, place in those]) for number, those in by_article])
            while batch := dict(islice(places, BATCH)):
                chosen = (
                    select(schema.article).where(schema.article.c.id.in_(list(batch))).order_by(schema.article.c.id)
                )
                for number, article in self._articles(connection, chosen):
                    yield from (Exported(number, place, article) for place in batch[number])

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
            yield from transfer.holdings(connection, asked, self._reader.decode, report)
            if asked is None:
                yield from transfer.unopened(connection)
                yield from judging.judgements(connection)

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
        """Return how many captures, articles, statements, names, parties and problems there are."""
        with self._reading() as connection:
            return {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in _COUNTED
            }

    # -- asking --------------------------------------------------------------------------------------------------------

    def ask(self, query: str, limit: int = 10) -> list[Claim]:
        """Return the claims that answer a question or stand near a claim, the best first, with who stands where.

        Args:
            query: a sentence, or a few words.
            limit: claims at most.
        """
        return self._reader.answers().ask(self, query, limit)

    def copies(self, url: str) -> list[str]:
        """Return the addresses of articles that share their text, whole or for the most part, with those at an address.

        Args:
            url: of a page.
        """
        return self._reader.answers().copies(self, url)

    def holding(self, words: Iterable[str]) -> tuple[int, dict[str, tuple[list[int], list[int]]]]:
        """Return how many statements there are, and by word the numbers of those with it, in them or in their title."""
        with self._reading(searching=True) as connection:
            return material.holding(connection, words)

    def said(self, numbers: Iterable[int]) -> dict[int, Said]:
        """Return statements by their numbers, each in its article."""
        with self._reading() as connection:
            return material.said(connection, numbers)

    def at(self, url: str) -> list[int]:
        """Return the numbers of the articles at an address."""
        with self._reading() as connection:
            return material.at(connection, url)

    def sharing(self, runs: Sequence[Sequence[str]], but: int, most: int) -> list[int]:
        """Return the numbers of the articles that hold the most of some runs of words, but one; so many at most."""
        with self._reading(searching=True) as connection:
            return material.sharing(connection, runs, but, most)
