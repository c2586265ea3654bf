"""Which pairs are worth comparing."""

from __future__ import annotations

import datetime as dt

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import Words, put

from riwaya import claims, rules
from riwaya.claims.candidates import NEAR, near
from riwaya.model import Proposition


def pairs(propositions: list[Proposition], days: list[int] | None = None) -> list[tuple[int, int]]:
    traits = {
        number: claims.traits(each, rules.load(), day=dt.date(2025, 3, days[number]) if days else None)
        for number, each in enumerate(propositions)
    }
    vectors = claims.centred(Words().vectors([each.text for each in propositions]))
    return claims.candidates(traits, vectors, claims.totals(list(traits.values())))


CLOSED = "أغلقت بلدية المرسى الجسر القديم"


def test_what_is_alike_is_paired() -> None:
    assert pairs([put(CLOSED), put("بلدية المرسى أغلقت أمس الجسر القديم")]) == [(0, 1)]


def test_what_has_nothing_in_common_is_not() -> None:
    assert pairs([put(CLOSED), put("وزعت وزارة الزراعة بذورا")]) == []


def test_two_rare_words_in_common_are_enough() -> None:
    one = "قالت نقابة الصيادين إن سفينة السندباد غرقت قرب جزيرة طويلة ليلا"
    other = "ربان سفينة السندباد ينتظر محاكمة في عاصمة بعيدة بعد شهور"
    assert pairs([put(one), put(other)]) == [(0, 1)]


def test_what_is_far_apart_in_time_is_not_paired() -> None:
    several = [put(CLOSED), put("بلدية المرسى أغلقت أمس الجسر القديم")]
    assert pairs(several, [1, 28]) == []
    assert pairs(several, [1, 5]) == [(0, 1)]


def test_near_copies_are_paired_with_the_first_of_them_only() -> None:
    copies = [put(CLOSED)] * 4
    assert pairs(copies) == [(0, 1), (0, 2), (0, 3)]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**16))
def test_neighbours_are_near_and_in_the_window_and_the_nearest_is_mostly_found(seed: int) -> None:
    chance = np.random.default_rng(seed)
    heads = chance.normal(size=(40, 24))
    vectors = (heads[np.arange(1200) % 40] + 0.3 * chance.normal(size=(1200, 24))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    days = chance.integers(1, 30, 1200)
    found = set(near(vectors, days, 10))
    assert all(one < other and abs(days[one] - days[other]) <= 10 for one, other in found)
    assert all(vectors[one] @ vectors[other] >= NEAR - 1e-5 for one, other in list(found)[:200])
    cosines = vectors @ vectors.T
    cosines[np.abs(days[:, None] - days[None, :]) > 10] = -1
    np.fill_diagonal(cosines, -1)
    nearest = cosines.argmax(axis=1)
    hit = [(min(row, other), max(row, other)) in found for row, other in enumerate(nearest.tolist())]
    assert np.mean(hit) > 0.9
