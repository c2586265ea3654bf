"""The query language: what each part means, and what a person is told whose query means nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from riwaya.archive.queries import DAYS, FIELDS, LISTED, WORDED, Phrase, Query, QueryError, parse, variants

# What is typed, and the phrases that it asks for.
WORDS = [
    ("الجسر", [Phrase(("الجسر",))]),
    ("  الجسر \t القديم\n", [Phrase(("الجسر",)), Phrase(("القديم",))]),
    ("إغلاقُ مدينةٍ", [Phrase(("اغلاق",)), Phrase(("مدينه",))]),
    ("الجـــسر", [Phrase(("الجسر",))]),
    ("٢٠٢٤", [Phrase(("2024",))]),
    ("Reuters", [Phrase(("reuters",))]),
    # what marks join is one phrase
    ("أ.ف.ب", [Phrase(("ا", "ف", "ب"))]),
    ("صوت-النهر", [Phrase(("صوت", "النهر"))]),
    # marks alone ask for nothing
    ("الجسر ، - ؟ ... _ __", [Phrase(("الجسر",))]),
    ('الجسر "" "،"', [Phrase(("الجسر",))]),
    # the words of other query languages are words
    ("الجسر AND OR NOT NEAR(", [Phrase((word,)) for word in ("الجسر", "and", "or", "not", "near")]),
    ("جسر* ^جسر (جسر) {جسر}", [Phrase(("جسر",))] * 4),
    # a colon behind what is no field is a mark
    ("قال: الجسر", [Phrase(("قال",)), Phrase(("الجسر",))]),
    ("3:30", [Phrase(("3", "30"))]),
    # excluded
    ("الجسر -النهر", [Phrase(("الجسر",)), Phrase(("النهر",), None, excluded=True)]),
    ("الجسر \u2212النهر", [Phrase(("الجسر",)), Phrase(("النهر",), None, excluded=True)]),
    ('الجسر -"وسط النهر"', [Phrase(("الجسر",)), Phrase(("وسط", "النهر"), None, excluded=True)]),
    ("الجسر -title:النهر", [Phrase(("الجسر",)), Phrase(("النهر",), "title", excluded=True)]),
    ("الجسر - النهر", [Phrase(("الجسر",)), Phrase(("النهر",))]),
]  # fmt: skip

QUOTED = ['"وقف العمل"', "«وقف العمل»", "“وقف العمل”", "”وقف العمل“", "„وقف العمل“", '«وقف العمل"', "«وقف، العمل»"]

# What is typed, and the days that are let through.
DATES = [
    ("on:2024-12-07", "2024-12-07", "2024-12-07"),
    ("on:2024-12", "2024-12-01", "2024-12-31"),
    ("on:2024-02", "2024-02-01", "2024-02-29"),
    ("on:2023-2", "2023-02-01", "2023-02-28"),
    ("on:2024", "2024-01-01", "2024-12-31"),
    ("on:9999-12", "9999-12-01", "9999-12-31"),
    # other ways to write a day
    ("on:2024/12/7", "2024-12-07", "2024-12-07"),
    ("on:2024.12.7", "2024-12-07", "2024-12-07"),
    ("on:٢٠٢٤-١٢-٠٧", "2024-12-07", "2024-12-07"),
    ("on:۲۰۲۴/۱۲", "2024-12-01", "2024-12-31"),
    ('on:"2024 12 7"', "2024-12-07", "2024-12-07"),
    ("on:\u200f2024-12-07\u200e", "2024-12-07", "2024-12-07"),
    ("ON:2024", "2024-01-01", "2024-12-31"),
    ("on：2024", "2024-01-01", "2024-12-31"),
    # a month begins with its first day and ends with its last
    ("from:2024-12", "2024-12-01", None),
    ("from:2024", "2024-01-01", None),
    ("to:2024-12", None, "2024-12-31"),
    ("to:2024", None, "2024-12-31"),
    ("from:2024-11 to:2024-12-07", "2024-11-01", "2024-12-07"),
    ("from:2024-12-07 to:2024-12-07", "2024-12-07", "2024-12-07"),
    # where ranges meet, only what is in all of them is let through
    ("from:2024 from:2024-06", "2024-06-01", None),
    ("from:2024-06 from:2024", "2024-06-01", None),
    ("to:2024 to:2024-06", None, "2024-06-30"),
    ("on:2024 from:2024-06-15", "2024-06-15", "2024-12-31"),
    ("on:2024 on:2024-06", "2024-06-01", "2024-06-30"),
]

# What cannot be understood, and what a person is told.
ERRORS = [
    ("", "there is nothing to look for: give a word, or a field such as act:deny"),
    (" \t\n", "there is nothing to look for: give a word, or a field such as act:deny"),
    ("؟!،", "there is nothing to look for: give a word, or a field such as act:deny"),
    ("___", "there is nothing to look for: give a word, or a field such as act:deny"),
    ("-الجسر", "there is nothing to look for: give a word, or a field such as act:deny"),
    ("-الجسر -title:النهر", "there is nothing to look for: give a word, or a field such as act:deny"),
    ('الجسر "وقف العمل', "the quotation mark before 'وقف العمل' is never closed: add another \""),
    ("الجسر «وقف", "the quotation mark before 'وقف' is never closed: add another \""),
    ('الجسر"', "the quotation mark before '' is never closed: add another \""),
    ("author:سامي", f"there is no field 'author'; the fields are {', '.join(FIELDS)}"),
    ("المتحدث:سامي", f"there is no field 'المتحدث'; the fields are {', '.join(FIELDS)}"),
    ("الجسر speaker:", "speaker: has no value: write it right behind the colon, without a space"),
    ("speaker: سامي", "speaker: has no value: write it right behind the colon, without a space"),
    ("-Speaker: سامي", "speaker: has no value: write it right behind the colon, without a space"),
    ('speaker:" "', "speaker: has no value: write it right behind the colon, without a space"),
    ("الجسر title:***", "title: has no value: write it right behind the colon, without a space"),
    ("act:", "act: has no value: write it right behind the colon, without a space"),
    ("act:,", "act: has no value: write it right behind the colon, without a space"),
    ("from: 2024", "from: has no value: write it right behind the colon, without a space"),
    ("act:shout", f"act:shout is none of {', '.join(LISTED['act'])}"),
    ("act:deny,shout", f"act:shout is none of {', '.join(LISTED['act'])}"),
    ("kind:people", f"kind:people is none of {', '.join(LISTED['kind'])}"),
    ("form:verse", f"form:verse is none of {', '.join(LISTED['form'])}"),
    ("act:deny act:confirm", "act: is asked for twice, and nothing is both: write act:deny,confirm"),
    ("-act:deny", "-act: is not understood: name the values that are wanted"),
    ("-from:2024", "-from: is not understood: name the values that are wanted"),
    ("on:yesterday", "on:yesterday is no day: write 2024-12-07, 2024-12 or 2024"),
    ("on:2024-13", "on:2024-13 is no day: write 2024-12-07, 2024-12 or 2024"),
    ("on:2023-02-29", "on:2023-02-29 is no day: write 2024-12-07, 2024-12 or 2024"),
    ("on:2024-12-00", "on:2024-12-00 is no day: write 2024-12-07, 2024-12 or 2024"),
    ("on:2024-00-07", "on:2024-00-07 is no day: write 2024-12-07, 2024-12 or 2024"),
    ("on:0000", "on:0000 is no day: write 2024-12-07, 2024-12 or 2024"),
    ("from:07-12-2024", "from:07-12-2024 is no day: write 2024-12-07, 2024-12 or 2024"),
    ("from:24-12-07", "from:24-12-07 is no day: write 2024-12-07, 2024-12 or 2024"),
    ("to:2024-12-07-08", "to:2024-12-07-08 is no day: write 2024-12-07, 2024-12 or 2024"),
    ("to:-", "to:- is no day: write 2024-12-07, 2024-12 or 2024"),
    ("from:" + "9" * 99, f"from:{'9' * 30} is no day: write 2024-12-07, 2024-12 or 2024"),
    ("from:2025 to:2024", "from:2025-01-01 is after to:2024-12-31: name days that meet"),
    ("on:2024-12 on:2025", "from:2025-01-01 is after to:2024-12-31: name days that meet"),
]

# Pieces of this language and of others, and what no language expects.
PIECES = st.sampled_from(
    [
        *(f"{field}:" for field in FIELDS),
        "الجسر", "وبالجسر", "act:deny", "2024-12-07", "٢٠٢٤", "AND", "OR", "NOT", "NEAR(", "*", "^", ":", "{", "}", "(",
        ")", '"', "'", ";", "--", "-", "%", "_", ",", "«", "»", "“", " ", "\n", "\x00", "\ud800", "\udfff", "\u202e",
        "\u0345", "\u0130", "ﷺ", "²", "9" * 40,
    ]
)  # fmt: skip
ANY = st.one_of(st.text(), st.text(st.characters(), max_size=1200), st.lists(PIECES, max_size=40).map("".join))


def answer(text: str) -> Query | str:
    try:
        return parse(text)
    except QueryError as error:
        return str(error)


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_words_and_phrases(text: str, expected: list[Phrase]) -> None:
    assert parse(text) == Query(tuple(expected))


@pytest.mark.parametrize("text", QUOTED)
def test_quotation_marks_of_any_kind_hold_words_together(text: str) -> None:
    assert parse(text).phrases == (Phrase(("وقف", "العمل")),)
    assert parse(f"speaker:{text}").phrases == (Phrase(("وقف", "العمل"), "speaker"),)


@pytest.mark.parametrize("field", WORDED)
def test_a_field_of_words_takes_a_word_or_a_phrase(field: str) -> None:
    query = parse(f'{field}:البلدية {field.upper()}:"مدير المرور" الجسر')
    assert query.phrases == (Phrase(("البلديه",), field), Phrase(("مدير", "المرور"), field), Phrase(("الجسر",)))


@pytest.mark.parametrize(("field", "values"), LISTED.items())
def test_each_listed_value_can_be_asked_for(field: str, values: tuple[str, ...]) -> None:
    for value in values:
        assert parse(f"{field}:{value}").listed == {field: (value,)}
    assert parse(f"{field}:{','.join(values)}").listed == {field: values}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("act:deny,confirm", {"act": ("deny", "confirm")}),
        ("Act:Deny,DENY,,confirm,", {"act": ("deny", "confirm")}),
        ('act:"deny,confirm"', {"act": ("deny", "confirm")}),
        ("act:deny kind:unnamed,person form:direct", {"act": ("deny",), "kind": ("unnamed", "person"), "form": ("direct",)}),
        # all parts hold: of a field named twice, what both let through
        ("act:deny,confirm act:confirm,say", {"act": ("confirm",)}),
    ],
)  # fmt: skip
def test_several_values_of_a_field_are_let_through(text: str, expected: Mapping[str, tuple[str, ...]]) -> None:
    assert parse(text) == Query(listed=dict(expected))


@pytest.mark.parametrize(("text", "earliest", "latest"), DATES)
def test_days_months_and_years(text: str, earliest: str | None, latest: str | None) -> None:
    first, last = (day and dt.date.fromisoformat(day) for day in (earliest, latest))
    assert parse(text) == Query(earliest=first or None, latest=last or None)


def test_every_field_of_days_is_tried() -> None:
    assert {text.split(":")[0] for text, _, _ in DATES} >= set(DAYS)


@pytest.mark.parametrize(("text", "told"), ERRORS)
def test_what_cannot_be_understood_is_told_with_what_to_do(text: str, told: str) -> None:
    assert answer(text) == told


def test_what_is_excluded_needs_something_beside_it() -> None:
    assert parse("-الجسر from:2024").phrases == (Phrase(("الجسر",), None, excluded=True),)
    assert parse("-speaker:سامي act:deny").listed == {"act": ("deny",)}


def test_a_query_has_a_thousand_characters_at_most() -> None:
    assert parse("ج" * 1000).phrases == (Phrase(("ج" * 1000,)),)
    assert answer("ج" * 1001) == "the query is longer than 1000 characters: look for fewer words"


def test_a_query_has_twenty_four_phrases_at_most() -> None:
    assert len(parse("ج " * 24).phrases) == 24
    assert len(parse('"ج ج ج" ' * 24).phrases) == 24
    assert answer("ج " * 24 + "-ج") == "the query has more than 24 words and phrases: look for fewer"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("الجسر", False),
        ("title:الجسر publisher:النهر on:2024", False),
        ("الجسر speaker:سامي", True),
        ("الجسر -speaker:سامي", True),
        ("medium:بيان", True),
        ("via:النهر", True),
        ("act:deny", True),
        ("kind:person", True),
        ("form:direct", True),
    ],
)
def test_some_fields_are_of_statements(text: str, expected: bool) -> None:
    assert parse(text).of_statements is expected


def test_small_words_are_written_into_the_first_word_of_a_phrase_only() -> None:
    runs = variants(Phrase(("قوس", "النصر")))
    assert runs[0] == ("قوس", "نصر")
    assert {("وقوس", "نصر"), ("بقوس", "نصر"), ("ولقوس", "نصر")} <= set(runs)
    assert {run[1] for run in runs} == {"نصر"}
    assert len(set(runs)) == len(runs)


@pytest.mark.parametrize("word", ["reuters", "2024", "كوفيد19"])
def test_nothing_is_written_into_a_foreign_word_or_a_number(word: str) -> None:
    assert variants(Phrase((word,))) == ((word,),)


@given(ANY)
@example('"')
@example("-:")
@example("speaker::")
@example("act:\u0130")
def test_any_text_gives_a_query_or_says_what_is_wrong(text: str) -> None:
    query = answer(text)
    if isinstance(query, str):
        assert query
        return
    assert len(query.phrases) <= 24
    assert all(phrase.words and variants(phrase) for phrase in query.phrases)
    assert all(values and set(values) <= set(LISTED[name]) for name, values in query.listed.items())
    assert query.earliest is None or query.latest is None or query.earliest <= query.latest


@given(st.lists(st.sampled_from([text for text, _ in WORDS]), min_size=1, max_size=4))
def test_a_query_means_what_its_parts_mean(texts: list[str]) -> None:
    parts = tuple(phrase for text in texts for phrase in parse(text).phrases)
    assert parse(" ".join(texts)).phrases == parts


@given(st.sampled_from(["الجسر -النهر", "act:deny الجسر", '"وقف العمل" from:2024']), st.data())
def test_what_nobody_sees_changes_no_query(query: str, data: st.DataObject) -> None:
    marks = st.sampled_from("\u200f\u200e\u2066\u2069\u202b\ufeff")
    places = data.draw(st.lists(st.tuples(st.integers(0, len(query)), marks), max_size=4))
    pasted = query
    for place, mark in sorted(places, reverse=True):
        pasted = pasted[:place] + mark + pasted[place:]
    assert parse(pasted) == parse(query)
