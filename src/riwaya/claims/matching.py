"""How two propositions stand to each other: cheap features choose the pairs that the cross-encoder judges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from riwaya.claims.candidates import Pair, Vectors
from riwaya.claims.features import Features, Traits, Weights, features, reasons
from riwaya.model import Match, Proposition, Relation

JUDGED: Final = 20_000  # pairs that the cross-encoder is asked about, at most
GATE: Final = 0.42  # of likeness: below, a pair is not worth asking about
_COSINE: Final = 0.6  # share of the vectors in the likeness; the words have the rest
_ALIKE: Final = 0.6  # likeness from which related statements say the same, if nothing tells them apart
_UNSUPPORTED: Final = (
    0.5  # of the certainty of a contradiction is left without a number or a negation that speaks for it
)
_SAME_WORDS: Final = 0.7  # weight of words in common from which a negation in one turns it
_CLEAR: Final = 0.8  # likeness from which two say the same, if no number and no negation tells them apart
_READ: Final = 240  # characters of each that the cross-encoder is given
_FAR: Final = 0.2  # cosine below which no words in common lift a pair
_LEAST: Final = 0.4  # certainty of a match that is kept
_SAME, _CONTRADICTS = 0, 1
_NARROW: Final = 0.75  # of the certainty of "same" is left where one says more


class Encoder(Protocol):
    """What judges sentences and pairs of them."""

    def vectors(self, sentences: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return a row of unit length for each sentence."""
        ...

    def pairs(self, firsts: Sequence[str], seconds: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return for each pair the probabilities of same, contradicts, other."""
        ...


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the propositions that are matched, by their numbers.

    Attributes:
        propositions: themselves.
        traits: what they are compared by, in the same order.
        vectors: centred ones, a row for each in that order.
        weights: of words.
    """

    propositions: Mapping[int, Proposition]
    traits: Mapping[int, Traits]
    vectors: Vectors
    weights: Weights


@dataclass(frozen=True, slots=True)
class _Asked:
    pair: Pair
    likeness: float
    features: Features


def match(pairs: Iterable[Pair], known: Known, encoder: Encoder, *, most: int = JUDGED) -> list[Match]:
    """Return how pairs of propositions stand to each other; those that have nothing to do with each other are left out.

    Args:
        pairs: of numbers, from :func:`riwaya.claims.candidates.candidates`.
        known: what is known of the propositions.
        encoder: what judges the pairs that are alike enough.
        most: pairs that it is asked about, at most: the likest.
    """
    copies, others = [], []
    rows = {number: row for row, number in enumerate(known.traits)}
    for pair in dict.fromkeys((min(pair), max(pair)) for pair in pairs):
        one, other = (known.traits[number] for number in pair)
        if one.key and one.key == other.key:
            copies.append(Match(*pair, "same", 1.0, ("the same words",)))
        else:
            others.append(pair)
    asked = _gated(others, known, rows)
    asked.sort(key=lambda each: (-each.likeness, each.pair))
    clear = [_match(each, (each.likeness, 0.0, 0.0)) for each in asked if _is_clear(each)]
    doubtful = [each for each in asked if not _is_clear(each)]
    found = [*copies, *clear, *_judged(doubtful[:most], known, encoder)]
    return sorted(found, key=lambda each: (each.one, each.other))


def _is_clear(asked: _Asked) -> bool:
    """Tell whether two are so alike that no judgement is needed: rewritten copies, mostly."""
    return asked.likeness >= _CLEAR and not asked.features.opposite and not asked.features.changed


def _gated(pairs: Sequence[Pair], known: Known, rows: Mapping[int, int]) -> list[_Asked]:
    """Return the pairs that are alike enough to be judged."""
    if not pairs:
        return []
    places = np.array([[rows[one], rows[other]] for one, other in pairs], np.int64)
    cosines = np.concatenate(
        [
            np.einsum("ij,ij->i", known.vectors[block[:, 0]], known.vectors[block[:, 1]])
            for block in np.array_split(places, len(places) // 8192 + 1)
        ]
    )
    found = []
    for pair, cosine in zip(pairs, cosines.tolist(), strict=True):
        if cosine < _FAR:
            continue
        compared = features(known.traits[pair[0]], known.traits[pair[1]], known.weights)
        likeness = _COSINE * cosine + (1 - _COSINE) * (compared.overlap + compared.contained) / 2
        if likeness >= GATE and compared.shared:
            found.append(_Asked(pair, likeness, compared))
    return found


def _judged(asked: Sequence[_Asked], known: Known, encoder: Encoder) -> list[Match]:
    if not asked:
        return []
    texts = [[known.propositions[each.pair[side]].text[:_READ] for each in asked] for side in (0, 1)]
    judged = encoder.pairs(texts[0], texts[1])
    found = (_match(each, row) for each, row in zip(asked, judged.tolist(), strict=True))
    return [each for each in found if each.relation != "other" and each.certainty >= _LEAST]


def _unsupported(likeness: float, certainty: float) -> tuple[Relation, float]:
    """Return what is left of a contradiction for which no number and no negation speaks.

    The cross-encoder has learned from headlines, where related ones mostly contradict each other; statements of one
    event mostly do not. So such a judgement says that two are related: very like ones say the same, others do too
    little to be gathered.
    """
    return ("same", likeness) if likeness >= _ALIKE else ("contradicts", _UNSUPPORTED * certainty)


def _match(asked: _Asked, judged: Sequence[float]) -> Match:
    """Return the match that a judgement and the features give together: the tables decide what is turned or changed."""
    compared, (same, contradicts, _) = asked.features, judged
    related = same + contradicts
    told = (f"likeness {asked.likeness:.2f}", *reasons(compared))
    one, other = asked.pair
    relation: Relation = "same" if same >= contradicts else "contradicts"
    certainty = max(same, contradicts)
    if relation == "contradicts" and not (compared.opposite or compared.changed):
        relation, certainty = _unsupported(asked.likeness, certainty)
    if compared.opposite and compared.contained >= _SAME_WORDS:
        relation, certainty = "contradicts", related
    if compared.changed:
        relation, certainty = "contradicts", max(contradicts, _NARROW * related)
    found = Match(one, other, relation, certainty, told)
    if relation == "same" and compared.more:
        ends = (one, other) if compared.more > 0 else (other, one)
        found = replace(found, one=ends[0], other=ends[1], relation="narrower", certainty=_NARROW * certainty)
    return found
