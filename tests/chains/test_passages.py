from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.chains.invented import INDEPENDENT, LEAD, LONGER, SECOND, TRIMMED, WIRE

from riwaya import chains
from riwaya.arabic.phrases import placed, words
from riwaya.chains import LEAST_WORDS

FEW = some.lists(some.sampled_from(sorted(set(words(LEAD)))), max_size=90)
TEXTS = some.one_of(FEW, some.lists(some.sampled_from(sorted(set(words(LONGER)))), max_size=90)).map(" ".join)
PIECES = some.sampled_from([LEAD, SECOND, "نفت البلدية ذلك نفيا قاطعا.", INDEPENDENT, "\u0640" + LEAD[:90]])
WOVEN = some.lists(PIECES, max_size=5).map("\n".join)
ALL = some.one_of(TEXTS, WOVEN)


def cut(text: str, span: tuple[int, int]) -> str:
    return text[slice(*span)]


def longest_common(one: list[str], other: list[str]) -> int:
    """The length of the longest sequence of words that both have in this order."""
    row = [0] * (len(other) + 1)
    for word in one:
        before = row[:]
        for at, there in enumerate(other):
            row[at + 1] = before[at] + 1 if word == there else max(before[at + 1], row[at])
    return row[-1]


def test_a_text_is_shared_with_itself_as_a_whole() -> None:
    [passage] = chains.shared(WIRE, WIRE)
    assert (passage.words, passage.likeness) == (len(words(WIRE)), 1)
    assert passage.one == passage.other == (0, len(WIRE) - 1), "all but the full stop"


def test_a_trimmed_text_is_a_passage_of_the_whole_one() -> None:
    found = chains.likeness(TRIMMED, WIRE)
    assert found.share_of_one == 1
    assert found.share_of_other == pytest.approx(len(words(TRIMMED)) / len(words(WIRE)))
    assert [cut(WIRE, passage.other) for passage in found.passages] == [TRIMMED.removesuffix(".")]


def test_an_embedded_text_is_found_where_it_stands() -> None:
    [passage] = chains.shared(TRIMMED, LONGER)
    assert cut(LONGER, passage.other) == TRIMMED.removesuffix(".")


def test_paragraphs_in_another_order_are_passages_of_their_own() -> None:
    found = chains.shared(f"{LEAD}\n{SECOND}", f"{SECOND}\n{LEAD}")
    assert [cut(f"{LEAD}\n{SECOND}", passage.one) for passage in found] == [LEAD[:-1], SECOND[:-1]]


def test_another_report_of_the_same_event_shares_no_passage() -> None:
    assert chains.shared(WIRE, INDEPENDENT) == ()


def test_small_edits_do_not_break_a_passage() -> None:
    edited = LEAD.replace("مساء الثلاثاء", "أمس").replace("الكبيرة", "الكبيرة والمتوسطة")
    [passage] = chains.shared(LEAD, edited)
    assert passage.words == len(words(LEAD)) - 2
    assert 0.8 < passage.likeness < 1


def test_spellings_that_folding_makes_equal_are_no_edits() -> None:
    [passage] = chains.shared(LEAD, LEAD.replace("أ", "ا").replace("ة", "ه").replace("ى", "ي"))
    assert passage.likeness == 1


def test_eleven_words_are_no_passage_and_twelve_are() -> None:
    run = words(LEAD)
    assert len(chains.shared(" ".join(run[:11]), LEAD)) == 0
    assert len(chains.shared(" ".join(run[:LEAST_WORDS]), LEAD)) == 1


def test_a_table_with_the_same_words_in_every_row_ends() -> None:
    rows = "سعر الدولار مقابل العملة المحلية اليوم في السوق " * 400
    assert chains.likeness(rows, rows + LEAD).words <= len(words(rows))


@given(ALL, ALL)
def test_passages_are_equal_but_for_edits(one: str, other: str) -> None:
    for passage in chains.shared(one, other):
        here, there = words(cut(one, passage.one)), words(cut(other, passage.other))
        assert passage.words >= LEAST_WORDS
        assert passage.words <= longest_common(here, there)
        assert passage.likeness == pytest.approx(passage.words / max(len(here), len(there)))
        assert here[0] == there[0]
        assert here[-1] == there[-1]


@given(ALL, ALL)
def test_both_sides_see_the_same(one: str, other: str) -> None:
    assert chains.likeness(one, other) == chains.likeness(other, one).turned()


@given(ALL, ALL)
def test_passages_are_disjoint_in_both_texts_and_in_order(one: str, other: str) -> None:
    found = chains.shared(one, other)
    assert all(first.one.end <= second.one.start for first, second in pairwise(found))
    there = sorted(passage.other for passage in found)
    assert all(first.end <= second.start for first, second in pairwise(there))


@given(ALL, ALL)
def test_shares_are_shares(one: str, other: str) -> None:
    found = chains.likeness(one, other)
    assert (found.words_of_one, found.words_of_other) == (len(placed(one)[0]), len(placed(other)[0]))
    assert 0 <= found.resemblance <= min(found.share_of_one, found.share_of_other) + 1e-9
    assert max(found.share_of_one, found.share_of_other) <= 1


@given(
    some.lists(some.sampled_from(sorted(set(words(WIRE)))), min_size=LEAST_WORDS, max_size=60, unique=True),
    WOVEN,
    WOVEN,
)
def test_a_run_of_words_that_both_have_is_found(run: list[str], before: str, after: str) -> None:
    passage = " ".join(run)
    assert chains.likeness(f"{before} {passage}", f"{passage} {after}").words >= LEAST_WORDS
