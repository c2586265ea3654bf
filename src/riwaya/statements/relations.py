"""How two places of a text stand to each other, as small numbers that the network has weights for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from riwaya.arabic import clitics
from riwaya.statements.features import Indices
from riwaya.statements.lexicon import Lexicon
from riwaya.statements.passages import Passage

DISTANCES: Final = 32  # signed: 16 steps each way, growing by the square root of two beyond five tokens
CROSSED: Final = 3  # no other cue on the way, one, several
FROM_CUE: Final = 32 * CROSSED  # eight steps of sentences, four relations of quotations
FROM_START: Final = 48 * CROSSED  # eight steps of sentences, six relations of quotations
IN_NAME: Final = 48  # eight steps of sentences, three of sources
TO_NAME: Final = 48  # eight steps of sentences, six of sources
PAIR: Final = (20, 9, 5, 3, 8)  # numbers of values of what `pair` returns
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """The sentences and quotations of a passage, by token.

    Attributes:
        sentences: the number of each token's sentence.
        quoted: the number of its quotation, -1 outside.
        lasts: the last token of its quotation, -1 outside.
    """

    sentences: Indices
    quoted: Indices
    lasts: Indices

    @classmethod
    def of(cls, passage: Passage, sentences: Indices) -> Layout:
        """Return the layout of a passage."""
        quoted = np.array(passage.quoted, np.int64)
        ends = np.array([each.last for each in passage.quotations] or [-1], np.int64)
        return cls(sentences, quoted, np.where(quoted >= 0, ends[quoted], -1))


@dataclass(slots=True)
class Mention:
    """A statement as far as it bears on who speaks: in itself, and for the statements after it.

    Attributes:
        anchor: the first token of its cue.
        sentence: the number of its sentence in its section.
        before: how many sentences the sections before have.
        content: its tokens.
        source: the noun phrase beside the cue, if there is one.
        gender, number: what the cue agrees with.
        words: of the source, without articles.
        proper: the source begins like a name, with neither an article nor a word that heads phrases.
        known: all words that who speaks was named by up to here, once it is known who that is.
    """

    anchor: int
    sentence: int
    content: Range
    source: Range | None
    gender: str
    number: str
    words: frozenset[str]
    proper: bool = False
    known: frozenset[str] = field(default_factory=frozenset)
    before: int = 0


def mention(
    passage: Passage, layout: Layout, lexicon: Lexicon, anchor: int, ranges: tuple[Range, Range | None]
) -> Mention:
    """Return a statement as a mention, from its cue's first token, and its content and source."""
    content, source = ranges
    entries, _ = lexicon.readings(passage.words[anchor])
    form = entries[0].form if entries else None
    words = plain(passage, source) if source else frozenset()
    return Mention(
        anchor,
        int(layout.sentences[anchor]),
        content,
        source,
        form.gender if form else "",
        form.number if form else "",
        words,
        source is not None and _proper(passage, source, lexicon),
    )


def _proper(passage: Passage, source: Range, lexicon: Lexicon) -> bool:
    head = next((word for word in passage.words[slice(*source)] if word[0].isalpha()), clitics.ARTICLE)
    return not head.startswith(clitics.ARTICLE) and not lexicon.heads(head)


def plain(passage: Passage, tokens: Range) -> frozenset[str]:
    """Return the words of a phrase without articles."""
    return frozenset(_plain(word) for word in passage.words[slice(*tokens)] if word[0].isalnum())


def _plain(word: str) -> str:
    return word.removeprefix(clitics.ARTICLE) if len(word) > 4 else word  # noqa: PLR2004


def distances(offsets: Indices) -> Indices:
    """Return the step of each distance in tokens.

    >>> distances(np.array([0, 3, 5, 7, 40, -1, -40])).tolist()
    [0, 3, 5, 6, 12, 17, 28]
    """
    far = np.abs(offsets)
    steps = 6 + np.floor(2 * np.log2(np.maximum(far, 5) / 5)).astype(np.int64)
    near = np.minimum(np.where(far < 6, far, steps), 15)  # noqa: PLR2004 - five single steps, ten growing ones
    return np.asarray(np.where(offsets < 0, near + 16, near))


def passed(length: int, anchors: Sequence[int] | Indices) -> Indices:
    """Return how many cues begin before each of so many tokens, and before the end: (length + 1).

    >>> passed(4, [1, 2]).tolist()
    [0, 0, 1, 2, 2]
    """
    found = np.zeros(length + 1, np.int64)
    found[1:][anchors] = 1
    return np.cumsum(found)


def from_cue(layout: Layout, anchors: Indices, tokens: Indices, cues: Indices) -> Indices:
    """Return how tokens stand to cues.

    Args:
        layout: of the passage.
        anchors: tokens of cues, one a row: (cues, 1).
        tokens: (cues, tokens).
        cues: what `passed` gives.
    """
    quoted, own = layout.quoted[tokens], layout.quoted[anchors]
    relation = np.where(quoted < 0, 0, np.where(quoted == own, 1, np.where(quoted > own, 2, 3)))
    between = np.where(tokens < anchors, cues[anchors] - cues[tokens], cues[tokens + 1] - cues[anchors + 1])
    return np.asarray((_sentences(layout, anchors, tokens) * 4 + relation) * CROSSED + np.clip(between, 0, CROSSED - 1))


def from_start(layout: Layout, starts: Indices, tokens: Indices, cues: Indices) -> Indices:
    """Return how tokens, as ends, stand to the starts of contents and other phrases: (cues, 1) and (cues, tokens).

    ``cues`` is what `passed` gives.
    """
    quoted, own = layout.quoted[tokens], layout.quoted[starts]
    inside = (quoted == own) & (quoted >= 0)
    closing = inside & (layout.lasts[tokens] - 1 == tokens)
    free = np.where(own < 0, 0, 3)
    relation = np.where(quoted < 0, free, np.where(closing, 2, np.where(inside, 1, np.where(own < 0, 4, 5))))
    between = np.clip(cues[tokens + 1] - cues[starts], 0, CROSSED - 1)
    return np.asarray((_sentences(layout, starts, tokens) * 6 + relation) * CROSSED + between)


def _sentences(layout: Layout, ones: Indices, others: Indices) -> Indices:
    return np.asarray(np.clip(layout.sentences[others] - layout.sentences[ones], -3, 4) + 3)


def first_sources(length: int, mentions: Sequence[Mention]) -> Indices:
    """Return for each token the cue of the first statement whose source it is in; ``length`` where in none."""
    found = np.full(length, length)
    for each in reversed(mentions):
        if each.source:
            found[slice(*each.source)] = each.anchor
    return found


def alike(passage: Passage, mentions: Sequence[Mention]) -> list[list[int]]:
    """Return for each statement the tokens that are the first word of its source, but for an article.

    In «الشركة» they find «شركة النور», which the statement may be by.
    """
    heads = [_plain(passage.words[each.source[0]]) if each.source else None for each in mentions]
    places: dict[str, list[int]] = {head: [] for head in heads if head is not None}
    spelled = places | {clitics.ARTICLE + head: found for head, found in places.items()}
    for index, word in enumerate(passage.words):
        if word in spelled:
            spelled[word].append(index)
    return [places.get(head, []) if head is not None else [] for head in heads]


def to_name(layout: Layout, one: Mention, sourced: Indices, same: list[int]) -> Indices:
    """Return how the tokens, as beginnings of a name, stand to a statement.

    Args:
        layout: of the passage.
        one: the statement.
        sourced: what `first_sources` gives.
        same: what `alike` gives for it.
    """
    tokens = np.arange(len(layout.sentences))
    relation = np.where(sourced < one.anchor, 3, 0)
    relation[same] = np.where(relation[same] == 3, 5, 4)  # noqa: PLR2004
    if one.source:
        first, last = one.source
        relation = np.where((tokens >= first) & (tokens < last), 2, relation)
        relation = np.where(tokens == first, 1, relation)
    return np.asarray((np.clip(layout.sentences - one.sentence, -3, 4) + 3) * 6 + relation)


def in_name(layout: Layout, one: Mention, start: int, tokens: Indices) -> Indices:
    """Return how tokens, as ends of a name, stand to its start and to the source beside the cue."""
    relation = np.zeros_like(tokens)
    if one.source:
        first, last = one.source
        relation = np.where((tokens >= first) & (tokens < last), 1, 0)
        relation = np.where(tokens == last - 1, 2, relation)
    return np.asarray((np.clip(layout.sentences[tokens] - layout.sentences[start], -3, 4) + 3) * 6 + relation)


def pair(one: Mention, earlier: Mention, distance: int, *, latest: bool) -> tuple[int, int, int, int, int]:
    """Return how a statement stands to an earlier one whose speaker may be its own.

    Args:
        one: the statement.
        earlier: the one before it.
        distance: how many statements lie between them, plus one.
        latest: whether the earlier one is the last with a source of its own.
    """
    steps = distance - 1 if distance <= 3 else 3 if distance < 6 else 4  # noqa: PLR2004
    between = one.before + one.sentence - earlier.before - earlier.sentence
    apart = min(max(between, 0), 3)
    shared = 0
    if one.source and one.words:
        common = one.words & earlier.known
        shared = 3 if common == one.words else 2 if common else 4 if one.proper else 1
    inside = one.before == earlier.before and earlier.content[0] <= one.anchor < earlier.content[1]
    nested = 1 if inside else 2 if not between else 0
    sources = bool(earlier.source) + 2 * bool(one.source) + 4 * latest
    return (
        steps * 4 + apart,
        _agree(one.gender, earlier.gender) * 3 + _agree(one.number, earlier.number),
        shared,
        nested,
        sources,
    )


def _agree(one: str, other: str) -> int:
    return 0 if not one or not other else 1 if one == other else 2
