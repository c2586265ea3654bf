"""Blocks: the form in which the text of an HTML page is handed on, with all places.

A page has some hundred elements and blocks and may have a million; so they are columns of numbers, not objects.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from riwaya.text import Span


class Head(NamedTuple):
    """A place that may hold a value about the page: the inside of a tag, or the content of an element."""

    kind: str
    start: int
    end: int


def _numbers(*first: int) -> Callable[[], array[int]]:
    return lambda: array("q", first)


@dataclass(slots=True)
class Markup:
    """Block elements (0 is the page itself), and the blocks of text in them, in page order.

    Attributes:
        text: the page.
        tags: the name of each element, in lower case.
        parents: the element each element stands in; -1 for the page.
        hints: what the names in each element's attributes tell.
        owners: the element each block stands in.
        firsts: the number of each block's first piece; one more at the end.
        sizes: each block's length in characters.
        linked: how many of them stand in links.
        starts: where the pieces of text start.
        ends: where they end.
        heads: places of values about the page.
        passed: the places of menus and page feet that were passed over.
        irregular: whether the markup is broken or odd, so that text may have been lost.
        stopped: where reading stopped for size, or ``None``.
    """

    text: str
    tags: list[str] = field(default_factory=lambda: ["html"])
    parents: array[int] = field(default_factory=_numbers(-1))
    hints: array[int] = field(default_factory=_numbers(0))
    owners: array[int] = field(default_factory=_numbers())
    firsts: array[int] = field(default_factory=_numbers(0))
    sizes: array[int] = field(default_factory=_numbers())
    linked: array[int] = field(default_factory=_numbers())
    starts: array[int] = field(default_factory=_numbers())
    ends: array[int] = field(default_factory=_numbers())
    heads: list[Head] = field(default_factory=list)
    passed: list[Span] = field(default_factory=list)
    irregular: bool = False
    stopped: int | None = None

    def cut(self, most: int) -> None:
        """Leave out what comes after so many characters of text."""
        if sum(self.sizes) <= most:
            return
        block, left = 0, most
        while left >= self.sizes[block]:
            left -= self.sizes[block]
            block += 1
        self.sizes[block], self.linked[block] = left, min(self.linked[block], left)
        last = self.firsts[block]
        while left > self.ends[last] - self.starts[last]:
            left -= self.ends[last] - self.starts[last]
            last += 1
        self.stopped = self.ends[last] = self.starts[last] + left
        self.firsts[block + 1] = last + 1
        if not self.sizes[block]:
            block -= 1
        del self.owners[block + 1 :], self.sizes[block + 1 :], self.linked[block + 1 :], self.firsts[block + 2 :]
        del self.starts[last + 1 :], self.ends[last + 1 :]
