"""Which propositions are worth comparing: near by vectors, or with rare words in common, within some days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from riwaya.claims.features import Traits, Weights

Vectors: TypeAlias = npt.NDArray[np.float32]
Pair: TypeAlias = tuple[int, int]

WINDOW: Final = 14  # days
NEAREST: Final = 10  # neighbours of each proposition
NEAR: Final = 0.5  # cosine of centred vectors
_RARE: Final = 30  # propositions that a rare word stands in, at most
_TWO: Final = 2  # rare words that two have in common at least
_CELL: Final = 400  # propositions of a cell, about
_PROBES: Final = 4  # cells that are looked through for each proposition
_BLOCK: Final = 2048
_ENOUGH: Final = 500  # vectors that tell what all have in common
_SEED: Final = 0
_UNDATED: Final = dt.date(1, 1, 1)


def centred(vectors: Vectors) -> Vectors:
    """Return vectors without what all have in common, of unit length.

    Vectors of sentences lie in a narrow cone (Mu and Viswanath, *All-but-the-Top*, 2018): without their mean, a cosine
    of 0 is "nothing in common". A few do not tell what all have in common: they stay as they are, and look nearer to
    each other than they are; more of their pairs are judged then.
    """
    away = vectors - vectors.mean(axis=0, keepdims=True) if len(vectors) >= _ENOUGH else vectors
    norms = np.linalg.norm(away, axis=1, keepdims=True)
    found: Vectors = (away / np.maximum(norms, 1e-9)).astype(np.float32)
    return found


def candidates(traits: Mapping[int, Traits], vectors: Vectors, weights: Weights, *, window: int = WINDOW) -> list[Pair]:
    """Return pairs of propositions that may be about the same claim, each once, the smaller number first.

    Near-copies (the same words, folded) are paired with the first of them, which stands for all of them.

    Args:
        traits: of each proposition, by its number.
        vectors: centred ones, a row for each proposition in the order of ``traits``.
        weights: of words.
        window: days between the two, at most; what has no day is near all.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for row, (number, found) in enumerate(traits.items()):
        groups[found.key or str(number)].append(row)
    numbers = list(traits)
    firsts = np.array([rows[0] for rows in groups.values()], np.int64)
    kept = {numbers[row]: traits[numbers[row]] for row in firsts}
    pairs = set(near(vectors[firsts], _days(kept), window))
    pairs |= set(rare(list(kept.values()), weights, window))
    chosen = [(numbers[firsts[one]], numbers[firsts[other]]) for one, other in pairs]
    chosen += [(numbers[rows[0]], numbers[row]) for rows in groups.values() for row in rows[1:]]
    return sorted((min(pair), max(pair)) for pair in chosen)


def _days(traits: Mapping[int, Traits]) -> npt.NDArray[np.int64]:
    return np.array([each.day.toordinal() if each.day else 0 for each in traits.values()], np.int64)


def near(vectors: Vectors, days: npt.NDArray[np.int64], window: int) -> Iterator[Pair]:
    """Yield pairs of rows that are near by their vectors.

    The rows are shared out among cells around some of them, and each looks through the cells nearest to it (an inverted
    file, Jégou, Douze and Schmid 2011): work grows with the power of 1.5 of their number.

    Args:
        vectors: centred ones.
        days: of each row; 0 where it has none.
        window: days between the two, at most.
    """
    count = len(vectors)
    if count < 2:  # noqa: PLR2004 - a pair
        return
    cells = max(1, count // _CELL)
    chance = np.random.default_rng(_SEED)
    heads = vectors[np.sort(chance.choice(count, cells, replace=False))]
    probes = min(_PROBES, cells)
    nearest = np.empty((count, probes), np.int32)
    for start in range(0, count, _BLOCK):
        scores = vectors[start : start + _BLOCK] @ heads.T
        nearest[start : start + _BLOCK] = np.argpartition(-scores, probes - 1, axis=1)[:, :probes]
    best = np.empty(count, np.int32)
    for start in range(0, count, _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, count))
        own = np.einsum("ijk,ik->ij", heads[nearest[rows]], vectors[rows])
        best[rows] = nearest[rows, own.argmax(axis=1)]
    members = np.argsort(best, kind="stable")
    edges = np.searchsorted(best[members], np.arange(cells + 1))
    for cell in range(cells):
        inside = members[edges[cell] : edges[cell + 1]]
        asking = np.flatnonzero((nearest == cell).any(axis=1))
        if len(inside):
            yield from _nearest(vectors, days, asking, inside, window)


def _nearest(
    vectors: Vectors,
    days: npt.NDArray[np.int64],
    asking: npt.NDArray[np.int64],
    inside: npt.NDArray[np.int64],
    window: int,
) -> Iterator[Pair]:
    """Yield the nearest of a cell to each row that asks."""
    for start in range(0, len(asking), _BLOCK):
        rows = asking[start : start + _BLOCK]
        scores = vectors[rows] @ vectors[inside].T
        apart = np.abs(days[rows][:, None] - days[inside][None, :])
        apart[(days[rows] == 0)[:, None] | (days[inside] == 0)[None, :]] = 0
        scores[(apart > window) | (rows[:, None] == inside[None, :])] = -1
        if len(inside) > NEAREST:
            least = np.partition(scores, len(inside) - NEAREST, axis=1)[:, [len(inside) - NEAREST]]
            scores[scores < least] = -1
        for one, other in zip(*np.nonzero(scores >= NEAR), strict=True):
            first, second = int(rows[one]), int(inside[other])
            yield min(first, second), max(first, second)


def rare(traits: Sequence[Traits], weights: Weights, window: int) -> Iterator[Pair]:
    """Yield pairs of places that have two rare words in common.

    Args:
        traits: of the propositions.
        weights: of words.
        window: days between the two, at most.
    """
    holding: dict[str, list[int]] = defaultdict(list)
    for place, found in enumerate(traits):
        for word in found.words:
            holding[word].append(place)
    common: dict[Pair, int] = defaultdict(int)
    for word in sorted(holding):
        places = holding[word]
        if 1 < len(places) <= _RARE and len(word) > _TWO and weights.count(word):
            for pair in combinations(places, 2):
                common[pair] += 1
    for (one, other), count in common.items():
        mine, theirs = traits[one].day, traits[other].day
        if count >= _TWO and (not mine or not theirs or abs((mine - theirs).days) <= window):
            yield one, other
