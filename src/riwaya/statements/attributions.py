"""From the states of tokens to drafts: which tokens are cues, and the parts that the network points at for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, get_args

import numpy as np

from riwaya.model import Act, Kind
from riwaya.statements import relations
from riwaya.statements.drafts import Draft
from riwaya.statements.features import Floats, Indices
from riwaya.statements.lexicon import Lexicon
from riwaya.statements.network import Network, Pointer, Tokens, chances
from riwaya.statements.passages import Passage
from riwaya.statements.relations import Range

ACTS: Final[tuple[Act, ...]] = get_args(Act)
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
# Cues with less are no cues: of those found on held-out articles, fewer than half were right.
LEAST: Final = 0.5
_DISPUTING: Final = frozenset({"deny", "decline", "report"})
_PARTS: Final = ("source", "medium", "via")
ROLES: Final = ("content", *_PARTS)
_NEVER: Final = np.float32(-1e4)
# The verbs of «لم يؤكد ولم ينف»; others beside each other are two things that did not happen.
_SIDES: Final = {"confirm": frozenset({"verb.akkada"}), "deny": frozenset({"verb.nafa", "verb.ankara"})}
_APART: Final = 8  # tokens between the two verbs of «لم يؤكد المتحدث باسم الوزارة ولم ينف»
_SURE: Final = 0.9


class Attributions:
    """Points at the parts of statements."""

    def __init__(self, network: Network, lexicon: Lexicon) -> None:
        """Take what the tokens are read with."""
        self._network = network
        self._lexicon = lexicon
        self._starts: dict[str, Pointer] = {role: network.pointers[f"starts.{role}"] for role in ROLES}
        self._ends: dict[str, Pointer] = {role: network.pointers[f"ends.{role}"] for role in ROLES}

    def read(self, tokens: Tokens) -> list[Draft]:
        """Return the statements of a passage, cue by cue."""
        passage, layout, states = tokens.passage, tokens.layout, tokens.states
        scores = self._network.linear("cue", states)[:, 0]
        likely = 1 / (1 + np.exp(-scores.astype(np.float64)))
        neither = dict(self._neither(passage))
        for first, second in neither.items():
            likely[first] = max(likely[first], likely[second], _SURE)
            likely[second - 1 : second + 1] = 0
        anchors = np.flatnonzero(likely > LEAST)
        if not len(anchors):
            return []
        cues = states[anchors]
        lengths = self._network.linear("length", cues).argmax(1)
        acts = self._network.linear("act", cues).argmax(1)
        everywhere = np.broadcast_to(np.arange(len(states)), (len(anchors), len(states)))
        passed = relations.passed(len(states), anchors)
        relation = relations.from_cue(layout, anchors[:, None], everywhere, passed)
        found = {role: self._part(role, tokens, anchors, (relation, passed)) for role in ROLES}
        starts, stops, certain = found["content"]
        trims = self._network.linear("trim", np.concatenate([cues, states[starts]], axis=1)).argmax(1)
        places = np.where(found["source"][0] >= 0, found["source"][0], anchors)
        kinds = self._network.linear("kind", np.concatenate([cues, states[places]], axis=1)).argmax(1)
        drafts = []
        for number, anchor in enumerate(anchors.tolist()):
            content = _after(neither.get(anchor), (int(starts[number]), int(stops[number])))
            source, medium, relay = (_range(found[role], number) for role in _PARTS)
            length = int(lengths[number])
            act: Act = "decline" if anchor in neither else ACTS[acts[number]]
            if length > 1 and (verb := self._negated(passage, anchor)):
                anchor, length, act = anchor + 1, length - 1, verb  # noqa: PLW2901 - «ولا يستبعد»: the cue is the verb
                if anchor in anchors:
                    continue
            draft = Draft(
                anchor=anchor,
                cue=(anchor, min(anchor + length, len(states))) if length else None,
                act=act,
                content=content,
                trim=int(trims[number]),
                source=source,
                medium=medium,
                relay=relay,
                chance=float(likely[anchors[number]] * np.exp(certain[number])),
                mention=relations.mention(passage, layout, self._lexicon, anchor, (content, source)),
                kind=KINDS[kinds[number]] if source else None,
            )
            draft.mention.before = tokens.before
            drafts.append(draft)
        return drafts

    def _negated(self, passage: Passage, anchor: int) -> Act | None:
        """Return the act of the verb after a token that negates it; ``None`` if there is none."""
        words = passage.words
        if words[anchor] not in self._lexicon.negations or anchor + 1 == len(words):
            return None
        entries, _ = self._lexicon.readings(words[anchor + 1])
        return entries[0].verb.act if entries else None

    def _neither(self, passage: Passage) -> Iterator[Range]:
        """Yield the verbs of «لم يؤكد ولم ينف»: a refusal to say is a statement, whatever the network thinks of it."""
        words = passage.words
        sides: list[tuple[int, str]] = []
        for at, word in enumerate(words[:-1], 1):
            if word in self._lexicon.negations:
                told = {entry.verb.id for entry in self._lexicon.readings(words[at])[0]}
                sides += [(at, side) for side, verbs in _SIDES.items() if told & verbs]
        for (first, one), (second, other) in pairwise(sides):
            apart = any(first < end <= second for _, end in passage.sentences)
            if one != other and second - first <= _APART and not apart:
                yield first, second

    def _part(
        self, role: str, read: Tokens, anchors: Indices, related: tuple[Indices, Indices]
    ) -> tuple[Indices, Indices, Floats]:
        """Return where a part starts and ends for each cue (-1 for none), and the logarithm of its chance."""
        states = read.states
        cues = states[anchors]
        relation, passed = related
        scores = self._starts[role](states, cues, anchors, relation)
        if role != "content":
            scores = np.concatenate([self._network.linear(f"absent.{role}", cues), scores], axis=1)
        likely = chances(scores)
        picked = likely.argmax(1)
        chance = likely[np.arange(len(picked)), picked]
        starts = picked if role == "content" else picked - 1
        ends = np.zeros_like(starts)
        there = np.flatnonzero(starts >= 0)
        if len(there):
            begun = starts[there]
            tokens = np.broadcast_to(np.arange(len(states)), (len(there), len(states)))
            both = np.concatenate([cues[there], states[begun]], axis=1)
            inside = relations.from_start(read.layout, begun[:, None], tokens, passed)
            scores = self._ends[role](states, both, begun, inside)
            likely = chances(np.where(tokens < begun[:, None], _NEVER, scores))
            ended = likely.argmax(1)
            ends[there] = ended + 1
            chance[there] += likely[np.arange(len(there)), ended]
        return starts, ends, chance


def _after(verb: int | None, content: Range) -> Range:
    """Return a content without what stands before the second verb of «لم يؤكد ولم ينف», if it goes on behind it."""
    start, stop = content
    return (verb + 1, stop) if verb is not None and start <= verb < stop - 1 else content


def _range(found: tuple[Indices, Indices, Floats], number: int) -> Range | None:
    start, end = int(found[0][number]), int(found[1][number])
    return (start, end) if start >= 0 else None


def nest(drafts: Sequence[Draft]) -> None:
    """Tell each draft which other one it stands in: the smallest content that holds its cue and its content."""
    for draft in drafts:
        around = [
            other
            for other in drafts
            if other is not draft
            and other.content[0] <= draft.anchor < other.content[1]
            and other.content[0] <= draft.content[0]
            and draft.content[1] <= other.content[1]
            and other.content != draft.content
        ]
        draft.parent = min(around, key=lambda other: other.content[1] - other.content[0], default=None)


def _meet(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def without_relays(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the statements without those that only tell by way of whom another came: «قال مصدر إن …، بحسب رويترز».

    Two cues with one content are two statements only where they do not agree: one reports what the other denies.
    """
    kept = list(drafts)
    for draft in drafts:
        if draft.kind != "media" or draft.act != "report" or draft.source is None:
            continue
        same = (one for one in kept if one.content == draft.content and one.act not in _DISPUTING)
        told = next(same, None)
        if told is not None and _meet(told.relay or draft.source, draft.source):
            told.relay = told.relay or draft.source
            kept.remove(draft)
    return kept
