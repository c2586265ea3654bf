"""Invented statements, and an encoder that knows nothing but their words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from riwaya import claims, rules
from riwaya.arabic import stems
from riwaya.model import Match, Proposition, Stance

NEGATIONS = frozenset({"لم", "لن", "ليس", "لا"})


class Words:
    """Judges by words alone: enough to see what the stage does with a judgement."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def vectors(self, sentences: Sequence[str]) -> npt.NDArray[np.float32]:
        out = np.zeros((len(sentences), 64), np.float32)
        for row, sentence in enumerate(sentences):
            for word in stems.stems(sentence):
                out[row, sum(map(ord, word)) % 64] += 1
        return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)

    def pairs(self, firsts: Sequence[str], seconds: Sequence[str]) -> npt.NDArray[np.float32]:
        self.asked += zip(firsts, seconds, strict=True)
        return np.array([self._judged(*pair) for pair in zip(firsts, seconds, strict=True)], np.float32).reshape(-1, 3)

    def _judged(self, first: str, second: str) -> tuple[float, float, float]:
        one, other = set(stems.stems(first)), set(stems.stems(second))
        common = len(one & other) / max(1, min(len(one - NEGATIONS), len(other - NEGATIONS)))
        near = 0.95 if common >= 0.6 else common / 2
        turned = bool(one & NEGATIONS) != bool(other & NEGATIONS)
        return (0.0, near, 1 - near) if turned else (near, 0.0, 1 - near)


def put(text: str, stance: Stance = "asserts", *, negative: bool = False, rumour: bool = False) -> Proposition:
    return Proposition((), text, stance, negative=negative, rumour=rumour)


def known(propositions: Sequence[Proposition], encoder: claims.Encoder) -> claims.Known:
    traits = {number: claims.traits(each, rules.load()) for number, each in enumerate(propositions)}
    vectors = claims.centred(encoder.vectors([each.text for each in propositions]))
    return claims.Known(dict(enumerate(propositions)), traits, vectors, claims.totals(list(traits.values())))


def matched(propositions: Sequence[Proposition]) -> list[Match]:
    encoder = Words()
    pairs = [(one, other) for one in range(len(propositions)) for other in range(one + 1, len(propositions))]
    return claims.match(pairs, known(propositions, encoder), encoder)
