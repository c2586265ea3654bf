"""Claims: what is said to be so, and who stands where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from riwaya.text import Extent

Stance: TypeAlias = Literal["asserts", "confirms", "reports", "denies", "contradicts", "declines"]
Relation: TypeAlias = Literal["same", "contradicts", "narrower", "other"]


@dataclass(frozen=True, slots=True)
class Proposition:
    """What a statement puts forward, freed from how it is put.

    Attributes:
        words: the words of it, in the article's text.
        text: the same as one string.
        stance: how the statement stands to these words: a denial of them *denies*, whoever passes them on *reports*.
        negative: whether the words themselves say that something is not so.
        hedged: whether they take back a part of it («may»).
        rumour: whether the statement says that others put the words forward («what is said about …»).
        pointing: whether it only points («denied this»); the words are then those that it most likely points to.
        rules: the rows by which this was read.
    """

    words: Extent
    text: str
    stance: Stance
    negative: bool = False
    hedged: bool = False
    rumour: bool = False
    pointing: bool = False
    rules: tuple[str, ...] = ()

    @property
    def affirmed(self) -> bool:
        """Whether it comes out as said to be so: neither denied nor negated, or both."""
        return (self.stance == "denies") == self.negative


@dataclass(frozen=True, slots=True)
class Match:
    """How two propositions stand to each other, by the numbers that they go by.

    Attributes:
        one: a number; the smaller, but for "narrower", where ``one`` says more than ``other``.
        other: the other number.
        relation: what the words of one are to the words of the other, whoever denies them.
        certainty: 0 to 1.
        reasons: what speaks for it, in words for people.
    """

    one: int
    other: int
    relation: Relation
    certainty: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Appearance:
    """A statement as it bears on a claim.

    Attributes:
        number: the one its proposition goes by.
        stance: how it stands to the claim.
        certainty: of belonging to it, 0 to 1.
        rumour: whether it also passes the claim on as said by others, without saying by whom.
    """

    number: int
    stance: Stance
    certainty: float = 1.0
    rumour: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """One proposition, and who says, denies or passes it on.

    Attributes:
        text: its words, as printed in one of its appearances: the one that is nearest to the others.
        number: of that appearance.
        appearances: the nearest to the claim first.
    """

    text: str
    number: int
    appearances: tuple[Appearance, ...]

    @property
    def contested(self) -> bool:
        """Whether somebody stands for it, and somebody against it."""
        against = [each.stance in {"denies", "contradicts"} for each in self.appearances]
        stands = [each.stance in {"asserts", "confirms", "reports"} or each.rumour for each in self.appearances]
        return any(against) and any(stands)
