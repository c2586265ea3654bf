"""The nouns of this stage: names as met, what is known of them, links between them, and who held an office when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["person", "organisation", "media", "document"]


@dataclass(frozen=True, slots=True)
class Name:
    """A spelling that names somebody.

    Attributes:
        words: as printed, without titles, joined conjunctions, quotation marks, vowel signs and tatweel.
        kind: what sort of party it names.
    """

    words: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as a statement gives its source.

    Attributes:
        name: the speaker's.
        office: what the words beside the name say the speaker is, as printed; ``None`` if they do not.
    """

    name: Name
    office: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """An office as met beside a name.

    Attributes:
        office: as printed.
        earliest: the day of the first article with it.
        latest: the day of the last one.
        times: in how many articles.
    """

    office: str
    earliest: dt.date
    latest: dt.date
    times: int = 1


@dataclass(frozen=True, slots=True)
class Known:
    """What an archive knows of a name.

    Attributes:
        number: by which the archive knows it.
        name: the spelling.
        times: in how many articles it was met.
        terms: the offices met beside it.
    """

    number: int
    name: Name
    times: int = 1
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Two names that name one party.

    Attributes:
        one: the smaller number.
        other: the greater one.
        rule: why, as a stable id.
        reason: why, for people.
        certainty: 0 to 1.
    """

    one: int
    other: int
    rule: str
    reason: str
    certainty: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person decided of two names.

    Attributes:
        one: a number of a name.
        other: another one.
        same: whether they name one party.
    """

    one: int
    other: int
    same: bool


@dataclass(frozen=True, slots=True)
class Tenure:
    """That a party held an office, from the articles' own words.

    Attributes:
        office: in its commonest spelling.
        party: number of the party.
        earliest: the first day on which an article says so.
        latest: the last one.
        times: in how many articles.
    """

    office: str
    party: int
    earliest: dt.date
    latest: dt.date
    times: int
