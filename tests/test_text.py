"""Places in a text, and the laws of the way back."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.text import Alignment, Extent, Piece, Span, Weaver, cut, merge

LETTERS = st.text(alphabet="اأبة ـًنو&;<>ab\n\U0001f600", max_size=20)
# How a text is made from another: what to do with the next few characters, and what to write instead of them.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["copy", "make", "insert", "skip"]), st.integers(0, 6), st.sampled_from(["", "ا", "&\n", "abc"])
    ),
    max_size=8,
)
Steps = list[tuple[str, int, str]]


def weave(source: str, steps: Steps) -> tuple[str, Alignment]:
    weaver, at = Weaver(source), 0
    for step, length, words in steps:
        end = min(at + length, len(source))
        if step == "copy":
            weaver.copy(at, end)
        elif step == "make":
            weaver.make(words, at, end)
        elif step == "insert":
            weaver.make(words)
        at = at if step == "insert" else end
    return weaver.done()


SPANS = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda ends: Span(min(ends), max(ends)))


@pytest.mark.parametrize(
    ("spans", "merged"),
    [
        ([], ()),
        ([(3, 3)], ()),
        ([(5, 2)], ()),
        ([(0, 1), (1, 2)], ((0, 2),)),
        ([(0, 1), (2, 3)], ((0, 1), (2, 3))),
        ([(4, 6), (0, 9)], ((0, 9),)),
        ([(2, 5), (0, 3), (8, 9), (8, 9)], ((0, 5), (8, 9))),
    ],
)
def test_merge(spans: list[tuple[int, int]], merged: Extent) -> None:
    assert merge(Span(*span) for span in spans) == merged


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
def test_merge_keeps_exactly_the_same_characters(pairs: list[tuple[int, int]]) -> None:
    merged = merge(Span(*pair) for pair in pairs)
    assert {at for span in merged for at in range(*span)} == {at for pair in pairs for at in range(*pair)}
    assert all(left.end < right.start for left, right in itertools.pairwise(merged))
    assert merge(merged) == merged


@pytest.mark.parametrize(
    ("extent", "words"),
    [
        ((), ""),
        ((Span(0, 5),), "أعلنت"),
        ((Span(0, 5), Span(14, 19)), "أعلنت … الجسر"),
    ],
)
def test_cut(extent: Extent, words: str) -> None:
    assert cut("أعلنت البلدية الجسر", extent) == words


def test_weaver_joins_neighbouring_copies_into_one_piece() -> None:
    weaver = Weaver("الطريق مفتوح")
    weaver.copy(0, 6)
    weaver.copy(6, 6)
    weaver.copy(6, 12)
    text, alignment = weaver.done()
    assert text == "الطريق مفتوح"
    assert alignment == Alignment.identity(12)
    assert len(weaver) == len(alignment) == 12


def test_weaver_does_not_join_copies_that_change_their_order() -> None:
    weaver = Weaver("abcd")
    weaver.copy(2, 4)
    weaver.copy(0, 2)
    text, alignment = weaver.done()
    assert text == "cdab"
    assert alignment.source(Span(1, 3)) == (Span(0, 1), Span(3, 4))


def test_inserted_characters_come_from_nowhere() -> None:
    weaver = Weaver("ab")
    weaver.copy(0, 1)
    weaver.make("\n")
    weaver.copy(1, 2)
    _, alignment = weaver.done()
    assert alignment.source(Span(1, 2)) == ()
    assert alignment.source(Span(0, 3)) == (Span(0, 2),)


def test_a_part_of_what_was_made_leads_to_all_it_was_made_from() -> None:
    alignment = Alignment([Piece(0, 4, (Span(7, 8),), False)])
    assert alignment.source(Span(2, 3)) == (Span(7, 8),)


@pytest.mark.parametrize("span", [Span(0, 0), Span(3, 3), Span(3, 99), Span(99, 120)])
def test_source_of_nothing_is_nothing(span: Span) -> None:
    assert Alignment.identity(3).source(span) == ()


def test_alignment_of_an_empty_text() -> None:
    assert len(Alignment.identity(0)) == 0
    assert Alignment.identity(0).source(Span(0, 1)) == ()
    assert Alignment([]).then(Alignment.identity(5)) == Alignment([])


def test_equal_alignments_are_one_key() -> None:
    assert len({Alignment.identity(4), Alignment.identity(4), Alignment.identity(5)}) == 2
    assert Alignment.identity(4) != "Alignment"
    assert repr(Alignment.identity(4)) == "Alignment(1 pieces over 4 characters)"


@given(LETTERS, STEPS)
def test_pieces_are_gapless_and_in_range(source: str, steps: Steps) -> None:
    text, alignment = weave(source, steps)
    assert len(alignment) == len(text)
    at = 0
    for piece in alignment.pieces:
        assert piece.start == at < piece.end
        assert all(0 <= start < end <= len(source) for start, end in piece.source)
        at = piece.end
    assert at == len(text)


@given(LETTERS, STEPS)
def test_copied_characters_lead_back_to_themselves(source: str, steps: Steps) -> None:
    text, alignment = weave(source, steps)
    for piece in alignment.pieces:
        for at in range(piece.start, piece.end) if piece.copied else ():
            assert cut(source, alignment.source(Span(at, at + 1))) == text[at]


@given(LETTERS, STEPS, SPANS)
def test_source_is_the_union_of_the_characters_sources(source: str, steps: Steps, span: Span) -> None:
    _, alignment = weave(source, steps)
    single = [found for at in range(*span) for found in alignment.source(Span(at, at + 1))]
    assert alignment.source(span) == merge(single)


@given(LETTERS, STEPS, STEPS, STEPS, SPANS)
def test_two_ways_back_are_one(raw: str, first: Steps, second: Steps, third: Steps, span: Span) -> None:
    """``a.then(b).source(s) == b.source(a.source(s))``, and so for three."""
    middle, older = weave(raw, first)
    text, newer = weave(middle, second)
    both = newer.then(older)
    assert len(both) == len(text)
    assert both.source(span) == older.source(newer.source(span))
    _, newest = weave(text, third)
    assert newest.then(newer).then(older).source(span) == newest.then(both).source(span)


@given(LETTERS, STEPS, SPANS)
def test_identity_changes_nothing(source: str, steps: Steps, span: Span) -> None:
    text, alignment = weave(source, steps)
    assert alignment.then(Alignment.identity(len(source))).source(span) == alignment.source(span)
    assert Alignment.identity(len(text)).then(alignment).source(span) == alignment.source(span)


@given(LETTERS, STEPS, st.lists(SPANS, max_size=4))
def test_an_interrupted_extent_leads_back_like_its_spans(source: str, steps: Steps, spans: list[Span]) -> None:
    _, alignment = weave(source, steps)
    assert alignment.source(spans) == merge(found for span in spans for found in alignment.source(span))
