"""Lines of a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.exports.terminals import Styles, columns, isolate, shorten, wrap

WORDS = st.text(st.sampled_from("ab بَ漢\u0301 "), max_size=80)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("abc", 3),
        ("نفت", 3),
        ("نَفَتْ", 3),
        ("漢字", 4),
        ("\u2068ab\u2069", 2),
        ("\x1b[1mab\x1b[0m", 2),
        ("می\u200cخواهد", 7),
    ],
)
def test_columns(text: str, expected: int) -> None:
    assert columns(text) == expected


@given(WORDS, st.integers(min_value=2, max_value=20))
def test_no_line_is_wider_and_no_letter_is_lost(text: str, width: int) -> None:
    lines = list(wrap(text, width))
    assert all(columns(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(line == line.strip() and line for line in lines)


@given(WORDS, st.integers(min_value=3, max_value=20))
def test_a_shortened_text_fits_and_says_so(text: str, width: int) -> None:
    short = shorten(text, width)
    assert columns(short) <= width
    assert short == text or short.endswith("…")


def test_an_isolated_run_closes_what_it_opens() -> None:
    assert isolate("\u2069\u202eab\u2067") == "\u2068⟨U+2069⟩⟨U+202E⟩ab⟨U+2067⟩\u2069"


def test_styles_can_be_off() -> None:
    assert Styles(on=True).warning("a") == "\x1b[31ma\x1b[0m"
    assert [Styles(on=False).warning("a"), Styles(on=False).faint("b")] == ["a", "b"]
