"""The blocks of an HTML page with their places: one pass over the tags, linear in time and memory for any input.

Hides how broken real markup is. A tree library would either lose the offsets or, as libxml2 does below element depth
256, the text. :func:`scan` builds no tree of nodes: it keeps a stack of open block elements and, between block
boundaries, the places of the text.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

# Past these the rest of a page is left unread (and reported), so that memory stays bounded. A long novel has two million
# characters, a table of two million cells four million tags.
MOST_CHARACTERS: Final = 64_000_000
MOST_TAGS: Final = 6_000_000
_MOST_HEADS: Final = 2_000

# A tag with the white space after it, or the start of a comment or declaration. Searched only up to the last ">" of the
# page, where "[^>]*>" cannot fail, so no stretch is tried twice.
_TAG: Final = re.compile(r"<(?:(/?[a-zA-Z][^\s/>]*)([^>]*)>\s*|[!?/])")
_INSIDE: Final = re.compile(r"""(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")
_SPACE: Final = re.compile(r"\s*")
# A quotation mark that is never closed makes the search for its end run to the end of the page; so often and no more.
_MOST_OPEN_QUOTES: Final = 8

_BLOCKS: Final = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 header hgroup legend li main menu nav ol p pre search section summary table "
    "tbody td tfoot th thead tr ul button"
).split()
_INLINE: Final = "abbr b cite em font i label small span strong".split()
# Their content is not text, and is not scanned for tags.
_RAW: Final = "script style textarea xmp".split()
# Their content is markup that readers do not see, or see only in a widget.
_UNSEEN: Final = "audio canvas datalist iframe noembed noframes noscript object select svg template video".split()

# Which open elements a start tag ends when they are innermost: what HTML lets authors leave out.
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ENDS: Final = (
    dict.fromkeys(_BLOCKS, frozenset({"p"}))
    | dict.fromkeys(_HEADINGS, _HEADINGS | {"p"})
    | dict.fromkeys(("dt", "dd"), frozenset({"dt", "dd", "p"}))
    | dict.fromkeys(("td", "th"), frozenset({"td", "th", "p", "li"}))
    | {
        "button": frozenset(),
        "li": frozenset({"li", "p"}),
        "tbody": frozenset({"td", "th", "tr", "p", "thead", "tbody"}),
        "tr": frozenset({"td", "th", "tr", "p", "li"}),
    }
)

_Action: TypeAlias = "Callable[[str, str, int], int]"


@dataclass(frozen=True, slots=True)
class Head:
    """A place that may hold a value about the page: the inside of a tag, or the content of an element."""

    kind: str
    start: int
    end: int


def _numbers(*first: int) -> Callable[[], array[int]]:
    return lambda: array("q", first)


@dataclass(slots=True)
class Markup:
    """What :func:`scan` finds: block elements (0 is the page itself), and blocks of text in them, in page order.

    Attributes:
        text: the page.
        tags: the name of each element, in lower case.
        parents: the element each element stands in; -1 for the page.
        hints: what ``hint`` told of each element's attributes.
        owners: the element each block stands in.
        firsts: the number of each block's first piece; one more at the end.
        sizes: each block's length in characters.
        linked: how many of them stand in links.
        inner: the hints of the inline elements that each block begins in.
        starts: where the pieces of text start.
        ends: where they end.
        heads: places of values about the page.
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
    inner: array[int] = field(default_factory=_numbers())
    starts: array[int] = field(default_factory=_numbers())
    ends: array[int] = field(default_factory=_numbers())
    heads: list[Head] = field(default_factory=list)
    stopped: int | None = None


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
        "_actions", "_gone", "_hint", "_inner", "_known", "_last", "_limit", "_link", "_linked", "_open",
        "_open_quotes", "_resume", "_size", "_stack", "_text", "page",
    )  # fmt: skip

    def __init__(self, text: str, hint: Callable[[str], int]) -> None:
        self.page = Markup(text)
        self._text = text
        self._hint = hint
        self._known: dict[str, int] = {"": 0}
        self._stack = [0]
        self._open: Counter[str] = Counter()
        self._size = self._linked = self._inner = 0
        self._link = -1  # the block's size when the open link began; -1 outside links
        self._open_quotes = 0
        self._gone: set[str] = set()  # end tags that occur no more
        self._limit = self._readable()
        self._last = text.rfind(">", 0, self._limit) + 1
        self._resume = 0
        self._actions = self._table()

    def _readable(self) -> int:
        """How far the page is read."""
        limit = min(len(self._text), MOST_CHARACTERS)
        while limit > MOST_TAGS and self._text.count("<", 0, limit) > MOST_TAGS:
            limit = limit * 3 // 4
        if limit < len(self._text):
            self.page.stopped = limit
        return limit

    def _table(self) -> dict[str, _Action]:
        table: dict[str, _Action] = {}
        for names, begin, end in (
            (_BLOCKS, self._begin, self._end),
            (_INLINE, self._inline, None),
            (_RAW, self._raw, None),
            (_UNSEEN, self._unseen, None),
            (["a"], self._begin_link, self._end_link),
            (["br", "hr"], self._break, self._break),
            (["html", "link", "meta", "time"], self._value, None),
            (["title"], self._title, None),
        ):
            for name in names:
                table[name] = begin
                if end is not None:
                    table["/" + name] = end
        return table | {name.upper(): action for name, action in table.items()}

    def run(self) -> None:
        """Read the page."""
        at = 0
        while at >= 0:
            at = self._read(at)
        if self._text[self._resume : self._limit].strip():
            self._take(self._resume, self._limit)
        self._flush()

    def _read(self, resume: int) -> int:
        """Read tags from ``resume`` on; return where to go on after content that is passed over, -1 at the end."""
        text, actions, starts, ends = self._text, self._actions, self.page.starts, self.page.ends
        space = _SPACE.match(text, resume)
        filled = space.end() if space else resume
        for match in _TAG.finditer(text, resume, self._last):
            start = match.start()
            if start > filled:
                starts.append(resume)
                ends.append(start)
                self._size += start - filled
            elif resume < start and self._size:
                starts.append(resume)
                ends.append(start)
            name, inside = match.groups()
            if name is None:
                return self._declaration(start)
            resume, filled = match.end(2) + 1, match.end()
            if inside and (inside.count('"') & 1 or inside.count("'") & 1):
                end = self._tag_end(match.start(2), resume)
                if end != resume:
                    action = actions.get(name.lower(), _pass)
                    return action(name, text[match.start(2) : end - 1], end) or end
            action = actions.get(name) or (_pass if name.islower() else actions.get(name.lower(), _pass))
            goal = action(name, inside, resume)
            if goal:
                return goal
        self._resume = resume
        return -1

    def _take(self, start: int, end: int) -> None:
        self.page.starts.append(start)
        self.page.ends.append(end)
        self._size += end - start

    def _flush(self) -> None:
        """End the block, if it has text."""
        size = self._size
        if size:
            page = self.page
            if self._link >= 0:
                self._linked += size - self._link
                self._link = 0
            page.owners.append(self._stack[-1])
            page.sizes.append(size)
            page.linked.append(self._linked)
            page.inner.append(self._inner)
            page.firsts.append(len(page.starts))
            self._size = self._linked = 0
        self._inner = 0

    def _tag_end(self, start: int, first: int) -> int:
        """Return the end of a tag that has a ">" within a quoted value, or ``first`` if its quotation marks are broken."""
        if self._open_quotes < _MOST_OPEN_QUOTES:
            found = _INSIDE.match(self._text, start, self._limit)
            if found:
                return found.end()
            self._open_quotes += 1
        return first

    def _known_hint(self, inside: str) -> int:
        known = self._known.get(inside)
        if known is None:
            known = self._known[inside] = self._hint(inside)
        return known

    def _begin(self, name: str, inside: str, _end: int) -> int:
        self._flush()
        name = name.lower()
        page, stack = self.page, self._stack
        tags, ends = page.tags, _ENDS[name]
        while tags[stack[-1]] in ends:
            self._open[tags[stack.pop()]] -= 1
        page.parents.append(stack[-1])
        page.hints.append(self._known_hint(inside))
        stack.append(len(tags))
        tags.append(name)
        self._open[name] += 1
        return 0

    def _end(self, name: str, _inside: str, _end: int) -> int:
        self._flush()
        name = name[1:].lower()
        if self._open[name]:
            tags, stack = self.page.tags, self._stack
            last = ""
            while last != name:
                last = tags[stack.pop()]
                self._open[last] -= 1
        return 0

    def _break(self, _name: str, _inside: str, _end: int) -> int:
        self._flush()
        return 0

    def _inline(self, _name: str, inside: str, _end: int) -> int:
        if inside and not self._size:
            self._inner |= self._known_hint(inside)
        return 0

    def _begin_link(self, _name: str, inside: str, _end: int) -> int:
        if self._link >= 0:
            self._linked += self._size - self._link
        self._link = self._size if "href" in inside or "HREF" in inside else -1
        return 0

    def _end_link(self, _name: str, _inside: str, _end: int) -> int:
        if self._link >= 0:
            self._linked += self._size - self._link
            self._link = -1
        return 0

    def _value(self, name: str, inside: str, end: int) -> int:
        heads = self.page.heads
        if len(heads) < _MOST_HEADS:
            heads.append(Head(name.lower(), end - 1 - len(inside), end - 1))
        return self._inline(name, inside, end)

    def _title(self, _name: str, _inside: str, end: int) -> int:
        close = self._find("title", end)
        if close < 0:
            return 0
        self.page.heads.append(Head("title", end, close))
        return self._beyond(close)

    def _raw(self, name: str, inside: str, end: int) -> int:
        name = name.lower()
        close = self._find(name, end)
        if close < 0:
            return self._limit if name in {"script", "style"} else 0
        if name == "script" and "ld+json" in inside and len(self.page.heads) < _MOST_HEADS:
            self.page.heads.append(Head("json", end, close))
        return self._beyond(close)

    def _unseen(self, name: str, _inside: str, end: int) -> int:
        close = self._find(name.lower(), end)
        return self._beyond(close) if close >= 0 else 0

    def _declaration(self, start: int) -> int:
        """Pass over a comment or anything else that is markup and no tag; an unclosed comment hides only its "<!--"."""
        if self._text.startswith("<!--", start):
            if "-->" not in self._gone:
                close = self._text.find("-->", start + 2, self._limit)
                if close >= 0:
                    return close + 3
                self._gone.add("-->")
            return start + 4
        return self._beyond(start)

    def _beyond(self, start: int) -> int:
        """Return the place after the next ">"."""
        return (self._text.find(">", start, self._limit) + 1) or self._limit

    def _find(self, name: str, at: int) -> int:
        """Return where the next end tag of this name starts, or -1."""
        if name in self._gone:
            return -1
        text, width = self._text, len(name) + 2
        at = text.find("</", at, self._limit)
        while at >= 0:
            if text[at + 2 : at + width].lower() == name:
                return at
            at = text.find("</", at + 2, self._limit)
        self._gone.add(name)
        return -1


def _pass(_name: str, _inside: str, _end: int) -> int:
    return 0
