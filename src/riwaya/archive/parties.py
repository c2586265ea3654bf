"""Parties: the names of an archive taken together, block by block, as statements come and go.

A name is looked at when its statements have changed. What is decided in a block depends on the names in it alone, so
that names that come one by one end up as all at once would.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, Protocol

from sqlalchemy import Column, Connection, Select, bindparam, delete, func, insert, select, update

from riwaya.arabic import phrases, stems
from riwaya.archive import judging, schema, stores
from riwaya.archive.rows import Row
from riwaya.model import Known, Link, Mention, Name, Tenure, Term, Verdict

_AT_ONCE: Final = 500  # values in one condition
_MOST: Final = 4000  # names that are looked at in one transaction: others wait so long to write


class Stage(Protocol):
    """What has to be known of names; :mod:`riwaya.parties` does."""

    def blocks(self, name: Name) -> frozenset[str]:
        """Return the keys of a name: only names that share one are compared."""
        ...

    def links(self, known: Sequence[Known]) -> list[Link]:
        """Return which names of one block are one party's, and why."""
        ...

    def spellings(self, one: Name, other: Name) -> list[tuple[str, str]]:
        """Return the words that two names spell differently."""
        ...

    def parties(
        self, numbers: Iterable[int], links: Iterable[Link], verdicts: Iterable[Verdict] = ()
    ) -> dict[int, int]:
        """Return the party of each name."""
        ...

    def post(self, office: str) -> frozenset[str]:
        """Return what an office's words mean: the same for two wordings of one office."""
        ...

    def offices(self, known: Sequence[Known], party_of: Mapping[int, int]) -> list[Tenure]:
        """Return who held which office."""
        ...

    def holder(self, tenures: Iterable[Tenure], office: str, day: dt.date) -> int | None:
        """Return who held an office around a day, if it was one party."""
        ...


# -- names as statements bring them ------------------------------------------------------------------------------------


def numbered(connection: Connection, names: Collection[Name]) -> dict[Name, int]:
    """Return the numbers of names, and give one to those that have none; all of them are due.

    Args:
        connection: in a transaction that writes.
        names: that statements are about to name, in the order in which they come.
    """
    table = schema.name.c
    numbers: dict[Name, int] = {}
    for row in among(
        connection, select(table.id, table.words, table.kind), table.words, {each.words for each in names}
    ):
        found = Name(row.words, row.kind)
        if found in names:
            numbers[found] = row.id
    _mark(connection, numbers.values())
    fresh = [each for each in names if each not in numbers]
    if fresh:
        store = stores.of(connection)
        made = {each: number for number, each in enumerate(fresh, start=store.following(connection, "name"))}
        numbers |= made
        rows = [
            {"id": at, "words": each.words, "kind": each.kind, "times": 0, "due": True} for each, at in made.items()
        ]
        connection.execute(insert(schema.name), rows)
        store.given(connection, "name", max(made.values()))
    return numbers


def left(connection: Connection, statements: Sequence[int]) -> None:
    """Mark the names of statements that are about to be taken away."""
    table = schema.statement.c
    found = among(connection, select(table.name_id).where(table.name_id.is_not(None)), table.id, statements)
    _mark(connection, {row.name_id for row in found})


def named(mention: Mention | None, numbers: Mapping[Name, int]) -> Row:
    """Return the columns of a statement that a mention fills."""
    if mention is None:
        return {"name_id": None, "office": None}
    return {"name_id": mention.name and numbers[mention.name], "office": mention.office}


def met(connection: Connection, offices: Collection[str]) -> None:
    """Write offices that statements are about to have; what they mean, and who bears them, is worked out later."""
    table = schema.office.c
    there = {row.words for row in among(connection, select(table.words), table.words, offices)}
    for some in _portions(there):
        connection.execute(update(schema.office).where(table.words.in_(some)).values(due=True))
    if fresh := [each for each in offices if each not in there]:
        connection.execute(insert(schema.office), [{"words": each, "post": None, "due": True} for each in fresh])


def _mark(connection: Connection, numbers: Iterable[int]) -> None:
    for some in _portions(numbers):
        connection.execute(update(schema.name).where(schema.name.c.id.in_(some)).values(due=True))


# -- who is who --------------------------------------------------------------------------------------------------------


def relate(connection: Connection, stage: Stage, most: int = _MOST) -> bool:
    """Work out the parties of names whose statements changed, and of those that they are compared with.

    Args:
        connection: in a transaction that writes.
        stage: what has to be known of names.
        most: names that are looked at; the rest is left to the next transaction.

    Returns:
        Whether there is a rest.
    """
    name = schema.name.c
    _mean(connection, stage)
    chosen = select(name.id, name.words, name.kind).where(name.due).order_by(name.id).limit(most + 1)
    found = connection.execute(chosen).all()
    due = {row.id: Name(row.words, row.kind) for row in found[:most]}
    if due:
        _unsettle(connection, due)  # the offices that they had
        for some in _portions(due):
            _count(connection, some)
        keys = _block(connection, stage, due)
        _gather(connection, stage, set(due) | _link(connection, stage, keys))
        for some in _portions(due):
            connection.execute(update(schema.name).where(name.id.in_(some)).values(due=False))
    if len(found) > most:
        return True
    _bear(connection, stage)
    return False


def _mean(connection: Connection, stage: Stage) -> None:
    """Work out what offices mean that were not met before."""
    table = schema.office.c
    fresh = connection.execute(select(table.words).where(table.post.is_(None))).scalars().all()
    if fresh:
        change = update(schema.office).where(table.words == bindparam("office")).values(post=bindparam("meaning"))
        connection.execute(change, [{"office": each, "meaning": " ".join(sorted(stage.post(each)))} for each in fresh])


def _count(connection: Connection, numbers: Sequence[int]) -> None:
    """Count the articles of names, and the offices beside them."""
    name, statement, article = schema.name, schema.statement.c, schema.article
    times = select(func.count(statement.article_id.distinct())).where(statement.name_id == name.c.id).scalar_subquery()
    connection.execute(update(name).where(name.c.id.in_(numbers)).values(times=times))
    connection.execute(delete(schema.term).where(schema.term.c.name_id.in_(numbers)))
    day, articles = article.c.published, func.count(statement.article_id.distinct())
    met = (
        select(statement.name_id, statement.office, func.min(day), func.max(day), articles)
        .select_from(schema.statement.join(article))
        .where(statement.office.is_not(None), statement.name_id.in_(numbers))
        .group_by(statement.name_id, statement.office)
    )
    connection.execute(insert(schema.term).from_select(["name_id", "office", "earliest", "latest", "times"], met))


def _bear(connection: Connection, stage: Stage) -> None:
    """Work out whom offices without a name stand for, wherever statements or parties with such an office changed."""
    office, term, statement, article = schema.office.c, schema.term.c, schema.statement.c, schema.article
    posts = select(office.post).where(office.due, office.post != "")
    touched = select(office.words).where(office.post.in_(posts))
    alone = (
        select(statement.office, article.c.published)
        .select_from(schema.statement.join(article))
        .where(statement.name_id.is_(None), statement.office.in_(touched), article.c.published.is_not(None))
        .distinct()
    )
    days = connection.execute(alone.order_by(statement.office, article.c.published)).all()
    held = select(schema.term, schema.name.c.party_id).join(schema.name).where(term.office.in_(touched))
    post_of = {
        row.words: row.post
        for row in connection.execute(select(office.words, office.post).where(office.words.in_(touched)))
    }
    tenures: dict[str, list[Tenure]] = {}
    for post, rows in _by_post(connection.execute(held).all(), post_of).items():
        names = [
            Known(row.name_id, Name("", "person"), 1, (Term(row.office, row.earliest, row.latest, row.times),))
            for row in rows
        ]
        tenures[post] = stage.offices(names, {row.name_id: row.party_id for row in rows})
    borne = [
        {"office": words, "day": day, "name_id": number}
        for words, day in days
        if (number := stage.holder(tenures.get(post_of[words], ()), words, day)) is not None
    ]
    connection.execute(delete(schema.bearer).where(schema.bearer.c.office.in_(touched)))
    if borne:
        connection.execute(insert(schema.bearer), borne)
    connection.execute(update(schema.office).where(office.due).values(due=False))


def _by_post(rows: Iterable[Any], post_of: Mapping[str, str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        if row.party_id is not None:
            found.setdefault(post_of[row.office], []).append(row)
    return found


def _block(connection: Connection, stage: Stage, due: Mapping[int, Name]) -> set[str]:
    """Write the keys of names anew, and return all blocks that they are in or were in."""
    table = schema.block.c
    before = {(row.key, row.name_id) for row in among(connection, select(schema.block), table.name_id, due)}
    now = {(key, number) for number, name in due.items() for key in stage.blocks(name)}
    for some in _portions({number for _, number in before - now}):
        connection.execute(delete(schema.block).where(table.name_id.in_(some)))
    kept = {(key, number) for key, number in before if (key, number) in now}
    changed = {number for _, number in before - now}
    fresh = sorted(pair for pair in now if pair not in kept or pair[1] in changed)
    if fresh:
        connection.execute(insert(schema.block), [{"key": key, "name_id": number} for key, number in fresh])
    return {key for key, _ in before | now}


def _link(connection: Connection, stage: Stage, keys: Collection[str]) -> set[int]:
    """Decide anew in some blocks, and return all names in them."""
    block = schema.block.c
    chosen = select(block.key, block.name_id).order_by(block.key, block.name_id)
    members = list(among(connection, chosen, block.key, keys))
    there = known(connection, {row.name_id for row in members})
    links: list[Row] = []
    spellings: list[Row] = []
    for key, group in groupby(members, key=itemgetter(0)):
        for found in stage.links([there[row.name_id] for row in group if there[row.name_id].times]):
            links.append(
                {
                    "key": key,
                    "one_id": found.one,
                    "other_id": found.other,
                    "rule": found.rule,
                    "reason": found.reason,
                    "certainty": found.certainty,
                }
            )
            pairs = stage.spellings(there[found.one].name, there[found.other].name)
            spellings += [{"key": key, "word": one, "other": other} for one, other in _both_ways(pairs)]
    for table, made, by in (
        (schema.link, links, ("key", "one_id", "other_id")),
        (schema.spelling, spellings, ("key", "word", "other")),
    ):
        for some in _portions(keys):
            connection.execute(delete(table).where(table.c.key.in_(some)))
        if made:
            connection.execute(insert(table), _once(made, by))
    return set(there)


def known(connection: Connection, numbers: Iterable[int]) -> dict[int, Known]:
    """Return what is known of names, by their numbers."""
    name, term, terms = schema.name.c, schema.term.c, dict[int, list[Term]]()
    numbers = sorted(set(numbers))
    for row in among(connection, select(schema.term).order_by(term.name_id, term.office), term.name_id, numbers):
        terms.setdefault(row.name_id, []).append(Term(row.office, row.earliest, row.latest, row.times))
    chosen = select(name.id, name.words, name.kind, name.times).order_by(name.id)
    return {
        row.id: Known(row.id, Name(row.words, row.kind), row.times, tuple(terms.get(row.id, ())))
        for row in among(connection, chosen, name.id, numbers)
    }


def _both_ways(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield each word in its indexed form, with the other one as it would be typed."""
    for pair in pairs:
        words = [phrases.words(each) for each in pair]
        if all(len(each) == 1 for each in words) and stems.stem(words[0][0]) != stems.stem(words[1][0]):
            (one,), (other,) = words
            yield stems.stem(one), other
            yield stems.stem(other), one


def _once(rows: Sequence[Row], by: tuple[str, str, str]) -> list[Row]:
    """Return rows that differ in their key; of several with the same one the surest."""
    ranked = sorted(rows, key=lambda row: float(row.get("certainty", 1)))
    return list({tuple(row[name] for name in by): row for row in ranked}.values())


def _gather(connection: Connection, stage: Stage, seeds: set[int]) -> None:
    """Work out the parties of some names and of all that links and judgements tie to them."""
    verdicts = judging.verdicts(connection)
    numbers, links = _tied(connection, seeds, [(each.one, each.other) for each in verdicts if each.same])
    party_of = stage.parties(sorted(numbers), links, verdicts)
    name, party = schema.name.c, schema.party
    rows = list(among(connection, select(name.id, name.words, name.kind, name.times, name.party_id), name.id, numbers))
    for some in _portions({row.party_id for row in rows if row.party_id is not None} | set(party_of.values())):
        connection.execute(delete(party).where(party.c.id.in_(some)))
    moved = [{"number": row.id, "to": party_of[row.id]} for row in rows if row.party_id != party_of[row.id]]
    if moved:
        by_number = update(schema.name).where(name.id == bindparam("number")).values(party_id=bindparam("to"))
        connection.execute(by_number, moved)
        _unsettle(connection, [each["number"] for each in moved])
    members: dict[int, list[Any]] = {}
    for row in rows:
        members.setdefault(party_of[row.id], []).append(row)
    called = {party_of[number]: words for number, words in judging.called(connection) if number in party_of}
    made = [
        {
            "id": number,
            "words": called.get(number, _main(group).words),
            "kind": _main(group).kind,
            "times": sum(row.times for row in group),
        }
        for number, group in members.items()
        if any(row.times for row in group)  # nobody speaks by the others any more
    ]
    if made:
        connection.execute(insert(party), made)


def _unsettle(connection: Connection, numbers: Iterable[int]) -> None:
    """Mark the offices of names: who bears them may be another one."""
    office, term = schema.office, schema.term.c
    for some in _portions(numbers):
        theirs = select(term.office).where(term.name_id.in_(some))
        connection.execute(update(office).where(office.c.words.in_(theirs)).values(due=True))


def _main(group: Sequence[Any]) -> Any:  # noqa: ANN401 - a row
    """Return the name that a party is called by: the most frequent one of several words, if there is one."""
    return max(group, key=lambda row: (row.times > 0, " " in row.words, row.times, -row.id))


def _tied(connection: Connection, seeds: set[int], joined: Collection[tuple[int, int]]) -> tuple[set[int], list[Link]]:
    """Return all names that links and people tie to some, and the links among them."""
    table = schema.link.c
    numbers, frontier = set(seeds), set(seeds)
    links: dict[tuple[int, int, str], Link] = {}
    columns = select(table.one_id, table.other_id, table.rule, table.reason, table.certainty)
    while frontier:
        met: set[int] = {end for pair in joined if frontier.intersection(pair) for end in pair}
        for column in (table.one_id, table.other_id):
            for one, other, rule, reason, certainty in among(connection, columns, column, frontier):
                links[one, other, rule] = Link(one, other, rule, reason, certainty)
                met.update((one, other))
        frontier = met - numbers
        numbers |= frontier
    return numbers, [links[key] for key in sorted(links)]


def _portions(values: Iterable[Any]) -> Iterator[list[Any]]:
    rest = sorted(values)
    for start in range(0, len(rest), _AT_ONCE):
        yield rest[start : start + _AT_ONCE]


def among(connection: Connection, chosen: Select[Any], column: Column[Any], values: Iterable[Any]) -> Iterator[Any]:
    """Yield the rows whose column has one of some values, of which there may be any number."""
    for some in _portions(values):
        yield from connection.execute(chosen.where(column.in_(some)))
