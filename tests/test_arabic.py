"""Folding: spellings of one word meet, the original is kept, and the way back is exact."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.arabic import SILENT, bare, fold, fold_letters
from riwaya.text import Span, cut

TATWEEL, ZWNJ, ZWJ, ZWSP, RLM, LRM, ALM, BOM = (
    "\u0640",
    "\u200c",
    "\u200d",
    "\u200b",
    "\u200f",
    "\u200e",
    "\u061c",
    "\ufeff",
)

# Sixty pairs: one word as two pages may write it.
PAIRS = [
    # hamza, madda, wasla
    ("أحمد", "احمد"), ("إبراهيم", "ابراهيم"), ("آمال", "امال"), ("ٱلجسر", "الجسر"), ("رأي", "راي"),
    ("مسؤول", "مسوول"), ("شؤون", "شوون"), ("رئيس", "رييس"), ("هيئة", "هييه"), ("الأنباء", "الانباء"),
    # ya, alif maqsura, Persian ya
    ("مصطفى", "مصطفي"), ("على", "علي"), ("نفى", "نفي"), ("علی", "علي"), ("مصطفی", "مصطفى"),
    ("فى", "في"), ("الذى", "الذي"), ("لیبیا", "ليبيا"), ("ایران", "إيران"), ("يحیى", "يحيى"),
    # ta marbuta, ha, Persian and Urdu ha
    ("مدينة", "مدينه"), ("فاطمة", "فاطمه"), ("وكالة", "وكاله"), ("خانۀ", "خانه"), ("ہدى", "هدى"),
    ("شاھد", "شاهد"),
    # Persian kaf and letters for foreign sounds
    ("کاتب", "كاتب"), ("وکالة", "وكالة"), ("الکویت", "الكويت"), ("بلومبرگ", "بلومبرك"), ("ڤيينا", "فيينا"),
    ("پاريس", "باريس"), ("چورج", "جورج"), ("نوڤوستي", "نوفوستي"),
    # digits
    ("١٤٣٦", "1436"), ("۱۴۳۶", "1436"), ("٢٠٢٦", "۲۰۲۶"), ("٣۴5", "345"), ("٠۰0", "000"),
    ("٧٨٩", "789"), ("عام ٢٠١٥", "عام 2015"),
    # vowel signs and tatweel
    ("مُؤَكِّدًا", "مؤكدا"), ("قالَ", "قال"), ("ﻗﺎﻝ", "قال"), ("الــجــسر", "الجسر"), ("ر" + TATWEEL * 40 + "د", "رد"),
    ("هٰذا", "هذا"), ("الرَّئيسُ", "الرئيس"), ("بَ" + "\u064b" * 100, "ب"), ("قـُـل", "قل"),
    # presentation forms and ligatures
    ("ﷲ", "الله"), ("ﻻ", "لا"), ("ﺍﻟﻮﺯﻳﺮ", "الوزير"), ("ﻷن", "لأن"),
    # characters that do not show
    ("قا" + ZWNJ + "ل", "قال"), (RLM + "عمان" + LRM, "عمان"), (BOM + "نفى", "نفى"), ("ق" + ZWSP + "ال", "قال"),
    (ALM + "بغداد", "بغداد"), ("تـ" + ZWJ + "ونس", "تونس"),
]  # fmt: skip

# Different words that must stay different.
DIFFERENT = [
    ("علم", "عمل"),
    ("قال", "قاتل"),
    ("حكم", "حكيم"),
    ("ثلاثة", "ثلاثون"),
    ("12", "21"),
    ("سوري", "سور"),
    ("قبل", "قيل"),
]

TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from("اأإآٱبتةهىيیئؤكکگلمنو ١٢۳4.،\n"),
        st.characters(min_codepoint=0x600, max_codepoint=0x6FF),
        st.characters(min_codepoint=0xFB50, max_codepoint=0xFEFF),
        st.sampled_from(TATWEEL + ZWNJ + ZWJ + ZWSP + RLM + LRM + ALM + BOM + "\u202e\u2067\u2069"),
        st.characters(),
    ),
    max_size=60,
)


def test_there_are_sixty_pairs() -> None:
    assert len(set(PAIRS)) >= 60


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_spellings_of_one_word_meet(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(TEXTS)
def test_folding_letters_keeps_every_place(text: str) -> None:
    assert len(fold_letters(text)) == len(text)


@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold_letters(fold_letters(text)) == fold_letters(text)


@given(TEXTS)
def test_nothing_silent_is_left(text: str) -> None:
    assert not re.search(f"[{SILENT}]", fold(text))


@given(TEXTS)
def test_bare_leads_back_to_the_letters(text: str) -> None:
    made, alignment = bare(text)
    if alignment is None:
        assert made == text
        return
    assert len(alignment) == len(made)
    for at, letter in enumerate(made):
        came_from = cut(text, alignment.source(Span(at, at + 1)))
        assert came_from == letter or letter in bare(came_from)[0]


@given(TEXTS)
def test_only_silent_characters_are_lost(text: str) -> None:
    made, alignment = bare(text)
    if alignment is None:
        return
    kept = {at for span in alignment.source(Span(0, len(made))) for at in range(*span)}
    lost = "".join(letter for at, letter in enumerate(text) if at not in kept)
    assert re.fullmatch(f"[{SILENT}]*", unicodedata.normalize("NFKC", lost))


@pytest.mark.parametrize("sign", ["\ufd3e", "\ufd3f", "\ufdfc", "،", "؟", "«"])
def test_signs_are_no_marks(sign: str) -> None:
    assert fold(f"نص{sign}") != fold("نص")


@pytest.mark.parametrize("text", ["", "نص عادي بلا علامات.", "plain", "12:30"])
def test_nothing_to_do_is_told_by_no_alignment(text: str) -> None:
    assert bare(text) == (text, None)
