"""Statements while they are being read: token ranges, and what the network thinks of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from riwaya.model import Act, Kind
from riwaya.statements.relations import Mention, Range


@dataclass(slots=True, eq=False)
class Draft:
    """A statement in the making, in tokens.

    Attributes:
        anchor: the first token of its cue, or the mark before a content without one.
        cue: tokens of the cue; ``None`` where a bare mark opens the content.
        act: what the source does with the content.
        content: half-open token range.
        trim: letters of the content's first token that belong to a preposition.
        source, medium, relay: the phrases beside the cue, if there are any; ``relay`` names who passes on.
        chance: how likely it is, by the network, that these are right.
        kind: of the source.
        speaker: who speaks, in words of the text.
        name: its words without articles.
        mention: the statement as it bears on who speaks.
        parent: the statement it stands in.
        via: intermediaries, nearest to the reader first.
        time: the words that tell when.
        rule: the id of the row that its cue belongs to.
        negated: a negation stands before the cue.
        closeness: how an unnamed source is described to stand to somebody.
    """

    anchor: int
    cue: Range | None
    act: Act
    content: Range
    trim: int
    source: Range | None
    medium: Range | None
    relay: Range | None
    chance: float
    mention: Mention
    kind: Kind | None = None
    speaker: str | None = None
    name: frozenset[str] = frozenset()
    parent: Draft | None = None
    via: list[str] = field(default_factory=list)
    time: Range | None = None
    rule: str = ""
    negated: bool = False
    closeness: Range | None = None
