"""Phrases: many expressions of one or more words, found in a run of words in linear time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, Generic, NamedTuple, TypeVar

from riwaya.arabic import bare, fold, fold_letters
from riwaya.rules import Row
from riwaya.text import Span

T = TypeVar("T")
_WORD: Final = re.compile(r"\w+")
# What is no word's: all of ASCII but letters, digits and the low line, and the commonest marks beyond it. Words are cut
# there, byte by byte, several times quicker than they are looked for. The last one is a mark that case folding turns
# into a letter.
_MARKS: Final = (
    "\u2019\u2018\u201c\u201d\u201e\u2013\u2014\u2026\u00a0\u2022\u00b7\u00ab\u00bb\u00a9\u060c\u061b\u061f\u0345"
)
_CUT: Final = bytes(
    ord(chr(at).lower()) if chr(at).isalnum() or at == ord("_") else ord(" ") for at in range(0x80)
) + bytes(range(0x80, 0x100))


def words(text: str) -> list[str]:
    """Return the words of a text in their search form.

    >>> words("أ.ف.ب: «Reuters» ١٢")
    ['ا', 'ف', 'ب', 'reuters', '12']
    """
    plain = without_marks(text)
    if plain.isascii():
        return plain.encode().translate(_CUT).decode().split()
    plain = fold(plain)
    found = plain.casefold().encode(errors="surrogatepass").translate(_CUT).decode(errors="surrogatepass").split()
    if "".join(found).replace("_", "").isalnum():
        return found
    # Any mark that is left would be part of a word; those that case folding makes («İ») are, and part none.
    return [word.casefold() for word in _WORD.findall(plain)]


def without_marks(text: str) -> str:
    """Return a text with spaces in the places of the commonest marks beyond ASCII, which often makes it ASCII."""
    if not text.isascii():
        for mark in _MARKS:
            text = text.replace(mark, " ")
    return text


def placed(text: str) -> tuple[list[str], list[Span]]:
    """Return the words of a text in their search form, and where each stands.

    >>> placed("قالَ: Reuters")
    (['قال', 'reuters'], [Span(start=0, end=3), Span(start=6, end=13)])
    """
    found, where = located(text)
    return found, [where(number) for number in range(len(found))]


def located(text: str) -> tuple[list[str], Callable[[int], Span]]:
    """Return the same, but the place of a word only when it is asked for, by its number: quick where few are."""
    plain, alignment = bare(text)
    found = list(_WORD.finditer(fold_letters(plain)))

    def where(number: int) -> Span:
        span = Span(*found[number].span())
        if alignment is None:
            return span
        source = alignment.source(span)
        return Span(source[0].start, source[-1].end)

    return [match[0].casefold() for match in found], where


class Found(NamedTuple, Generic[T]):
    """A phrase in a run of words ``[start, end)``, and what was filed under it."""

    start: int
    end: int
    value: T


class Phrases(Generic[T]):
    """Expressions filed under their words; the longest one wins.

    >>> phrases = Phrases([("كانون الثاني", 1), ("كانون", 0)])
    >>> phrases.at(words("في كانون الثاني الماضي"), 1)
    Found(start=1, end=3, value=1)
    """

    __slots__ = ("_longest", "_values")

    def __init__(self, filed: Iterable[tuple[str, T]]) -> None:
        """File each value under the words of its expression; the first of two equal expressions stays."""
        self._values: dict[tuple[str, ...], T] = {}
        self._longest: dict[str, int] = {}
        for expression, value in filed:
            key = tuple(words(expression))
            if key and key not in self._values:
                self._values[key] = value
                self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    @classmethod
    def of(cls, rows: Iterable[Row], value: Callable[[Row], T], column: str = "forms") -> Phrases[T]:
        """File what ``value`` makes of each row under the row's forms."""
        return cls((form, value(row)) for row in rows for form in row.texts(column))

    def begins(self, word: str) -> bool:
        """Tell whether some expression begins with this word."""
        return word in self._longest

    @property
    def firsts(self) -> AbstractSet[str]:
        """The words that some expression begins with: a run without them holds none."""
        return self._longest.keys()

    def at(self, run: Sequence[str], start: int) -> Found[T] | None:
        """Return the longest expression that begins at a word of the run."""
        if start >= len(run):
            return None
        for length in range(self._longest.get(run[start], 0), 0, -1):
            key = tuple(run[start : start + length])
            if len(key) == length and key in self._values:
                return Found(start, start + length, self._values[key])
        return None

    def all(self, run: Sequence[str]) -> Iterator[Found[T]]:
        """Yield the expressions in the run, in order, none inside another."""
        done = 0
        for at, word in enumerate(run):
            if word in self._longest and at >= done and (found := self.at(run, at)) is not None:
                yield found
                done = found.end
