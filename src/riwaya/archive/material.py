"""Material for answers: statements with what stands around them, found by any of some words, and articles by theirs."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from riwaya.archive import rows, schema, stores
from riwaya.archive.parties import among
from riwaya.archive.queries import Phrase
from riwaya.archive.stores import Sought
from riwaya.model import Kind, Stance, Statement


@dataclass(frozen=True, slots=True)
class Said:
    """A statement in its article.

    Attributes:
        article: number of the article.
        place: of the statement among its statements.
        statement: itself.
        others: all statements of the article, this one among them, in their order.
        text, title, published, publisher, url: of the article.
    """

    article: int
    place: int
    statement: Statement
    others: tuple[Statement, ...]
    text: str
    title: str | None
    published: dt.date | None
    publisher: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Appearance:
    """A statement as it bears on a claim.

    Attributes:
        article: its number in the archive.
        url, publisher, published, title: of the article.
        stance: how it stands to the claim.
        speaker: who says it, as resolved in the article; ``None`` is *not stated*.
        kind: of the speaker.
        statement: the statement; ``None`` for a rumour that a statement mentions without saying whose it is.
        words: what it puts forward, as printed.
        chain: the way it took, from the page to where it ends as far as anybody says, nearest to the reader first.
        certainty: of belonging to the claim, 0 to 1.
    """

    article: int
    url: str | None
    publisher: str | None
    published: dt.date | None
    title: str | None
    stance: Stance
    speaker: str | None
    kind: Kind | None
    statement: Statement | None
    words: str
    chain: tuple[str, ...]
    certainty: float


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as an archive tells it: with addresses and names.

    Attributes:
        text: its words, as printed in one of its appearances.
        appearances: those that answer best first.
        origins: where the chains of its appearances end, each once; ``None`` among them is *not stated*.
    """

    text: str
    appearances: tuple[Appearance, ...]
    origins: tuple[str | None, ...]

    @property
    def contested(self) -> bool:
        """Whether somebody stands for it, and somebody against it."""
        stances = {each.stance for each in self.appearances}
        return bool(stances & {"denies", "contradicts"} and stances & {"asserts", "confirms", "reports"})


def holding(connection: Connection, words: Iterable[str]) -> tuple[int, dict[str, tuple[list[int], list[int]]]]:
    """Return how many statements there are, and for each word those that hold it and those below a title that does."""
    store, statement = stores.of(connection), schema.statement.c
    count = connection.execute(select(func.count()).select_from(schema.statement)).scalar_one()
    found: dict[str, tuple[list[int], list[int]]] = {}
    for word in words:
        phrase = Phrase((word,))
        said = connection.execute(store.entries("statement_words", [Sought(("text", "speaker"), phrase)])).scalars()
        titled = store.entries("article_words", [Sought(("title",), phrase)])
        below = connection.execute(select(statement.id).where(statement.article_id.in_(titled))).scalars()
        found[word] = list(said), list(below)
    return count, found


def said(connection: Connection, numbers: Iterable[int]) -> dict[int, Said]:
    """Return statements by their numbers, each with all others of its article."""
    statement, article = schema.statement.c, schema.article.c
    wanted = set(numbers)
    above = {row.article_id for row in among(connection, select(statement.article_id), statement.id, wanted)}
    named = (article.id, article.text, article.title, article.published, article.publisher, article.url)
    articles = {row.id: row for row in among(connection, select(*named), article.id, above)}
    all_of: dict[int, list[Mapping[str, Any]]] = {}
    chosen = select(schema.statement).order_by(statement.article_id, statement.place)
    for row in among(connection, chosen, statement.article_id, above):
        all_of.setdefault(row.article_id, []).append(row._asdict())
    out: dict[int, Said] = {}
    for number, those in all_of.items():
        statements = tuple(map(rows.statement_of, those))
        where = articles[number]
        around = (statements, where.text, where.title, where.published, where.publisher, where.url)
        out.update(
            (each["id"], Said(number, place, statements[place], *around))
            for place, each in enumerate(those)
            if each["id"] in wanted
        )
    return out


def at(connection: Connection, url: str) -> list[int]:
    """Return the articles at an address: as the page gives it, or as it was met."""
    article, sighting = schema.article.c, schema.sighting.c
    met = select(sighting.capture_id).where(sighting.url == url)
    chosen = select(article.id).where((article.url == url) | article.capture_id.in_(met))
    return list(connection.execute(chosen.order_by(article.id)).scalars())


def sharing(connection: Connection, runs: Sequence[Sequence[str]], but: int, most: int) -> list[int]:
    """Return the articles whose text holds most of some runs of words, but one; those that hold the most first."""
    store, shared = stores.of(connection), Counter[int]()
    for run in runs:
        found = store.entries("article_words", [Sought(("text",), Phrase(tuple(run)))]).limit(most)
        shared.update(connection.execute(found).scalars())
    del shared[but]
    ranked = sorted(shared.items(), key=lambda item: (-item[1], item[0]))
    return [number for number, _ in ranked[:most]]
