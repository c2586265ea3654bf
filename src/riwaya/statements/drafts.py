"""Statements while they are being read: token ranges that still move."""

from __future__ import annotations

from dataclasses import dataclass, field

from riwaya.model import Act
from riwaya.statements.frames import Opener, Range
from riwaya.statements.speakers import Party


@dataclass(slots=True)
class Draft:
    """A statement in the making, in tokens.

    Attributes:
        act, rule: from the row that found it.
        opener: what opened the content.
        content: half-open token range; the end moves until something closes it.
        cue: tokens of the cue; ``None`` for a bare colon.
        source: the noun phrase beside the cue.
        medium, time: where and when it was said.
        party: the resolved speaker.
        via: intermediaries, nearest to the reader first.
        parent: the statement it stands in.
        trim: letters left out at the start of the content.
        negated: the cue is negated.
        closeness: how an unnamed source is described to stand to somebody.
        open: the end may still move.
        joined: a conjunction is written into the cue.
        gender, number: what the cue agrees with.
    """

    act: Act
    rule: str
    opener: Opener
    content: Range
    cue: Range | None
    source: Range | None = None
    medium: Range | None = None
    time: Range | None = None
    party: Party | None = None
    via: list[Party] = field(default_factory=list)
    parent: Draft | None = None
    trim: int = 0
    negated: bool = False
    closeness: Range | None = None
    open: bool = True
    gender: str = ""
    number: str = ""
    joined: bool = False
    certainty: float = 0.9
