"""People's names: which spellings are one person's, and which never are."""

from __future__ import annotations

import itertools

import pytest
from tests.parties.known import all_apart, grouped, known, linked, one_party, people

from riwaya import parties, rules
from riwaya.parties import Name
from riwaya.parties.spelling import letters, native_given


@pytest.mark.parametrize(
    "names",
    [
        ("أنطون ريدغر", "أنطون ريدجر", "انطون ريدقر"),
        ("مارك لوندال", "مارك لندال"),
        ("بيتر مارينيو", "بيتر مارينهو"),
        ("سامي نعمان الدريدي", "سامى نعمان الدريدى"),
        ("عبد الله الدريدي", "عبدالله الدريدي"),
        ("سامي بن عبد الفتاح الدريدي", "سامي عبدالفتاح الدريدي"),
        ("داوود الدريدي", "داود الدريدي"),
        ("نصر الله الدريدي", "نصرالله الدريدي"),
        ("مارك والتربرغ", "مارك فالتربرغ"),
        ("مارك فان-لوندال", "مارك فان لوندال"),
        ("وائل السنديانى", "وائل السندياني", "وائل سندياني"),
    ],
)
def test_spellings_of_one_name_are_one_party(names: tuple[str, ...]) -> None:
    assert one_party(people(*names))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("سعيد", "سعد"),
        ("حسن", "حسين"),
        ("سالم", "سليم"),
        ("فهد", "فهيد"),
        ("عبدالله", "عبيدالله"),
        ("منصور", "نصر"),
        ("عمر", "عمرو"),
        ("حمد", "حامد"),
    ],
)
@pytest.mark.parametrize("family", ["الدريدي", "القحطاني", "سنديان"])
def test_arabic_first_names_that_look_alike_are_different_people(one: str, other: str, family: str) -> None:
    assert all_apart(people(f"{one} {family}", f"{other} {family}"))
    assert all_apart(people((f"{one} {family}", "وزير النقل الفرنسي"), (f"{other} {family}", "وزير النقل الفرنسي")))


def test_every_two_first_names_of_the_table_are_different_people() -> None:
    """Also those that differ in a vowel: each has the same family name, which makes one block of them all."""
    [row] = [row for row in rules.load().rows("names") if row.id == "name.native"]
    first = {letters(word): word for word in row.texts("words")}
    names = people(*(f"{word} الدريدي" for word in first.values() if native_given(letters(word))))
    for link in linked(names):
        one, other = (names[number - 1].name.words for number in (link.one, link.other))
        assert letters(one) == letters(other), link


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("بيتر لوندال", "بيتر ليندال"),  # another vowel
        ("بيتر هولي", "بيتر هيلي"),  # two consonants tell too little
        ("بوب كروغن", "مارك كروغن"),
        ("سامي اللحيداني", "سامي الحيداني"),
        ("شانغ مين", "شونغ مون"),
    ],
)
def test_foreign_names_that_only_look_alike_stay_apart(one: str, other: str) -> None:
    assert all_apart(people(one, other))


def test_a_name_in_between_may_be_left_out() -> None:
    assert one_party(people("سامي السندياني", "سامي بن أحمد السندياني", "سامي أحمد بن ناصر السندياني"))
    assert one_party(people("مارك لوندال", "مارك أنطون لوندال"))


def test_a_name_in_between_may_not_be_left_out_where_others_rival() -> None:
    assert all_apart(people("سامي السندياني", "سامي بن أحمد السندياني", "سامي بن ناصر السندياني"))


def test_a_common_name_needs_the_same_office() -> None:
    assert all_apart(people("محمد القحطاني", "محمد بن ناصر القحطاني"))
    office = "المتحدث الرسمي لبلدية فلانتا"
    assert one_party(people(("محمد القحطاني", office), ("محمد بن ناصر القحطاني", office)))


def test_a_common_name_with_three_fathers_is_of_three_people() -> None:
    assert all_apart(people("محمد القحطاني", "محمد بن سعد القحطاني", "محمد بن علي القحطاني", "محمد بن ناصر القحطاني"))


def test_among_rivals_the_office_decides() -> None:
    office = "مدير متاحف فلانتا"
    names = people(("سامي السندياني", office), ("سامي بن أحمد السندياني", office), "سامي بن ناصر السندياني")
    assert grouped(names) == [{"سامي السندياني", "سامي بن أحمد السندياني"}]


def test_offices_that_many_have_decide_nothing() -> None:
    assert all_apart(people(("محمد القحطاني", "المتحدث الرسمي"), ("محمد بن ناصر القحطاني", "المتحدث الرسمي")))


def test_a_slip_of_the_pen_is_no_rival() -> None:
    assert one_party(people("سامي السندياني", "سامي عبدالرحمن السندياني", "سامي عبدلرحمن السندياني")[:2])
    office = "مدير متاحف فلانتا"
    names = people(("سامي السندياني", office), ("سامي عبدالرحمن السندياني", office), "سامي عبدلرحمن السندياني")
    assert {"سامي السندياني", "سامي عبدالرحمن السندياني"} <= grouped(names)[0]


def test_fathers_may_go_on() -> None:
    assert one_party(people("سامي بن سعد بن ناصر", "سامي بن سعد بن ناصر السندياني"))
    assert all_apart(people("سامي بن سعد", "سامي بن سعد السندياني", "سامي بن سعد الدريدي"))


def test_a_family_name_alone_is_of_whom_nearly_all_have_it() -> None:
    full = known(1, "مارك لوندال", times=40)
    assert one_party([full, known(2, "لوندال", times=9)])
    rival = known(3, "بيتر لوندال", times=20)
    assert all_apart([full, known(2, "لوندال", times=9), rival])


def test_a_family_name_alone_of_somebody_seldom_met_is_nobodys() -> None:
    assert all_apart([known(1, "مارك لوندال", times=2), known(2, "لوندال")])


def test_an_arabic_family_name_alone_needs_the_office() -> None:
    office = "وزير النقل الفرنسي"
    assert all_apart([known(1, "سامي السندياني", times=40), known(2, "السندياني", times=9)])
    names = [
        known(1, "سامي السندياني", times=40, offices=[office]),
        known(2, "السندياني", times=9, offices=[office]),
    ]
    assert one_party(names)


def test_a_common_family_name_alone_is_nobodys() -> None:
    office = "وزير النقل الفرنسي"
    names = [known(1, "جديع القحطاني", times=40, offices=[office]), known(2, "القحطاني", offices=[office])]
    assert all_apart(names)


def test_what_an_office_of_a_country_bears_out() -> None:
    office = "وزير النقل التركي"
    assert one_party(people(("مسعود تشاوش أوغلند", office), ("مسعود جاوش أوغلند", "وزير نقل تركيا")))
    assert all_apart(people(("مسعود تشاوش أوغلند", office), ("مسعود جاوش أوغلند", "وزير نقل إيران")))


def test_a_link_says_why() -> None:
    [link] = linked(people("أنطون ريدغر", "أنطون ريدجر"))
    assert link.rule == "person.transliteration"
    assert "أنطون ريدغر" in link.reason
    assert 0.85 < link.certainty < 1


def test_only_names_with_a_common_key_are_compared() -> None:
    names = people("محمد القحطاني", "محمد العتيبي", "سعد القحطاني", "محمد", "مارك لوندال", "مارك روبنسن")
    keys = [parties.blocks(each.name) for each in names]
    assert all(keys)
    assert not any(one & other for one, other in itertools.combinations(keys, 2))


def test_spellings_of_words_widen_searches() -> None:
    assert parties.spellings(Name("أنطون ريدغر", "person"), Name("انطون ريدجر", "person")) == [
        ("أنطون", "انطون"),
        ("ريدغر", "ريدجر"),
    ]
    assert parties.spellings(Name("سعيد الدريدي", "person"), Name("سعد الدريدي", "person")) == []
