"""Mojibake undone: text that was read through a wrong codec once, and then saved as UTF-8.

The bytes are still there, as letters of the wrong codec. Each misreading has a name, kept in ``Capture.repaired``:

- ``windows-1256``, ``windows-1252``, ``iso-8859-1``: UTF-8 was read as this;
- ``windows-1252/windows-1256``: windows-1256 was read as windows-1252.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from riwaya.captures import letters
from riwaya.errors import Problem

_OF_UTF8: Final = ("iso-8859-1", "windows-1252", "windows-1256")
_OF_1256: Final = "windows-1252/windows-1256"
_BLOCK: Final = 1 << 20
_SAMPLE: Final = 4096
_RUNS_LOOKED_AT: Final = 2000
_ASCII: Final = re.compile("[\x00-\x7f]")
_LETTERS_FROM: Final = 12
_WORD_FROM: Final = 3
# What Arabic pages hold beyond ASCII: no-break space and quotation marks, Arabic, general punctuation, presentation
# forms, emoji. The fewer leading bytes are known, the less a letter before a comma can pass for one.
_LEADS: Final = ((0xC2, 0xC3), (0xD8, 0xD9, 0xDA, 0xDB), (0xE2, 0xEF), (0xF0,))


class Repair(NamedTuple):
    """A text, the misreading that was undone in it (see :func:`undo`), if any, and what stayed."""

    text: str
    repaired: str | None = None
    problems: tuple[Problem, ...] = ()


class _Misreading(NamedTuple):
    """A codec through which UTF-8 was read: the letters that its bytes became."""

    byte_of: dict[int, int]
    unit: re.Pattern[str]

    def undo(self, run: str) -> str:
        return bytes(self.byte_of[ord(letter)] for letter in run).decode(errors="replace")


def repair(text: str) -> Repair:
    """Return the text with its mojibake undone, if it has one that can be told beyond doubt.

    Text that was misread twice is left as it is, with a problem that names both codecs.

    >>> repair("ط§ظ„ط¬ط³ط± ط§ظ„ظ‚ط¯ظٹظ…")[:2]
    ('الجسر القديم', 'windows-1256')
    """
    if text.isascii():
        return Repair(text)
    sample = text if len(text) <= _SAMPLE else text[:: len(text) // _SAMPLE]
    suspects = [codec for codec in _OF_UTF8 if _suspect(sample, codec) and _shows_alif(text, codec)]
    # The single letter first: ten times quicker to look for than the pair.
    if not suspects and "\u20ac" in text and "\u00e2\u20ac" in text:
        suspects = ["windows-1252"]
    score, codec = max(((_restored(text, codec), codec) for codec in suspects), default=(0, ""))
    if not score:
        if _is_1256(text, sample):
            return Repair(undo(text, _OF_1256), _OF_1256)
        return Repair(text, None, _misread_twice(text, suspects))
    mended = undo(text, codec)
    # Letters of Arabic may stay under windows-1256; under the others, what led a letter and stayed has lost the rest.
    lost = 0 if codec == "windows-1256" else sum(map(mended.count, _leading(codec)))
    message = f"UTF-8 had been misread as {codec}; {lost} letters had lost a byte by then and stay as found."
    return Repair(mended, codec, (Problem("mojibake", message),) if lost else ())


def undo(text: str, repaired: str) -> str:
    """Return the text with one named misreading undone; what is not part of it stays."""
    if repaired == _OF_1256:
        return text.translate(_swapped())
    misreading = _table(repaired)
    return "".join(misreading.unit.sub(lambda run: misreading.undo(run[0]), block) for block in _blocks(text))


def _suspect(sample: str, codec: str) -> bool:
    """Tell whether the two bytes that lead most Arabic letters in UTF-8 stand out, as the letters they became."""
    first, second = _leading(codec)
    if codec != "windows-1256":
        # The last two lead those letters if it happened twice. In a language of their own, all four are rare.
        often = sum(map(sample.count, (first, second, "\u00c2", "\u00c3")))
        return often > 1 and 20 * often > len(sample) - len(sample.encode("ascii", "ignore"))
    # Real letters of Arabic here: in a clean text alif is 16 times as frequent as the first, 60 times as the second,
    # and 150 times as alif madda, which they became if it happened twice.
    often = max(3 * sample.count(first), 20 * sample.count(second), 20 * sample.count("\u0622"))
    return often > max(_LETTERS_FROM, sample.count("\u0627"))


def _shows_alif(text: str, codec: str) -> bool:
    """Tell whether alif or lam stand in the text as the pairs they became, once or (last byte) twice."""
    first, second = _leading(codec)
    latin, alif, lam = (_upper(codec)[byte - 0x80] for byte in (0xC2, 0xA7, 0x84))
    return len(text) <= _SAMPLE or any(pair in text for pair in (first + alif, second + lam, latin + alif))


def _restored(text: str, codec: str) -> int:
    """Return how many letters undoing the misreading would restore; 0 if they would not look like a text."""
    restored = _undone(text, codec)
    words = "".join(word for word in restored if len(word) >= _WORD_FROM)
    marks = sum(word[0] in "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022" for word in restored)
    if words and letters.likeness(words) >= letters.ARABIC:
        return len(words) + marks
    return marks


def _undone(text: str, codec: str) -> list[str]:
    misreading = _table(codec)
    runs = islice(misreading.unit.finditer(text), _RUNS_LOOKED_AT)
    return [misreading.undo(match[0]) for match in runs]


def _misread_twice(text: str, suspects: list[str]) -> tuple[Problem, ...]:
    for second in suspects:
        once = " ".join(_undone(text, second))
        for first in _OF_UTF8:
            words = "".join(_undone(once, first))
            if len(words) >= _LETTERS_FROM and letters.likeness(words) >= letters.ARABIC:
                message = f"The text was misread twice, as {first} and then as {second}; it is left as found."
                return (Problem("double-mojibake", message),)
    return ()


def _is_1256(text: str, sample: str) -> bool:
    if sample.count("\u00c7") <= 1 or sample.count("\u00e1") <= 1:
        return False
    runs = re.compile("[^\x00-\x7f\u0600-\u06ff]{3,}").finditer(text)
    joined = "".join(match[0] for match in islice(runs, _RUNS_LOOKED_AT))
    return len(joined) >= _LETTERS_FROM and letters.likeness(joined.translate(_swapped())) >= letters.ARABIC


def _leading(codec: str) -> tuple[str, str]:
    return _upper(codec)[0xD8 - 0x80], _upper(codec)[0xD9 - 0x80]


@lru_cache(maxsize=8)
def _upper(codec: str) -> str:
    """Return the letters of the bytes from 0x80 on; as in browsers, a byte without one is a control character."""
    letters_of = (bytes([value]).decode(codec, "replace") for value in range(0x80, 0x100))
    return "".join(chr(0x80 + at) if letter == "\ufffd" else letter for at, letter in enumerate(letters_of))


@lru_cache(maxsize=4)
def _table(codec: str) -> _Misreading:
    upper = _upper(codec)

    def any_of(values: tuple[int, ...] | range) -> str:
        return "[" + "".join(re.escape(upper[value - 0x80]) for value in values) + "]"

    follow = any_of(range(0x80, 0xC0))
    latin, arabic, marks, emoji = (any_of(values) for values in _LEADS)
    units = f"(?:{arabic}{follow}|{latin}{follow}|{marks}{follow}{follow}|{emoji}{follow}{follow}{follow})"
    # A true letter before a true comma or quotation mark may look like a pair; it has a letter of its word before it.
    before = "(?<![\u0620-\u064a])" if codec == "windows-1256" else ""
    byte_of = {ord(letter): 0x80 + at for at, letter in enumerate(upper)}
    return _Misreading(byte_of, re.compile(f"{before}{units}++"))


@lru_cache(maxsize=1)
def _swapped() -> dict[int, str]:
    return {ord(wrong): right for wrong, right in zip(_upper("windows-1252"), _upper("windows-1256"), strict=True)}


def _blocks(text: str) -> Iterator[str]:
    """Cut at ASCII, so that memory stays bounded and no run is split."""
    start = 0
    while start < len(text):
        low = _ASCII.search(text, start + _BLOCK)
        end = low.start() if low else len(text)
        yield text[start:end]
        start = end
