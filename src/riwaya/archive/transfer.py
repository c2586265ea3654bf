"""Whole captures, out of an archive and into one: all that is kept of a page, and nothing that is of the archive alone.

Numbers are an archive's own and do not travel; the order does. What is brought is added: a capture that is kept stays
as it is, and so does what was read from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final, NamedTuple, TypeAlias

from sqlalchemy import Connection, Select, insert, select, update

from riwaya.archive import finding, judging, keeping, parties, rows, schema, stores
from riwaya.archive.judging import Judgement
from riwaya.archive.packing import proven
from riwaya.archive.queries import Query
from riwaya.errors import Problem
from riwaya.model import Article, Capture, Mention, Name, Record

Decode: TypeAlias = Callable[[bytes, str, str | None, str | None], str]
_BROKEN: Final = "the bytes are not those that were found: add the page again, or go back to a copy"
_PAGES_AT_ONCE: Final = 64
_BYTES_AT_ONCE: Final = 16 << 20


@dataclass(frozen=True, slots=True)
class Sighting:
    """Under which name and address a capture was met, and when.

    Attributes:
        name: what people call the input.
        url: the page's address; ``None`` if it is not known.
        first: when it was met first, in ISO 8601, UTC, to the second.
        last: likewise, the last time.
        times: how often.
    """

    name: str
    url: str | None
    first: str
    last: str
    times: int


@dataclass(frozen=True, slots=True)
class Holding:
    """All that an archive holds of a capture.

    Attributes:
        capture: the page, under the name by which it was met first.
        sightings: where it was met, in that order; at least one.
        version: of the reader that read it; ``None`` if none has yet.
        articles: what it read, with their statements.
        problems: what was lost or doubtful in reading.
        mentions: for each article, who is named as the source of each statement.
    """

    capture: Capture
    sightings: tuple[Sighting, ...]
    version: str | None = None
    articles: tuple[Article, ...] = ()
    problems: tuple[Problem, ...] = ()
    mentions: tuple[tuple[Mention | None, ...], ...] = ()


class Brought(NamedTuple):
    """What became of a capture that was brought.

    Attributes:
        new: whether these bytes were not kept before.
        taken: whether what was read of it was taken over.
    """

    new: bool
    taken: bool


# -- out ---------------------------------------------------------------------------------------------------------------


def holdings(
    connection: Connection, query: Query | None, decode: Decode, report: Callable[[Problem], None]
) -> Iterator[Holding]:
    """Yield what is held of each capture, in the order in which they came.

    Args:
        connection: of the archive.
        query: captures that hold an article or statement which it finds; all without one.
        decode: gives the text of a body.
        report: is called with the problem of a capture whose bytes are broken; it is left out.
    """
    for numbers in _batches(connection, query):
        yield from _held(connection, numbers, decode, report)


def unopened(connection: Connection) -> Iterator[Problem]:
    """Yield the problems of inputs that gave no capture, in the order in which they were met."""
    table = schema.problem
    for row in connection.execute(select(table).where(table.c.capture_id.is_(None)).order_by(table.c.id)):
        yield rows.problem_of(row._asdict())


def _batches(connection: Connection, query: Query | None) -> Iterator[list[int]]:
    """Yield the numbers of captures that are read at once: so many, or so many bytes."""
    table, wanted = schema.capture.c, None
    if query is not None:
        wanted = _wanted(connection, query)
    batch: list[int] = []
    total = 0
    for number, size in connection.execute(select(table.id, table.size).order_by(table.id)).all():
        if wanted is None or number in wanted:
            batch.append(number)
            total += size
        if len(batch) == _PAGES_AT_ONCE or total > _BYTES_AT_ONCE:
            yield batch
            batch, total = [], 0
    if batch:
        yield batch


def _wanted(connection: Connection, query: Query) -> set[int]:
    found = finding.everything(connection, query, "statements" if query.of_statements else "articles")
    articles = {number for number, _ in found}
    table = schema.article.c
    return {capture for number, capture in connection.execute(select(table.id, table.capture_id)) if number in articles}


def _held(
    connection: Connection, numbers: Sequence[int], decode: Decode, report: Callable[[Problem], None]
) -> Iterator[Holding]:
    capture, sighting, article, problem = schema.capture.c, schema.sighting.c, schema.article.c, schema.problem.c
    kept = select(schema.capture).where(capture.id.in_(numbers)).order_by(capture.id)
    met = select(schema.sighting).where(sighting.capture_id.in_(numbers)).order_by(sighting.id)
    read = select(schema.article).where(article.capture_id.in_(numbers)).order_by(article.place)
    columns = (schema.name.c.words.label("named"), schema.name.c.kind.label("named_kind"))
    said = (
        select(schema.statement, *columns)
        .outerjoin(schema.name)
        .where(schema.statement.c.article_id.in_(select(article.id).where(article.capture_id.in_(numbers))))
    )
    told = select(schema.problem).where(problem.capture_id.in_(numbers)).order_by(problem.id)
    sightings = _grouped(connection, met, "capture_id")
    articles = _grouped(connection, read, "capture_id")
    statements = _grouped(connection, said.order_by(schema.statement.c.place), "article_id")
    problems = _grouped(connection, told, "capture_id")
    for found in connection.execute(kept):
        row = found._asdict()
        body = proven(row["body"], row["digest"])
        if body is None:
            report(broken(row["digest"]))
            continue
        text = decode(body, row["encoding"], row["repaired"], row["text_field"])
        here = sightings[found.id]
        taken = rows.capture_of({**row, "name": here[0]["name"], "url": here[0]["url"]}, body, text)
        yield Holding(
            taken,
            tuple(Sighting(one["name"], one["url"] or None, one["first"], one["last"], one["times"]) for one in here),
            row["version"],
            tuple(rows.article_of(one, taken, statements.get(one["id"], ())) for one in articles.get(found.id, ())),
            tuple(map(rows.problem_of, problems.get(found.id, ()))),
            tuple(tuple(map(_mention, statements.get(one["id"], ()))) for one in articles.get(found.id, ())),
        )


def _mention(row: Mapping[str, Any]) -> Mention | None:
    if row["named"] is None and row["office"] is None:
        return None
    return Mention(None if row["named"] is None else Name(row["named"], row["named_kind"]), row["office"])


def _grouped(connection: Connection, chosen: Select[Any], key: str) -> dict[int, list[Mapping[str, Any]]]:
    groups: dict[int, list[Mapping[str, Any]]] = {}
    for row in connection.execute(chosen):
        columns = row._asdict()
        groups.setdefault(columns[key], []).append(columns)
    return groups


def broken(digest: str) -> Problem:
    """Return the problem of a capture whose bytes do not bear its digest."""
    return Problem("broken-capture", _BROKEN, digest)


# -- in ----------------------------------------------------------------------------------------------------------------


def bring(connection: Connection, holdings: Sequence[Holding]) -> list[Brought]:
    """Add what another archive holds of captures, and tell what became of each.

    A capture that is kept is met again: a sighting that is known as well is the earlier first time, the later last
    time, and the larger number of times, so that the same again changes nothing. What was read is taken over where
    nothing was read yet.
    """
    table = schema.capture.c
    digests = {one.capture.digest for one in holdings}
    known = connection.execute(select(table.digest, table.id, table.version).where(table.digest.in_(digests)))
    numbers: dict[str, int] = {}
    read: set[str] = set()
    for digest, number, version in known:
        numbers[digest] = number
        if version is not None:
            read.add(digest)
    fresh: list[rows.Row] = []
    brought: list[Brought] = []
    store = stores.of(connection)
    following = store.following(connection, "capture")
    for one in holdings:
        digest = one.capture.digest
        brought.append(Brought(digest not in numbers, one.version is not None and digest not in read))
        if brought[-1].new:
            numbers[digest] = following
            fresh.append({"id": following, **rows.capture(one.capture)})
            following += 1
        if brought[-1].taken:
            read.add(digest)
    if fresh:
        connection.execute(insert(schema.capture), fresh)
        store.given(connection, "capture", following - 1)
    _meet(connection, [(numbers[one.capture.digest], met) for one in holdings for met in one.sightings])
    due = [one for one, become in zip(holdings, brought, strict=True) if become.taken]
    for version, same in groupby(due, lambda one: one.version):
        keeping.write(connection, [_prepared(one) for one in same], version or "")
    return brought


def decide(connection: Connection, judgements: Sequence[Judgement]) -> int:
    """Add judgements that another archive holds and this one does not yet; return how many."""
    met = [name for each in judgements for name in (each.one, each.other) if isinstance(name, Name)]
    numbers = parties.numbered(connection, dict.fromkeys(met))
    return judging.bring(connection, judgements, numbers)


def _prepared(one: Holding) -> rows.Prepared:
    read = rows.prepared(Record(one.capture, one.articles, mentions=one.mentions))
    return replace(read, problems=tuple(told.to_dict() for told in one.problems))


def _meet(connection: Connection, met: Sequence[tuple[int, Sighting]]) -> None:
    table = schema.sighting
    found = connection.execute(select(table).where(table.c.capture_id.in_({number for number, _ in met})))
    known = {(row.capture_id, row.name, row.url): row._asdict() for row in found}
    for number, one in met:
        here = known.get((number, one.name, one.url or ""))
        if here is None:
            times = {"first": one.first, "last": one.last, "times": one.times}
            columns = {"capture_id": number, "name": one.name, "url": one.url or "", **times}
            connection.execute(insert(table), columns)
            known[number, one.name, one.url or ""] = columns
            continue
        merged = {
            "first": min(here["first"], one.first),
            "last": max(here["last"], one.last),
            "times": max(here["times"], one.times),
        }
        if any(here[name] != value for name, value in merged.items()):
            same = (table.c.capture_id == number, table.c.name == one.name, table.c.url == (one.url or ""))
            connection.execute(update(table).where(*same).values(**merged))
            here.update(merged)
