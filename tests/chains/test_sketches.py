from __future__ import annotations

import datetime as dt
import hashlib
import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.chains.invented import DAY, FORM, INDEPENDENT, LONGER, TRIMMED, WIRE

from riwaya import chains
from riwaya.arabic.phrases import words
from riwaya.chains import MOST_ARTICLES, MOST_DAYS, Spread

# Of this edition. Numbers in archives were made with it: a change of it is a new edition, and an archive's migration.
GOLDEN = "f80d918f"
VOCABULARY = some.sampled_from(sorted(set(words(WIRE + " " + LONGER))))
TEXTS = some.lists(VOCABULARY, max_size=120).map(" ".join)
SIGNS = some.sampled_from(["\u064b", "\u0651", "\u0640", "\u200f", "\u0652\u0640"])
NAMES = ("النخيل", "السدرة", "القلعة", "المنارة", "الواحة", "الصنوبر", "البساتين", "الينابيع")


def digest(text: str) -> str:
    found = chains.sketch(text)
    kept = json.dumps([found.minima, found.bands, found.fingerprints])
    return hashlib.sha256(kept.encode()).hexdigest()[:8]


def keys(text: str) -> set[int]:
    return set(chains.sketch(text).keys)


def test_the_numbers_are_those_of_this_edition() -> None:
    assert (chains.EDITION, digest(WIRE)) == (1, GOLDEN)


def test_another_process_makes_the_same_numbers() -> None:
    code = "import sys; from riwaya import chains; print(sum(chains.sketch(sys.argv[1]).keys))"
    ran = subprocess.run([sys.executable, "-c", code, WIRE], capture_output=True, text=True, check=True)
    assert int(ran.stdout) == sum(chains.sketch(WIRE).keys)


def test_keys_fit_the_integers_of_databases() -> None:
    found = chains.sketch(WIRE + "\n" + LONGER)
    assert all(0 <= key < 2**63 for key in found.keys)
    assert len(found.bands) == 24
    assert len(set(found.keys)) == len(found.keys)


@given(TEXTS, some.data())
def test_marks_and_spaces_change_nothing(text: str, data: some.DataObject) -> None:
    marked = [letter + (data.draw(SIGNS) if letter.isalpha() and data.draw(some.booleans()) else "") for letter in text]
    spaced = "".join(marked).replace(" ", data.draw(some.sampled_from(["  ", "\n", "\u00a0", " ، "])))
    assert chains.sketch(spaced) == chains.sketch(text)


@given(TEXTS, TEXTS, some.lists(VOCABULARY, min_size=24, max_size=60).map(" ".join))
def test_any_24_words_in_a_row_join_two_texts(before: str, after: str, passage: str) -> None:
    """The guarantee of winnowing, whatever stands around the passage."""
    one, other = chains.sketch(f"{before} {passage}"), chains.sketch(f"{passage} {after}")
    assert set(one.fingerprints) & set(other.fingerprints)


@given(TEXTS, TEXTS)
def test_a_resemblance_is_a_share_and_the_same_from_both_sides(one: str, other: str) -> None:
    first, second = chains.sketch(one), chains.sketch(other)
    assert 0 <= chains.resemblance(first, second) == chains.resemblance(second, first) <= 1
    assert chains.resemblance(first, first) == (1 if first.minima else 0)


def test_a_resemblance_is_near_the_share_of_common_shingles() -> None:
    run = [f"كلمة{number}" for number in range(900)]
    one, other = " ".join(run[:600]), " ".join(run[200:])
    exact = (400 - 2) / (900 - 2)
    assert chains.resemblance(chains.sketch(one), chains.sketch(other)) == pytest.approx(exact, abs=0.15)


@pytest.mark.parametrize("text", ["", "قال", "قال الوزير"])
def test_a_text_shorter_than_a_shingle_has_no_keys(text: str) -> None:
    assert chains.sketch(text).keys == ()


def test_seven_words_are_too_few_for_a_fingerprint() -> None:
    assert chains.sketch("قال الوزير إن الطريق مفتوح منذ الصباح").fingerprints == ()
    assert len(chains.sketch("قال الوزير إن الطريق مفتوح منذ الصباح الباكر").fingerprints) == 1


def test_a_wire_item_is_met_trimmed_and_embedded_and_a_report_of_our_own_is_not() -> None:
    assert keys(WIRE) & keys(TRIMMED)
    assert keys(WIRE) & keys(LONGER)
    assert not keys(WIRE) & keys(INDEPENDENT)


def test_a_key_of_many_articles_or_many_days_tells_nothing() -> None:
    spreads = {1: Spread(MOST_ARTICLES, 1), 2: Spread(MOST_ARTICLES + 1, 1), 3: Spread(9, MOST_DAYS), 4: Spread(9, 4)}
    assert chains.telling([1, 2, 3, 4, 5], spreads) == [1, 3, 5]


def test_two_sketches_are_worth_aligning_by_what_tells_something() -> None:
    spreads = {1: Spread(2, 1), 2: Spread(2, 1), 3: Spread(9, 9), 4: Spread(9, 9), 5: Spread(9, 9)}
    assert chains.worth_aligning([1, 2, 3, 4], [1, 2, 3, 4], spreads)
    assert not chains.worth_aligning([1, 3, 4], [1, 3, 4], spreads)
    assert not chains.worth_aligning([3, 6], [3, 7], spreads)
    assert not chains.worth_aligning([6], [7], spreads)


def test_candidates_are_pairs_in_order_each_once() -> None:
    sketches = [chains.sketch(text) for text in (WIRE, INDEPENDENT, LONGER, TRIMMED)]
    assert list(chains.candidates(sketches, [DAY] * 4)) == [(0, 2), (0, 3), (2, 3)]


def test_a_form_that_is_filled_in_day_after_day_joins_nothing() -> None:
    """Telegrams of congratulation: alike as copies are, but on ever new days."""
    sketches = [chains.sketch(FORM.format(name)) for name in NAMES]
    days = [DAY + dt.timedelta(days=number) for number in range(len(NAMES))]
    assert list(chains.candidates(sketches, days)) == []
    assert list(chains.candidates(sketches[:2], days[:2])) == [(0, 1)], "not known as a form yet"


def test_what_a_newspaper_puts_under_everything_joins_nothing() -> None:
    run = [f"كلمة{number}" for number in range(50 * 60)]
    texts = [" ".join(run[at : at + 50]) + " " + WIRE for at in range(0, len(run), 50)]
    assert list(chains.candidates([chains.sketch(text) for text in texts], [DAY] * len(texts))) == []
    few = list(chains.candidates([chains.sketch(text) for text in texts[:3]], [DAY] * 3))
    assert few == [(0, 1), (0, 2), (1, 2)]
