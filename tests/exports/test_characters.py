"""What a page may hide in its text, and what becomes of it where it is shown."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.exports.characters import direction, hidden, json_safe, one_line

ANY = st.text(st.characters(), max_size=60)
# Every control of the bidirectional algorithm, and others that steer a terminal or end a line.
ACTING = [
    "\u202a",
    "\u202b",
    "\u202c",
    "\u202d",
    "\u202e",
    "\u2066",
    "\u2067",
    "\u2068",
    "\u2069",
    "\x1b",
    "\x9b",
    "\0",
    "\x7f",
]


@pytest.mark.parametrize("character", ACTING, ids=ascii)
def test_what_acts_is_shown_by_its_code(character: str) -> None:
    assert one_line(f"a{character}b") == f"a⟨U+{ord(character):04X}⟩b"
    assert list(hidden(f"a{character}b")) == [(1, f"U+{ord(character):04X}")]


@pytest.mark.parametrize("character", ["\u200e", "\u200f", "\u061c", "\u200b", "\ufeff", "\u00ad"], ids=ascii)
def test_marks_are_left_out_of_a_line_and_named_on_a_page(character: str) -> None:
    assert one_line(f"a{character}b") == "ab"
    assert len(list(hidden(character))) == 1


@pytest.mark.parametrize("text", ["نَفَتْ", "مـدينة", "می\u200cخواهد", "لا\u200dه", "a\nb\tc", "«قال»: 5%"])
def test_what_shapes_letters_is_no_hidden_character(text: str) -> None:
    assert list(hidden(text)) == []


@given(st.text(st.sampled_from([*ACTING, "\ud800", "a", "ب", "\n"]), max_size=40))
def test_a_line_can_always_be_printed(text: str) -> None:
    line = one_line(text)
    line.encode()
    assert not set(line) & {*ACTING, "\n"}


@given(st.text(st.sampled_from([*ACTING, "\ud800", "\udc00", "\u2028", "\x85", '"', "\\", "a", "ب"]), max_size=40))
def test_json_keeps_every_value_in_valid_utf8_on_one_line(text: str) -> None:
    safe = json_safe(json.dumps(text, ensure_ascii=False))
    safe.encode()
    assert json.loads(safe) == re.sub("[\ud800-\udfff]", "\ufffd", text)
    assert len(safe.splitlines()) == 1
    assert not set(safe) & set(ACTING)


@given(ANY)
def test_direction_is_one_of_two(text: str) -> None:
    assert direction(text) in {"rtl", "ltr"}


@pytest.mark.parametrize(
    ("text", "expected"), [("BBC: قال المتحدث", "rtl"), ("The mayor", "ltr"), ("12:30", "ltr"), ("", "ltr")]
)
def test_direction(text: str, expected: str) -> None:
    assert direction(text) == expected
