"""Who speaks, as a name that other articles may give as well; and who is nobody."""

from __future__ import annotations

import pytest

from riwaya import parties
from riwaya.model import Article, Capture, Kind, Statement
from riwaya.parties import Mention, Name
from riwaya.text import Alignment, Extent, Span


def statement(speaker: str | None, kind: Kind | None, source: Extent = ()) -> Statement:
    return Statement((), source, (), (), speaker, kind, "say", "direct")


def article(text: str, *statements: Statement) -> Article:
    capture = Capture(b"", text, "text/plain", "", "utf-8")
    return Article(text, Alignment.identity(len(text)), capture, statements=statements)


def mention(speaker: str | None, kind: Kind | None = "person", *, source: str = "", text: str = "") -> Mention | None:
    """What one statement gives whose source is worded so."""
    text = f"{source} {text}"
    extent = (Span(0, len(source)),) if source else ()
    [found] = parties.mentions(article(text, statement(speaker, kind, extent)))
    return found


def words(speaker: str, kind: Kind = "person", text: str = "") -> str | None:
    found = mention(speaker, kind, text=text)
    return found and found.name.words


@pytest.mark.parametrize(
    ("speaker", "name"),
    [
        ("الدكتور سامي نعمان", "سامي نعمان"),
        ("د. سامي نعمان", "سامي نعمان"),
        ("صاحب السمو الملكي الأمير سامي بن ناصر", "سامي بن ناصر"),
        ("معالي المهندس سامي السندياني", "سامي السندياني"),
        ("ودونالد ريدغر", "دونالد ريدغر"),
        ("لناصر السندياني", "ناصر السندياني"),
        ("«سامي السندياني»", "سامي السندياني"),
        ("ســامي السنديانيّ", "سامي السندياني"),
        ("سامي السندياني من بلدية المدينة", "سامي السندياني"),
        ("سامي السندياني، رئيس البلدية", "سامي السندياني"),
        ("أمين السندياني", "أمين السندياني"),
        ("سلطان السندياني", "سلطان السندياني"),
        ("ولفغانغ ريدغر", "ولفغانغ ريدغر"),
        ("الملك سلطان", "الملك سلطان"),
        ("السندياني", "السندياني"),
        ("ريدغر", "ريدغر"),
    ],
)
def test_a_person_is_named_without_what_stands_around_the_name(speaker: str, name: str) -> None:
    assert words(speaker) == name


@pytest.mark.parametrize(
    "speaker",
    [
        "وزير الخارجية",
        "أمين عام الهيئة",
        "المتحدث الأمني بوزارة الداخلية",
        "أحد الخبراء",
        "زوجة سامي نعمان",
        "سامي السندياني وناصر نعمان",
        "مواطن",
        "المدير",
        "أم سامي",
        "سامي",
        "الدكتور سامي",
        "القحطاني",
        "خصومهم",
        "الرجل",
        "هو",
        "12",
        "«»",
    ],
)
def test_descriptions_of_people_name_nobody(speaker: str) -> None:
    assert words(speaker) is None


def test_two_at_once_are_no_name_if_the_second_is_told_elsewhere() -> None:
    assert words("ريدغر ولوندال", text="وأضاف لوندال أن الطريق مفتوح.") is None
    assert words("مارك ولوندال") == "مارك ولوندال"


def test_a_joined_letter_is_taken_off_if_the_word_stands_without_it() -> None:
    assert words("فريدغر", text="قال ريدغر إن الطريق مفتوح.") == "ريدغر"
    assert words("فريدغر") == "فريدغر"


@pytest.mark.parametrize(
    ("speaker", "kind"),
    [
        ("الوزارة", "organisation"),
        ("الشرطة", "organisation"),
        ("الحكومة", "organisation"),
        ("السلطات المحلية", "organisation"),
        ("مجلس إدارة الشركة", "organisation"),
        ("بعض الشركات", "organisation"),
        ("البلدية والجمعية الخيرية", "organisation"),
        ("تقارير", "media"),
        ("وسائل إعلام محلية", "media"),
        ("الموقع", "media"),
        ("صحف عالمية", "media"),
        ("دراسة حديثة", "document"),
        ("بيانات رسمية", "document"),
        ("الدراسة", "document"),
        ("مصدر أمني", "unnamed"),
        ("سامي السندياني", "unnamed"),
        ("سامي السندياني", None),
        (None, "person"),
    ],
)
def test_mere_descriptions_and_unnamed_sources_give_no_mention(speaker: str | None, kind: Kind | None) -> None:
    assert mention(speaker, kind) is None


@pytest.mark.parametrize(
    ("speaker", "kind", "found"),
    [
        ("بلدية فلانتا", "organisation", "organisation"),
        ("الحكومة التركية", "organisation", "organisation"),
        ("وزارة الداخلية", "organisation", "organisation"),
        ("معهد الإدارة العامة", "organisation", "organisation"),
        ("تركيا", "organisation", "organisation"),
        ("بلدية فلانتا", "document", "organisation"),
        ("سامي السندياني", "document", "person"),
        ("أنطون ريدغر", "organisation", "person"),
        ("رويترز", "organisation", "media"),
        ("رويترز", "person", "media"),
        ("نظام المتاحف والمكتبات العامة", "document", "document"),
    ],
)
def test_the_kind_is_set_right(speaker: str, kind: Kind, found: Kind) -> None:
    named = mention(speaker, kind)
    assert named is not None
    assert named.name == Name(speaker, found)


@pytest.mark.parametrize(
    ("source", "office"),
    [
        ("وزير الخارجية الروسي سامي السندياني", "وزير الخارجية الروسي"),
        ("السندياني وزير الخارجية", "وزير الخارجية"),
        ("سامي السندياني، وزير خارجية روسيا", "وزير خارجية روسيا"),
        ("صاحب السمو الملكي أمير منطقة فلانتا سامي السندياني", "أمير منطقة فلانتا"),
        ("مدير المتاحف الدكتور سامي السندياني", "مدير المتاحف"),
        ("السندياني", None),
        ("الدكتور السندياني", None),
        ("وزير الخارجية", None),
        ("", None),
    ],
)
def test_the_office_beside_a_name(source: str, office: str | None) -> None:
    found = mention("سامي السندياني", source=source)
    assert found == Mention(Name("سامي السندياني", "person"), office)


def test_words_of_a_compound_are_no_office() -> None:
    found = mention("عبدالله السندياني", source="وزير النقل الفرنسي عبد الله السندياني")
    assert found is not None
    assert found.office == "وزير النقل الفرنسي"


def test_there_is_one_for_each_statement() -> None:
    several = article(
        "قال.", statement("سامي السندياني", "person"), statement("الوزارة", "organisation"), statement(None, None)
    )
    assert [found and found.name.words for found in parties.mentions(several)] == ["سامي السندياني", None, None]


def test_an_office_may_stand_alone() -> None:
    several = article(
        "قال.",
        statement("الرئيس الفرنسي", "person"),
        statement("سامي السندياني", "person"),
        statement("الرئيس", "person"),
        statement("مصدر أمني", "unnamed"),
        statement(None, None),
    )
    assert parties.offices_alone(several) == ["الرئيس الفرنسي", None, None, None, None]
