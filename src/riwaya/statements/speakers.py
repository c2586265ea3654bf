"""Who speaks: the name beside the cue, an earlier statement's speaker, or a name told elsewhere in the article."""

from __future__ import annotations

from itertools import repeat
from typing import Final, NamedTuple

import numpy as np

from riwaya.model import Kind
from riwaya.statements import relations
from riwaya.statements.attributions import KINDS
from riwaya.statements.drafts import Draft
from riwaya.statements.features import Floats
from riwaya.statements.network import Network, Tokens, chances
from riwaya.statements.passages import MARKS, Passage
from riwaya.statements.relations import PAIR, Mention, Range

REACH: Final = 32  # statements back among which the same speaker is looked for
_SLIGHT: Final = 1e-3  # chances below it add nothing
_UNSTATED: Final = 1  # columns in front of the earlier statements
# Kinds whose names are shortened, and how many words the short form has at least.
_SETTLED: Final[tuple[tuple[frozenset[Kind | None], int], ...]] = (
    (frozenset({"person", None}), 1),
    (frozenset({"organisation", "media"}), 2),
)


class _Told(NamedTuple):
    """Who speaks: whoever spoke in an earlier statement, a name that begins at a token, or nobody that is told."""

    chance: float
    earlier: Draft | None = None
    start: int | None = None


class Speakers:
    """The speakers of one article, statement after statement."""

    def __init__(self, network: Network) -> None:
        """Start with nobody."""
        self._network = network
        self._start, self._end = network.pointers["name_start"], network.pointers["name_end"]
        self._silent = network.weights["silent"]
        self._spoken: list[Draft] = []
        self._keys: list[Floats] = []
        self._levels: list[float] = []

    def name(self, tokens: Tokens, drafts: list[Draft]) -> None:
        """Name the speakers of further statements, in the order of their cues.

        Args:
            tokens: of a passage; it may be a part of the article.
            drafts: of the passage; their ``speaker``, ``kind`` and ``chance`` are set.
        """
        if not drafts:
            return
        states = tokens.states
        mentions = [draft.mention for draft in drafts]
        query = self._query(states, mentions)
        at = np.array([each.source[0] if each.source else each.anchor for each in mentions])
        sourced = relations.first_sources(len(states), mentions)
        same = relations.alike(tokens.passage, mentions)
        relation = np.stack([relations.to_name(tokens.layout, *each) for each in zip(mentions, repeat(sourced), same)])
        starts = self._start(states, query, at, relation)
        unstated = self._network.linear("unstated", query)
        asked = self._network.linear("earlier_query", query)
        keys = self._network.linear("earlier_keys", query)
        levels = self._network.linear("earlier_bias", query)[:, 0]
        for number, draft in enumerate(drafts):
            earlier = self._earlier(asked[number], draft.mention)
            likely = np.exp(chances(np.concatenate([unstated[number], earlier, starts[number]])[None])[0])
            told = self._tell(likely, len(earlier), tokens)
            draft.chance *= told.chance
            if told.earlier is not None:
                self._same(draft, told.earlier)
            elif told.start is not None:
                sources = [each.source for each in drafts if each.source]
                reach = max((last for first, last in sources if first <= told.start < last), default=len(states))
                self._worded(tokens, query[number], draft, range(told.start, reach))
            else:
                draft.mention.known = draft.mention.words
            self._spoken.append(draft)
            self._keys.append(keys[number])
            self._levels.append(float(levels[number]))

    def _tell(self, likely: Floats, reach: int, tokens: Tokens) -> _Told:
        """Weigh who may be meant: a speaker by all statements that are theirs, a name by all places where it begins."""
        unstated = float(likely[0])
        masses: dict[str, tuple[float, Draft]] = {}
        for chance, each in zip(likely[_UNSTATED:].tolist(), self._spoken[-REACH:], strict=False):
            if each.speaker is None:
                unstated += chance
            else:
                masses[each.speaker] = (masses.get(each.speaker, (0.0, each))[0] + chance, each)
        best = _Told(unstated)
        for mass, each in masses.values():
            if mass > best.chance:
                best = _Told(mass, earlier=each)
        starts = likely[_UNSTATED + reach :]
        at = int(starts.argmax())
        words = tokens.passage.words
        mass = float(sum(starts[index] for index in np.flatnonzero(starts > _SLIGHT) if words[index] == words[at]))
        return _Told(mass, start=at) if mass > best.chance else best

    def _query(self, states: Floats, mentions: list[Mention]) -> Floats:
        cues = states[[each.anchor for each in mentions]]
        heads = np.stack([states[each.source[0]] if each.source else self._silent for each in mentions])
        wholes = np.stack([states[slice(*each.source)].mean(0) if each.source else self._silent for each in mentions])
        return np.concatenate([cues, heads, wholes], axis=1)

    def _earlier(self, asked: Floats, one: Mention) -> Floats:
        """Return the scores of the latest statements as having the same speaker."""
        spoken = self._spoken[-REACH:]
        if not spoken:
            return np.zeros(0, np.float32)
        keys = np.stack(self._keys[-REACH:])
        size = keys.shape[1]
        scores: Floats = keys @ asked[:size] / np.float32(size**0.5) + np.array(self._levels[-REACH:], np.float32)
        latest = max((number for number, each in enumerate(spoken) if each.mention.source), default=-1)
        for number, each in enumerate(spoken):
            done = size
            for values, code in zip(
                PAIR, relations.pair(one, each.mention, len(spoken) - number, latest=number == latest), strict=True
            ):
                scores[number] += asked[done + code]
                done += values
        return scores

    def _worded(self, read: Tokens, query: Floats, draft: Draft, reach: range) -> None:
        """Take the name that begins with a range of tokens and does not go beyond it."""
        passage, layout, states, start = read.passage, read.layout, read.states, reach.start
        tokens = np.arange(len(states))
        both = np.concatenate([query[: states.shape[1]], states[start]])[None]
        relation = relations.in_name(layout, draft.mention, start, tokens)[None]
        scores = self._end(states, both, np.array([start]), relation)[0]
        end = start + 1 + int(scores[start : reach.stop].argmax())
        draft.speaker = worded(passage, (start, end))
        if draft.kind is None:
            draft.kind = KINDS[int(self._network.linear("kind", both)[0].argmax())]
        draft.name = relations.plain(passage, (start, end))
        draft.mention.known = draft.name | draft.mention.words

    def _same(self, draft: Draft, earlier: Draft) -> None:
        draft.speaker, draft.name = earlier.speaker, earlier.name
        draft.mention.known = earlier.mention.known | draft.mention.words
        if earlier.kind is not None and draft.kind != "document":
            draft.kind = earlier.kind


def worded(passage: Passage, tokens: Range) -> str | None:
    """Return the words of a name as they are written, without quotation marks and brackets around parts of it."""
    text = passage.text[passage.starts[tokens[0]] : passage.ends[tokens[1] - 1]]
    for mark in (*MARKS, "(", ")"):
        text = text.replace(mark, "")
    return " ".join(text.split()) or None


def settle(drafts: list[Draft]) -> None:
    """Give everybody the fullest name: «نعمان» is «سامي نعمان» where the article names only one of that name.

    Of a body or outlet one word is no name yet: «الوزارة» may be any, «وكالة مدار» is «وكالة مدار للأنباء».
    """
    for kinds, least in _SETTLED:
        named = [draft for draft in drafts if draft.speaker and draft.name and draft.kind in kinds]
        fullest: dict[frozenset[str], str | None] = {}
        for draft in named:
            fullest.setdefault(draft.name, draft.speaker)
        holding: dict[str, list[frozenset[str]]] = {}
        for name in fullest:
            for word in name:
                holding.setdefault(word, []).append(name)
        full: dict[frozenset[str], str | None] = {}
        for name in fullest:
            rarest = min((holding[word] for word in name), key=len)
            fuller = [other for other in rarest if name < other] if len(name) >= least else []
            largest = max(fuller, key=len, default=None)
            if largest is not None and all(other <= largest for other in fuller):
                full[name] = fullest[largest]
        for draft in named:
            draft.speaker = full.get(draft.name, draft.speaker)
