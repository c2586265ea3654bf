"""What is asked first: claims in the order in which they answer a question, each with the appearances that do."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from riwaya.claims.stances import turned
from riwaya.model import Appearance, Claim

Scores: TypeAlias = Mapping[int, float]
Likeness: TypeAlias = Callable[[int, int], float]
Voice: TypeAlias = Callable[[int], Hashable]

SHOWN: Final = 60  # appearances of an answer
_WORDS: Final = 0.75  # share of the words in a score; the vectors have the rest
_REST: Final = 0.1  # how much the second, third … appearance adds to a claim
_LEAST: Final = 0.35  # of the best score: what has less does not answer
_NEARBY: Final = 0.55  # likeness from which a claim is shown with a better one
_FAR: Final = 0.35  # from which it is, if there is room
_LOOKED_AT: Final = 200  # claims that are, at most
_ROOM: Final = 4  # appearances that are kept free for each claim further down


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of statements beside their scores.

    Attributes:
        likeness: of two by their numbers: the cosine of their centred vectors, with its sign turned where the words of
            just one of them negate.
        voice: who says one where: the same voice twice adds little.
    """

    likeness: Likeness
    voice: Voice


@dataclass(frozen=True, slots=True)
class Answer:
    """A claim as it answers a question.

    Attributes:
        claim: with its appearances in the order in which they answer.
        score: the higher, the better.
    """

    claim: Claim
    score: float


def combined(by_words: Scores, by_vectors: Scores) -> dict[int, float]:
    """Return one score for each statement that was found by words or by vectors, the best one 1.

    Args:
        by_words: by the number of a statement; the higher, the better (BM25, with its sign turned).
        by_vectors: cosines.

    >>> combined({1: 8.0, 2: 4.0}, {2: 0.9, 3: 0.6})[1]
    0.75
    """
    words, vectors = _scaled(by_words), _scaled(by_vectors)
    return {
        number: _WORDS * words.get(number, 0.0) + (1 - _WORDS) * vectors.get(number, 0.0)
        for number in sorted(words.keys() | vectors.keys())
    }


def _scaled(scores: Scores) -> dict[int, float]:
    best = max(scores.values(), default=0.0)
    return {number: max(score, 0.0) / best for number, score in scores.items()} if best > 0 else {}


def answers(
    scores: Scores, claims: Iterable[Claim], *, known: Known | None = None, limit: int = 10, shown: int = SHOWN
) -> list[Answer]:
    """Return the claims that answer a question, the best first, with no more appearances in all than are shown.

    A claim is worth what its best appearance is, and a little more for each further one. Its appearances come in the
    order of their scores, so that a large claim does not hide the statements that were asked for; what was not found
    comes last. A claim that is near a better one is shown with it, as doubtful: what was worded too differently to be
    matched is often looked for by the same question.

    Args:
        scores: of statements, from :func:`combined`.
        claims: those that hold the statements, in any order.
        known: what is known of the statements. Without it each claim is shown alone.
        limit: claims at most.
        shown: appearances in all, at most.
    """
    least = _LEAST * max(scores.values(), default=0.0)
    ranked = sorted(
        (Answer(_ordered(claim, scores), _worth(claim, scores, least)) for claim in claims),
        key=lambda each: (-each.score, each.claim.number),
    )
    chosen: list[Answer] = []
    left = shown
    grouped = [each for each in _grouped(ranked, known, limit, shown) if each.claim.appearances]
    for place, each in enumerate(grouped):
        if left <= 0:
            break
        claim = _once_each(_ordered(each.claim, scores), known)
        kept = max(1, left - _ROOM * (len(grouped) - place - 1))
        left -= len(claim.appearances[:kept])
        chosen.append(replace(each, claim=replace(claim, appearances=claim.appearances[:kept])))
    return chosen


def _grouped(ranked: Sequence[Answer], known: Known | None, limit: int, shown: int) -> list[Answer]:
    """Return the best claims, each with the appearances of claims further down that are near it.

    What is not near enough waits: it fills the room that is left, beside the claim that it is least far from.
    """
    if known is None:
        return list(ranked[:limit])
    heads: list[Answer] = []
    waiting: list[Answer] = []
    for each in ranked[:_LOOKED_AT]:
        alike, place = _nearest(each, heads, known)
        if abs(alike) >= _NEARBY:
            heads[place] = _with(heads[place], each.claim, alike)
        elif len(heads) < limit:
            heads.append(each)
        else:
            waiting.append(each)
    room = shown - sum(len(head.claim.appearances) for head in heads)
    for each in waiting:
        alike, place = _nearest(each, heads, known)
        if abs(alike) >= _FAR and len(each.claim.appearances) <= room:
            heads[place] = _with(heads[place], each.claim, alike)
            room -= len(each.claim.appearances)
    return heads


def _nearest(each: Answer, heads: Sequence[Answer], known: Known) -> tuple[float, int]:
    """Return how like a claim is to the likest of several, and the place of that one; the first of equals."""
    near = [(known.likeness(each.claim.number, head.claim.number), place) for place, head in enumerate(heads)]
    return max(near, key=lambda pair: (abs(pair[0]), -pair[1]), default=(0.0, 0))


def _once_each(claim: Claim, known: Known | None) -> Claim:
    """Return a claim with each voice once, and what a voice says again behind all of them."""
    if known is None:
        return claim
    first: list[Appearance] = []
    again: list[Appearance] = []
    heard: set[Hashable] = set()
    for each in claim.appearances:
        voice = known.voice(each.number)
        (again if voice in heard else first).append(each)
        heard.add(voice)
    return replace(claim, appearances=(*first, *again))


def _with(head: Answer, claim: Claim, alike: float) -> Answer:
    """Return an answer with the appearances of another claim: less certain there, and turned if it negates."""
    doubtful = round(abs(alike) / 2, 3)
    more = (
        replace(
            each,
            stance=turned(each.stance) if alike < 0 else each.stance,
            certainty=min(each.certainty, doubtful),
            rumour=each.rumour and alike > 0,
        )
        for each in claim.appearances
    )
    return replace(head, claim=replace(head.claim, appearances=(*head.claim.appearances, *more)))


def _ordered(claim: Claim, scores: Scores) -> Claim:
    def key(each: Appearance) -> tuple[float, float, int]:
        return -scores.get(each.number, 0.0), -each.certainty, each.number

    return replace(claim, appearances=tuple(sorted(claim.appearances, key=key)))


def _worth(claim: Claim, scores: Scores, least: float) -> float:
    found: Sequence[float] = sorted((scores.get(each.number, 0.0) for each in claim.appearances), reverse=True)
    more = sum(score for score in found[1:] if score >= least)
    return found[0] + _REST * math.log1p(more) if found else 0.0
