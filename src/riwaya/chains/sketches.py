"""Sketches: from a text a few numbers, so that texts which share wording share some of them.

Two kinds, for two questions. *Bands* of minima over shingles of three words meet where two whole texts resemble each
other (Broder, *On the Resemblance and Containment of Documents*, 1997; banding after Indyk and Motwani, 1998).
*Fingerprints*, one shingle of eight words out of each window, meet where one text stands in another, however long that
is (Schleimer, Wilkerson and Aiken, *Winnowing*, 2003).

The numbers are kept in archives and compared over years, so all arithmetic is spelled out here, on integers of 64 bits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from riwaya.arabic.phrases import words

_Numbers: TypeAlias = npt.NDArray[np.uint64]

# To be raised with any change of the numbers below, or of folding: sketches of two editions cannot be compared.
EDITION: Final = 1
# Newspapers of one country are some dozens, and a day's wire item may stand in each. What more articles share is no
# copy but a paragraph that a newspaper puts under everything, a formula, or a table's head.
MOST_ARTICLES: Final = 48
# News is printed for some days. Wording that is met on more is a form: the weather, telegrams of congratulation.
MOST_DAYS: Final = 3
# Of the keys that two texts have in common, so much has to tell something.
TELLING_SHARE: Final = 0.5
_SHINGLE: Final = 3
_ROWS: Final = 3  # minima in a band: 24 bands of 3 meet in 96 % of the pairs that share half of their shingles
_BANDS: Final = 24
_LONG_SHINGLE: Final = 8  # longer than a king's name with his titles
_WINDOW: Final = 17  # so that any 24 words in a row that two texts share give them a fingerprint
_AT_ONCE: Final = 4096  # shingles, so that a long text needs no more memory than a short one
_KEEP: Final = np.uint64(2**63 - 1)  # databases have signed integers


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of a text's wording.

    Attributes:
        minima: the least value of its shingles under each permutation; none if the text is shorter than a shingle.
        bands: keys of its whole, each 0 to 2**63 - 1.
        fingerprints: keys of its passages, likewise.
    """

    minima: tuple[int, ...]
    bands: tuple[int, ...]
    fingerprints: tuple[int, ...]

    @property
    def keys(self) -> tuple[int, ...]:
        """All keys: two texts with one in common may share wording, and `shared` tells whether they do."""
        return self.bands + self.fingerprints


def sketch(text: str) -> Sketch:
    """Return the sketch of a text; the same for all spellings that folding makes equal, on every machine.

    >>> one = sketch("قالت البلدية إن الجسر القديم سيغلق أمام المارة حتى مطلع الأسبوع المقبل")
    >>> other = sketch("قالَتِ البلديّة: إن الجســر القديم سيغلق أمام المارّة حتى مطلع الأسبوع المقبل.")
    >>> one == other, len(one.bands), len(one.fingerprints)
    (True, 24, 1)
    """
    run = words(text)
    hashes = np.fromiter(map(_word_hash, run), dtype=np.uint64, count=len(run))
    if len(run) < _SHINGLE:
        return Sketch((), (), ())
    shingles = np.unique(_shingles(hashes, _SHINGLE))
    minima = _minima(shingles)
    fingerprints = _winnowed(_shingles(hashes, _LONG_SHINGLE)) if len(run) >= _LONG_SHINGLE else ()
    return Sketch(tuple(minima.tolist()), _banded(minima), fingerprints)


def resemblance(one: Sketch, other: Sketch) -> float:
    """Estimate which share of the shingles of both texts together each has; standard error 0.06 at most.

    >>> resemblance(sketch("قال الوزير إن الطريق مفتوح"), sketch("قال الوزير إن الطريق مفتوح!"))
    1.0
    """
    if not one.minima or not other.minima:
        return 0.0
    return sum(a == b for a, b in zip(one.minima, other.minima, strict=True)) / len(one.minima)


class Spread(NamedTuple):
    """In how many articles a key stands, and on how many different days these were published."""

    articles: int
    days: int


def telling(keys: Iterable[int], spreads: Mapping[int, Spread]) -> list[int]:
    """Return the keys that may tell a copy: not those of a formula, which many articles have, or those of many days.

    Args:
        keys: of a sketch.
        spreads: of these keys; one that is not in it is new.

    >>> telling([1, 2, 3], {1: Spread(9, 2), 2: Spread(9, 8)})
    [1, 3]
    """
    new = Spread(0, 0)
    return [key for key in keys if (met := spreads.get(key, new)).articles <= MOST_ARTICLES and met.days <= MOST_DAYS]


def worth_aligning(one: Iterable[int], other: Iterable[int], spreads: Mapping[int, Spread]) -> bool:
    """Tell whether two sketches have telling keys in common, and these are no small part of all they have in common.

    Forms filled in on different days (weather, congratulations, verdicts) have formulas in common, and little more.

    Args:
        one: the keys of a sketch.
        other: those of another.
        spreads: of the keys that both have.
    """
    common = set(one) & set(other)
    found = telling(common, spreads)
    return bool(found) and len(found) >= TELLING_SHARE * len(common)


def candidates(sketches: Sequence[Sketch], days: Sequence[date | None]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of places in ``sketches`` that are worth aligning, each once, in order.

    Args:
        sketches: of articles.
        days: on which each article was published; one without a day makes no key older.
    """
    holders: dict[int, list[int]] = {}
    for number, each in enumerate(sketches):
        for key in dict.fromkeys(each.keys):
            holders.setdefault(key, []).append(number)
    spreads = {
        key: Spread(len(numbers), len({days[number] for number in numbers} - {None}))
        for key, numbers in holders.items()
        if len(numbers) > 1
    }
    joined = {pair for key in telling(spreads, spreads) for pair in combinations(holders[key], 2)}
    for one, other in sorted(joined):
        if worth_aligning(sketches[one].keys, sketches[other].keys, spreads):
            yield one, other


@lru_cache(maxsize=1 << 17)
def _word_hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(errors="surrogatepass"), digest_size=8).digest(), "little")


def _mixed(numbers: _Numbers) -> _Numbers:
    """Return numbers whose every bit depends on all bits of those given (the finaliser of SplitMix64)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)
# Odd factors and any summands, in a fixed order that nothing else depends on.
_FACTORS: Final[_Numbers] = _mixed(np.arange(1, _BANDS * _ROWS + 1, dtype=np.uint64) * _FACTOR) | np.uint64(1)
_SUMMANDS: Final[_Numbers] = _mixed(np.arange(1001, 1001 + _BANDS * _ROWS, dtype=np.uint64) * _FACTOR)
_BAND_SALTS: Final[_Numbers] = _mixed(np.arange(2001, 2001 + _BANDS, dtype=np.uint64) * _FACTOR)


def _shingles(hashes: _Numbers, length: int) -> _Numbers:
    """Return a number for each run of ``length`` words, by their order too."""
    count = len(hashes) - length + 1
    summed = np.zeros(count, dtype=np.uint64)
    for place in range(length):
        summed = summed * _FACTOR + hashes[place : place + count]
    return _mixed(summed)


def _minima(shingles: _Numbers) -> _Numbers:
    """Return the least value of the shingles under each permutation."""
    least = np.full(len(_FACTORS), np.iinfo(np.uint64).max, dtype=np.uint64)
    for start in range(0, len(shingles), _AT_ONCE):
        some = shingles[start : start + _AT_ONCE, None] * _FACTORS + _SUMMANDS
        np.minimum(least, some.min(axis=0), out=least)
    return least >> np.uint64(32)


def _banded(minima: _Numbers) -> tuple[int, ...]:
    """Return one key for each band, by its place and its minima."""
    rows = minima.reshape(_BANDS, _ROWS)
    summed = _BAND_SALTS.copy()
    for column in range(_ROWS):
        summed = _mixed(summed * _FACTOR + rows[:, column])
    return tuple((summed & _KEEP).tolist())


def _winnowed(shingles: _Numbers) -> tuple[int, ...]:
    """Return the least shingle of each window, each once, in order of value."""
    if len(shingles) <= _WINDOW:
        least = shingles.min(keepdims=True)
    else:
        least = np.lib.stride_tricks.sliding_window_view(shingles, _WINDOW).min(axis=1)
    return tuple(np.unique(least & _KEEP).tolist())
