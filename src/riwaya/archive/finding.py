"""Finding: articles and statements by words, fields and days, the best first, with the words that were found marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from sqlalchemy import Column, ColumnElement, Connection, Select, func, literal, select, text

from riwaya.arabic import stems
from riwaya.archive import rows, schema, sqlite
from riwaya.archive.queries import Phrase, Query, variants
from riwaya.model import Article, Statement
from riwaya.text import Extent, Span, merge

Among: TypeAlias = Literal["articles", "statements"]
RANKED: Final = 1000  # hits that are ranked by words and recency; behind them nobody looks
_HALF_LIFE: Final = 180.0  # days after which being new counts half
_RECENCY: Final = 0.5  # how much being new counts beside the words
_TEXT: Final = {"articles": ("title", "text"), "statements": ("text", "speaker")}
_INDEX: Final = {"articles": "article_words", "statements": "statement_words"}
_AROUND: Final = 90  # characters of a snippet before the first word that was found, and after
_OF_ARTICLES: Final = frozenset({"publisher", "title"})


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found.

    Attributes:
        article: its number in the archive.
        title, publisher, published, url: of the article.
        snippet: the stretch of the article's text that shows why, as an extent of it.
        marks: the words that were asked for, inside the snippet.
        words: the snippet's text.
        score: the larger the better; comparable within one search only.
        statement: the statement, where statements were searched.
    """

    article: int
    title: str | None
    publisher: str | None
    published: dt.date | None
    url: str | None
    snippet: Extent
    marks: Extent
    words: str
    score: float
    statement: Statement | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Hits from one place on.

    Attributes:
        hits: in their order.
        total: how many there are; if ``more``, at least.
        more: whether there are more than were ranked.
    """

    hits: tuple[Hit, ...]
    total: int
    more: bool


class Exported(NamedTuple):
    """One of those that are exported.

    Attributes:
        number: of the article, in the archive.
        place: of the statement in the article, from 0; ``None`` where articles are exported.
        article: with its capture and all of its statements.
    """

    number: int
    place: int | None
    article: Article


def search(connection: Connection, query: Query, among: Among, *, limit: int, offset: int) -> Page:
    """Return what a query finds.

    Args:
        connection: of the archive.
        query: from :func:`riwaya.archive.queries.parse`.
        among: what is looked for.
        limit: hits at most.
        offset: hits that are passed over.
    """
    ranks = [(row[0], row[1], row[2]) for row in connection.execute(_ranked(query, among))]
    more = len(ranks) > RANKED
    newest = connection.execute(select(func.max(schema.article.c.published))).scalar()
    newest = min(newest, dt.datetime.now(dt.UTC).date()) if newest else None  # a date in the future is a misprint
    scored = sorted(((_score(rank, day, newest), number) for number, rank, day in ranks[:RANKED]), key=_best)
    wanted = scored[offset : offset + limit]
    found = _rows(connection, among, [number for _, number in wanted])
    hits = tuple(_hit(query, found[number], score) for score, number in wanted)
    return Page(hits, len(scored), more)


def everything(connection: Connection, query: Query | None, among: Among) -> list[tuple[int, int | None]]:
    """Return all that a query lets through, in the order in which it came: article, and place of a statement in it.

    Args:
        connection: of the archive.
        query: from :func:`riwaya.archive.queries.parse`; all of the archive without one.
        among: what is looked for.
    """
    article, statement = schema.article, schema.statement
    wanted, conditions = _let_through(query, among) if query else ([], [])
    number = _number(among)
    if wanted:
        index = sqlite.INDEXES[_INDEX[among]]
        conditions.append(number.in_(select(index.c.rowid).where(sqlite.matches(index.name, wanted))))
    place = statement.c.place if among == "statements" else literal(None)
    tables = article.join(statement) if among == "statements" else article
    chosen = select(article.c.id, place).select_from(tables).where(*conditions).order_by(article.c.id, place)
    return [(row[0], row[1]) for row in connection.execute(chosen)]


def _best(scored: tuple[float, int]) -> tuple[float, int]:
    score, number = scored
    return -score, -number


def _score(rank: float, day: dt.date | None, newest: dt.date | None) -> float:
    """Return the worth of a hit: that of its words (BM25 is the better the smaller), raised if it is new."""
    age = max(0, (newest - day).days) if newest and day else 4 * _HALF_LIFE
    return float(-rank * (1 + _RECENCY * 0.5 ** (age / _HALF_LIFE)))


def _ranked(query: Query, among: Among) -> Select[Any]:
    """Return the query for number, rank and day of all that is let through, the best first."""
    article, name, number = schema.article, _INDEX[among], _number(among)
    wanted, conditions = _let_through(query, among)
    rank = sqlite.rank(name) if wanted else literal(-1.0)
    chosen: Select[Any] = select(number, rank.label("rank"), article.c.published)
    chosen = chosen.select_from(article if among == "articles" else article.join(schema.statement))
    if wanted:
        chosen = chosen.where(sqlite.INDEXES[name].c.rowid == number, sqlite.matches(name, wanted))
    order = text("rank") if wanted else article.c.published.desc()
    return chosen.where(*conditions).order_by(order, number.desc()).limit(RANKED + 1)


def _let_through(query: Query, among: Among) -> tuple[list[str], list[ColumnElement[bool]]]:
    """Return what the searched index has to match, and the other conditions."""
    name, article, wanted = _INDEX[among], schema.article, []
    conditions = _filters(query)
    for phrase in query.phrases:
        columns = _column(phrase, among)
        if columns and not phrase.excluded:
            wanted.append(sqlite.expression(name, columns, phrase))
            continue
        own, key = (name, _number(among)) if columns else ("article_words", article.c.id)
        expression = sqlite.expression(own, columns or (phrase.field or "text",), phrase)
        found = select(sqlite.INDEXES[own].c.rowid).where(sqlite.matches(own, [expression]))
        conditions.append(key.not_in(found) if phrase.excluded else key.in_(found))
    return wanted, conditions


def _number(among: Among) -> Column[int]:
    return (schema.article if among == "articles" else schema.statement).c.id


def _column(phrase: Phrase, among: Among) -> Sequence[str]:
    """Return the columns of the searched index in which a phrase is looked for; none if it is of the article."""
    if phrase.field is None:
        return _TEXT[among]
    if among == "statements" and phrase.field in _OF_ARTICLES:
        return ()
    return (phrase.field,)


def _filters(query: Query) -> list[ColumnElement[bool]]:
    out: list[ColumnElement[bool]] = [schema.statement.c[name].in_(values) for name, values in query.listed.items()]
    out += query.speakers
    day = schema.article.c.published
    if query.earliest:
        out.append(day >= query.earliest)
    if query.latest:
        out.append(day <= query.latest)
    return out


def _rows(connection: Connection, among: Among, numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return the columns of hits by their numbers: those of an article under ``article_…``, of a statement its own."""
    article, statement = schema.article, schema.statement
    named = ("id", "title", "text", "publisher", "published", "url")
    columns = [article.c[name].label(f"article_{name}") for name in named]
    if among == "articles":
        found = connection.execute(select(*columns).where(article.c.id.in_(numbers)))
        return {row.article_id: row._asdict() for row in found}
    both = select(*columns, *(column for column in statement.c if column.name != "article_id"))
    chosen = both.select_from(article.join(statement)).where(statement.c.id.in_(numbers))
    return {row.id: row._asdict() for row in connection.execute(chosen)}


def _hit(query: Query, row: Mapping[str, Any], score: float) -> Hit:
    words = row["article_text"]
    statement = rows.statement_of(row) if "content" in row else None
    if statement is None:
        marks = _marks(query, words)
        window = _window(words, marks)
        marks = tuple(mark for mark in marks if window.start <= mark.start and mark.end <= window.end)
    else:
        spans = (*statement.content, *statement.source)
        window = Span(min(span.start for span in spans), max(span.end for span in spans))
        inside = _marks(query, words[window.start : window.end])
        marks = tuple(Span(window.start + start, window.start + end) for start, end in inside)
    return Hit(
        row["article_id"],
        row["article_title"],
        row["article_publisher"],
        row["article_published"],
        row["article_url"],
        (window,),
        marks,
        words[window.start : window.end],
        score,
        statement,
    )


def _marks(query: Query, words: str) -> Extent:
    """Return where the words of a query stand in a text."""
    runs = {run for phrase in query.phrases if not phrase.excluded for run in variants(phrase)}
    if not runs:
        return ()
    placed = list(stems.placed(words))
    firsts: dict[str, list[tuple[str, ...]]] = {}
    for run in runs:
        firsts.setdefault(run[0], []).append(run)
    found: list[Span] = []
    for at, (form, span) in enumerate(placed):
        found += (
            Span(span.start, placed[at + len(run) - 1][1].end)
            for run in firsts.get(form, ())
            if tuple(each for each, _ in placed[at : at + len(run)]) == run
        )
    return merge(found)


def _window(words: str, marks: Extent) -> Span:
    """Return the stretch around the first mark, in whole words of one paragraph."""
    at = marks[0] if marks else Span(0, 0)
    start, end = max(0, at.start - _AROUND), min(len(words), at.end + _AROUND)
    start = max(start, words.rfind("\n", 0, at.start) + 1)
    if (line := words.find("\n", at.end)) >= 0:
        end = min(end, line)
    while start < at.start and start and not words[start - 1].isspace():
        start += 1
    while end > at.end and end < len(words) and not words[end].isspace():
        end -= 1
    return Span(start, end)
