"""Shapes: what each line of a page looks like by itself.

A paragraph, a headline, a date, a share bar, a footer: the words that give furniture away are rows of ``lines.toml``;
the rest is read off the line's length, its end, the share of function words, and its links.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias

from riwaya import calendars
from riwaya.arabic import SILENT
from riwaya.arabic.phrases import words
from riwaya.articles.furniture import Furniture
from riwaya.articles.lines import Line
from riwaya.articles.prefixes import prefixes
from riwaya.rules import Rules

End: TypeAlias = Literal["full", "cut", "open"]

# A line is judged by its beginning; paragraphs of 5 MB exist.
_LOOKED_AT: Final = 1_500
_PROSE_WORDS: Final = 80
_CLOSERS: Final = "\"'»”’)]}›*_ \t" + "\u200e\u200f\u202c\u2069\u00a0"
_FULL: Final = frozenset(".!?\u061f\u06d4:\u061b;")
_ASKING: Final = frozenset("!?\u061f")
_DOTS: Final = re.compile(r"(?:\.\s?){2,}$|\u2026$")
_LETTER: Final = re.compile(r"[^\W\d_]")
_SEPARATORS: Final = re.compile("[|\u2022\u00b7\u203a\u00bb/\\\\]|\\s[-\u2013]\\s")
_BULLET: Final = re.compile(f"^[\\s{SILENT}]*[\u2022\u00b7\u25aa\u25a0\u25cf\u25fe\u25ba\u2023*-]")

# So many words, at least, make a headline, a paragraph of one short sentence, one that ends with another final mark,
# one that is cut or asks, and one that ends without any mark.
_HEAD, _SENTENCE, _MARKED, _ASKED, _UNMARKED = 3, 3, 5, 14, 22
# So many function words, at least, are among the words of a sentence, of one that is cut, and of one without end.
_PROSE, _CUT_PROSE, _UNMARKED_PROSE = 0.03, 0.05, 0.1
# A line whose letters stand in links, or with a mark after every few words, is no paragraph.
_LINKED, _LINKED_WORDS, _WORDS_A_MARK = 0.7, 30, 6

# A line within a text that has so many words is one of its paragraphs.
_PARAGRAPH_WORDS: Final = 30
_LEAST_COPIED: Final = 9
# A line of dates has few words, and so much of it tells dates and times.
_DATED_WORDS, _DATED = 16, 0.45
_SIGNED: Final = 60
_ANY_DAY: Final = dt.date(2020, 1, 1)
_ALNUM: Final = re.compile(r"[^\W_]")
_TIME: Final = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?|\b(?:GMT|UTC|AM|PM)\b|[+-]\d{1,4}\b")
_JOINED_WAW: Final = "\u0648"
_DIGIT: Final = re.compile(r"\d")


class Shape(NamedTuple):
    """What a line looks like.

    Attributes:
        kind: ``body`` (sentences), ``head`` (could be a headline or a sub-headline), ``short`` (too little to tell),
            ``mark`` (no letters), ``link``, ``dated``, ``dateline``, or the kind of the row of ``lines.toml`` that
            fits.
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
    r"""Tell how a line ends.

    >>> ending("قال إنه \"سيعود غدا\"."), ending("وأضاف أن ..."), ending("عودة الهدوء")
    ('full', 'cut', 'open')
    """
    tail = text[-40:].rstrip(_CLOSERS)
    last = tail[-1:]
    if last.isalnum():
        return "open"
    if _DOTS.search(tail):
        return "cut"
    return "full" if last in _FULL else "open"


class Shapes:
    """Tells the shape of lines by the tables."""

    def __init__(self, rules: Rules) -> None:
        """Take the tables."""
        self._rules = rules
        self._prefixes = prefixes(rules)
        self._furniture = Furniture(rules)
        self._function_words = frozenset(
            word for row in rules.rows("languages") for form in row.texts("words") for word in words(form)
        )

    def of(self, line: Line) -> Shape:
        """Return the shape of a line."""
        text = line.text
        run = words(text[:_LOOKED_AT])
        count = len(run) if len(text) <= _LOOKED_AT else max(len(run), text.count(" ") + 1)
        key = "".join(run)
        copies, end, prose = _copies(key), ending(text), self._prose(run[:_PROSE_WORDS], joined=_JOINED_WAW in key)
        if copies > 1:
            key = key[: len(key) // copies]
        kind, rule = self._kind(line, run, Shape("", "", count, end, key, copies, prose))
        return Shape(kind, rule, count, end, key, copies, prose)

    def _kind(self, line: Line, run: Sequence[str], shape: Shape) -> tuple[str, str]:
        few = shape.words <= _DATED_WORDS
        if not (run and run[0].isalpha()) and not _LETTER.search(line.text, 0, _LOOKED_AT):
            return "dated" if few and self._is_dated(line.text) else "mark", ""
        row = self._furniture.row(line.text, run, closed=shape.end != "open") if shape.words == len(run) else None
        if row is not None:
            return row.text("kind"), row.id
        kind = _plain(line, shape)
        if kind == "body" or not few:
            return kind, ""
        return "dated" if self._is_dated(line.text) else "dateline" if self._is_dateline(line.text) else kind, ""

    def _is_dateline(self, text: str) -> bool:
        found = None if text.isascii() else self._prefixes.line(text)
        if found is None:
            return False
        return len(found.outlets) + len(found.places) > 1 or bool(found.people and found.span.end < _SIGNED)

    def _is_dated(self, text: str) -> bool:
        """Tell whether most of a line's letters and digits tell dates and times."""
        if not _DIGIT.search(text):
            return False
        found = calendars.find(text, self._rules, _ANY_DAY)
        if not found:
            return False
        rest = list(text)
        for span, _ in found:
            rest[span.start : span.end] = " " * (span.end - span.start)
        left = len(_ALNUM.findall(_TIME.sub(" ", "".join(rest))))
        return left <= (1 - _DATED) * len(_ALNUM.findall(text))

    def _prose(self, run: Sequence[str], *, joined: bool) -> float:
        """Return the share of function words; ``joined`` where one may be joined to another word."""
        if not run:
            return 0.0
        known = self._function_words
        count = sum(map(known.__contains__, run))
        if joined:
            # A joined "wa" starts every second part of an Arabic sentence; it binds as a function word does.
            count += sum(word[0] == _JOINED_WAW and len(word) > _HEAD and word not in known for word in run)
        return count / len(run)


def _copies(key: str) -> int:
    """Return how many times a line says the same, four at most.

    >>> _copies("abcdefghiabcdefghi"), _copies("abcdefghiabcdefgh")
    (2, 1)
    """
    if key.find(key[:_LEAST_COPIED], _LEAST_COPIED) < 0:
        return 1
    for parts in (2, 3, 4):
        size, rest = divmod(len(key), parts)
        if not rest and size >= _LEAST_COPIED and key.startswith(key[:size], size) and key == key[:size] * parts:
            return parts
    return 1


def _plain(line: Line, shape: Shape) -> str:
    """Return the kind of a line that no row knows."""
    count = shape.words
    head = "head" if count >= _HEAD else "short"
    if line.link_share > _LINKED and count < _LINKED_WORDS:
        return "link"
    if line.tag[:1] == "h" and line.tag[1:].isdigit():
        return head
    if shape.end == "open":
        bullet = _BULLET.match(line.text, 0, _LOOKED_AT)
        marks = len(_SEPARATORS.findall(line.text, bullet.end() if bullet else 0, _LOOKED_AT))
        if marks > 1 and marks * _WORDS_A_MARK > count:
            return "menu" if count > _HEAD else "short"
    return "body" if _is_sentence(line.text, shape) else head


def _is_sentence(text: str, shape: Shape) -> bool:
    count, prose = shape.words, shape.prose
    if shape.end == "full" and text[-1] not in _ASKING and (prose >= _PROSE or count < _ASKED or text[-1] == "."):
        return count >= (_SENTENCE if text[-1] == "." else _MARKED)
    if shape.end != "open" and count >= _ASKED and prose >= _CUT_PROSE:
        return True
    return count >= _UNMARKED and prose >= _UNMARKED_PROSE


@lru_cache(maxsize=4)
def shapes(rules: Rules) -> Shapes:
    """Return the shapes by these tables, made once."""
    return Shapes(rules)


def of(lines: Sequence[Line], rules: Rules, text: range = range(0)) -> list[Shape]:
    """Return the shape of each line.

    Args:
        lines: the lines of a page.
        rules: the tables.
        text: which of them are an article's by the markup. From its first paragraph to its last, a line of many words
            needs no further look: it is a paragraph.
    """
    teller = shapes(rules)
    ends: dict[int, Shape] = {}
    for numbers in (text, reversed(text)):
        for number in numbers:
            shape = ends[number] = ends.get(number) or teller.of(lines[number])
            if shape.kind == "body":
                break
    return [
        ends.get(number) or (number in text and _paragraph(line)) or teller.of(line)
        for number, line in enumerate(lines)
    ]


def _paragraph(line: Line) -> Shape | None:
    count = line.text.count(" ")
    return Shape("body", "", count + 1, "full", "", 1, 0.0) if count >= _PARAGRAPH_WORDS else None
