"""Writing: captures first, as they were found; then what was read from them."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, select, update
from sqlalchemy.exc import DatabaseError

from riwaya.archive import parties, rows, schema, stores
from riwaya.archive.packing import packed, proven
from riwaya.archive.rows import Prepared, Row
from riwaya.errors import Problem
from riwaya.model import Capture


class Kept(NamedTuple):
    """What became of a capture.

    Attributes:
        new: whether these bytes were not kept before.
        read: whether this version of the reader has read them already.
    """

    new: bool
    read: bool


@dataclass(slots=True)
class Account:
    """What became of all inputs: ``seen`` is the sum of ``new``, ``again`` and ``failed``.

    Attributes:
        new: captures that were not kept before.
        again: captures that were met again.
        failed: inputs that gave no capture.
        articles, statements: that were read.
        unread: captures that are kept and were not read: what reads them was killed, or the run was stopped.
        problems: how many of each code.
        judgements: of people, that another archive gave.
    """

    new: int = 0
    again: int = 0
    failed: int = 0
    articles: int = 0
    statements: int = 0
    unread: int = 0
    problems: Counter[str] = field(default_factory=Counter)
    judgements: int = 0

    @property
    def seen(self) -> int:
        """How many inputs there were."""
        return self.new + self.again + self.failed

    def count(self, read: Prepared) -> None:
        """Count what was read from a capture."""
        self.articles += len(read.articles)
        self.statements += sum(map(len, read.statements))
        self.problems.update(one["code"] for one in read.problems)


def unopened(capture: Capture) -> Problem | None:
    """Return why an input gave no bytes; ``None`` if it gave some, or was empty.

    All of these would bear the digest of nothing, and the second would be met again, whatever kept it from being read.
    """
    reasons = [found for found in capture.problems if found.code != "empty"]
    return reasons[-1] if reasons and not capture.body else None


def keep(connection: Connection, found: Sequence[Capture], version: str) -> list[Kept]:
    """Keep captures, and where and when they were met; the same bytes again are met again, and kept once."""
    known = _known(connection, [capture.digest for capture in found])
    read = {digest for digest, (_, reader) in known.items() if reader == version}
    kept: list[Kept] = []
    fresh: list[Row] = []
    store = stores.of(connection)
    following = store.following(connection, "capture")
    for capture in found:
        kept.append(Kept(capture.digest not in known, capture.digest in read))
        if capture.digest not in known:
            known[capture.digest] = (following, None)
            fresh.append({"id": following, **rows.capture(capture)})
            following += 1
    if fresh:
        connection.execute(insert(schema.capture), fresh)
        store.given(connection, "capture", following - 1)
    _mend(connection, {capture.digest: capture for capture in found}, [known[one["digest"]][0] for one in fresh])
    _meet(connection, [(known[capture.digest][0], capture.name, capture.url or "") for capture in found])
    return kept


def _known(connection: Connection, digests: Sequence[str]) -> dict[str, tuple[int, str | None]]:
    """Return id and reader of the captures that are kept."""
    table = schema.capture.c
    found = connection.execute(select(table.digest, table.id, table.version).where(table.digest.in_(set(digests))))
    return {digest: (number, version) for digest, number, version in found}


def broken(connection: Connection, batch: int = 16) -> Iterator[str]:
    """Yield the digests of captures whose bytes are not those that were found."""
    table, done = schema.capture.c, 0
    last: int = connection.execute(select(func.coalesce(func.max(table.id), 0))).scalar_one()
    while done < last:
        yield from _broken(connection, table.id > done, table.id <= done + batch)
        done += batch


def _broken(connection: Connection, *where: ColumnElement[bool]) -> list[str]:
    table = schema.capture.c
    try:
        with connection.begin_nested():  # on a server, what fails would spoil the whole transaction
            found = connection.execute(select(table.digest, table.body).where(*where)).all()
    except DatabaseError:  # a page of the file that cannot be read: find out whose it is
        digests = connection.execute(select(table.digest).where(*where)).scalars().all()
        if len(digests) == 1:
            return list(digests)
        return [digest for one in digests for digest in _broken(connection, table.digest == one)]
    return [digest for digest, body in found if proven(body, digest) is None]


def _mend(connection: Connection, found: Mapping[str, Capture], fresh: Sequence[int]) -> None:
    """Put the bytes of captures that are met again in place of broken ones: the same digest, the same bytes."""
    table = schema.capture
    for digest in _broken(connection, table.c.digest.in_(found), table.c.id.not_in(fresh)):
        # If the page of the file cannot be written either, a copy has to help.
        with contextlib.suppress(DatabaseError), connection.begin_nested():
            connection.execute(update(table).where(table.c.digest == digest).values(body=packed(found[digest].body)))


def _meet(connection: Connection, met: Iterable[tuple[int, str, str]]) -> None:
    table, now = schema.sighting, dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    for number, name, url in met:
        here = (table.c.capture_id == number, table.c.name == name, table.c.url == url)
        again = connection.execute(update(table).where(*here).values(last=now, times=table.c.times + 1))
        if not again.rowcount:
            connection.execute(
                insert(table), {"capture_id": number, "name": name, "url": url, "first": now, "last": now, "times": 1}
            )


def write(connection: Connection, read: Sequence[Prepared], version: str) -> None:
    """Write what was read from captures that are kept, in place of what an earlier version read.

    An article keeps its number as long as its page has one in its place, and so do its statements.
    """
    read = list({one.digest: one for one in read}.values())
    known = _known(connection, [one.digest for one in read])
    numbers = [known[one.digest][0] for one in read]
    ids = _Ids(connection, numbers)
    ids.clear()
    met = [each for one in read for found in one.mentions for each in found if each is not None]
    name_ids = parties.numbered(connection, dict.fromkeys(each.name for each in met if each.name is not None))
    parties.met(connection, dict.fromkeys(each.office for each in met if each.office is not None))
    store = stores.of(connection)
    out: dict[Table | str, list[Row]] = {}
    for number, one in zip(numbers, read, strict=True):
        for article, words, statements, phrases, mentions in zip(
            one.articles, one.words, one.statements, one.statement_words, one.mentions, strict=True
        ):
            at = ids.article(number, article["place"])
            out.setdefault(schema.article, []).append({"id": at, "capture_id": number, **article})
            out.setdefault("article_words", []).append({"id": at, **words})
            for statement, entry, mention in zip(statements, phrases, mentions, strict=True):
                place = ids.statement(at, statement["place"])
                named = parties.named(mention, name_ids)
                out.setdefault(schema.statement, []).append({"id": place, "article_id": at, **statement, **named})
                out.setdefault("statement_words", []).append({"id": place, **entry})
        out.setdefault(schema.problem, []).extend({"capture_id": number, **found} for found in one.problems)
    for target, made in out.items():
        if not made:
            continue
        if isinstance(target, str):
            store.enter(connection, target, made)
        else:
            connection.execute(insert(target), made)
    ids.note()
    connection.execute(update(schema.capture).where(schema.capture.c.id.in_(numbers)).values(version=version))


def failed(connection: Connection, problems: Iterable[Problem]) -> None:
    """Write the problems of inputs that gave no capture; the same one is written once."""
    table = schema.problem
    for found in problems:
        columns = found.to_dict()
        same = (
            table.c.capture_id.is_(None),
            table.c.code == found.code,
            table.c.where.is_not_distinct_from(found.where),
        )
        if not connection.execute(update(table).where(*same).values(**columns)).rowcount:
            connection.execute(insert(table), columns)


class _Ids:
    """Numbers of articles and statements: those they had before, and fresh ones."""

    def __init__(self, connection: Connection, captures: Sequence[int]) -> None:
        article, statement = schema.article.c, schema.statement.c
        self._connection = connection
        self._captures = captures
        old = connection.execute(
            select(article.id, article.capture_id, article.place).where(article.capture_id.in_(captures))
        ).all()
        self._articles = {(capture, place): number for number, capture, place in old}
        self._statements = {
            (above, place): number
            for number, above, place in connection.execute(
                select(statement.id, statement.article_id, statement.place).where(
                    statement.article_id.in_(list(self._articles.values()))
                )
            )
        }
        self._old = (list(self._articles.values()), list(self._statements.values()))
        self._store = stores.of(connection)
        self._first = {name: self._store.following(connection, name) for name in ("article", "statement")}
        self._next = dict(self._first)

    def article(self, capture: int, place: int) -> int:
        number = self._articles.get((capture, place))
        if number is None:
            number = self._fresh("article")
        return number

    def statement(self, article: int, place: int) -> int:
        number = self._statements.get((article, place))
        if number is None:
            number = self._fresh("statement")
        return number

    def _fresh(self, name: str) -> int:
        self._next[name] += 1
        return self._next[name] - 1

    def note(self) -> None:
        """Note which fresh ones were given."""
        for name, following in self._next.items():
            if following > self._first[name]:
                self._store.given(self._connection, name, following - 1)

    def clear(self) -> None:
        """Take away what was read before."""
        articles, statements = self._old
        parties.left(self._connection, statements)
        for index, numbers in (("article_words", articles), ("statement_words", statements)):
            if numbers:
                self._store.remove(self._connection, index, numbers)
        self._connection.execute(delete(schema.statement).where(schema.statement.c.article_id.in_(articles)))
        self._connection.execute(delete(schema.article).where(schema.article.c.id.in_(articles)))
        problem, sighting = schema.problem.c, schema.sighting.c
        names = select(sighting.name).where(sighting.capture_id.in_(self._captures))
        solved = problem.capture_id.is_(None) & problem.where.in_(names)  # what kept a page from being read before
        self._connection.execute(delete(schema.problem).where(problem.capture_id.in_(self._captures) | solved))
