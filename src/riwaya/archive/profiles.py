"""What an archive knows of a party: its names and why they are one; what it said, where, when, and about what."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, case, func, select, union_all

from riwaya.arabic import stems
from riwaya.archive import judging, schema
from riwaya.archive.finding import conditions
from riwaya.archive.judging import Judgement, JudgementError
from riwaya.archive.parties import Stage, among, known
from riwaya.archive.queries import Query
from riwaya.archive.rows import LARGEST, extent
from riwaya.model import Kind, Known, Link, Name, Tenure
from riwaya.text import cut

_AT_ONCE: Final = 500  # parties that are listed
_READ: Final = 2000  # statements whose words are read: the newest
_OTHERS: Final = 2000  # statements of others that they are compared with
_TOLD: Final = 12  # words, media, publishers that are told
_LEAST: Final = 3  # times that a word is met, to be told
_SURE: Final = 10.83  # of the likelihood ratio: one in a thousand by chance
_KINDS: Final[tuple[Kind, ...]] = ("person", "organisation", "media", "document")


@dataclass(frozen=True, slots=True)
class Party:
    """Whom names refer to.

    Attributes:
        number: stays as long as the name that it is of stays with the party.
        words: how it is called.
        kind: of its names.
        times: in how many articles each of its names is a source, summed up.
    """

    number: int
    words: str
    kind: Kind
    times: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A party in a list: who it is, and how much it said.

    Attributes:
        party: who.
        names: its spellings, the most frequent first.
        offices: that are met beside them, the most frequent first.
        statements: how many there are by its names.
        denied: how many of these deny.
        first, last: days of the articles with them; ``None`` if none has a day.
    """

    party: Party
    names: tuple[str, ...]
    offices: tuple[str, ...]
    statements: int
    denied: int
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Month:
    """What a party said in a month: statements, and how many of them deny."""

    first: dt.date
    said: int
    denied: int


@dataclass(frozen=True, slots=True)
class Profile:
    """What an archive knows of a party.

    Attributes:
        party: whose profile it is.
        names: its names, the most frequent first.
        links: why they are one party's.
        judgements: of people, about these names.
        tenures: the offices that it held, as the articles say.
        acts: how many statements of each act, the most frequent first.
        media: where it spoke, as worded.
        via: who passed it on.
        publishers: whose articles quote it.
        months: those with statements, the earliest first.
        about: words that its statements have more often than those of others, the most telling first.
    """

    party: Party
    names: tuple[Known, ...]
    links: tuple[Link, ...]
    judgements: tuple[Judgement, ...]
    tenures: tuple[Tenure, ...]
    acts: tuple[tuple[str, int], ...]
    media: tuple[tuple[str, int], ...]
    via: tuple[tuple[str, int], ...]
    publishers: tuple[tuple[str, int], ...]
    months: tuple[Month, ...]
    about: tuple[str, ...]


def find(connection: Connection, stage: Stage, words: str) -> list[Party]:
    """Return the parties that are called so, the most frequent first.

    A number, or a spelling that the archive has, is looked up; any other one is taken for a new name, and goes to the
    parties that its name would go to; else all are returned that are called so among other words.
    """
    name, number = schema.name.c, number_of(words)
    exact = select(name.party_id).where(name.words == words.strip() if number is None else name.id == number)
    found = {number for number in connection.execute(exact).scalars() if number is not None}
    if not found and number is None:
        found = {number for kind in _KINDS for number in _kin(connection, stage, Name(words.strip(), kind))}
    if not found and number is None:
        wanted = stems.stems(words)
        likely = select(name.party_id, name.words).where(name.party_id.is_not(None), _holds(wanted))
        found = {row.party_id for row in connection.execute(likely) if _within(wanted, stems.stems(row.words))}
    table = schema.party
    rows = among(connection, select(table), table.c.id, found)
    parties = [Party(row.id, row.words, row.kind, row.times) for row in rows]
    return sorted(parties, key=lambda party: (-party.times, party.number))


def _kin(connection: Connection, stage: Stage, typed: Name) -> set[int]:
    """Return the parties that a name would go to if an article had it."""
    block, out = schema.block.c, set()
    for key in stage.blocks(typed):
        members = connection.execute(select(block.name_id).where(block.key == key)).scalars().all()
        there = known(connection, members)
        linked = stage.links([*there.values(), Known(0, typed, 1)])
        out |= {one.one or one.other for one in linked if 0 in (one.one, one.other)}
    name = schema.name.c
    return {row.party_id for row in among(connection, select(name.party_id), name.id, out) if row.party_id is not None}


def _holds(wanted: Sequence[str]) -> ColumnElement[bool]:
    """Return a condition that all names with these words meet, and few others: letters that no spelling changes."""
    longest = max((max(word.split("_"), key=len) for word in wanted), key=len, default="")
    return schema.name.c.words.contains(longest[1:-1] if len(longest) > 3 else "", autoescape=True)  # noqa: PLR2004


def _within(wanted: Sequence[str], words: Sequence[str]) -> bool:
    return bool(wanted) and any(words[at : at + len(wanted)] == list(wanted) for at in range(len(words)))


def listed(connection: Connection, query: Query | None) -> Iterator[Listed]:
    """Yield the parties of an archive in the order of their numbers, with what they said.

    Args:
        connection: of the archive.
        query: only statements that it lets through are counted, and only who speaks in these is listed.
    """
    statement, article, name = schema.statement, schema.article, schema.name
    through = conditions(connection, query, "statements") if query else ()
    day = article.c.published
    counted = (
        select(
            name.c.party_id,
            func.count().label("said"),
            func.sum(case((statement.c.act == "deny", 1), else_=0)).label("denied"),
            func.min(day).label("first"),
            func.max(day).label("last"),
        )
        .select_from(statement.join(article).join(name))
        .where(name.c.party_id.is_not(None), *through)
        .group_by(name.c.party_id)
        .order_by(name.c.party_id)
    )
    rows = connection.execute(counted).all()
    for start in range(0, len(rows), _AT_ONCE):
        yield from _listed(connection, rows[start : start + _AT_ONCE])


def _listed(connection: Connection, counted: Sequence[Any]) -> Iterator[Listed]:
    name, party, term = schema.name.c, schema.party, schema.term.c
    numbers = [row.party_id for row in counted]
    parties = {row.id: row for row in connection.execute(select(party).where(party.c.id.in_(numbers)))}
    spelled: dict[int, list[str]] = {}
    chosen = select(name.party_id, name.words).where(name.party_id.in_(numbers), name.times > 0)
    for row in connection.execute(chosen.order_by(name.times.desc(), name.id)):
        spelled.setdefault(row.party_id, []).append(row.words)
    held: dict[int, Counter[str]] = {}
    beside = select(name.party_id, term.office, term.times).join(schema.name, name.id == term.name_id)
    for number, office, times in connection.execute(beside.where(name.party_id.in_(numbers)).order_by(term.office)):
        held.setdefault(number, Counter())[office] += times
    for row in counted:
        there = parties.get(row.party_id)
        if there is not None:
            offices = tuple(words for words, _ in held.get(there.id, Counter[str]()).most_common())
            who = Party(there.id, there.words, there.kind, there.times)
            yield Listed(who, tuple(spelled.get(there.id, ())), offices, row.said, int(row.denied), row.first, row.last)


def names(connection: Connection, number: int) -> tuple[int, ...]:
    """Return the numbers of all names of the party of a name."""
    name = schema.name.c
    own = select(name.party_id).where(name.id == number).scalar_subquery()
    return tuple(connection.execute(select(name.id).where(name.party_id == own).order_by(name.id)).scalars())


def said_by(connection: Connection, number: int) -> ColumnElement[bool]:
    """Return the condition that a party speaks in a statement: by one of its names, or by an office that it held.

    Args:
        connection: of the archive.
        number: of the party, or of one of its names.
    """
    statement, article, bearer = schema.statement, schema.article, schema.bearer
    numbers = names(connection, number)
    own = select(statement.c.id).where(statement.c.name_id.in_(numbers))
    borne = (
        select(statement.c.id)
        .join(bearer, bearer.c.office == statement.c.office)
        .join(article, (article.c.id == statement.c.article_id) & (article.c.published == bearer.c.day))
        .where(bearer.c.name_id.in_(numbers), statement.c.name_id.is_(None))
    )
    return statement.c.id.in_(union_all(own, borne))


def number_of(words: str) -> int | None:
    """Return the number that some words are; 0, which nothing has, if it is larger than any.

    >>> number_of("12"), number_of("9" * 30), number_of("a")
    (12, 0, None)
    """
    if not words.strip().isdecimal():
        return None
    number = int(words)
    return number if number <= LARGEST else 0


def meant(connection: Connection, stage: Stage, words: str) -> int:
    """Return the number of the name that is spelled so, or has this number.

    Raises:
        JudgementError: if there is none; a judgement is about a name, and not about one that is like it.
    """
    name, number = schema.name.c, number_of(words)
    own = name.words == words.strip() if number is None else name.id == number
    exact = connection.execute(select(name.id).where(own).order_by(name.times.desc(), name.id)).scalar()
    if exact is not None:
        return int(exact)
    near = ", ".join(f"{each.words} [{each.number}]" for each in find(connection, stage, words)[:_TOLD])
    raise JudgementError(f"no name is spelled {words!r} here" + (f"; near it: {near}" if near else ""))


def profile(connection: Connection, stage: Stage, number: int) -> Profile:
    """Return what an archive knows of the party of a name.

    Args:
        connection: of the archive.
        stage: what has to be known of names.
        number: of the name, or of the party.

    Raises:
        KeyError: if there is no such name.
    """
    name, party = schema.name.c, schema.party
    there = connection.execute(
        select(party).join(schema.name, name.party_id == party.c.id).where(name.id == number)
    ).first()
    if there is None:
        raise KeyError(number)
    numbers = names(connection, there.id)
    spelled = sorted(known(connection, numbers).values(), key=lambda one: (-one.times, one.number))
    words = {one.name.words for one in spelled}
    own = said_by(connection, there.id)
    said = [*_statements(connection, own)]
    return Profile(
        Party(there.id, there.words, there.kind, there.times),
        tuple(spelled),
        tuple(_links(connection, numbers)),
        tuple(one for one in judging.judgements(connection) if {one.one, one.other} & {each.name for each in spelled}),
        tuple(stage.offices(spelled, dict.fromkeys(numbers, there.id))),
        _counted(connection, schema.statement.c.act, own),
        _most(cut(row.text, extent(row.medium)) for row in said if row.medium),
        _most(each for row in said for each in row.via),
        _counted(connection, schema.article.c.publisher, own),
        _months(connection, own),
        _about(connection, said, {stem for each in words for stem in stems.stems(each)}),
    )


def _counted(connection: Connection, column: Column[Any], own: ColumnElement[bool]) -> tuple[tuple[str, int], ...]:
    chosen = select(column, func.count().label("times")).select_from(schema.statement.join(schema.article))
    chosen = chosen.where(own).group_by(column)
    return _most_of(Counter({words: times for words, times in connection.execute(chosen) if words}))


def _most(found: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return _most_of(Counter(found))


def _most_of(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:_TOLD])


def _links(connection: Connection, numbers: Sequence[int]) -> Iterator[Link]:
    """Yield the surest links that hold names together, and none that others make needless (Kruskal 1956)."""
    table, own = schema.link.c, set(numbers)
    chosen = select(table.one_id, table.other_id, table.rule, table.reason, table.certainty)
    found = [Link(*row) for row in among(connection, chosen, table.one_id, numbers) if row.other_id in own]
    together = {number: number for number in numbers}
    for one in sorted(found, key=lambda link: (-link.certainty, link.one, link.other, link.rule)):
        first, second = together[one.one], together[one.other]
        if first != second:
            together = {number: first if head == second else head for number, head in together.items()}
            yield one


def _months(connection: Connection, own: ColumnElement[bool]) -> tuple[Month, ...]:
    day, act = schema.article.c.published, schema.statement.c.act
    chosen = select(day, act, func.count()).select_from(schema.statement.join(schema.article))
    said: Counter[dt.date] = Counter()
    denied: Counter[dt.date] = Counter()
    for published, what, times in connection.execute(chosen.where(own, day.is_not(None)).group_by(day, act)):
        month = published.replace(day=1)
        said[month] += times
        denied[month] += times * (what == "deny")
    return tuple(Month(month, said[month], denied[month]) for month in sorted(said))


def _statements(connection: Connection, where: ColumnElement[bool], most: int = _READ) -> Iterator[Any]:
    """Yield statements with the text of their article, the newest first."""
    statement, article = schema.statement, schema.article
    columns = (statement.c.content, statement.c.medium, statement.c.via, article.c.text)
    chosen = select(*columns).select_from(statement.join(article)).where(where)
    yield from connection.execute(chosen.order_by(article.c.published.desc(), statement.c.id.desc()).limit(most))


def _about(connection: Connection, said: Sequence[Any], own: set[str]) -> tuple[str, ...]:
    """Return the words that tell some statements from those of others, by the likelihood ratio (Dunning 1993)."""
    number = schema.statement.c.id
    last = connection.execute(select(func.max(number))).scalar() or 0
    step = max(1, last // _OTHERS)
    ours, shown = _words(said)
    theirs, _ = _words(_statements(connection, number % step == 0, _OTHERS))
    sums = ours.total() or 1, theirs.total() or 1
    ratios = {
        word: _ratio(times, theirs[word], *sums)
        for word, times in ours.items()
        if times >= _LEAST and word not in own and times * sums[1] > theirs[word] * sums[0]
    }
    telling = sorted((word for word in ratios if ratios[word] > _SURE), key=lambda word: (-ratios[word], word))
    return tuple(shown[word].most_common(1)[0][0] for word in telling[:_TOLD])


def _words(statements: Iterable[Any]) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """Return how often each word occurs in its indexed form, and how it is printed."""
    counted: Counter[str] = Counter()
    shown: dict[str, Counter[str]] = {}
    for row in statements:
        content = cut(row.text, extent(row.content))
        words, where = stems.located(content)
        for at, word in enumerate(words):
            counted[word] += 1
            shown.setdefault(word, Counter())[cut(content, (where(at),))] += 1
    return counted, shown


def _ratio(ours: int, theirs: int, all_ours: int, all_theirs: int) -> float:
    """Return twice the logarithm of the likelihood ratio of a word being as frequent here as there."""
    share = (ours + theirs) / (all_ours + all_theirs)
    return 2 * sum(
        times * math.log(times / (total * share)) for times, total in ((ours, all_ours), (theirs, all_theirs)) if times
    )
