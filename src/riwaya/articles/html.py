"""HTML pages: the lines of the articles on them, with the way back to the page, and what the page says about itself.

Hides the markup. :func:`read` is the whole face.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import Final

from riwaya.articles import bodies, coverage, values
from riwaya.articles.blocks import Markup
from riwaya.articles.features import Features
from riwaya.articles.hints import Hints
from riwaya.articles.lines import MOST_CHARACTERS, Line, is_squeezed
from riwaya.articles.markup import scan
from riwaya.errors import Problem
from riwaya.model import Reading
from riwaya.rules import Rules
from riwaya.text import Alignment, Piece, Span, Weaver

# What is not copied as it stands: white space but for single spaces, and character references.
_BLANK_REFERENCE: Final = r"&(?:nbsp|#160|#[xX]0*[aA]0);"
_MADE: Final = re.compile(
    rf"(?:[^\S ]| (?=[\s&])|{_BLANK_REFERENCE})(?:\s|{_BLANK_REFERENCE})*+"
    r"|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?"
)
# So many blocks next to an article may hold its date, byline or credits.
_ABOVE: Final = 10
_BELOW: Final = 6
# A line of an article that may not be missing: so long, and of letters as far as it is looked at.
_LEAST_LINE: Final = 40
_SAMPLE: Final = 200
_LONGEST_AROUND: Final = 200


@dataclass(frozen=True, slots=True)
class Body:
    """The text of one article on a page.

    Attributes:
        lines: its paragraphs, headings, list items and so on.
        above: short lines that stand next above and are not of the text: headline, date, byline, share bar.
        below: likewise next below.
    """

    lines: tuple[Line, ...]
    above: tuple[Line, ...] = ()
    below: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What was read from an HTML page.

    Attributes:
        bodies: its articles, in page order.
        headings: the lines of its main headings (``h1``).
        values: what the page says about itself, by name; see :func:`riwaya.articles.values.read`.
        problems: what was lost.
        every: gives all lines of the page, for a reader who decides by their words; each made when it is asked for,
            since a page may have a million.
    """

    bodies: tuple[Body, ...]
    headings: tuple[Line, ...] = ()
    values: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    every: Callable[[], Iterable[Line]] = tuple


def read(text: str, rules: Rules) -> Page:
    """Return the articles of an HTML page.

    Args:
        text: the page, decoded.
        rules: the tables; ``markup.toml`` is used.

    >>> from riwaya import rules
    >>> words = "The old bridge stays open, the council said, and the ferry will run twice a day until the autumn. "
    >>> page = read(f"<ul><li><a href=/>Home</a></ul><h1>Bridge</h1><div><p>{words}<p>{words}</div>", rules.load())
    >>> [line.text for line in page.bodies[0].lines] == [words.strip()] * 2
    True
    """
    hints = _hints(rules)
    markup = scan(text, hints)
    markup.cut(MOST_CHARACTERS)
    features = Features(markup, hints)
    weave = _Lines(markup)
    found = bodies.choose(markup, features)
    return Page(
        tuple(body for body in (_body(weave, blocks) for blocks in found) if _is_prose(body)),
        weave.many(_headings(markup)),
        values.read(markup),
        tuple(coverage.problems(markup, features.stopped)),
        lambda: weave.each(range(len(markup.owners))),
    )


@lru_cache(maxsize=4)
def _hints(rules: Rules) -> Hints:
    return Hints(rules)


def _headings(markup: Markup) -> list[int]:
    return [block for block, owner in enumerate(markup.owners) if markup.tags[owner] == "h1"][:10]


def _body(weave: _Lines, blocks: Sequence[int]) -> Body:
    first, last = blocks[0], blocks[-1]
    count = len(weave.markup.owners)
    return Body(
        weave.many(blocks),
        weave.many(weave.short(range(max(first - _ABOVE, 0), first))),
        weave.many(weave.short(range(last + 1, min(last + 1 + _BELOW, count)))),
    )


def _is_prose(body: Body) -> bool:
    """Whether a long line is of letters, not of signs or numbers."""
    samples = (line.text[:_SAMPLE] for line in body.lines if len(line.text) >= _LEAST_LINE)
    return any(sum(map(str.isalpha, sample)) * 2 > len(sample) for sample in samples)


class _Lines:
    """Makes lines of blocks."""

    def __init__(self, markup: Markup) -> None:
        self.markup = markup

    def short(self, blocks: range) -> list[int]:
        return [block for block in blocks if self.markup.sizes[block] <= _LONGEST_AROUND]

    def many(self, blocks: Sequence[int]) -> tuple[Line, ...]:
        """The lines of these blocks, without those that hold no more than white space."""
        return tuple(self.each(blocks))

    def each(self, blocks: Sequence[int]) -> Iterator[Line]:
        """The same, each made when it is asked for."""
        return (line for line in map(self.one, blocks) if line.text)

    def one(self, block: int) -> Line:
        markup = self.markup
        first = markup.firsts[block]
        if markup.firsts[block + 1] - first == 1:
            raw = markup.text[markup.starts[first] : markup.ends[first]]
            words = raw.strip()
            if words and "&" not in words and is_squeezed(words):
                start = markup.starts[first] + raw.find(words)
                place = Piece(0, len(words), (Span(start, start + len(words)),), True)
                return self._line(block, words, Alignment((place,)))
        weaver = _Squeezer(markup.text)
        for piece in range(markup.firsts[block], markup.firsts[block + 1]):
            weaver.add(markup.starts[piece], markup.ends[piece])
        return self._line(block, *weaver.done())

    def _line(self, block: int, words: str, alignment: Alignment) -> Line:
        markup = self.markup
        return Line(words, alignment, markup.tags[markup.owners[block]], markup.linked[block] / markup.sizes[block])


class _Squeezer(Weaver):
    """A weaver that reads character references, and makes one space of all white space between words."""

    __slots__ = ("_gap", "_page")

    def __init__(self, page: str) -> None:
        super().__init__(page)
        self._page = page
        self._gap: Span | None = None

    def add(self, start: int, end: int) -> None:
        """Add a piece of the page's text."""
        page = self._page
        raw = page[start:end]
        words = raw.strip()
        if "&" not in words and is_squeezed(words):
            if words == raw and not self._gap:
                self.copy(start, end)
            else:
                self._plain(start, end, start + raw.find(words), words)
            return
        for match in _MADE.finditer(page, start, end):
            at, after = match.span()
            made = unescape(match[0])
            if made == match[0] and not made.isspace():
                continue
            self._words(start, at)
            start = after
            if made.isspace():
                self._gap = self._gap or Span(at, after)
            elif made:
                self._fill()
                self.make(made, at, after)
        if start < end and page[end - 1] == " ":
            self._words(start, end - 1)
            self._gap = Span(end - 1, end)
        else:
            self._words(start, end)

    def _plain(self, start: int, end: int, at: int, words: str) -> None:
        """Add a piece in which no more is to be done than to take white space from its ends."""
        if not words:
            self._gap = self._gap or Span(start, end)
            return
        if start < at:
            self._gap = self._gap or Span(start, at)
        if self._gap:
            self._fill()
        after = at + len(words)
        self.copy(at, after)
        if after < end:
            self._gap = Span(after, end)

    def _words(self, start: int, end: int) -> None:
        while start < end and self._page[start] == " ":
            self._gap = self._gap or Span(start, start + 1)
            start += 1
        if start < end:
            self._fill()
            self.copy(start, end)

    def _fill(self) -> None:
        """Put a space where there was white space, but not at the beginning of the line."""
        gap, self._gap = self._gap, None
        if gap and len(self):
            if self._page[gap.start] == " ":
                self.copy(gap.start, gap.start + 1)
            else:
                self.make(" ", *gap)
