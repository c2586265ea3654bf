"""What is compared: words by how rare they are, numbers with their units, negations, days."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import put

from riwaya import rules
from riwaya.claims import Features, Traits, features, totals, traits
from riwaya.claims.features import Number, reasons


def compared(one: str, other: str) -> Features:
    first, second = (traits(put(text), rules.load()) for text in (one, other))
    return features(first, second, totals([first, second]))


def numbers(text: str) -> set[tuple[float, str]]:
    return {tuple(each) for each in traits(put(text), rules.load()).numbers}


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("كلف الجسر 29 مليار ريال", 29e9, "ريال"),
        ("كلف الجسر ٢٩ مليار ريال", 29e9, "ريال"),
        ("كلف الجسر 1,5 مليون ريال", 1.5e6, "ريال"),
        ("كلف الجسر 1,500 ريال", 1500, "ريال"),
        ("كلف الجسر مئة مليون ريال", 100e6, "ريال"),
        ("أصيب 12 عاملا", 12, "عامل"),
    ],
)
def test_a_number_is_read_with_its_unit(text: str, value: float, unit: str) -> None:
    assert (value, unit) in numbers(text)


def test_words_without_numbers_have_none() -> None:
    assert numbers("كلف الجسر كثيرا") == set()


def test_a_changed_number_is_seen() -> None:
    found = compared("أوقع الحريق 12 قتيلا في الميناء", "أوقع الحريق 30 قتيلا في الميناء")
    assert found.changed == ((Number(12, "قتيل"), Number(30, "قتيل")),)
    assert any("12" in each and "30" in each for each in reasons(found))


def test_numbers_of_two_units_are_no_change() -> None:
    assert compared("أوقع الحريق 12 قتيلا", "أوقع الحريق 30 جريحا").changed == ()


def test_who_tells_more_is_seen() -> None:
    short, long = "أوقع الحريق قتلى في الميناء", "أوقع الحريق 12 قتيلا في الميناء فجر الجمعة"
    assert (compared(long, short).more, compared(short, long).more) == (1, -1)


def test_a_negation_is_seen_and_is_no_word_in_common() -> None:
    plain = traits(put("لم يغلق الجسر"), rules.load())
    assert "لم" not in plain.words
    one = traits(put("يغلق الجسر القديم"), rules.load())
    other = traits(put("لم يغلق الجسر القديم", negative=True), rules.load())
    assert features(one, other, totals([one, other])).opposite


def test_days_apart_and_the_same_party_are_told() -> None:
    first = traits(put("أغلق الجسر"), rules.load(), day=dt.date(2025, 3, 1), party="البلدية")
    second = traits(put("أغلق الجسر"), rules.load(), day=dt.date(2025, 3, 4), party="البلدية")
    found = features(first, second, totals([first, second]))
    assert (found.days, found.parties) == (3, True)
    assert "3 days apart" in reasons(found)


WORDS = st.lists(st.sampled_from(["جسر", "ميناء", "بلدية", "لم", "12", "مليون", "أغلق", "وزير"]), max_size=8).map(
    " ".join
)


def plain(text: str) -> Traits:
    return traits(put(text), rules.load())


@given(WORDS, WORDS)
def test_to_compare_is_symmetric(one: str, other: str) -> None:
    first, second = plain(one), plain(other)
    weights = totals([first, second])
    there, back = features(first, second, weights), features(second, first, weights)
    assert (there.shared, there.overlap, there.contained) == (back.shared, back.overlap, back.contained)
    assert there.more == -back.more
    assert [(mine, theirs) for theirs, mine in there.changed] == [*back.changed]
    assert 0 <= there.overlap <= there.contained + 1e-9 <= 1 + 1e-6
