"""The blocks of an HTML page with their places: one pass over the tags, linear in time and memory for any input.

Hides how broken real markup is. A tree library would either lose the offsets or, as libxml2 does below element depth
256, the text. :func:`scan` builds no tree of nodes: it keeps a stack of open block elements and, between block
boundaries, the places of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, TypeAlias

from riwaya.articles import elements
from riwaya.articles.asides import FURNITURE, Asides
from riwaya.articles.blocks import Head, Markup
from riwaya.text import Span

# Past these the rest of a page is left unread (and reported), so that memory stays bounded. A long novel has two
# million characters, a table of two million cells four million tags.
MOST_CHARACTERS: Final = 64_000_000
MOST_TAGS: Final = 6_000_000
_MOST_HEADS: Final = 2_000

# An element that holds nothing but text, or a start tag, or an end tag, with the white space after it; or the start of
# a comment or declaration. Searched only up to the last ">" of the page, where "[^>]*>" cannot fail, so that a stretch
# is tried three times at most.
_TAG: Final = re.compile(
    r"<(?:([a-zA-Z][^\s/>]*+)([^>]*+)>(?:([^<]*+)</\1>)?\s*+|/([a-zA-Z][^\s/>]*+)([^>]*+)>\s*+|[!?/])"
)
# The number of the last group that took part tells which it was.
_START, _LEAF, _END = 2, 3, 5
# The inside of a tag. ">" may stand in a quoted value; quotation marks count only after "=", and only in pairs.
_INSIDE: Final = re.compile(r"""(?:[^=>]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+>""")
# An apostrophe elsewhere is one of a text.
_SINGLE: Final = re.compile(r"=\s*+'")
# The same inside as authors should write it.
_REGULAR: Final = re.compile(r"""(?:\s++[^\s"'<>/=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'<>=`]++))?+)*+\s*+/?>""")
# A longer element that readers do not see may not be closed where it seems to be.
_LONGEST_UNSEEN: Final = 20_000
_PAGE: Final = re.compile(
    r"(?i)<(?:/p>|(?:p|div|br|h[1-6]|ul|ol|li|table|t[dr]|section|article|span|a|b|i|em|strong)[\s/>])"
)
_SPACE: Final = re.compile(r"\s*")
_ENDS: Final = elements.ENDS

_StartAction: TypeAlias = "Callable[[str, str, int], int]"
_LeafAction: TypeAlias = "Callable[[str, str, int, int], None]"
_EndAction: TypeAlias = "Callable[[str], None]"


def scan(text: str, hint: Callable[[str], int]) -> Markup:
    """Return the blocks of an HTML page.

    Args:
        text: the page.
        hint: what the inside of a tag (its attributes) tells, as a number; called once for each distinct inside.

    >>> page = scan("<p>One <b>two</b><li>three", lambda inside: 0)
    >>> [page.text[start:end] for start, end in zip(page.starts, page.ends)], list(page.firsts)
    (['One ', 'two', 'three'], [0, 2, 3])
    """
    scanner = _Scanner(text, hint)
    scanner.run()
    return scanner.page


class _Scanner:
    """The stack of open block elements, and the block being read."""

    __slots__ = (
        "_asides", "_at_end", "_at_leaf", "_at_start", "_gone", "_hint", "_known", "_last", "_limit", "_link",
        "_linked", "_open", "_resume", "_size", "_stack", "_text", "page",
    )  # fmt: skip

    def __init__(self, text: str, hint: Callable[[str], int]) -> None:
        self.page = Markup(text)
        self._text = text
        self._hint = hint
        self._known: dict[str, int] = {"": 0}
        self._stack = [0]
        self._open = dict.fromkeys(elements.BLOCKS, 0)
        self._size = self._linked = 0
        self._link = -1  # the block's size when the open link began; -1 outside links
        self._gone: set[str] = set()  # end tags that occur no more
        self._limit = self._readable()
        self._asides = Asides(text, self._limit)
        self._last = text.rfind(">", 0, self._limit) + 1
        self._resume = 0
        self._at_start: elements.Actions[_StartAction] = elements.Actions(
            (elements.BLOCKS, self._begin),
            (["footer", "nav"], self._begin_furniture),
            (elements.RAW, self._raw),
            (elements.MARKUP_UNSEEN, self._unseen),
            (["a"], self._begin_link),
            (["br", "hr"], self._break),
            (["html", "link", "meta", "time"], self._value),
            (["title"], self._title),
        )
        self._at_leaf: elements.Actions[_LeafAction] = elements.Actions(
            (elements.BLOCKS, self._leaf),
            (elements.RAW, self._raw_leaf),
            (elements.MARKUP_UNSEEN, _pass_leaf),
            (["a"], self._link_leaf),
            (["time"], self._value_leaf),
            (["br", "hr"], self._leaf_break),
            (["title"], self._title_leaf),
        )
        self._at_end: elements.Actions[_EndAction] = elements.Actions(
            (elements.BLOCKS, self._end), (["a"], self._end_link), (["br", "hr"], self._end_break)
        )

    def _readable(self) -> int:
        """How far the page is read."""
        limit = min(len(self._text), MOST_CHARACTERS)
        while limit > MOST_TAGS and self._text.count("<", 0, limit) > MOST_TAGS:
            limit = limit * 3 // 4
        if limit < len(self._text):
            self.page.stopped = limit
        return limit

    def run(self) -> None:
        """Read the page."""
        at = 0
        while at >= 0:
            at = self._read(at)
        if self._text[self._resume : self._limit].strip():
            self._take(self._resume, self._limit)
        if self._size:
            self._flush()

    # Run for each tag of a page: a call would cost as much as what it does.
    def _read(self, resume: int) -> int:  # noqa: C901, PLR0912, PLR0915
        """Read tags from ``resume`` on; return where to go on after content that is passed over, -1 at the end."""
        text, at_start, at_leaf, at_end = self._text, self._at_start, self._at_leaf, self._at_end
        starts, ends = self.page.starts, self.page.ends
        space = _SPACE.match(text, resume)
        filled = space.end() if space else resume
        for match in _TAG.finditer(text, resume, self._last):
            start, end = match.span()
            if start > filled:
                starts.append(resume)
                ends.append(start)
                self._size += start - filled
            elif resume < start and self._size:
                starts.append(resume)
                ends.append(start)
            filled = end
            kind = match.lastindex
            if kind == _END:
                resume = match.end(_END) + 1
                name = match[4]
                ending = at_end[name]
                if ending:
                    ending(name)
                continue
            if kind is None:
                return self._declaration(start)
            name, inside = match.group(1, 2)
            if inside and (inside.count('"') & 1 or ("'" in inside and _SINGLE.search(inside))):
                resume = self._tag_end(match.start(2), match.end(2) + 1)
                if resume != match.end(2) + 1:
                    starting = at_start[name]
                    return (starting and starting(name, text[match.start(2) : resume - 1], resume)) or resume
            if kind == _LEAF:
                first, last = match.span(_LEAF)
                resume = last + len(name) + 3
                leaf = at_leaf[name]
                if leaf:
                    leaf(name, inside, first, last)
                elif first < last:
                    self._take(first, last)
            else:
                resume = match.end(_START) + 1
                starting = at_start[name]
                if starting:
                    goal = starting(name, inside, resume)
                    if goal:
                        return goal
        self._resume = resume
        return -1

    def _take(self, start: int, end: int) -> None:
        self.page.starts.append(start)
        self.page.ends.append(end)
        self._size += end - start

    def _flush(self) -> None:
        """End the block, which has text."""
        size = self._size
        page = self.page
        if self._link >= 0:
            self._linked += size - self._link
            self._link = 0
        page.owners.append(self._stack[-1])
        page.sizes.append(size)
        page.linked.append(self._linked)
        page.firsts.append(len(page.starts))
        self._size = self._linked = 0

    def _tag_end(self, start: int, first: int) -> int:
        """Return the end of a tag that may have a ">" within a quoted value."""
        text = self._text
        found = _INSIDE.match(text, start, self._limit)
        end = found.end() if found else first
        # Where a quotation mark is missing, the marks after it stand in names.
        if (end != first or text.count('"', start, end) & 1) and not _REGULAR.fullmatch(text, start, end):
            self.page.irregular = True
        return end

    def _first_hint(self, inside: str) -> int:
        known = self._known[inside] = self._hint(inside)
        return known

    def _begin(self, name: str, inside: str, end: int) -> int:
        if self._size:
            self._flush()
        hints = 0
        if inside:
            known = self._known.get(inside)
            hints = self._first_hint(inside) if known is None else known
            if hints & FURNITURE:
                goal = self._pass_over(name, end)
                if goal:
                    return goal
        name = name.lower()
        page, stack = self.page, self._stack
        tags, ends = page.tags, _ENDS[name]
        while tags[stack[-1]] in ends:
            self._open[tags[stack.pop()]] -= 1
        page.parents.append(stack[-1])
        page.hints.append(hints)
        stack.append(len(tags))
        tags.append(name)
        self._open[name] += 1
        return 0

    def _leaf(self, name: str, inside: str, start: int, end: int) -> None:
        """A block element that holds nothing but text: as if begun and ended."""
        if self._size:
            self._flush()
        name = name.lower()
        page, stack = self.page, self._stack
        tags, ends = page.tags, _ENDS[name]
        while tags[stack[-1]] in ends:
            self._open[tags[stack.pop()]] -= 1
        if start == end or self._text[start:end].isspace():
            return
        page.parents.append(stack[-1])
        known = self._known.get(inside)
        page.hints.append(self._first_hint(inside) if known is None else known)
        page.owners.append(len(tags))
        tags.append(name)
        page.starts.append(start)
        page.ends.append(end)
        page.firsts.append(len(page.starts))
        page.sizes.append(end - start)
        page.linked.append(end - start if self._link >= 0 else 0)

    def _end(self, name: str) -> None:
        if self._size:
            self._flush()
        tags, stack = self.page.tags, self._stack
        if tags[stack[-1]] == name:
            stack.pop()
            self._open[name] -= 1
            return
        name = name.lower()
        if self._open[name]:
            last = ""
            while last != name:
                last = tags[stack.pop()]
                self._open[last] -= 1

    def _break(self, _name: str, _inside: str, _end: int) -> int:
        if self._size:
            self._flush()
        return 0

    def _leaf_break(self, name: str, _inside: str, _start: int, _end: int) -> None:
        self._break(name, "", 0)

    def _end_break(self, name: str) -> None:
        self._break(name, "", 0)

    def _begin_furniture(self, name: str, inside: str, end: int) -> int:
        return self._pass_over(name, end) or self._begin(name, inside, end)

    def _pass_over(self, name: str, start: int) -> int:
        """Return the place after an element of menus, comments and the like, which may have hundreds of tags; or 0."""
        close = self._asides.end(name, start)
        if close < 0:
            return 0
        if self._size:
            self._flush()
        self.page.passed.append(Span(start, close))
        return self._beyond(close)

    def _begin_link(self, _name: str, inside: str, _end: int) -> int:
        if self._link >= 0:
            self._linked += self._size - self._link
        self._link = self._size if "href" in inside or "HREF" in inside else -1
        return 0

    def _end_link(self, _name: str) -> None:
        if self._link >= 0:
            self._linked += self._size - self._link
            self._link = -1

    def _link_leaf(self, name: str, inside: str, start: int, end: int) -> None:
        self._begin_link(name, inside, start)
        if start < end:
            self._take(start, end)
        self._end_link(name)

    def _value(self, name: str, inside: str, end: int) -> int:
        heads = self.page.heads
        if len(heads) < _MOST_HEADS and (name != "link" or "canonical" in inside):
            heads.append(Head(name.lower(), end - 1 - len(inside), end - 1))
        return 0

    def _value_leaf(self, name: str, inside: str, start: int, end: int) -> None:
        self._value(name, inside, start)
        if start < end:
            self._take(start, end)

    def _title(self, _name: str, _inside: str, end: int) -> int:
        close = self._find("title", end)
        if close < 0:
            return 0
        self._title_leaf("title", "", end, close)
        return self._beyond(close)

    def _title_leaf(self, _name: str, _inside: str, start: int, end: int) -> None:
        if len(self.page.heads) < _MOST_HEADS:
            self.page.heads.append(Head("title", start, end))

    def _raw(self, name: str, inside: str, end: int) -> int:
        name = name.lower()
        close = self._find(name, end)
        if close < 0:
            self.page.irregular = True
            return self._limit if name in {"script", "style"} else 0
        self._raw_leaf(name, inside, end, close)
        return self._beyond(close)

    def _raw_leaf(self, name: str, inside: str, start: int, end: int) -> None:
        if "ld+json" in inside and name.lower() == "script" and len(self.page.heads) < _MOST_HEADS:
            self.page.heads.append(Head("json", start, end))

    def _unseen(self, name: str, _inside: str, end: int) -> int:
        close = self._find(name.lower(), end)
        if close < 0 or (close - end > _LONGEST_UNSEEN and self._is_page(end, close)):
            self.page.irregular = True
        if close < 0 or (name in {"noscript", "NOSCRIPT"} and self._asides.is_text(end, close)):
            return 0
        return self._beyond(close)

    def _is_page(self, start: int, end: int) -> bool:
        """Tell whether a stretch holds what a page is built of. A drawing, however large, does not."""
        return _PAGE.search(self._text, start, end) is not None

    def _declaration(self, start: int) -> int:
        """Pass over a comment or anything else that is markup and no tag; an unclosed comment hides only its "<!--"."""
        if self._text.startswith("<!--", start):
            if "-->" not in self._gone:
                close = self._text.find("-->", start + 2, self._limit)
                if close >= 0:
                    return close + 3
                self._gone.add("-->")
                self.page.irregular = True
            return start + 4
        return self._beyond(start)

    def _beyond(self, start: int) -> int:
        """Return the place after the next ">"."""
        return (self._text.find(">", start, self._limit) + 1) or self._limit

    def _find(self, name: str, at: int) -> int:
        """Return where the next end tag of this name starts, or -1."""
        if name in self._gone:
            return -1
        found = _end_tag(name).search(self._text, at, self._limit)
        if found is None:
            self._gone.add(name)
            return -1
        return found.start()


@lru_cache(maxsize=len(elements.UNSEEN))
def _end_tag(name: str) -> re.Pattern[str]:
    # Scripts are long and hold few "<": looking for this one sign first is quicker than for two.
    return re.compile(rf"<(?=/(?ai:{name}))")


def _pass_leaf(_name: str, _inside: str, _start: int, _end: int) -> None:
    """Pass over an element that readers do not see."""
