"""Passages: what two texts have in common word for word, small edits inside allowed, with the places in both.

Seed and extend, as in the comparison of sequences (Altschul et al. 1990): runs of equal folded words are grown from
seeds of a few words, and runs that follow each other closely in both texts are one passage.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

from riwaya.arabic import phrases
from riwaya.text import Span

# A passage has this many equal words at least; fewer are a title with a name, a date, a turn of phrase.
LEAST_WORDS: Final = 12
_SEED: Final = 4
_MOST_PLACES: Final = 8  # of a seed in one text; one that stands oftener is a table's
_MOST_CHARACTERS: Final = 200_000  # of a text are compared, so that time stays bounded: thirty thousand words
_GAP: Final = 6  # words that may be edited between two runs


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one text that stands in another, edited a little or not at all.

    Attributes:
        one: where it stands in the one text, in code points.
        other: where in the other.
        words: how many of its words are the same in both.
        likeness: that number as a share of its words where it has more of them; 1 if nothing was edited.
        swaps: how many of its edits put words for others, and neither text has the other's anywhere: a name for another
            one in a form, or a synonym.
    """

    one: Span
    other: Span
    words: int
    likeness: float
    swaps: int = 0

    def turned(self) -> Passage:
        """Return the passage as seen from the other text."""
        return Passage(self.other, self.one, self.words, self.likeness, self.swaps)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two texts have in common.

    Attributes:
        words_of_one: the number of words in the one text.
        words_of_other: in the other.
        passages: in the order of the one text; disjoint in both.
    """

    words_of_one: int
    words_of_other: int
    passages: tuple[Passage, ...]

    @property
    def words(self) -> int:
        """How many words the passages have in common."""
        return sum(each.words for each in self.passages)

    @property
    def swaps(self) -> int:
        """How many edits put words for others that are foreign to the other text."""
        return sum(each.swaps for each in self.passages)

    @property
    def share_of_one(self) -> float:
        """The share of the one text's words that stands in the other, 0 to 1."""
        return self.words / self.words_of_one if self.words_of_one else 0.0

    @property
    def share_of_other(self) -> float:
        """The share of the other text's words that stands in the one, 0 to 1."""
        return self.words / self.words_of_other if self.words_of_other else 0.0

    @property
    def resemblance(self) -> float:
        """What both texts have in common as a share of all they have, 0 to 1."""
        whole = self.words_of_one + self.words_of_other - self.words
        return self.words / whole if whole else 0.0

    def turned(self) -> Likeness:
        """Return the likeness as seen from the other text."""
        turned = sorted((each.turned() for each in self.passages), key=lambda each: each.one)
        return Likeness(self.words_of_other, self.words_of_one, tuple(turned))


class _Worded(NamedTuple):
    words: list[str]
    vocabulary: frozenset[str]
    spans: list[Span]
    seeds: dict[tuple[str, ...], list[int]]


class _Run(NamedTuple):
    """``length`` words that are equal from ``one`` and ``other`` on."""

    one: int
    other: int
    length: int


_Chain: TypeAlias = list[_Run]


def shared(one: str, other: str) -> tuple[Passage, ...]:
    """Return the passages that stand in both texts, in the order of the one; none overlaps another in either text.

    >>> text = "قالت بلدية المدينة في بيان إن الجسر القديم سيغلق أمام المارة حتى مطلع الأسبوع المقبل"
    >>> [passage] = shared("عاجل: " + text, text.replace("القديم", "العتيق") + " للصيانة")
    >>> passage.words, passage.one.start, passage.other.start, round(passage.likeness, 2)
    (14, 6, 0, 0.93)
    """
    return likeness(one, other).passages


def likeness(one: str, other: str) -> Likeness:
    """Return how much two texts have in common; ``likeness(b, a)`` is ``likeness(a, b).turned()``.

    Args:
        one: an article's text.
        other: another's.
    """
    if one > other:  # where several alignments are as good, the same one is found from both sides
        return _likeness(other, one).turned()
    return _likeness(one, other)


def _likeness(one: str, other: str) -> Likeness:
    first, second = _worded(one), _worded(other)
    chains = _disjoint(_chained(_runs(first, second)))
    found = sorted((_passage(chain, first, second) for chain in chains), key=lambda each: each.one)
    return Likeness(len(first.words), len(second.words), tuple(found))


@lru_cache(maxsize=1024)
def _worded(text: str) -> _Worded:
    """Return the words of a text, their places, and where its seeds stand; kept, since a text meets many others."""
    words, spans = phrases.placed(text[:_MOST_CHARACTERS])
    seeds: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, seed in enumerate(zip(*(words[skip:] for skip in range(_SEED)), strict=False)):
        seeds[seed].append(at)
    return _Worded(words, frozenset(words), spans, dict(seeds))


def _runs(one: _Worded, other: _Worded) -> list[_Run]:
    """Return the longest runs of equal words that hold a seed, in the order of the one text."""
    met: dict[int, int] = {}  # by how far apart the places are: where the last run there ended
    runs: list[_Run] = []
    pairs = sorted(
        (here, there)
        for seed in one.seeds.keys() & other.seeds.keys()
        if len(one.seeds[seed]) <= _MOST_PLACES and len(other.seeds[seed]) <= _MOST_PLACES
        for here in one.seeds[seed]
        for there in other.seeds[seed]
    )
    for here, there in pairs:
        if met.get(there - here, 0) > here:
            continue
        start, length = _grown(one.words, other.words, here, there)
        met[there - here] = start + length
        runs.append(_Run(start, start + there - here, length))
    return sorted(set(runs))


def _grown(one: Sequence[str], other: Sequence[str], here: int, there: int) -> tuple[int, int]:
    """Return where in the one text the run around a seed starts, and its length."""
    start, end = here, here + _SEED
    shift = there - here
    while start > 0 and start + shift > 0 and one[start - 1] == other[start - 1 + shift]:
        start -= 1
    while end < len(one) and end + shift < len(other) and one[end] == other[end + shift]:
        end += 1
    return start, end - start


def _chained(runs: Iterable[_Run]) -> list[_Chain]:
    """Join each run to the chain whose end it follows most closely in both texts, if any is near."""
    chains: list[_Chain] = []
    open_ones: list[_Chain] = []
    for run in runs:
        open_ones = [chain for chain in open_ones if chain[-1].one + chain[-1].length + _GAP >= run.one]
        best: tuple[int, _Chain, _Run] | None = None
        for chain in open_ones:
            joined = _joined(chain[-1], run)
            if joined is not None:
                gap = abs(joined.one - chain[-1].one - chain[-1].length) + abs(
                    joined.other - chain[-1].other - chain[-1].length
                )
                if best is None or gap < best[0]:
                    best = gap, chain, joined
        if best is None:
            chain = [run]
            chains.append(chain)
            open_ones.append(chain)
        else:
            best[1].append(best[2])
    return chains


def _joined(last: _Run, run: _Run) -> _Run | None:
    """Return what of a run follows the last one of a chain, if it does so closely in both texts."""
    overlap = max(last.one + last.length - run.one, last.other + last.length - run.other, 0)
    left = _Run(run.one + overlap, run.other + overlap, run.length - overlap)
    apart = max(left.one - last.one, left.other - last.other) - last.length
    return left if left.length >= 1 and apart <= _GAP else None


def _disjoint(chains: Iterable[_Chain]) -> list[_Chain]:
    """Return the chains that are long enough, the longest first; of what is taken already, only the rest."""
    kept: list[_Chain] = []
    taken: tuple[set[int], set[int]] = set(), set()
    for chain in sorted(chains, key=lambda chain: (-_size(chain), chain[0])):
        if _size(chain) < LEAST_WORDS:
            break
        rest = [run for run in chain if not _overlaps(run, taken)]
        if _size(rest) >= LEAST_WORDS and _close(rest):
            kept.append(rest)
            first, last = rest[0], rest[-1]
            taken[0].update(range(first.one, last.one + last.length))
            taken[1].update(range(first.other, last.other + last.length))
    return kept


def _size(chain: _Chain) -> int:
    return sum(run.length for run in chain)


def _overlaps(run: _Run, taken: tuple[set[int], set[int]]) -> bool:
    return not (
        taken[0].isdisjoint(range(run.one, run.one + run.length))
        and taken[1].isdisjoint(range(run.other, run.other + run.length))
    )


def _close(chain: _Chain) -> bool:
    """Tell whether what is left of a chain still hangs together."""
    return all(_joined(last, run) is not None for last, run in pairwise(chain))


def _passage(chain: _Chain, one: _Worded, other: _Worded) -> Passage:
    first, last = chain[0], chain[-1]
    here, there = last.one + last.length, last.other + last.length
    equal = _size(chain)
    return Passage(
        Span(one.spans[first.one].start, one.spans[here - 1].end),
        Span(other.spans[first.other].start, other.spans[there - 1].end),
        equal,
        equal / max(here - first.one, there - first.other),
        sum(_swapped(before, after, one, other) for before, after in pairwise(chain)),
    )


def _swapped(before: _Run, after: _Run, one: _Worded, other: _Worded) -> bool:
    """Tell whether, between two runs, words stand for others that are foreign to the other text."""
    here = one.words[before.one + before.length : after.one]
    there = other.words[before.other + before.length : after.other]
    return bool(here and there) and other.vocabulary.isdisjoint(here) and one.vocabulary.isdisjoint(there)
