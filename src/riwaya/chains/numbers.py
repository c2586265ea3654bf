"""Numbers in running words, in digits or spelled out, so that «12 ألفا» and «اثني عشر ألفا» are one."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from riwaya.arabic import clitics
from riwaya.arabic.phrases import Phrases
from riwaya.rules import Rules
from riwaya.text import Span

_HUNDRED: Final = 100
_DIGITS: Final = re.compile(r"\d{1,15}")
_LETTER_POINT: Final = re.compile(
    r"(\d{1,15})\u0631(\d{1,15})"
)  # of agencies, that write a letter for the decimal point
_SEPARATORS: Final = frozenset(".,\u066b\u066c")
_POINT: Final = "."
_DECIMAL: Final = "\u066b"
_TEN: Final = 10
_GROUP: Final = 3  # digits between two marks of thousands


class Number(NamedTuple):
    """A number that words ``[first, end)`` tell; not a number if it is written so that it can be read in two ways."""

    first: int
    end: int
    value: float


class _Word(NamedTuple):
    value: float
    multiplies: bool
    digits: bool


def numbers(text: str, run: Sequence[str], spans: Sequence[Span], rules: Rules) -> list[Number]:
    """Return the numbers that the words of a text tell, in order.

    Args:
        text: the text.
        run: its words, folded.
        spans: where each word stands.
        rules: the tables; ``numbers.toml`` is used.
    """
    known = _known(rules)
    found: list[Number] = []
    at = 0
    while at < len(run):
        parts = list(_parts(text, run, spans, known, at))
        if parts and not _is_ordinal(run, at, parts[0][1]):
            found.append(Number(at, parts[-1][0], _value([word for _, word in parts])))
            at = parts[-1][0]
        else:
            at += 1
    return found


def _is_ordinal(run: Sequence[str], at: int, first: _Word) -> bool:
    """Tell «الحادية عشرة»: a ten that a definite word goes before."""
    return first.value == _TEN and not first.digits and at > 0 and run[at - 1].startswith(clitics.ARTICLE)


def _parts(
    text: str, run: Sequence[str], spans: Sequence[Span], known: Phrases[_Word], at: int
) -> Iterator[tuple[int, _Word]]:
    """Yield the parts of the number that begins at a word, each with where it ends."""
    first, digits_before = True, False
    while at < len(run):
        word = run[at]
        if word[0].isdigit() and (_DIGITS.fullmatch(word) or _LETTER_POINT.fullmatch(word)):
            if not first:
                return  # «2 3» are two numbers
            end, value = _written(text, run, spans, known, at)
            part = _Word(value, multiplies=False, digits=True)
        else:
            found = known.at(run, at)
            if found is None and not first:
                found = known.at([clitics.unjoined(word)], 0)
                found = found and found._replace(end=at + 1)
            if found is None or (digits_before and not found.value.multiplies):
                return
            end, part = found.end, found.value
        yield end, part
        at, first, digits_before = end, False, part.digits


def _written(text: str, run: Sequence[str], spans: Sequence[Span], known: Phrases[_Word], at: int) -> tuple[int, float]:
    """Return where a number in digits ends and its value: groups of three are thousands, others a fraction.

    So is a group of three after a point and before a word that multiplies: «3.462 مليار».
    """
    if _LETTER_POINT.fullmatch(run[at]):
        return at + 1, math.nan
    whole, end = run[at], at + 1
    while end < len(run) and _DIGITS.fullmatch(run[end]):
        between = text[spans[end - 1].end : spans[end].start]
        if between not in _SEPARATORS:
            break
        follows = known.at(run, end + 1)
        small = between == _POINT and follows is not None and follows.value.multiplies
        if len(run[end]) != _GROUP or between == _DECIMAL or small:
            return end + 1, float(f"{whole}.{run[end]}")
        whole += run[end]
        end += 1
    return end, float(whole)


def _value(parts: Sequence[_Word]) -> float:
    total = current = 0.0
    for part in parts:
        if not part.multiplies:
            current += part.value
        elif part.value == _HUNDRED:
            units = current % _HUNDRED
            current += units * (_HUNDRED - 1) if 0 < units < _TEN else _HUNDRED  # «ثلاث مئة»
        else:
            multiplied = current % part.value  # «مليونان وخمسمئة ألف»: the millions are not
            total += current - multiplied + (multiplied or 1) * part.value
            current = 0.0
    return total + current


@lru_cache(maxsize=4)
def _known(rules: Rules) -> Phrases[_Word]:
    return Phrases.of(
        rules.rows("numbers"),
        lambda row: _Word(row.number("value"), multiplies=row.text("kind") == "times", digits=False),
    )
