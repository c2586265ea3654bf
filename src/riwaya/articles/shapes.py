"""Shapes: what each line of a page looks like by itself: a paragraph, a headline, a date, a share bar, a footer …

The words that give furniture away are rows of ``lines.toml``; the rest is read off the line's length, its end, the share
of function words, and its links.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from riwaya import calendars
from riwaya.arabic import SILENT
from riwaya.arabic.phrases import Phrases, words
from riwaya.articles.prefixes import prefixes
from riwaya.articles.lines import Line
from riwaya.rules import Row, Rules

End: TypeAlias = Literal["full", "cut", "open"]

# A line is judged by its beginning; paragraphs of 5 MB exist.
_LOOKED_AT: Final = 1_500
_CLOSERS: Final = "\"'»”’)]}›*_ \t" + "\u200e\u200f\u202c\u2069\u00a0"
_FULL: Final = frozenset(".!?\u061f\u06d4:\u061b;")
_CRUMBS: Final = re.compile(r"[>›»|\\/»←→•·]")
_DOTS: Final = re.compile(r"(?:\.\s?){2,}$|\u2026$")
_LEAST_COPIED: Final = 9
_MOST_DATED: Final = 16
_DATED: Final = 0.45
_SHORT: Final = 60
_ANY_DAY: Final = dt.date(2020, 1, 1)
_ALNUM: Final = re.compile(r"[^\W_]")
_TIME: Final = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?|\b(?:GMT|UTC|AM|PM)\b|[+-]\d{1,4}\b")
# A number, or a word of time: the names of days and "ago" are looked for only where one of these stands.
_DATE_SIGN: Final = re.compile(r"\d")
_LETTER: Final = re.compile(r"[^\W\d_]")
_SEPARATORS: Final = re.compile(r"[|•·›»»/\\]| [-–] ")
_BULLET: Final = re.compile(f"^[\\s{SILENT}]*[•·▪■●◾►‣*-]")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a line looks like.

    Attributes:
        kind: ``body`` (sentences), ``head`` (could be a headline or a sub-headline), ``short`` (too little to tell),
            ``mark`` (no letters), or the kind of the row of ``lines.toml`` that fits.
        rule: the id of that row; else empty.
        words: how many words.
        end: ``full`` after a final mark, ``cut`` after dots, else ``open``.
        key: its letters and digits only, to find the same line again; once, if the line says the same twice.
        copies: how many times it says that.
        prose: the share of function words.
    """

    kind: str
    rule: str
    words: int
    end: End
    key: str
    copies: int
    prose: float


def ending(text: str) -> End:
    """Tell how a line ends.

    >>> ending("قال إنه \\"سيعود غدا\\"."), ending("وأضاف أن ..."), ending("عودة الهدوء")
    ('full', 'cut', 'open')
    """
    tail = text[-40:].rstrip(_CLOSERS)
    if _DOTS.search(tail):
        return "cut"
    return "full" if tail and tail[-1] in _FULL else "open"


class Shapes:
    """Tells the shape of lines by the tables."""

    def __init__(self, rules: Rules) -> None:
        """Take the tables."""
        self._rules = rules
        self._prefixes = prefixes(rules)
        rows = rules.rows("lines")
        self._whole = Phrases.of((row for row in rows if row.text("where") == "line"), _itself)
        self._start = Phrases.of((row for row in rows if row.text("where") == "start"), _itself)
        self._inside = Phrases.of((row for row in rows if row.text("where") == "inside"), _itself)
        self._end = {
            tuple(words(form)): row for row in rows if row.text("where") == "end" for form in row.texts("forms")
        }
        self.function_words = frozenset(
            word for row in rules.rows("languages") for form in row.texts("words") for word in words(form)
        )

    def of(self, line: Line) -> Shape:
        """Return the shape of a line."""
        text = line.text
        run = words(text[:_LOOKED_AT])
        count = len(run) if len(text) <= _LOOKED_AT else text.count(" ") + 1
        end, key = ending(text), "".join(run)
        copies = _copies(key)
        prose = self._prose(run[:80])

        def shape(kind: str, rule: str = "") -> Shape:
            return Shape(kind, rule, count, end, key[: len(key) // copies], copies, prose)

        if not _LETTER.search(text[:_LOOKED_AT]):
            dated = count <= _MOST_DATED and _letters_in_dates(text, self._rules) >= _DATED
            return shape("dated" if dated else "mark")
        row = self._row(text, run, count, end)
        if row is not None:
            return shape(row.text("kind"), row.id)
        kind = _kind(line, count, end, prose)
        if kind in {"head", "short", "menu", "link"} and count <= _MOST_DATED:
            kind = self._named(text, kind)
        return shape(kind)

    def _named(self, text: str, kind: str) -> str:
        """Return the kind of a short line, which may be a date or a dateline."""
        if _letters_in_dates(text, self._rules) >= _DATED:
            return "dated"
        found = self._prefixes.line(text)
        if found and (len(found.outlets) + len(found.places) > 1 or (found.people and found.span.end < _SHORT)):
            return "dateline"
        return kind

    def _prose(self, run: Sequence[str]) -> float:
        if not run:
            return 0.0
        known = self.function_words
        # A joined "wa" starts every second Arabic sentence part; it binds as a function word does.
        return sum(word in known or (word[0] == "\u0648" and len(word) > 3) for word in run) / len(run)

    def _row(self, text: str, run: Sequence[str], count: int, end: End) -> Row | None:
        found = self._covering(run) if count <= 60 else None
        if found is not None and _allows(found, text, run, count, end):
            return found
        start = next((at for at, word in enumerate(run) if not word.isdigit()), 0)
        for at in {0, start}:
            first = self._start.at(run, at)
            if first and _allows(first.value, text, run, count, end, first.end):
                return first.value
        for size in (1, 2, 3):
            last = self._end.get(tuple(run[-size:]))
            if last is not None and count > size and _allows(last, text, run, count, end):
                return last
        if count <= 80:
            for inside in self._inside.all(run):
                if _allows(inside.value, text, run, count, end):
                    return inside.value
        return None

    def _covering(self, run: Sequence[str]) -> Row | None:
        """Return the row whose forms, with those of its like, make up (nearly) all of the line."""
        letters = [word for word in run if not word.isdigit()]
        if not letters or len(letters) > 40:
            return None
        found = list(self._whole.all(letters))
        covered = sum(each.end - each.start for each in found)
        if covered == len(letters) or (len(found) >= 4 and covered >= 0.6 * len(letters)):
            return max(found, key=lambda each: each.end - each.start).value
        return None


def _copies(key: str) -> int:
    """Return how many times a line says the same, four at most.

    >>> _copies("abcdefghiabcdefghi"), _copies("abcdefghiabcdefgh")
    (2, 1)
    """
    for parts in (2, 3, 4):
        size, rest = divmod(len(key), parts)
        if not rest and size >= _LEAST_COPIED and key.startswith(key[:size], size) and key == key[:size] * parts:
            return parts
    return 1


def _letters_in_dates(text: str, rules: Rules) -> float:
    """Return the share of a line's letters and digits that tell dates and times."""
    if not _DATE_SIGN.search(text):
        return 0.0
    rest = list(text)
    for span, _ in calendars.find(text, rules, _ANY_DAY):
        rest[span.start : span.end] = " " * (span.end - span.start)
    left = len(_ALNUM.findall(_TIME.sub(" ", "".join(rest))))
    return 1 - left / max(len(_ALNUM.findall(text)), 1)


def _itself(row: Row) -> Row:
    return row


def _allows(row: Row, text: str, run: Sequence[str], count: int, end: End, used: int = 0) -> bool:
    most, needs = row.number("most"), row.text("needs")
    if most and count > most:
        return False
    if needs == "open":
        return end == "open"
    if needs == "digit":
        return end == "open" and any(word.isdigit() for word in run)
    if needs == "crumbs":
        return bool(_CRUMBS.search(text))
    if needs == "colon":
        return used >= len(run) or bool(_after(text, used))
    return True


_COLON: Final = re.compile(r"\s*[:：|/\-–ـ]|\s*$")


def _after(text: str, used: int) -> bool:
    """Tell whether a mark follows the first words of a text."""
    place = 0
    for match in re.finditer(r"\w+", text):
        used -= 1
        place = match.end()
        if used == 0:
            break
    return bool(_COLON.match(text, place))


def _kind(line: Line, count: int, end: End, prose: float) -> str:
    if line.link_share > 0.7 and count < 30:
        return "link"
    if line.tag[:1] == "h" and line.tag[1:].isdigit():
        return "head" if count > 2 else "short"
    marks = len(_SEPARATORS.findall(_BULLET.sub("", line.text[:_LOOKED_AT])))
    if marks and marks * 6 > count and end == "open":
        return "menu" if count > 3 else "short"
    if end == "full" and line.text[-1] not in "!?\u061f" and (prose >= 0.03 or count < 14):
        least = 3 if line.text[-1] == "." else 5
        if count >= least:
            return "body"
    if end != "open" and count >= 14 and prose >= 0.05:
        return "body"
    if count >= 22 and prose >= 0.1:
        return "body"
    return "head" if count >= 3 else "short"


@lru_cache(maxsize=4)
def shapes(rules: Rules) -> Shapes:
    """Return the shapes by these tables, made once."""
    return Shapes(rules)


def of(lines: Iterable[Line], rules: Rules) -> list[Shape]:
    """Return the shape of each line."""
    teller = shapes(rules)
    return [teller.of(line) for line in lines]
