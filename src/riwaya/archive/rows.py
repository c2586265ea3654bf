"""Between the nouns and the columns of their tables, both ways; nothing is lost on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from riwaya.arabic import stems
from riwaya.archive.packing import packed, packed_alignment, unpacked_alignment
from riwaya.errors import Problem
from riwaya.model import Article, Capture, Mention, Reading, Record, Statement, When
from riwaya.text import Extent, Span, cut

Row: TypeAlias = dict[str, Any]
LARGEST: Final = (1 << 31) - 1  # number that every database takes
LONGEST_NAME: Final = 200  # characters; databases do not index texts of any length


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record as rows, made where it was read, so that the one who writes has little to do.

    Attributes:
        digest: of the capture.
        articles: columns of ``article``.
        words: for each article, the columns of its entry in the index.
        statements: for each article, columns of ``statement``.
        statement_words: likewise, of their entries in the index.
        mentions: likewise, who is named as their sources.
        problems: columns of ``problem``.
    """

    digest: str
    articles: tuple[Row, ...]
    words: tuple[Row, ...]
    statements: tuple[tuple[Row, ...], ...]
    statement_words: tuple[tuple[Row, ...], ...]
    mentions: tuple[tuple[Mention | None, ...], ...]
    problems: tuple[Row, ...]


def prepared(record: Record) -> Prepared:
    """Return the rows of a record."""
    return Prepared(
        record.capture.digest,
        tuple(_article(article, place) for place, article in enumerate(record.articles)),
        tuple(_article_words(article) for article in record.articles),
        tuple(tuple(map(_statement, range(len(each.statements)), each.statements)) for each in record.articles),
        tuple(tuple(_statement_words(one, each) for one in each.statements) for each in record.articles),
        tuple(tuple(map(_kept, found)) for found in _mentions(record)),
        tuple(one.to_dict() for one in record.told()),
    )


def _mentions(record: Record) -> tuple[tuple[Mention | None, ...], ...]:
    """Return the mentions of a record; none, if it was changed since these were read."""
    said = [len(each.statements) for each in record.articles]
    if [len(found) for found in record.mentions] == said:
        return record.mentions
    return tuple((None,) * number for number in said)


def _kept(mention: Mention | None) -> Mention | None:
    """Return a mention without what is too long for a name: it could not be looked up by it."""
    if mention is None:
        return None
    name = mention.name if mention.name and len(mention.name.words) <= LONGEST_NAME else None
    office = mention.office if mention.office and len(mention.office) <= LONGEST_NAME else None
    return Mention(name, office) if name or office else None


# -- captures and problems ---------------------------------------------------------------------------------------------


def capture(found: Capture) -> Row:
    """Return the columns of a capture."""
    return {
        "digest": found.digest,
        "body": packed(found.body),
        "size": len(found.body),
        "media_type": found.media_type,
        "encoding": found.encoding,
        "repaired": found.repaired,
        "text_field": found.text_field,
        "given": dict(found.given),
        "problems": [one.to_dict() for one in found.problems],
    }


def capture_of(row: Mapping[str, Any], body: bytes, text: str) -> Capture:
    """Return a capture from its columns, those of a sighting of it, its body, and the text that this decodes to."""
    return Capture(
        body=body,
        text=text,
        media_type=row["media_type"],
        digest=row["digest"],
        encoding=row["encoding"],
        repaired=row["repaired"],
        name=row["name"],
        url=row["url"] or None,
        given=row["given"],
        problems=tuple(map(problem_of, row["problems"])),
        text_field=row["text_field"],
    )


def problem_of(row: Mapping[str, Any]) -> Problem:
    """Return a problem from its columns."""
    code, message, where, span = (row[name] for name in ("code", "message", "where", "span"))
    return Problem(code, message, where, Span(*span) if span else None)


# -- articles and statements -------------------------------------------------------------------------------------------


def _pairs(extent: Extent) -> list[list[int]]:
    return [list(span) for span in extent]


def extent(pairs: Iterable[Iterable[int]]) -> Extent:
    """Return an extent from its column."""
    return tuple(Span(*pair) for pair in pairs)


def _when(time: When | None) -> list[str] | None:
    return None if time is None else [str(time.earliest), str(time.latest), time.words]


def _when_of(value: list[str] | None) -> When | None:
    if value is None:
        return None
    return When(dt.date.fromisoformat(value[0]), dt.date.fromisoformat(value[1]), value[2])


def _reading(found: Reading) -> list[Any]:
    value = _when(found.value) if isinstance(found.value, When) else found.value
    return [value, _pairs(found.at), found.rule, found.certainty]


def _reading_of(value: list[Any]) -> Reading:
    read, at, rule, certainty = value
    return Reading(_when_of(read) or "" if isinstance(read, list) else read, extent(at), rule, certainty)


def _article(article: Article, place: int) -> Row:
    return {
        "place": place,
        "title": article.title,
        "text": article.text,
        "published": article.published,
        "updated": article.updated,
        "publisher": article.publisher,
        "byline": article.byline,
        "dateline": article.dateline,
        "credits": list(article.credits),
        "url": article.url,
        "language": article.language,
        "readings": {name: [_reading(one) for one in found] for name, found in article.readings.items()},
        "alignment": packed_alignment(article.alignment),
        "problems": [one.to_dict() for one in article.problems],
    }


def article_of(row: Mapping[str, Any], taken: Capture, statements: Iterable[Mapping[str, Any]]) -> Article:
    """Return an article from its columns, its capture, and the columns of its statements in their order."""
    return Article(
        text=row["text"],
        alignment=unpacked_alignment(row["alignment"]),
        capture=taken,
        title=row["title"],
        published=row["published"],
        updated=row["updated"],
        publisher=row["publisher"],
        byline=row["byline"],
        dateline=row["dateline"],
        credits=tuple(row["credits"]),
        url=row["url"],
        language=row["language"],
        readings={name: tuple(map(_reading_of, found)) for name, found in row["readings"].items()},
        statements=tuple(map(statement_of, statements)),
        problems=tuple(map(problem_of, row["problems"])),
    )


def _statement(place: int, statement: Statement) -> Row:
    return {
        "place": place,
        "content": _pairs(statement.content),
        "source": _pairs(statement.source),
        "cue": _pairs(statement.cue),
        "medium": _pairs(statement.medium),
        "closeness": _pairs(statement.closeness),
        "speaker": statement.speaker,
        "kind": statement.kind,
        "act": statement.act,
        "form": statement.form,
        "via": list(statement.via),
        "said": _when(statement.said),
        "within": statement.within,
        "negated": statement.negated,
        "certainty": statement.certainty,
        "rule": statement.rule,
    }


def statement_of(row: Mapping[str, Any]) -> Statement:
    """Return a statement from its columns."""
    return Statement(
        content=extent(row["content"]),
        source=extent(row["source"]),
        cue=extent(row["cue"]),
        medium=extent(row["medium"]),
        speaker=row["speaker"],
        kind=row["kind"],
        act=row["act"],
        form=row["form"],
        via=tuple(row["via"]),
        said=_when_of(row["said"]),
        within=row["within"],
        negated=row["negated"],
        closeness=extent(row["closeness"]),
        certainty=row["certainty"],
        rule=row["rule"],
    )


# -- what is searched --------------------------------------------------------------------------------------------------


def _indexed(*texts: str | None) -> str:
    return " ".join(form for text in texts if text for form in stems.stems(text))


def _article_words(article: Article) -> Row:
    return {
        "title": _indexed(article.title),
        "text": _indexed(article.text),
        "publisher": _indexed(article.publisher, *article.credits),
    }


def _statement_words(statement: Statement, article: Article) -> Row:
    text = article.text
    return {
        "text": _indexed(cut(text, statement.content)),
        "speaker": _indexed(statement.speaker, cut(text, statement.source)),
        "medium": _indexed(cut(text, statement.medium)),
        "via": _indexed(*statement.via),
    }
