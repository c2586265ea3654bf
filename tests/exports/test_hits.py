"""Hits of a search: what is shown of each, and that nothing of a page steers who looks."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from riwaya.archive import Hit, Page
from riwaya.exports.hits import account, line, shown
from riwaya.model import Statement
from riwaya.text import Extent, Span, cut, merge

TEXT = (
    "نفت بلدية النهرين إغلاق الجسر القديم أمام المارة، ونقلت وكالة الضفاف عن مصدر مطلع قوله إن «المهندسين أوصوا به».\n"
    "وقال رئيس البلدية سامي نعمان إن الطريق آمن."
)


def at(words: str) -> Extent:
    start = TEXT.index(words)
    return (Span(start, start + len(words)),)


STATEMENTS = (
    Statement(
        at("إغلاق الجسر القديم أمام المارة"),
        at("بلدية النهرين"),
        at("نفت"),
        (),
        "بلدية النهرين",
        "organisation",
        "deny",
        "indirect",
        certainty=0.93,
        rule="verb.nafa",
    ),
    Statement(at("الطريق آمن"), (), at("قال"), (), None, None, "say", "indirect", rule="verb.qala"),
)

# All that steers a terminal, ends a line, or turns one; isolates are ours alone.
ACTING = "\x00\x07\x08\x0b\x0c\r\x1b\x7f\x85\x9b\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\U000e0001"
ISOLATES = "\u2068\u2069"
STEERS = re.compile(f"[{ACTING}\ud800-\udfff]")
STYLE = re.compile("\x1b\\[[01]m")
VALUES = st.text(
    st.one_of(st.sampled_from(f"{ACTING}{ISOLATES}\n\t\u200f\u00ad\ud800\udfff"), st.sampled_from('"\\ aب،'), st.characters()),
    max_size=20,
)  # fmt: skip


def hit(text: str, marks: Extent = (), snippet: Span | None = None, statement: Statement | None = None) -> Hit:
    span = snippet or Span(0, len(text))
    return Hit(
        article=7,
        title="البلدية تنفي إغلاق الجسر",
        publisher="صحيفة النهرين",
        published=dt.date(2025, 3, 4),
        url="https://nahrain.example/7",
        snippet=(span,),
        marks=marks,
        words=text[span.start : span.end],
        score=1.23456789,
        statement=statement,
    )


@st.composite
def hits(draw: st.DrawFn) -> Hit:
    """Hits of pages that hold anything, with marks anywhere in the snippet."""
    words, start = draw(VALUES), draw(st.integers(0, 99))
    ends = st.integers(start, start + len(words))
    marks = merge(Span(min(pair), max(pair)) for pair in draw(st.lists(st.tuples(ends, ends), max_size=3)))
    statement = replace(STATEMENTS[0], speaker=draw(st.none() | VALUES), via=tuple(draw(st.lists(VALUES, max_size=2))))
    return Hit(
        article=draw(st.integers(1, 99)),
        title=draw(st.none() | VALUES),
        publisher=draw(st.none() | VALUES),
        published=draw(st.none() | st.dates()),
        url=draw(st.none() | VALUES),
        snippet=(Span(start, start + len(words)),),
        marks=marks,
        words=words,
        score=draw(st.floats(0, 1e6)),
        statement=draw(st.sampled_from([None, statement])),
    )


def test_an_article_is_shown_in_two_lines() -> None:
    text = "نفت البلدية إغلاق الجسر."
    assert shown(hit(text, (Span(4, 11),)), styled=False).splitlines() == [
        "[7] \u20682025-03-04\u2069  \u2068صحيفة النهرين\u2069  \u2068البلدية تنفي إغلاق الجسر\u2069",
        "    \u2068نفت البلدية إغلاق الجسر.\u2069",
    ]


def test_what_an_article_does_not_tell_is_left_out() -> None:
    bare = replace(hit("الجسر"), title=None, published=None)
    assert shown(bare, styled=False).splitlines()[0] == "[7] \u2068صحيفة النهرين\u2069"
    assert shown(replace(bare, publisher=None), styled=False).splitlines()[0] == "[7]"


def test_a_statement_is_shown_with_who_does_what() -> None:
    told = [shown(hit(TEXT, (), None, statement), styled=False).splitlines()[1] for statement in STATEMENTS]
    assert told == ["    deny: \u2068بلدية النهرين\u2069", "    say: not stated"]


@pytest.mark.parametrize(
    ("text", "marked", "expected"),
    [
        ("نفت البلدية ذلك", [], "نفت البلدية ذلك"),
        ("نفت البلدية ذلك", ["البلدية"], "نفت <البلدية> ذلك"),
        ("نفت البلدية ذلك", ["نفت", "ذلك"], "<نفت> البلدية <ذلك>"),
        ("نفت البلدية ذلك", ["نفت البلدية ذلك"], "<نفت البلدية ذلك>"),
        # spaces at the seams stay, and are one
        ("نفت \n البلدية، ذلك", ["البلدية"], "نفت <البلدية>، ذلك"),
        # silent marks go, what acts is named
        ("نفت\u200f الـبلدية\u202e", ["الـبلدية"], "نفت <الـبلدية>⟨U+202E⟩"),
        ("\x1b[2J نفت", ["\x1b[2J"], "<⟨U+001B⟩[2J> نفت"),
    ],
)
def test_words_that_were_asked_for_are_bold(text: str, marked: list[str], expected: str) -> None:
    marks = tuple(Span(text.index(words), text.index(words) + len(words)) for words in marked)
    bold = expected.replace("<", "\x1b[1m").replace(">", "\x1b[0m")
    assert shown(hit(text, marks), styled=True).splitlines()[-1] == f"    \u2068{bold}\u2069"
    plain = expected.replace("<", "").replace(">", "")
    assert shown(hit(text, marks), styled=False).splitlines()[-1] == f"    \u2068{plain}\u2069"


def test_marks_are_places_of_the_article_and_not_of_its_snippet() -> None:
    snippet = Span(TEXT.index("إغلاق"), TEXT.index("، ونقلت"))
    assert "    \u2068إغلاق \x1b[1mالجسر\x1b[0m القديم أمام المارة\u2069" in shown(
        hit(TEXT, at("الجسر"), snippet), styled=True
    )


@given(hits(), st.booleans())
@example(replace(hit("\x1b[2J\u202e"), title="\x1b]0;a\x07", publisher="\u2069\u202eb\nc"), True)
def test_nothing_of_a_page_steers_the_terminal(found: Hit, styled: bool) -> None:
    text = shown(found, styled=styled)
    text.encode()
    assert not STEERS.search(STYLE.sub("", text) if styled else text)
    assert len(text.splitlines()) == (2 if found.statement is None else 3)
    for part in text.splitlines():
        depth = 0
        for character in part:
            depth += (character == "\u2068") - (character == "\u2069")
            assert depth in {0, 1}, "an isolate is closed where it was opened"
        assert depth == 0


@given(hits())
def test_styles_add_nothing_but_styles(found: Hit) -> None:
    assert STYLE.sub("", shown(found, styled=True)) == shown(found, styled=False)


def test_json_has_every_value() -> None:
    snippet = Span(0, TEXT.index("، ونقلت"))
    row = json.loads(line(hit(TEXT, (*at("إغلاق"), *at("القديم")), snippet, STATEMENTS[0])))
    assert {name: row[name] for name in ("article", "title", "publisher", "published", "url", "score")} == {
        "article": 7,
        "title": "البلدية تنفي إغلاق الجسر",
        "publisher": "صحيفة النهرين",
        "published": "2025-03-04",
        "url": "https://nahrain.example/7",
        "score": 1.23457,
    }
    assert cut(TEXT, [Span(*pair) for pair in row["snippet"]]) == row["words"]
    assert [TEXT[start:end] for start, end in row["marks"]] == ["إغلاق", "القديم"]
    assert row["statement"] == json.loads(json.dumps(STATEMENTS[0].to_dict()))


def test_json_says_what_is_not_known() -> None:
    row = json.loads(line(replace(hit("الجسر"), title=None, publisher=None, published=None, url=None)))
    assert [row[name] for name in ("title", "publisher", "published", "url")] == [None] * 4
    assert "statement" not in row


@given(hits())
@example(hit("\ud83d\ude00 الجسر", (Span(3, 8),)))
def test_json_is_valid_on_one_line_and_its_places_fit(found: Hit) -> None:
    text = line(found)
    text.encode()
    assert len(text.splitlines()) == 1
    assert not STEERS.search(text)
    row = json.loads(text)
    [[start, end]] = row["snippet"]
    assert len(row["words"]) == end - start
    shift = found.snippet[0].start
    for first, last in row["marks"]:
        assert start <= first < last <= end
        was = found.words[first - shift : last - shift]
        assert row["words"][first - start : last - start] == re.sub("[\ud800-\udfff]", "\ufffd", was)


@pytest.mark.parametrize(
    ("shown_hits", "total", "more", "offset", "expected"),
    [
        (0, 0, False, 0, "nothing found"),
        (1, 1, False, 0, "1-1 of 1"),
        (10, 25, False, 0, "1-10 of 25"),
        (5, 25, False, 20, "21-25 of 25"),
        (10, 1000, True, 0, "1-10 of more than 1000"),
        # behind the last one, or none wanted
        (0, 25, False, 30, "none shown of 25"),
        (0, 1000, True, 1000, "none shown of more than 1000"),
    ],
)
def test_the_account_says_which_of_how_many(
    shown_hits: int, total: int, more: bool, offset: int, expected: str
) -> None:
    assert account(Page((hit("الجسر"),) * shown_hits, total, more=more), offset) == expected
