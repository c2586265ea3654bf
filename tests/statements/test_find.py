"""Statements of whole texts: easy ones, through everything.

What is asked of the weights here is what nobody could read otherwise. What rules add to it is asked of a network made by
hand, so that it holds with any weights.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import subprocess
import sys
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.statements.invented import TEXTS, obvious

import riwaya
from riwaya import rules as tables
from riwaya import statements
from riwaya.model import Act, Form, Statement
from riwaya.text import Extent, Span, cut

SUNDAY = dt.date(2025, 1, 5)


class Told(NamedTuple):
    """What is asked of a statement."""

    speaker: str | None
    cue: str
    content: str
    act: Act = "say"
    form: Form = "indirect"


def told(text: str, published: dt.date | None = None) -> list[Told]:
    return [
        Told(each.speaker, cut(text, each.cue), cut(text, each.content), each.act, each.form)
        for each in riwaya.attribute(text, published=published)
    ]


# -- with the weights of the package ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("هطل المطر على القرى الشرقية طوال الليل.", []),
        # indirect, direct, mixed
        ("قال وزير النقل سامي نعمان إن الطريق مفتوح.", [Told("سامي نعمان", "قال", "الطريق مفتوح")]),
        ("وقال وزير النقل سامي نعمان إن الطريق مفتوح.", [Told("سامي نعمان", "قال", "الطريق مفتوح")]),
        (
            "قال وزير النقل سامي نعمان: «الطريق مفتوح أمام الجميع منذ صباح اليوم».",
            [Told("سامي نعمان", "قال", "الطريق مفتوح أمام الجميع منذ صباح اليوم", form="direct")],
        ),
        (
            'قال وزير النقل سامي نعمان: "الطريق مفتوح أمام الجميع منذ صباح اليوم".',
            [Told("سامي نعمان", "قال", "الطريق مفتوح أمام الجميع منذ صباح اليوم", form="direct")],
        ),
        (
            "قال وزير النقل سامي نعمان إن الطريق «مفتوح أمام جميع المسافرين منذ الصباح».",
            [Told("سامي نعمان", "قال", "الطريق «مفتوح أمام جميع المسافرين منذ الصباح»", form="mixed")],
        ),
        # denials: by the verb, by what is said, by a verb of confirming
        ("نفت وزارة النقل إغلاق الجسر القديم.", [Told("وزارة النقل", "نفت", "إغلاق الجسر القديم", "deny")]),
        (
            "قال وزير النقل سامي نعمان إنه لا صحة لما تردد عن إغلاق الجسر.",
            [Told("سامي نعمان", "قال", "لا صحة لما تردد عن إغلاق الجسر", "deny")],
        ),
        (
            "قال وزير النقل سامي نعمان: «لا صحة لما تردد عن إغلاق الجسر القديم».",
            [Told("سامي نعمان", "قال", "لا صحة لما تردد عن إغلاق الجسر القديم", "deny", "direct")],
        ),
        (
            "أكد وزير النقل سامي نعمان أن الأنباء عن إغلاق الجسر غير صحيحة.",
            [Told("سامي نعمان", "أكد", "الأنباء عن إغلاق الجسر غير صحيحة", "deny")],
        ),
        # unnamed
        ("قال مصدر أمني إن الطريق مغلق.", [Told("مصدر أمني", "قال", "الطريق مغلق")]),
        # one after the other
        (
            "قال سامي نعمان إن الميناء عاد إلى العمل. وأضاف أن ثلاث سفن أفرغت حمولتها.",
            [
                Told("سامي نعمان", "قال", "الميناء عاد إلى العمل"),
                Told("سامي نعمان", "أضاف", "ثلاث سفن أفرغت حمولتها"),
            ],
        ),
    ],
)
def test_unmistakable_texts(text: str, expected: list[Told]) -> None:
    assert told(text) == expected


def test_a_refusal_to_comment() -> None:
    text = "رفض وزير النقل سامي نعمان التعليق على إغلاق الجسر."
    [found] = riwaya.attribute(text)
    assert (found.speaker, cut(text, found.cue), found.act) == ("سامي نعمان", "رفض", "decline")
    assert "إغلاق الجسر" in cut(text, found.content)


def test_speech_in_speech() -> None:
    text = "وقال سامي نعمان إن وزارة النقل أكدت أن الطريق مفتوح."
    outer, inner = riwaya.attribute(text)
    assert cut(text, outer.content) == "وزارة النقل أكدت أن الطريق مفتوح"
    assert (outer.speaker, outer.act, outer.within, outer.via) == ("سامي نعمان", "say", None, ())
    assert cut(text, inner.content) == "الطريق مفتوح"
    assert (inner.speaker, inner.act, inner.within, inner.via) == ("وزارة النقل", "confirm", 0, ("سامي نعمان",))


def test_one_passes_on_what_another_says() -> None:
    text = "نقلت وكالة المرسى عن مسؤول محلي قوله إن السوق ستنقل."
    [found] = riwaya.attribute(text)
    assert (found.speaker, cut(text, found.source), found.act) == ("مسؤول محلي", "مسؤول محلي", "report")
    assert found.via == ("وكالة المرسى",)
    [found] = riwaya.attribute(text, publisher="وكالة المرسى")
    assert found.via == ()


def test_an_unnamed_source_and_how_near_it_stands() -> None:
    text = "قال مصدر مقرب من الوزارة إن الطريق مفتوح."
    [found] = riwaya.attribute(text)
    assert found.kind == "unnamed"
    assert found.speaker == cut(text, found.source) == "مصدر مقرب من الوزارة"
    assert cut(text, found.closeness) == "مقرب من الوزارة"


def test_a_medium() -> None:
    text = "قال وزير النقل سامي نعمان في مؤتمر صحفي إن الطريق مفتوح."
    [found] = riwaya.attribute(text)
    assert cut(text, found.medium) == "في مؤتمر صحفي"
    assert cut(text, found.source) == "وزير النقل سامي نعمان"


@pytest.mark.parametrize(
    "text",
    [
        "لا يؤكد المتحدث باسم الوزارة أن الطريق مغلق.",
        "لا ينفي وزير النقل سامي نعمان أن الجسر مغلق.",
        "ولا يستبعد الخبير سامي نعمان أن يغلق الجسر.",
        "لم يؤكد وزير النقل سامي نعمان أن الطريق مفتوح.",
    ],
)
def test_what_is_read_at_a_negated_cue_says_so(text: str) -> None:
    """Whether anything is said at all there is not for this test."""
    assert all(found.negated for found in riwaya.attribute(text))


def test_silent_characters_inside_words() -> None:
    """Each part leads back to the very characters, also where signs stand at its ends."""
    plain = "قال وزير النقل سامي نعمان إن الطريق مفتوح"
    for text in (
        "قَالَ وَزِيرُ النَّقْلِ سَامِي نُعْمَان إِنَّ الطَّرِيقَ مَفْتُوح",
        "قـــال وزيـر النقل ســـامي نعمان إن الطـــريق مفتوح",
        "قا\u200bل وزير النقل سا\u00adمي نعمان إن الط\u200dريق مف\u200cتوح",
    ):
        [found], [expected] = riwaya.attribute(text), riwaya.attribute(plain)
        assert (found.speaker, found.act, found.rule) == (expected.speaker, expected.act, expected.rule)
        first_letters = {"قال": found.cue, "وزير النقل سامي نعمان": found.source, "الطريق مفتوح": found.content}
        for words, extent in first_letters.items():
            at = cut(text, extent)
            assert (at[0], at[-1]) == (words[0], words[-1])
            assert "".join(letter for letter in at if letter in words) == words


# -- with the network made by hand ------------------------------------------------------------------------------------


def by_hand(text: str, published: dt.date | None = None, publisher: str | None = None) -> tuple[Statement, ...]:
    """Read sentences of a verb, a word for who speaks, one more, and the content."""
    rules = tables.load()
    return statements.find(text, rules, published=published, publisher=publisher, network=obvious(rules))


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("لم يؤكد سامي أن الطريق مفتوح", True),
        ("لن يعلن سامي أن الطريق مفتوح", True),
        ("ولا يؤكد سامي أن الطريق مفتوح", True),
        ("أكد سامي أن الطريق مفتوح", False),
        ("قد أكد سامي أن الطريق مفتوح", False),
    ],
)
def test_a_negated_cue(text: str, negated: bool) -> None:
    [found] = by_hand(text)
    assert found.negated is negated


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("قال وزير النقل سامي نعمان أمس إن الطريق مفتوح.", "2025-01-04"),
        ("قال وزير النقل سامي نعمان أمس السبت إن الطريق مفتوح.", "2025-01-04"),
        ("قال وزير النقل سامي نعمان يوم الخميس إن الطريق مفتوح.", "2025-01-02"),
        ("قال وزير النقل سامي نعمان إن الطريق مفتوح.", None),
    ],
)
def test_when_it_was_said(text: str, said: str | None) -> None:
    [found] = riwaya.attribute(text, published=SUNDAY)
    assert (found.said and str(found.said)) == said
    [found] = riwaya.attribute(text)
    assert found.said is None, "nothing to count from"


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("قال سامي إن الطريق مفتوح.", ["سامي"]),
        ("قال سامي إن ناصر أكد أن الجسر مغلق.", ["سامي", "أن"]),  # one word after the verb, whatever it is
    ],
)
def test_who_speaks(text: str, speakers: list[str]) -> None:
    assert [found.speaker for found in by_hand(text)] == speakers


def test_statements_stand_in_the_order_of_contents_and_know_what_they_stand_in() -> None:
    text = "قال سامي إن الوزير نفى ناصر أنه أغلق الجسر. وأكد ماهر أن الطريق مفتوح."
    outer, inner, other = by_hand(text)
    assert cut(text, outer.content) == "الوزير نفى ناصر أنه أغلق الجسر"
    assert cut(text, inner.content) == "أغلق الجسر"
    assert cut(text, other.content) == "الطريق مفتوح"
    assert [found.within for found in (outer, inner, other)] == [None, 0, None]
    assert [found.via for found in (outer, inner, other)] == [(), ("سامي",), ()]
    assert [found.act for found in (outer, inner, other)] == ["say", "deny", "confirm"]


def test_the_publisher_passes_nothing_on() -> None:
    text = "قال سامي إن الوزير نفى ناصر أنه أغلق الجسر."
    assert [found.via for found in by_hand(text, publisher="سامي")] == [(), ()]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("لم تؤكد الشركة ولم تنف ما تردد عن زيادة في الأجور.", "ما تردد عن زيادة في الأجور"),
        ("ولم تنف الشركة ولم تؤكد زيادة الأجور.", "زيادة الأجور"),
        ("لا يؤكد المتحدث باسم الوزارة ولا ينفي أن الطريق مغلق.", "الطريق مغلق"),
    ],
)
def test_neither_confirming_nor_denying_is_one_refusal(text: str, content: str) -> None:
    [found] = riwaya.attribute(text)
    assert (found.act, cut(text, found.content)) == ("decline", content)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("لم يؤكد الوزير الخبر ولم ينفه", "الخبر"),  # the content stands before the second verb, at the end of the text
        ("سئل عن الخبر فلم يؤكده الوزير ولم ينفه", "الخبر"),
        ("لم تؤكد الشركة الصفقة ولم تنفها.", "الصفقة"),
    ],
)
def test_what_is_neither_confirmed_nor_denied_may_stand_between(text: str, content: str) -> None:
    [found] = riwaya.attribute(text)
    assert (found.act, cut(text, found.content)) == ("decline", content)


@pytest.mark.parametrize(
    "text",
    [
        "لم يجدد اللاعب سامي عقده مع النادي ولم يرفض عرض الهلال.",
        "الشركة لم تؤكد الصفقة. ولم تنف الوزارة أن العقد وقع.",
    ],
)
def test_two_things_that_did_not_happen_are_no_refusal(text: str) -> None:
    assert "decline" not in {found.act for found in riwaya.attribute(text)}


def test_what_lies_far_apart_is_no_refusal() -> None:
    text = "لم يؤكد سامي إغلاق الطريق الدائري الشرقي أمام الشاحنات الكبيرة والصغيرة، ولم ينف ناصر وجود أعمال صيانة فيه."
    assert "decline" not in {found.act for found in riwaya.attribute(text)}


def test_a_negation_is_no_part_of_the_cue() -> None:
    text = "ولا يستبعد الخبير سامي نعمان أن يغلق الجسر."
    [found] = riwaya.attribute(text)
    assert (cut(text, found.cue), found.negated) == ("يستبعد", True)


def test_a_conjunction_is_no_part_of_the_cue() -> None:
    text = "وقال سامي إن الطريق مفتوح. فأكد ناصر أن الجسر سليم. ووعد ماهر بأن يعود الجميع."
    assert [cut(text, found.cue) for found in by_hand(text)] == ["قال", "أكد", "وعد"]


def test_a_content_without_words_is_none() -> None:
    assert by_hand("قال سامي إن «…».") == ()


# -- long texts, again and again --------------------------------------------------------------------------------------

SENTENCES = (
    "قال وزير النقل سامي نعمان إن الطريق مفتوح.",
    "نفت وزارة التعليم إغلاق المدرسة القديمة.",
    "هطل المطر على القرى الشرقية طوال الليل.",
    "وأكد مدير الميناء ناصر السالمي: «السفن عادت إلى العمل منذ صباح اليوم».",
)


@pytest.mark.slow
def test_a_text_of_thousands_of_sentences() -> None:
    text = "\n".join(SENTENCES[number % len(SENTENCES)] for number in range(3_000))
    found = riwaya.attribute(text)
    contents = [cut(text, each.content) for each in found]
    for content in ("الطريق مفتوح", "إغلاق المدرسة القديمة", "السفن عادت إلى العمل منذ صباح اليوم"):
        assert contents.count(content) > 700, "a sentence at a seam may be read otherwise"
    starts = [each.content[0].start for each in found]
    assert starts == sorted(starts)
    assert starts[-1] > len(text) * 0.99


def test_the_same_text_is_read_the_same_again() -> None:
    text = "\n".join(SENTENCES)
    first = riwaya.attribute(text, published=SUNDAY)
    riwaya.attribute("أكد ناصر السالمي أن الجسر سليم." * 3)
    assert riwaya.attribute(text, published=SUNDAY) == first


def test_the_same_text_is_read_the_same_in_a_fresh_process() -> None:
    text = "\n".join(SENTENCES)
    code = (
        "import json, sys, riwaya\n"
        "text = json.loads(sys.argv[1])\n"
        "print(json.dumps([each.to_dict() for each in riwaya.attribute(text)]))"
    )
    command = [sys.executable, "-c", code, json.dumps(text)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    assert json.loads(done.stdout) == [each.to_dict() for each in riwaya.attribute(text)]


# -- laws --------------------------------------------------------------------------------------------------------------


TRIMMED = 2  # letters of a preposition, which one of two contents that begin with the same word may lack


def extents(found: Statement) -> list[Extent]:
    return [found.content, found.source, found.cue, found.medium, found.closeness]


def check(text: str, found: tuple[Statement, ...] | list[Statement]) -> None:
    starts = [each.content[0].start for each in found]
    assert all(before <= after + TRIMMED for before, after in itertools.pairwise(starts))
    for number, each in enumerate(found):
        assert each.content
        assert any(letter.isalnum() for letter in cut(text, each.content))
        for span in (span for extent in extents(each) for span in extent):
            assert isinstance(span, Span)
            assert 0 <= span.start < span.end <= len(text)
        assert 0 <= each.certainty <= 1
        assert each.rule
        if each.within is not None:
            outer = found[each.within]
            assert each.within != number
            assert outer.content[0].start <= each.content[0].start + TRIMMED
            assert each.content[-1].end <= outer.content[-1].end


@given(TEXTS)
def test_any_text_can_be_read(text: str) -> None:
    check(text, riwaya.attribute(text, published=SUNDAY))
    check(text, by_hand(text, SUNDAY))


@settings(max_examples=30)
@given(some.lists(some.sampled_from([*SENTENCES, "\u0640\u200fقال «", "»", "\n"]), max_size=30).map(" ".join))
def test_any_sentences_can_be_read(text: str) -> None:
    check(text, riwaya.attribute(text))


SIGNS = some.sampled_from(["\u064e", "\u0651\u0650", "\u200f", "\u00ad", "\u0640\u0640"])


@settings(max_examples=30)
@given(some.dictionaries(some.integers(0, 180), SIGNS, max_size=30))
def test_silent_characters_anywhere_change_no_place(signs: dict[int, str]) -> None:
    """Each part begins and ends at the same letters, wherever signs are put in between."""
    text = "\n".join(SENTENCES)
    places, marked = [], ""
    for at, letter in enumerate(text):
        places.append(len(marked))
        marked += letter + (signs.get(at, "") if letter.isalpha() else "")
    for before, after in zip(riwaya.attribute(text), riwaya.attribute(marked), strict=True):
        assert (before.speaker, before.act, before.form) == (after.speaker, after.act, after.form)
        for one, other in zip(extents(before), extents(after), strict=True):
            assert [places[span.start] for span in one] == [span.start for span in other]
            assert [places[span.end - 1] + 1 for span in one] == [span.end for span in other]
