from __future__ import annotations

import datetime as dt

import pytest
from tests.chains.invented import DAY, FORM, INDEPENDENT, LEAD, LONGER, SECOND, TRIMMED, WIRE, article

from riwaya import chains
from riwaya.model import Article
from riwaya.rules import Rules

NEXT = DAY + dt.timedelta(days=1)
LATE = DAY + dt.timedelta(days=9)


def judged(one: Article, other: Article, rules: Rules) -> chains.Copy:
    found = chains.copy_of(one, other, rules)
    assert found is not None
    turned = chains.copy_of(other, one, rules)
    assert turned is not None
    assert turned.turned() == found, "the same from both sides"
    return found


def test_a_verbatim_copy(rules: Rules) -> None:
    found = judged(article(WIRE), article(WIRE), rules)
    assert (found.kind, found.likeness.resemblance) == ("copy", 1)
    assert (found.earlier, found.common, found.certainty, found.rule) == (None, None, 0, "copy.undecided")


def test_a_trimmed_item_is_from_the_whole_one(rules: Rules) -> None:
    found = judged(article(TRIMMED), article(WIRE), rules)
    assert (found.kind, found.earlier, found.rule) == ("copy", "other", "copy.trimmed")


def test_an_item_in_a_longer_report_is_embedded(rules: Rules) -> None:
    found = judged(article(TRIMMED), article(LONGER), rules)
    assert (found.kind, found.likeness.share_of_one) == ("embedded", 1)
    assert (found.earlier, found.rule) == ("one", "copy.put_in")


def test_an_independent_report_is_no_copy(rules: Rules) -> None:
    assert chains.copy_of(article(WIRE), article(INDEPENDENT), rules) is None


def test_a_sentence_in_common_is_no_copy(rules: Rules) -> None:
    assert chains.copy_of(article(f"{INDEPENDENT}\n{LEAD}"), article(LONGER), rules) is None


def test_a_few_words_are_no_copy_even_if_they_are_all(rules: Rules) -> None:
    short = " ".join(SECOND.split()[:20])
    assert chains.copy_of(article(short), article(short), rules) is None


@pytest.mark.parametrize(
    ("one", "other", "common", "certainty"),
    [
        (("رويترز",), ("وكالة رويترز",), "رويترز", 0.9),
        (("أ ف ب", "وكالات"), ("فرانس برس", "وكالات"), "أ ف ب", 0.9),
        (("وكالات",), ("الوكالات",), "الوكالات", 0.6),
    ],
)
def test_both_from_one_agency(
    one: tuple[str, ...], other: tuple[str, ...], common: str, certainty: float, rules: Rules
) -> None:
    first = article(WIRE, publisher="المرسى", credits_=one)
    second = article(WIRE, publisher="الشاطئ", credits_=other, published=NEXT)
    found = judged(first, second, rules)
    assert (found.rule, found.earlier, found.certainty) == ("copy.same_wire", None, certainty)
    assert found.common == common


def test_two_pages_of_one_newspaper_do_not_come_from_its_signature(rules: Rules) -> None:
    signed = article(WIRE, publisher="المرسى", credits_=("قسم التحرير",))
    assert judged(signed, signed, rules).rule == "copy.undecided"
    credited = article(WIRE, publisher="المرسى", credits_=("رويترز",))
    assert judged(credited, credited, rules).rule == "copy.same_wire"


def test_one_credits_an_agency_and_the_other_nobody(rules: Rules) -> None:
    first = article(WIRE, publisher="المرسى", credits_=("رويترز",))
    found = judged(first, article(WIRE, publisher="الشاطئ", credits_=("الشاطئ",)), rules)
    assert (found.rule, found.common, found.earlier) == ("copy.one_credits_an_agency", "رويترز", None)


def test_who_credits_the_other_is_later_even_if_published_earlier(rules: Rules) -> None:
    first = article(WIRE, publisher="صحيفة المرسى", credits_=("الشاطئ",), published=DAY)
    second = article(WIRE, publisher="صحيفة الشاطئ", published=NEXT)
    found = judged(first, second, rules)
    assert (found.rule, found.earlier, found.common) == ("copy.credits_the_other", "other", None)
    assert "الشاطئ" in found.reason


def test_an_agency_is_known_by_its_address(rules: Rules) -> None:
    first = article(WIRE, publisher="المرسى", credits_=("رويترز",))
    found = judged(first, article(WIRE, url="https://www.reuters.com/1"), rules)
    assert (found.rule, found.earlier) == ("copy.credits_the_other", "other")


def test_an_agency_that_prints_it_had_it_first(rules: Rules) -> None:
    found = judged(article(WIRE, published=DAY), article(WIRE, url="https://www.reuters.com/1", published=NEXT), rules)
    assert (found.rule, found.earlier) == ("copy.agency_published", "other")
    assert "رويترز" in found.reason


def test_the_earlier_day_counts_where_nobody_is_credited(rules: Rules) -> None:
    found = judged(article(WIRE, published=NEXT), article(WIRE, published=DAY), rules)
    assert (found.rule, found.earlier) == ("copy.earlier_day", "other")
    assert str(DAY) in found.reason


def test_a_form_filled_in_anew_after_days_is_no_copy_and_a_rerun_is(rules: Rules) -> None:
    one, other = FORM.format("النخيل"), FORM.format("السدرة والقلعة")
    assert chains.kind_of(chains.likeness(one, other)) == "copy"
    assert chains.copy_of(article(one), article(other, published=LATE), rules) is None
    assert judged(article(one), article(one, published=LATE), rules).earlier == "one"


def test_without_a_day_a_copy_is_still_one(rules: Rules) -> None:
    assert judged(article(WIRE, published=None), article(WIRE), rules).rule == "copy.undecided"
