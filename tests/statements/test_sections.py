"""Long articles are read in parts that lose nothing."""

from __future__ import annotations

import importlib
import itertools
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.statements.invented import TEXTS, passage_of

from riwaya.statements.passages import Passage
from riwaya.statements.sections import LONGEST, sections

MODULE = importlib.import_module("riwaya.statements.sections")  # the package's own name for it is the function's


@contextmanager
def longest(tokens: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MODULE, "LONGEST", tokens)
        yield


def parts_of(text: str, tokens: int) -> list[Passage]:
    with longest(tokens):
        return list(sections(passage_of(text)))


QUOTED = "قال: «نعم لا نعم. لا نعم لا». وغادر"  # 12 tokens, a full stop, one more


@pytest.mark.parametrize(
    ("text", "tokens", "parts"),
    [
        ("", 5, [""]),
        ("قال نعم.", 5, ["قال نعم ."]),
        ("قال نعم. وغادر.", 5, ["قال نعم . وغادر ."]),
        # whole sentences, each with its mark
        ("قال نعم. وغادر.", 4, ["قال نعم .", "وغادر ."]),
        ("قال نعم. وغادر. وعاد.", 5, ["قال نعم . وغادر .", "وعاد ."]),
        ("قال نعم\nوغادر\n", 3, ["قال نعم \n", "وغادر \n"]),
        ("قال نعم. وغادر", 3, ["قال نعم .", "وغادر"]),
        # a longer one is cut, and the next begins a part of its own if it does not fit
        ("عاد كل شيء إلى مكانه. نعم.", 3, ["عاد كل شيء", "الي مكانه .", "نعم ."]),
        ("عاد كل شيء إلى مكانه", 2, ["عاد كل", "شيء الي", "مكانه"]),
        ("نعم. عاد كل شيء إلى مكانه. لا.", 4, ["نعم .", "عاد كل شيء الي", "مكانه . لا ."]),
        # its mark alone may go over
        ("قال نعم. لا.", 2, ["قال نعم", ". لا", "."]),
        # marks after the last sentence
        ("نعم. . . .", 3, ["نعم . .", ". ."]),
    ],
)
def test_parts(text: str, tokens: int, parts: list[str]) -> None:
    found = parts_of(text, tokens)
    assert [" ".join(part.words) for part in found] == parts


@pytest.mark.parametrize(
    ("tokens", "quotations", "quoted"),
    [
        (15, [[(2, 10, True)]], [[-1] * 2 + [0] * 9 + [-1] * 2]),
        # cut inside: open at the end of one part, from the beginning of the next one on
        (6, [[(2, 5, False)], [(0, 4, True)], []], [[-1] * 2 + [0] * 4, [0] * 5 + [-1], [-1]]),
        (4, [[(2, 3, False)], [(0, 3, False)], [(0, 2, True)], []], [[-1, -1, 0, 0], [0] * 4, [0] * 3 + [-1], [-1]]),
        # cut before its first mark, after its last one
        (2, [[], *[[(0, 1, False)]] * 4, [(0, 0, True)], []], [[-1, -1], *[[0, 0]] * 4, [0, -1], [-1]]),
        (11, [[(2, 10, True)], []], [[-1] * 2 + [0] * 9, [-1] * 2]),
    ],
)
def test_quotations_are_cut(
    tokens: int, quotations: list[list[tuple[int, int, bool]]], quoted: list[list[int]]
) -> None:
    found = parts_of(QUOTED, tokens)
    assert [[(each.first, each.last, each.closed) for each in part.quotations] for part in found] == quotations
    assert [part.quoted for part in found] == quoted


def test_quotations_are_counted_anew_in_each_part() -> None:
    found = parts_of("قال «نعم». قال «لا».", 6)
    assert [part.quoted for part in found] == [[-1, 0, 0, 0, -1], [-1, 0, 0, 0, -1]]


def test_a_text_that_is_not_long_is_one_part_as_it_is() -> None:
    passage = passage_of("قال نعم. " * (LONGEST // 3))
    assert list(sections(passage)) == [passage]
    assert next(sections(passage)) is passage


# -- laws --------------------------------------------------------------------------------------------------------------

LONG = some.lists(TEXTS, min_size=1, max_size=8).map(" ".join)


@given(LONG, some.integers(1, 30))
def test_parts_cover_all_tokens_once_and_in_order(text: str, tokens: int) -> None:
    whole, parts = passage_of(text), parts_of(text, tokens)
    assert [word for part in parts for word in part.words] == whole.words
    assert [start for part in parts for start in part.starts] == whole.starts
    assert [end for part in parts for end in part.ends] == whole.ends
    assert all(part.text == whole.text for part in parts)
    assert all(0 < len(part.words) <= tokens for part in parts) or not whole.words


@given(LONG, some.integers(1, 30))
def test_two_neighbours_do_not_fit_into_one_part(text: str, tokens: int) -> None:
    """So there are no more parts than twice what is needed."""
    sizes = [len(part.words) for part in parts_of(text, tokens)]
    assert all(one + other >= tokens for one, other in itertools.pairwise(sizes))


@given(LONG, some.integers(1, 30))
def test_sentences_stay_whole_where_they_fit(text: str, tokens: int) -> None:
    whole, first = passage_of(text), 0
    for part in parts_of(text, tokens):
        end = first + len(part.words)
        clipped = [
            (max(start, first) - first, min(last, end) - first)
            for start, last in whole.sentences
            if start < end and last > first
        ]
        assert part.sentences == clipped
        for start, last in whole.sentences:
            if start < end < last:  # cut: it would not fit, though nothing but marks stands before it in its part
                assert last - first >= tokens
                assert not any(first <= other and until <= start for other, until in whole.sentences)
        first = end


@given(LONG, some.integers(1, 30))
def test_quotations_stay_where_they_are(text: str, tokens: int) -> None:
    whole, first = passage_of(text), 0
    for part in parts_of(text, tokens):
        end = first + len(part.words)
        clipped = [
            (max(each.first, first) - first, min(each.last, end - 1) - first, each.closed and each.last < end)
            for each in whole.quotations
            if each.first < end and each.last >= first
        ]
        assert [(each.first, each.last, each.closed) for each in part.quotations] == clipped
        before = sum(each.last < first for each in whole.quotations)
        assert [number + before if number >= 0 else -1 for number in part.quoted] == whole.quoted[first:end]
        first = end


@settings(max_examples=10)
@given(some.lists(some.sampled_from([7, 90, 400, 1_300]), min_size=10, max_size=20), some.booleans())
def test_thousands_of_tokens(sizes: list[int], unclosed: bool) -> None:
    text = " ".join(("«" if unclosed else "") + "نعم " * size + "." for size in sizes)
    whole = passage_of(text)
    parts = list(sections(whole))
    assert [word for part in parts for word in part.words] == whole.words
    assert all(len(part.words) <= LONGEST for part in parts)
    assert sum(len(part.sentences) for part in parts) >= len(sizes)
