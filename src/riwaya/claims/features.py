"""What two propositions have in common, and where they differ: words by how rare they are, numbers, polarity."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from riwaya.arabic import fold, phrases, stems
from riwaya.claims.lexicon import Lexicon, compiled
from riwaya.model import Proposition
from riwaya.rules import Rules

_DIGITS: Final = re.compile(r"\d+(?:[.,\u066b\u066c]\d+)*")
_PARTED: Final = re.compile(r"[.,\u066b\u066c](?=\d{3}(?:\D|$))")
_DECIMAL: Final = re.compile(r"[,\u066b\u066c]")
_TELLING: Final = 0.5  # of the weight that the rarest words have: what a word weighs that can be a name
_UNSEEN: Final = 1000  # propositions that are taken to be there beside the known ones: a few do not tell what is rare


class Number(NamedTuple):
    """A number and the word behind it, as a stem: «29 مليار دولار» is 29,000,000,000 of «دولار»."""

    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Traits:
    """What a proposition is compared by.

    Attributes:
        key: its words, folded: near-copies share it.
        words: its stems.
        numbers: those written in digits or words of number.
        affirmed: whether it comes out as said to be so.
        negative: whether its words negate.
        day: when the article was published.
        party: who says it.
    """

    key: str
    words: frozenset[str]
    numbers: frozenset[Number]
    affirmed: bool
    negative: bool
    day: dt.date | None = None
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Features:
    """How two propositions compare.

    Attributes:
        shared: the words of both, the rarest first.
        overlap: the weight of these words, of all words of both (Jaccard's index).
        contained: likewise, of the words of the one that has less: 1 if it says nothing that the other does not.
        names: of the shared ones, those that are rare enough to be names.
        changed: numbers of one unit that differ.
        numbers: numbers that are the same.
        more: 1 if the first tells more (numbers, weight of words), -1 if the second does, else 0.
        opposite: whether the words of just one of them negate.
        parties: whether the same party says both.
        days: between them; none if one has no day.
    """

    shared: tuple[str, ...]
    overlap: float
    contained: float
    names: tuple[str, ...]
    changed: tuple[tuple[Number, Number], ...]
    numbers: tuple[Number, ...]
    more: int
    opposite: bool
    parties: bool
    days: int | None


class Weights:
    """How much a word tells: the rarer, the more (inverse document frequency, Sparck Jones 1972).

    >>> weights = Weights([{"جسر", "مغلق"}, {"جسر"}, {"ميناء"}])
    >>> weights.of("ميناء") > weights.of("جسر")
    True
    """

    def __init__(self, documents: Iterable[Iterable[str]]) -> None:
        """Count in how many propositions each word stands."""
        self._counts: Counter[str] = Counter()
        self.documents = 0
        for words in documents:
            self._counts.update(set(words))
            self.documents += 1

    def of(self, word: str) -> float:
        """Return the weight of a word."""
        return math.log((self.documents + _UNSEEN) / (self._counts[word] + 0.5))

    def count(self, word: str) -> int:
        """Return in how many propositions a word stands."""
        return self._counts[word]

    @property
    def telling(self) -> float:
        """The weight from which a word can be a name."""
        return _TELLING * math.log((self.documents + _UNSEEN) / 1.5)


def traits(found: Proposition, rules: Rules, *, day: dt.date | None = None, party: str | None = None) -> Traits:
    """Return what a proposition is compared by.

    Args:
        found: the proposition.
        rules: the tables; ``claims.toml`` is used.
        day: when its article was published.
        party: who says it.
    """
    run = phrases.words(found.text)
    lexicon = compiled(rules)
    words = frozenset(stem for word in run if len(stem := stems.stem(word)) > 1 and not _idle(word, lexicon))
    return Traits(
        key=" ".join(run),
        words=words,
        numbers=frozenset(_numbers(found.text, run, lexicon)),
        affirmed=found.affirmed,
        negative=found.negative,
        day=day,
        party=party,
    )


def _idle(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word says how a claim is put, and not what it is."""
    return any(lexicon.at(name, [word], 0) is not None for name in ("about", "negation", "subordinate", "further"))


def _numbers(text: str, words: Sequence[str], lexicon: Lexicon) -> list[Number]:
    """Return the numbers of a text, with words of number multiplied in and the word behind them."""
    digits = any(word[0].isdigit() for word in words)
    if not digits and lexicon.scales.keys().isdisjoint(words):
        return []
    run = _tokens(text) if digits else words
    found: list[Number] = []
    at = 0
    while at < len(run):
        value = _value(run[at])
        scale = lexicon.scales.get(run[at])
        if value is None and scale is None:
            at += 1
            continue
        amount = 1.0 if value is None else value
        at += value is not None
        while at < len(run) and (scale := lexicon.scales.get(run[at])) is not None:
            amount *= scale
            at += 1
        found.append(Number(amount, stems.stem(run[at]) if at < len(run) and _value(run[at]) is None else ""))
    return found


def _tokens(text: str) -> list[str]:
    """Return the folded words of a text, numbers with their decimals whole."""
    plain = fold(text)
    found: list[str] = []
    done = 0
    for match in _DIGITS.finditer(plain):
        found += phrases.words(plain[done : match.start()])
        found.append(match[0])
        done = match.end()
    return found + phrases.words(plain[done:])


def _value(word: str) -> float | None:
    if not word[:1].isdigit():
        return None
    try:
        return float(_DECIMAL.sub(".", _PARTED.sub("", word)))
    except ValueError:
        return None


def features(one: Traits, other: Traits, weights: Weights) -> Features:
    """Return how two propositions compare.

    Args:
        one: of the first.
        other: of the second.
        weights: of words, over all propositions.
    """
    shared = sorted(one.words & other.words, key=lambda word: (-weights.of(word), word))
    common = sum(map(weights.of, shared))
    first, second = (sum(map(weights.of, each.words)) for each in (one, other))
    return Features(
        shared=tuple(shared),
        overlap=common / max(first + second - common, 1e-9),
        contained=common / max(min(first, second), 1e-9),
        names=tuple(word for word in shared if weights.of(word) >= weights.telling),
        changed=_changed(one.numbers, other.numbers),
        numbers=tuple(sorted(one.numbers & other.numbers)),
        more=_more(one, other, first, second),
        opposite=one.negative != other.negative,
        parties=one.party is not None and one.party == other.party,
        days=abs((one.day - other.day).days) if one.day and other.day else None,
    )


def _changed(one: frozenset[Number], other: frozenset[Number]) -> tuple[tuple[Number, Number], ...]:
    """Return numbers of the same unit of which none is the same in both."""
    units = {number.unit for number in one} & {number.unit for number in other}
    pairs = []
    for unit in sorted(units):
        mine, theirs = (sorted(each for each in numbers if each.unit == unit) for numbers in (one, other))
        if not {each.value for each in mine} & {each.value for each in theirs}:
            pairs.append((mine[0], theirs[0]))
    return tuple(pairs)


def _more(one: Traits, other: Traits, first: float, second: float) -> int:
    """Return which of two propositions tells more: 1 the first, -1 the second, 0 neither by much."""
    if one.numbers > other.numbers:
        return 1
    if other.numbers > one.numbers:
        return -1
    return (first > 1.6 * second) - (second > 1.6 * first)


def reasons(found: Features) -> tuple[str, ...]:
    """Return what two propositions have in common and where they differ, in words for people."""
    told: list[str] = []
    if found.names:
        told.append("rare words in both: " + ", ".join(found.names[:5]))
    if found.numbers:
        told.append("the same numbers: " + ", ".join(map(_shown, found.numbers)))
    told += (f"another number: {_shown(mine)} and {_shown(theirs)}" for mine, theirs in found.changed)
    if found.opposite:
        told.append("one of them negates")
    if found.days:
        told.append(f"{found.days} days apart")
    return tuple(told)


def _shown(number: Number) -> str:
    return f"{number.value:g} {number.unit}".strip()


def totals(several: Sequence[Traits]) -> Weights:
    """Return the weights of words over several propositions."""
    return Weights(each.words for each in several)


def by_key(several: Mapping[int, Traits]) -> dict[str, list[int]]:
    """Return the numbers of propositions by their words: near-copies stand together."""
    groups: dict[str, list[int]] = {}
    for number in sorted(several):
        groups.setdefault(several[number].key, []).append(number)
    return groups
