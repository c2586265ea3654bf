"""Words as they are indexed and asked for: which meet, which do not, and where they stand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from riwaya.arabic.phrases import words
from riwaya.arabic.stems import asked, located, stem, stems
from riwaya.text import Span

# A word that is asked for, and one on a page that it finds.
MEET = [
    # spelling
    ("إغلاق", "اغلاق"), ("مدينة", "مدينه"), ("مستشفى", "مستشفي"), ("القُدس", "القدس"), ("الجـــسر", "الجسر"),
    ("٢٠٢٤", "2024"), ("REUTERS", "Reuters"),
    # the article, and what is written before it
    ("جسر", "الجسر"), ("الجسر", "جسر"), ("الجسر", "وبالجسر"), ("وبالجسر", "الجسر"), ("الجسر", "كالجسر"),
    ("شركة", "للشركة"), ("للشركة", "شركة"), ("الشركة", "وللشركة"),
    # small words without it
    ("جسر", "بجسر"), ("جسر", "ولجسر"), ("الجسر", "فبجسر"), ("بلدية", "وبلدية"), ("وزارة", "كوزارة"),
    # an ending that a word loses only with a small word before it
    ("غزة", "بغزة"), ("غزة", "ولغزة"), ("سنة", "لسنة"), ("لغة", "للغة"), ("لبنان", "ولبنان"), ("قوة", "بقوة"),
    # words that begin as if a small word or an article stood before them
    ("لبنان", "للبنان"), ("لجنة", "للجنة"), ("اللجنة", "للجنة"), ("لقاء", "وللقاء"), ("ألمانيا", "لألمانيا"),
    ("ألمانيا", "بألمانيا"), ("الألمانية", "ألمانية"), ("ألمانية", "الألمانية"), ("إلغاء", "لإلغاء"),
    ("وكالة", "الوكالة"), ("كتاب", "بالكتاب"), ("بلد", "البلد"),
    # a short word keeps its article
    ("حق", "الحق"), ("حق", "وبالحق"), ("حق", "للحق"), ("الحق", "وللحق"), ("الحق", "بالحق"),
    # endings
    ("شركة", "شركات"), ("الشركات", "بشركة"), ("سوريا", "سورية"), ("مهندسون", "المهندسين"), ("مسؤول", "مسؤولان"),
    ("مدير", "مديرها"), ("مديرهم", "المدير"),
]  # fmt: skip

# A word that is asked for, and one on a page that it must not find.
DIFFER = [
    ("بلد", "بلدية"), ("بلدية", "بلد"), ("كتاب", "تاب"), ("بوتين", "بوت"),
    ("زيت", "زيتون"), ("لبن", "لبنان"), ("مال", "مالك"), ("علم", "عمل"), ("قال", "قاتل"), ("الان", "لان"),
    ("سور", "سورية"), ("الآن", "أن"), ("الله", "له"), ("2024", "2025"), ("reuters", "reuter"),
]  # fmt: skip

# A text, the forms that are indexed, and what stands in their places.
PLACED = [
    ("", [], []),
    ("؟!", [], []),
    ("نفت البلْديةُ ذلك", ["نفت", "بلدي", "ذلك"], ["نفت", "البلْدية", "ذلك"]),
    ("«الـجـسـر»، مفتوح", ["جسر", "مفتوح"], ["الـجـسـر", "مفتوح"]),
    ("ـالجسرـ", ["جسر"], ["الجسر"]),
    ("وَبِالْجِسْرِ", ["جسر"], ["وَبِالْجِسْر"]),
    ("قا\u200cل\u200f", ["قال"], ["قا\u200cل"]),
    ("عام ١٤٤٦هـ", ["عام", "1446"], ["عام", "١٤٤٦ه"]),
    ("ﻻ ﷺ", ["لا", "صلي", "الل", "علي", "وسلم"], ["ﻻ", "ﷺ", "ﷺ", "ﷺ", "ﷺ"]),
    ("a_b-c", ["a_b", "c"], ["a_b", "c"]),
]  # fmt: skip

TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from("اأإآلبوفكةهىيتنمسر ١٢۳4.،\n_\u0640\u064e\u064f\u200c\u200f"),
        st.characters(min_codepoint=0x600, max_codepoint=0x6FF),
        st.characters(min_codepoint=0xFB50, max_codepoint=0xFEFF),
        st.characters(),
    ),
    max_size=60,
)
LETTERS = st.text(st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهوي"), min_size=2, max_size=8)
BEFORE = ["", "و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك"]


def finds(query: str, word: str) -> bool:
    [folded], [form] = words(query), stems(word)
    return form in asked(folded)


@pytest.mark.parametrize(("query", "word"), MEET)
def test_a_word_finds_itself_however_it_is_written(query: str, word: str) -> None:
    assert finds(query, word)


@pytest.mark.parametrize(("query", "word"), DIFFER)
def test_a_word_does_not_find_another(query: str, word: str) -> None:
    assert not finds(query, word)


def test_a_small_word_may_be_part_of_the_word_and_is_asked_for_all_the_same() -> None:
    """Without the article nothing tells «ب» and «لدية» from «بلدية»: the longer word is not taken for the shorter one."""
    assert finds("تاب", "كتاب")
    assert not finds("كتاب", "تاب")


def placed(text: str) -> list[tuple[str, Span]]:
    forms, where = located(text)
    return [(form, where(number)) for number, form in enumerate(forms)]


@pytest.mark.parametrize(("text", "forms", "found"), PLACED)
def test_forms_stand_where_their_words_stand(text: str, forms: list[str], found: list[str]) -> None:
    assert [form for form, _ in placed(text)] == forms
    assert [text[span.start : span.end] for _, span in placed(text)] == found


def test_marks_inside_a_word_are_inside_its_place() -> None:
    assert placed("في الـمَديـنة") == [("في", Span(0, 2)), ("مدين", Span(3, 13))]


@pytest.mark.parametrize("before", BEFORE)
@given(word=LETTERS)
@example(word="غزه")
@example(word="لبنان")
@example(word="المانيا")
def test_any_word_finds_itself_behind_small_words(before: str, word: str) -> None:
    assert stem(before + word) in asked(word)


@pytest.mark.parametrize("article", ["ال", "وال", "فال", "بال", "كال", "وبال", "لل", "ولل", "فلل"])
@given(word=LETTERS)
@example(word="المانيه")
@example(word="حق")
def test_any_word_finds_itself_with_the_article(article: str, word: str) -> None:
    assert stem(article + word) in asked(word)
    # And with what is written before it.
    assert stem(article + word) in asked("ال" + word)


@given(LETTERS)
def test_what_is_asked_is_asked_once_and_as_it_is_first(word: str) -> None:
    forms = asked(word)
    assert forms[0] == stem(word)
    assert len(forms) == len(set(forms))
    assert all(forms)


@given(LETTERS)
def test_a_form_is_part_of_its_word(word: str) -> None:
    assert stem(word) in word
    assert len(stem(word)) >= min(len(word), 3)


@given(TEXTS)
@example("İstanbul ΐ a\u0345b")
def test_what_is_indexed_is_what_is_placed(text: str) -> None:
    assert stems(text) == [form for form, _ in placed(text)]


@given(TEXTS)
def test_places_are_in_the_text_and_in_order(text: str) -> None:
    spans = [span for _, span in placed(text)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    # One character may hold several words (ﷺ), which then stand in one place.
    assert all(one.end <= other.start or one == other for one, other in pairwise(spans))


@given(TEXTS)
def test_a_placed_word_is_indexed_alone_as_in_its_text(text: str) -> None:
    for form, span in placed(text):
        assert form in stems(text[span.start : span.end])


@given(TEXTS)
def test_each_word_of_a_text_is_found_by_asking_for_it(text: str) -> None:
    assert all(form in asked(word) for form, word in zip(stems(text), words(text), strict=True))
