"""Parties: whom names refer to across articles."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from riwaya.model.pages import Name


@dataclass(frozen=True, slots=True)
class Term:
    """An office as met beside a name.

    Attributes:
        office: its words.
        earliest: the first day of publication it was met; ``None`` if no article with it has one.
        latest: the last one.
        times: in how many articles.
    """

    office: str
    earliest: dt.date | None
    latest: dt.date | None
    times: int = 1


@dataclass(frozen=True, slots=True)
class Known:
    """What an archive knows of a name.

    Attributes:
        number: of the name, in the archive.
        name: the spelling.
        times: in how many articles it is a source.
        terms: the offices met beside it.
    """

    number: int
    name: Name
    times: int = 1
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A reason to take two names for one party's.

    Attributes:
        one: number of a name; the smaller of the two.
        other: number of the other one.
        rule: the id of the rule.
        reason: in words, for people.
        certainty: 0 to 1.
    """

    one: int
    other: int
    rule: str
    reason: str
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person decided of two names.

    Attributes:
        one: number of a name.
        other: number of the other one.
        same: whether they are one party's.
    """

    one: int
    other: int
    same: bool


@dataclass(frozen=True, slots=True)
class Tenure:
    """Who held an office, from when to when, as far as the articles say.

    Attributes:
        office: its words, in one spelling.
        party: number of the party.
        earliest: the first day of publication.
        latest: the last one.
        times: in how many articles.
    """

    office: str
    party: int
    earliest: dt.date
    latest: dt.date
    times: int
