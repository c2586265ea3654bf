"""Finding: articles and statements by words, fields and days, the best first, with the words that were found marked."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from sqlalchemy import Column, ColumnElement, Connection, Select, func, literal, select

from riwaya.arabic import stems
from riwaya.archive import rows, schema, stores
from riwaya.archive.queries import Phrase, Query, variants
from riwaya.archive.stores import Sought, Store
from riwaya.model import Article, Statement
from riwaya.text import Extent, Span, merge

Among: TypeAlias = Literal["articles", "statements"]
RANKED: Final = 500  # the newest of those that are let through; they are ranked, and behind them nobody looks
_HALF_LIFE: Final = 180.0  # days after which being new counts half
_RECENCY: Final = 0.5  # how much being new counts beside the words
_DIGITS: Final = 12  # of a score: what databases add up in another order is equal
_TEXT: Final = {"articles": ("title", "text"), "statements": ("text", "speaker")}
_INDEX: Final = {"articles": "article_words", "statements": "statement_words"}
_FEW: Final = {"articles": 2000, "statements": 8000}  # that are looked up more quickly than one goes from day to day
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
    store = stores.of(connection)
    sought, conditions = _let_through(store, query, among)
    chosen = _newest(connection, store, among, sought, [*_listed(query.listed), *query.speakers])
    newest_first = connection.execute(chosen.where(*conditions)).all()
    days = {row[0]: row[1] for row in newest_first[:RANKED]}
    more = len(newest_first) > RANKED
    ranks = store.ranks(connection, _INDEX[among], sought, list(days)) if sought and days else dict.fromkeys(days, 1.0)
    newest = connection.execute(select(func.max(schema.article.c.published))).scalar()
    newest = min(newest, dt.datetime.now(dt.UTC).date()) if newest else None  # a date in the future is a misprint
    scored = sorted(((_score(rank, days[number], newest), number) for number, rank in ranks.items()), key=_best)
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
    place = statement.c.place if among == "statements" else literal(None)
    tables = article.join(statement) if among == "statements" else article
    through = conditions(connection, query, among) if query else ()
    chosen = select(article.c.id, place).select_from(tables).where(*through).order_by(article.c.id, place)
    return [(row[0], row[1]) for row in connection.execute(chosen)]


def conditions(connection: Connection, query: Query, among: Among) -> list[ColumnElement[bool]]:
    """Return the conditions that hold for what a query lets through: of articles, or of these joined with statements.

    Args:
        connection: of the archive.
        query: from :func:`riwaya.archive.queries.parse`.
        among: what is looked for.
    """
    store = stores.of(connection)
    sought, found = _let_through(store, query, among)
    if sought:
        found.append(_number(among).in_(store.entries(_INDEX[among], sought)))
    return found


def _best(scored: tuple[float, int]) -> tuple[float, int]:
    score, number = scored
    return -score, -number


def _score(rank: float, day: dt.date | None, newest: dt.date | None) -> float:
    """Return the worth of a hit: that of its words, raised if it is new."""
    age = max(0, (newest - day).days) if newest and day else 4 * _HALF_LIFE
    return round(rank * (1 + _RECENCY * math.exp2(-age / _HALF_LIFE)), _DIGITS)


def _newest(
    connection: Connection,
    store: Store,
    among: Among,
    sought: list[Sought],
    few: Sequence[ColumnElement[bool]],
) -> Select[int, dt.date | None]:
    """Return the query for the newest in which all that is sought stands, with their days; one more than are ranked.

    ``few`` are conditions of statements that may let little through.
    """
    article, statement, number = schema.article, schema.statement, _number(among)
    found = store.entries(_INDEX[among], sought) if sought else None
    key, of = number + 0, article.c.id + 0
    probe = found if found is not None else select(number).where(*few)
    if store.fewer(connection, probe, _FEW[among]):
        key, of = number, article.c.id
    # Going from day to day is quick where much is let through, and slow where little is; of a number that something is
    # added to, a database finds no row, so that it has to go.
    chosen = select(number, article.c.published).order_by(article.c.published.desc().nulls_last(), number.desc())
    if among == "statements":
        chosen = chosen.select_from(article.join(statement, of == statement.c.article_id))
    if found is not None:
        chosen = chosen.where(key.in_(found))
    return chosen.limit(RANKED + 1)


def _let_through(store: Store, query: Query, among: Among) -> tuple[list[Sought], list[ColumnElement[bool]]]:
    """Return what is sought in the index, and the other conditions."""
    name, article, wanted = _INDEX[among], schema.article, []
    conditions = _filters(query)
    for phrase in query.phrases:
        columns = _column(phrase, among)
        if columns and not phrase.excluded:
            wanted.append(Sought(columns, phrase))
            continue
        own, key = (name, _number(among)) if columns else ("article_words", article.c.id)
        found = store.entries(own, [Sought(columns or (phrase.field or "text",), phrase)])
        conditions.append(key.not_in(found) if phrase.excluded else key.in_(found))
    return wanted, conditions


def _number(among: Among) -> Column[int]:
    return (schema.article if among == "articles" else schema.statement).c.id


def _column(phrase: Phrase, among: Among) -> tuple[str, ...]:
    """Return the columns of the searched index in which a phrase is looked for; none if it is of the article."""
    if phrase.field is None:
        return _TEXT[among]
    if among == "statements" and phrase.field in _OF_ARTICLES:
        return ()
    return (phrase.field,)


def _filters(query: Query) -> list[ColumnElement[bool]]:
    out, day = [*_listed(query.listed), *query.speakers], schema.article.c.published
    if query.earliest:
        out.append(day >= query.earliest)
    if query.latest:
        out.append(day <= query.latest)
    return out


def _listed(listed: Mapping[str, Sequence[str]]) -> list[ColumnElement[bool]]:
    return [schema.statement.c[name].in_(values) for name, values in listed.items()]


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
    forms, where = stems.located(words)
    firsts: dict[str, list[tuple[str, ...]]] = {}
    for run in runs:
        firsts.setdefault(run[0], []).append(run)
    return merge(
        Span(where(at).start, where(at + len(run) - 1).end)
        for at, form in enumerate(forms)
        if form in firsts
        for run in firsts[form]
        if tuple(forms[at : at + len(run)]) == run
    )


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
