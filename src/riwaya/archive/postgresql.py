"""An archive in a PostgreSQL database, for a team: connections, the index of words.

Words are indexed as they are on SQLite, in our own form; PostgreSQL cuts, folds and stems nothing. Ranks are those of
SQLite's FTS5, computed here from where the words stand.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Index,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    Text,
    cast,
    column,
    delete,
    func,
    insert,
    select,
    table,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from riwaya.archive.lexemes import quoted, vector
from riwaya.archive.queries import variants
from riwaya.archive.servers import SECONDS_TO_SEARCH, place
from riwaya.archive.stores import (
    LEAST,
    LENGTH,
    SATURATION,
    WEIGHTS,
    ArchiveBusyError,
    ArchiveError,
    ArchiveFullError,
    Sought,
)

__all__ = [
    "ERRORS",
    "advice",
    "backup",
    "check",
    "enter",
    "entries",
    "failure",
    "fewer",
    "following",
    "given",
    "make_indexes",
    "place",
    "ranks",
    "remove",
]

_metadata: Final = MetaData()
# `words` holds the first two columns, one behind the other, the first of them by itself as well; `second` is the place
# at which the second one starts, `length` the number of all words.
_INDEXES: Final = {
    name: Table(
        name,
        _metadata,
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("words", TSVECTOR, nullable=False),
        *(Column(each, TSVECTOR, nullable=False) for each in single),
        Column("second", Integer, nullable=False),
        Column("length", Integer, nullable=False),
        *(
            Index(f"{name}_{each}", each, postgresql_using="gin", postgresql_with={"fastupdate": "off"})
            for each in ("words", *single)
        ),
    )
    for name, single in (("article_words", ("title", "publisher")), ("statement_words", ("speaker", "medium", "via")))
}
_JOINT: Final = {"article_words": ("title", "text"), "statement_words": ("text", "speaker")}
# How many entries an index has, and how many words: kept by those who write, asked for by every search.
_TOTALS: Final = Table(
    "words_total",
    _metadata,
    Column("name", String, primary_key=True),
    Column("entries", Integer, nullable=False),
    Column("words", BigInteger, nullable=False),
)

ERRORS: Final[tuple[type[Exception], ...]] = (OSError,)  # the driver lets some of a broken connection through


# -- the index of words ------------------------------------------------------------------------------------------------


def make_indexes(connection: Connection) -> None:
    """Make the indexes of words.

    Raises:
        ArchiveError: if the database cannot hold all characters.
    """
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise ArchiveError(f"the database is in {encoding}, and pages are not: make one with createdb --encoding=UTF8")
    _metadata.create_all(connection)
    connection.execute(insert(_TOTALS), [{"name": name, "entries": 0, "words": 0} for name in _INDEXES])


def enter(connection: Connection, index: str, entries: Sequence[Mapping[str, Any]]) -> None:
    """Add entries to an index."""
    rows = [_entry(index, each) for each in entries]
    connection.execute(insert(_INDEXES[index]), rows)
    _count(connection, index, len(rows), sum(row["length"] for row in rows))


def remove(connection: Connection, index: str, numbers: Sequence[int]) -> None:
    """Take entries out of an index."""
    where = _INDEXES[index]
    those = where.c.id == func.any(cast(list(numbers), ARRAY(Integer)))
    gone = connection.execute(delete(where).where(those).returning(where.c.length)).scalars().all()
    _count(connection, index, -len(gone), -sum(gone))


def _count(connection: Connection, index: str, entries: int, words: int) -> None:
    total = _TOTALS.c
    counted = update(_TOTALS).where(total.name == index)
    connection.execute(counted.values(entries=total.entries + entries, words=total.words + words))


def _entry(index: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    joint = [entry[name].split() for name in _JOINT[index]]
    words, second = vector(*joint)
    row: dict[str, Any] = {"id": entry["id"], "words": words, "second": second, "length": sum(map(len, joint))}
    for name in WEIGHTS[index]:
        if name in _INDEXES[index].c:
            single = entry[name].split()
            row[name] = vector(single)[0]
            row["length"] += len(single) if name not in _JOINT[index] else 0
    return row


def entries(index: str, sought: Sequence[Sought]) -> Select[int]:
    """Return the query for the numbers of the entries in which all that is sought stands."""
    wanted: dict[str, list[str]] = {}
    for each in sought:
        first = "|".join(dict.fromkeys(quoted(run[0]) for run in variants(each.phrase)))
        rest = [quoted(word) for word in variants(each.phrase)[0][1:]]
        wanted.setdefault(_column(each), []).append(" <-> ".join((f"({first})", *rest)))
    where = _INDEXES[index]
    asked = [
        where.c[name].bool_op("@@")(cast(" & ".join(f"({one})" for one in each), TSQUERY))
        for name, each in wanted.items()
    ]
    # By themselves, or they would be looked for in one entry after the other.
    found = select(where.c.id).where(*asked).cte().prefix_with("MATERIALIZED")
    return select(found.c.id)


def _column(sought: Sought) -> str:
    return "words" if len(sought.columns) > 1 else sought.columns[0]


def fewer(connection: Connection, numbers: Select[int], than: int) -> bool:
    """Return whether a query gives fewer numbers than some: PostgreSQL guesses that itself, and need not be told."""
    del connection, numbers, than
    return True


# -- ranks -------------------------------------------------------------------------------------------------------------


class _Entry(NamedTuple):
    """An entry of an index: of all its words the number, of those that were asked for the places in each column."""

    number: int
    length: int
    second: int
    places: dict[str, dict[str, list[int]]]


class _Run(NamedTuple):
    """One of the runs of words that a phrase may be, where it is looked for, and what it counts in joint columns."""

    column: str
    lexemes: tuple[str, ...]
    weights: tuple[float, float]

    def frequency(self, entry: _Entry) -> float:
        """Return how often it stands in an entry, by weight."""
        places = entry.places[self.column]
        starts = places.get(self.lexemes[0], [])
        for behind, lexeme in enumerate(self.lexemes[1:], 1):
            there = set(places.get(lexeme, ()))
            starts = [at for at in starts if at + behind in there]
        first = sum(at < entry.second for at in starts)
        return first * self.weights[0] + (len(starts) - first) * self.weights[1]


def ranks(connection: Connection, index: str, sought: Sequence[Sought], numbers: Sequence[int]) -> dict[int, float]:
    """Return the BM25 of entries in which all that is sought stands: the larger, the better."""
    runs = [run for each in sought for run in _runs(index, each)]
    found = _stood(connection, index, runs, numbers)
    total = _TOTALS.c
    all_entries, all_words = connection.execute(select(total.entries, total.words).where(total.name == index)).one()
    out = dict.fromkeys((entry.number for entry in found), 0.0)
    there = {name: {word for entry in found for word in entry.places[name]} for name in {run.column for run in runs}}
    met = [run for run in runs if there[run.column].issuperset(run.lexemes)]  # most runs are no words of any text
    for run, entries in zip(met, _held(connection, index, met), strict=True):
        rarity = max(math.log((all_entries - entries + 0.5) / (entries + 0.5)), LEAST)
        for entry in found:
            often = run.frequency(entry)
            long = 1 - LENGTH + LENGTH * entry.length * all_entries / all_words
            out[entry.number] += rarity * often * (SATURATION + 1) / (often + SATURATION * long)
    return out


def _runs(index: str, sought: Sought) -> Iterator[_Run]:
    counts = [WEIGHTS[index][name] for name in sought.columns]
    for run in variants(sought.phrase):
        yield _Run(_column(sought), tuple(map(quoted, run)), (counts[0], counts[-1]))


_STOOD: Final = re.compile(r"('(?:[^'\\]|''|\\\\)*'):([0-9A,]+)")


def _stood(connection: Connection, index: str, runs: Sequence[_Run], numbers: Sequence[int]) -> list[_Entry]:
    """Return entries with the places of the words of some runs; all other words are left out on the server."""
    where = _INDEXES[index]
    asked: dict[str, dict[str, None]] = {}
    for run in runs:
        asked.setdefault(run.column, {}).update(dict.fromkeys(run.lexemes))
    cut = [_only(where.c[name], lexemes) for name, lexemes in asked.items()]
    chosen = select(where.c.id, where.c.length, where.c.second, *cut)
    rows = connection.execute(chosen.where(where.c.id == func.any(cast(list(numbers), ARRAY(Integer)))))
    return [
        _Entry(
            row[0],
            row[1],
            row[2],
            {
                name: {lexeme: list(map(int, at.replace("A", "").split(","))) for lexeme, at in _STOOD.findall(words)}
                for name, words in zip(asked, row[3:], strict=True)
            },
        )
        for row in rows
    ]


def _only(words: ColumnElement[Any], lexemes: Iterable[str]) -> ColumnElement[str]:
    """Return a column with some of its words only: these are given a label, and those without it are left out."""
    plain = [lexeme[1:-1].replace("''", "'").replace("\\\\", "\\") for lexeme in lexemes]
    labelled = func.setweight(words, text("'A'"), cast(plain, ARRAY(Text)))
    return cast(func.ts_filter(labelled, text("'{a}'")), Text)


def _held(connection: Connection, index: str, runs: Sequence[_Run]) -> list[int]:
    """Return in how many entries each of some runs stands."""
    where, counts = _INDEXES[index], [0] * len(runs)
    for name in {run.column for run in runs}:
        own = [(number, run) for number, run in enumerate(runs) if run.column == name]
        wanted = cast([" <-> ".join(run.lexemes) for _, run in own], ARRAY(TSQUERY))
        asked = func.unnest(wanted).table_valued("query", with_ordinality="place").render_derived()
        held = (
            select(func.count()).select_from(where).where(where.c[name].bool_op("@@")(asked.c.query)).scalar_subquery()
        )
        for at, count in connection.execute(select(asked.c.place, held)):
            counts[own[at - 1][0]] = count
    return counts


# -- numbers, checks, advice -------------------------------------------------------------------------------------------


def following(connection: Connection, name: str) -> int:
    """Return the next number of a table; one that was given once is never given again."""
    sequence = table(f"{name}_id_seq", column("last_value"), column("is_called"))
    last, called = connection.execute(select(sequence.c.last_value, sequence.c.is_called)).one()
    return int(last) + bool(called)


def given(connection: Connection, name: str, last: int) -> None:
    """Note the last number of a table that was given; this stands also if what it was given to is taken back."""
    connection.execute(select(func.setval(f"{name}_id_seq", last)))


def check(connection: Connection) -> Iterator[str]:
    """Yield where an index of words does not hold what it should."""
    for name, index in _INDEXES.items():
        of = table(name.removesuffix("_words"), column("id"))
        strays = select(func.count()).select_from(of.join(index, of.c.id == index.c.id, full=True))
        count = connection.execute(strays.where(of.c.id.is_(None) | index.c.id.is_(None))).scalar_one()
        if count:
            yield f"{count} entries of {name} are missing, or too many"
        counted = select(func.count(), func.coalesce(func.sum(index.c.length), 0))
        total = select(_TOTALS.c.entries, _TOTALS.c.words).where(_TOTALS.c.name == name)
        if tuple(connection.execute(counted).one()) != tuple(connection.execute(total).one()):
            yield f"{name} is not as large as it was counted"


def backup(engine: Engine, path: Path | None, target: Path) -> None:
    """Refuse: a server has its own way.

    Raises:
        ArchiveError: always.
    """
    del engine, path, target
    raise ArchiveError("an archive on PostgreSQL is copied by pg_dump, while others may add: pg_dump --format=custom")


def failure(error: BaseException, name: str) -> ArchiveError:
    """Return what an error comes to, with what a person can do about it."""
    said = error.args[0] if error.args else ""
    kind = _KINDS.get(str(said.get("C")), ArchiveError) if isinstance(said, dict) else ArchiveError
    return kind(f"{name}: {advice(error)}")


def advice(error: BaseException) -> str:
    """Return what a person can do about what PostgreSQL or its driver says.

    >>> advice(Exception({"C": "28P01", "M": "password authentication failed for user desk"}))
    'the server refuses the user or the password: check them in the address, or PGUSER and PGPASSWORD'
    """
    said = error.args[0] if error.args else ""
    if isinstance(error, OSError):
        return _LOST
    if not isinstance(said, dict):
        if "network error" in str(said) or "connection is closed" in str(said):
            return _LOST
        return f"the driver says {str(said)!r}"
    code = str(said.get("C"))
    for start, told in _ADVICE.items():
        if code.startswith(start):
            return told
    return f"PostgreSQL says {said.get('M')!r}"


_LOST: Final = (
    "the connection to the server was lost: run the same command again when it answers, "
    "nothing that was reported is lost"
)
_KINDS: Final[Mapping[str, type[ArchiveError]]] = {"55P03": ArchiveBusyError, "53100": ArchiveFullError}
# By the codes of PostgreSQL (https://www.postgresql.org/docs/current/errcodes-appendix.html).
_ADVICE: Final = {
    "28": "the server refuses the user or the password: check them in the address, or PGUSER and PGPASSWORD",
    "3D000": "there is no database of this name: make it first, with createdb",
    "57014": f"the search took longer than {SECONDS_TO_SEARCH} seconds: ask for rarer words, or name days as well",
    "55P03": "another process has been writing for a minute: run the same command again when it is done",
    "53100": "the disk of the server is full: make room and run the same command again, "
    "nothing that was reported is lost",
    "53300": "the server has as many connections as it allows: run the same command again later",
    "57P03": "the server is starting or stopping: run the same command again when it answers",
    "57P": _LOST,
    "08": _LOST,
    "42501": "the user may not write to this database: check what it is granted",
    "25006": "the server takes no writing, perhaps as a copy of another one: name that one",
    "XX001": "the database is broken: go back to a copy",
    "XX002": "the database is broken: go back to a copy",
}
