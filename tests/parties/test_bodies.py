"""Names of bodies, outlets and papers."""

from __future__ import annotations

import pytest
from tests.parties.known import all_apart, bodies, known, linked, one_party

from riwaya import parties, rules
from riwaya.arabic.phrases import words
from riwaya.parties import Name


@pytest.mark.parametrize(
    "names",
    [
        ("وزارة الخارجية الروسية", "الخارجية الروسية", "وزارة خارجية روسيا"),
        ("وزارة العدل الأميركية", "وزارة العدل الأمريكية"),
        ("المرصد السوري لحقوق الإنسان", "المرصد السوري لحقوق الانسان"),
        ("بلدية فلانتا الكبرى", "البلدية فلانتا الكبرى"),
        ("شركة مودارنس", "مودارنس"),
        ("الولايات المتحدة", "أمريكا", "أميركا"),
        ("منظمة ريدغرس الدولية", "منظمة ريدجرس الدولية"),
        ("الملاحون السنديانيون", "الملاحين السنديانيين"),
    ],
)
def test_spellings_of_one_body(names: tuple[str, ...]) -> None:
    assert one_party(bodies(*names))


@pytest.mark.parametrize(
    "names",
    [
        ("وزارة الداخلية", "وزارة الداخلية البحرينية"),
        ("وزارة الخارجية الروسية", "وزارة الخارجية الفرنسية"),
        ("وزارة الحج", "منظمة الحج"),
        ("بنك اليابان", "اليابان"),
        ("مكتب العمل", "مكاتب العمل"),
        ("شركة السنديان", "جمعية السنديان", "السنديان"),
        ("نادي مودارنس", "شركة مودارنس", "مودارنس"),
    ],
)
def test_different_bodies(names: tuple[str, ...]) -> None:
    assert all_apart(bodies(*names))


def test_every_outlet_is_one_party_in_all_its_spellings() -> None:
    rows = rules.load().rows("outlets")
    first = {tuple(words(text)): row.id for row in reversed(rows) for text in (row.text("name"), *row.texts("forms"))}
    names = {text: first[tuple(words(text))] for row in rows for text in (row.text("name"), *row.texts("forms"))}
    numbered = bodies(*names, kind="media")
    of = parties.parties([each.number for each in numbered], linked(numbered))
    outlet_of: dict[int, set[str]] = {}
    for each in numbered:
        outlet_of.setdefault(of[each.number], set()).add(names[each.name.words])
    mixed = [ids for ids in outlet_of.values() if len(ids) > 1]
    assert mixed == []
    assert len(outlet_of) == len(set(names.values()))


@pytest.mark.parametrize(
    "names",
    [
        ("رويترز", "وكالة رويترز", "وكالة رويترز للأنباء"),
        ("بلومبرغ", "بلومبيرغ", "وكالة بلومبرج"),
        ("صحيفة فايننشال تايمز البريطانية", "فاينانشيال تايمز"),
    ],
)
def test_outlets_with_and_without_what_they_are(names: tuple[str, ...]) -> None:
    assert one_party(bodies(*names, kind="media"))


def test_what_an_outlet_is_tells_it_from_others_of_its_name() -> None:
    assert all_apart(bodies("صحيفة الجزيرة", "قناة الجزيرة", kind="media"))
    assert all_apart(bodies("صحيفة المرفأ الكويتية", "صحيفة المرفأ القطرية", "صحيفة المرفأ", kind="media"))


def test_one_body_under_two_kinds_is_one_party() -> None:
    assert one_party([known(1, "بلدية فلانتا", "organisation"), known(2, "بلدية فلانتا", "document")])


def test_a_person_is_no_body() -> None:
    assert all_apart([known(1, "سامي السندياني"), known(2, "سامي السندياني", "organisation")])


def test_spellings_of_words_widen_searches() -> None:
    one, other = Name("منظمة ريدغرس", "organisation"), Name("منظمة ريدجرس", "organisation")
    assert parties.spellings(one, other) == [("ريدغرس", "ريدجرس")]
