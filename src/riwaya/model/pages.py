"""What a page gives: capture, article, statement, record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from riwaya.errors import Problem
from riwaya.text import Alignment, Extent

Act: TypeAlias = Literal[
    "say", "confirm", "deny", "allege", "reveal", "report", "warn", "demand", "accuse", "promise", "predict", "decline"
]
Form: TypeAlias = Literal["direct", "indirect", "mixed"]
Kind: TypeAlias = Literal["person", "organisation", "media", "unnamed", "document"]


@dataclass(frozen=True, slots=True)
class When:
    """A time as far as the words tell it: an interval of days, both ends included.

    >>> str(When(dt.date(2025, 1, 5), dt.date(2025, 1, 5), "5th, January 2025 GMT"))
    '2025-01-05'
    """

    earliest: dt.date
    latest: dt.date
    words: str = ""

    @property
    def day(self) -> dt.date | None:
        """The day, if the words tell a single one."""
        return self.earliest if self.earliest == self.latest else None

    def __str__(self) -> str:
        """Return an ISO 8601 day or interval."""
        return str(self.earliest) if self.day else f"{self.earliest}/{self.latest}"


@dataclass(frozen=True, slots=True)
class Reading:
    """A value with its evidence.

    Attributes:
        value: what was read.
        at: where, in characters of the decoded capture; empty if it was not read from the text (URL, JSON field).
        rule: the id of the rule that read it.
        certainty: 0 to 1.
    """

    value: str | When
    at: Extent
    rule: str
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes as found, never changed, and the text they decode to.

    Attributes:
        body: the bytes.
        text: the decoded text; articles lead back to its characters. Nothing is normalised in it.
        media_type: ``text/html`` or ``text/plain``, found by looking.
        digest: SHA-256 of ``body``, in hexadecimal.
        encoding: the codec that decoded ``body``.
        repaired: the codec through which UTF-8 had been misread before, if that was undone; else ``None``.
        name: what people call the input: a path, a URL, ``-``, a path with a row number.
        url: the page's address, if known.
        given: values that came with the page and not in it (a JSON row's title, published, publisher, byline).
        problems: what was lost or doubtful in reading it.
        text_field: the field of the JSON row whose value the text is, if ``body`` is a row; see ``captures.decode``.
    """

    body: bytes
    text: str
    media_type: str
    digest: str
    encoding: str
    repaired: str | None = None
    name: str = "-"
    url: str | None = None
    given: Mapping[str, str] = field(default_factory=dict, hash=False)
    problems: tuple[Problem, ...] = ()
    text_field: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution: a source, a cue and a content. Extents are code points of the article's text.

    Attributes:
        content: what is attributed, without complementiser and outer quotation marks.
        source: the noun phrase beside the cue; empty if the cue carries it alone.
        cue: the expression that attributes; empty for a bare colon.
        medium: where it was said, as worded; empty if not stated.
        speaker: the source as resolved inside the article; ``None`` is *not stated*.
        kind: the kind of source; ``None`` if that cannot be told.
        act: what the source does with the content.
        form: whether the content stands in quotation marks.
        via: intermediaries, nearest to the reader first.
        said: when it was said, as an interval of days.
        within: the index, in the same article, of the statement this one stands in.
        negated: whether the cue itself is negated («did not confirm»).
        closeness: how an unnamed source is described to stand to somebody («close to the palace»).
        certainty: 0 to 1.
        rule: the id of the row that the cue belongs to; see the reference of rules.
    """

    content: Extent
    source: Extent
    cue: Extent
    medium: Extent
    speaker: str | None
    kind: Kind | None
    act: Act
    form: Form
    via: tuple[str, ...] = ()
    said: When | None = None
    within: int | None = None
    negated: bool = False
    closeness: Extent = ()
    certainty: float = 1.0
    rule: str = ""

    def to_dict(self) -> dict[str, object]:
        """Return the flat form used in every JSON line: extents as lists of pairs, absent parts as ``None``."""

        def pairs(extent: Extent) -> list[list[int]] | None:
            return [[start, end] for start, end in extent] or None

        said = self.said and {"earliest": str(self.said.earliest), "latest": str(self.said.latest)}
        return {
            "content": pairs(self.content),
            "source": pairs(self.source),
            "cue": pairs(self.cue),
            "medium": pairs(self.medium),
            "speaker": self.speaker,
            "kind": self.kind,
            "act": self.act,
            "form": self.form,
            "via": list(self.via),
            "said": said,
            "within": self.within,
            "negated": self.negated,
            "closeness": pairs(self.closeness),
            "certainty": round(self.certainty, 3),
            "rule": self.rule,
        }


@dataclass(frozen=True, slots=True)
class Article:
    """One news text on a page.

    The plain values have their evidence in ``readings`` under the same names: ``article.readings["published"]`` holds
    the interval (:class:`When`), the place and the rule behind ``article.published``.

    Attributes:
        text: the article's own text, verbatim, paragraphs separated by a line break.
        alignment: the way from ``text`` back to the characters of ``capture.text``.
        capture: the page it was read from.
        title: the headline.
        published: the day, if the page tells a single one.
        updated: likewise, of the last change.
        publisher: the outlet whose page it is.
        byline: the people named as its authors.
        dateline: the place and outlet line before the text, as worded.
        credits: outlets that the article itself credits, as named, in order.
        url: the page's address.
        language: ISO 639-1 code of the text's language, if it could be told.
        readings: where each of these values was read and by which rule.
        statements: in the order of their contents.
        problems: what was lost or doubtful.
    """

    text: str
    alignment: Alignment
    capture: Capture
    title: str | None = None
    published: dt.date | None = None
    updated: dt.date | None = None
    publisher: str | None = None
    byline: str | None = None
    dateline: str | None = None
    credits: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None
    readings: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict, hash=False)
    statements: tuple[Statement, ...] = ()
    problems: tuple[Problem, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return the article as JSON-ready values, with where each was read and its statements."""

        def reading(found: Reading) -> dict[str, object]:
            return {
                "value": str(found.value),
                "at": [list(span) for span in found.at],
                "rule": found.rule,
                "certainty": round(found.certainty, 3),
            }

        return {
            "url": self.url,
            "name": self.capture.name,
            "digest": self.capture.digest,
            "title": self.title,
            "published": self.published and str(self.published),
            "updated": self.updated and str(self.updated),
            "publisher": self.publisher,
            "byline": self.byline,
            "dateline": self.dateline,
            "credits": list(self.credits),
            "language": self.language,
            "text": self.text,
            "readings": {name: [reading(each) for each in found] for name, found in self.readings.items()},
            "statements": [statement.to_dict() for statement in self.statements],
            "problems": [problem.to_dict() for problem in self.problems],
        }


@dataclass(frozen=True, slots=True)
class Name:
    """A spelling by which somebody is named in articles.

    Attributes:
        words: as printed, without what is written into it («and», quotation marks, vowel signs).
        kind: of what it names.
    """

    words: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Mention:
    """Who is named as the source of one statement.

    Attributes:
        name: the spelling; ``None`` where an office stands for its bearer («the foreign minister of …»).
        office: what the words beside the name say that its bearer is; ``None``: nothing.
    """

    name: Name | None
    office: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What one capture gave: its articles, and everything that was lost or doubtful on the way.

    Attributes:
        capture: the page.
        articles: in their order on it.
        problems: of the page.
        mentions: for each article, one for each of its statements; ``None`` where nobody is named.
    """

    capture: Capture
    articles: tuple[Article, ...]
    problems: tuple[Problem, ...] = ()
    mentions: tuple[tuple[Mention | None, ...], ...] = ()

    def told(self) -> tuple[Problem, ...]:
        """Return the problems of the page and of its articles, each once, with the name of the page."""
        own = (problem for article in self.articles for problem in article.problems)
        named = (replace(each, where=each.where or self.capture.name) for each in (*self.problems, *own))
        return tuple(dict.fromkeys(named))
