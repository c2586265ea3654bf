"""Features: what is measured of each block of a page to tell whether it belongs to the article.

Nothing here depends on the language. Containers are weighed as Readability does (Arc90, 2009): a block of running text
gives points to the elements it stands in.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import Final

from riwaya.articles.blocks import Markup
from riwaya.articles.hints import Hints
from riwaya.articles.lines import is_squeezed

_COMMAS: Final = (",", ";")
_OTHER_COMMAS: Final = ("،", "、", "，", "؛")
_STOP: Final = frozenset(".!?؟。！？…")
_DIGIT: Final = re.compile(r"\d")
_LETTER: Final = re.compile(r"[^\W\d_]")
# A block is looked at up to here.
_SEEN: Final = 4_000
_SEEN_PIECES: Final = 40
# Running text: at least so many characters, at most half of them linked.
_RUNNING: Final = 50
# Distances beyond these are the same.
_FAR: Final = 60
_FAR_UP: Final = 12
# A block linked as a whole is a headline of something else, or an entry of a menu.
_LINKED: Final = 0.9
# No article has so many paragraphs; a table of two million cells would take minutes.
MOST_BLOCKS: Final = 100_000
# A shorter block, away from running text, is furniture. Checked on the pages for training: nothing is lost by it.
_SHORT: Final = 100
_LIGHT: Final = 0.05

_PLACES: Final = (
    "article", "aside", "button", "div", "figcaption", "figure", "footer", "form", "list", "main", "nav", "p",
    "section", "td",
)  # fmt: skip
_PLACE: Final = {name: 1 << index for index, name in enumerate(_PLACES)}
_PLACE_OF: Final = _PLACE | {
    "dialog": _PLACE["form"],
    "fieldset": _PLACE["form"],
    "menu": _PLACE["list"],
    "ol": _PLACE["list"],
    "search": _PLACE["form"],
    "th": _PLACE["td"],
    "ul": _PLACE["list"],
}
_NOT_RUNNING: Final = sum(_PLACE[name] for name in ("aside", "button", "figure", "footer", "form", "nav"))
_NOT_RUNNING_HINTS: Final = ("comment", "foot", "member", "menu", "related", "share", "side")
_CONTAINERS: Final = frozenset({"article", "div", "html", "main", "section", "td"})

_OWN: Final = ("caption", "headline", "meta")
_NEAR: Final = ("body", "caption", "content")
_ABOVE: Final = ("body", "caption", "comment", "lead")
_INSIDE: Final = ("article", "aside", "figcaption", "footer", "list", "main")

NAMES: Final = (
    "size", "linked", "commas", "stop", "digits", "size before", "linked before", "size after", "linked after",
    "sibling before", "sibling after", "place", "place in best", "below best", "from heading", "to running",
    *(f"own {name}" for name in _OWN),
    "mass", "parent mass", "grandparent mass", "points", "parent points", "grandparent points",
    "container linked", "parent linked", "grandparent linked", "container blocks", "parent blocks", "parent size",
    "in best", "from best",
    *(f"near {name}" for name in _NEAR), *(f"above {name}" for name in _ABOVE), *(f"in {name}" for name in _INSIDE),
    "is div", "best mass", "running", "blocks",
)  # fmt: skip


@lru_cache(maxsize=1 << 10)
def _inside(places: int) -> tuple[bool, ...]:
    """Return which of the elements told apart hold an element of these places."""
    return tuple(places & _PLACE[name] != 0 for name in _INSIDE)


def _commas(words: str) -> int:
    count = sum(map(words.count, _COMMAS))
    return count if words.isascii() else count + sum(map(words.count, _OTHER_COMMAS))


def _digits(words: str) -> float:
    """Return the share of digits."""
    if words.isascii():
        return (len(words) - len(words.encode().translate(None, b"0123456789"))) / len(words)
    return len(_DIGIT.findall(words)) / len(words)


class Features:
    """What is measured of one page.

    Attributes:
        rows: the features of each block that may belong to the article, by the block's number, in the order of
            ``NAMES``.
        mass: the worth of the running text within each element.
        stopped: the place of the first block that was not looked at because there are too many, or ``None``.
        best: the element whose running text is worth most, with what stands next below it.
    """

    __slots__ = (
        "_above",
        "_best_points",
        "_beyond_best",
        "_blocks",
        "_hints",
        "_linked",
        "_markup",
        "_own",
        "_places",
        "_points",
        "_ring",
        "_running",
        "_runs",
        "_size",
        "_words",
        "best",
        "mass",
        "rows",
        "stopped",
    )  # fmt: skip

    def __init__(self, markup: Markup, hints: Hints) -> None:
        """Measure a page."""
        self._markup = markup
        self._hints = hints
        self._words: dict[int, str] = {}
        self._own = markup.hints
        self.stopped: int | None = None
        self._inherit()
        self._weigh()
        self._choose()
        self.rows = self._measure()

    def _inherit(self) -> None:
        """Hand down hints and places from each element to those in it."""
        markup = self._markup
        above, places, place_of = [0], [0], _PLACE_OF.get
        tags, hints = markup.tags, markup.hints
        for element, parent in enumerate(markup.parents):
            if element:
                above.append(above[parent] | hints[element])
                places.append(places[parent] | place_of(tags[element], 0))
        self._above, self._places = above, places

    def _read(self, block: int) -> str:
        """The words of a block, as far as they are looked at."""
        words = self._words.get(block)
        if words is None:
            markup = self._markup
            first, last = markup.firsts[block], min(markup.firsts[block + 1], markup.firsts[block] + _SEEN_PIECES)
            text = markup.text
            if last - first == 1:
                start = markup.starts[first]
                raw = text[start : min(markup.ends[first], start + _SEEN)].strip()
            else:
                places = zip(markup.starts[first:last], markup.ends[first:last], strict=True)
                raw = "".join([text[start : min(end, start + _SEEN)] for start, end in places]).strip()
            words = self._words[block] = raw if is_squeezed(raw) else " ".join(raw.split())
        return words

    def _weigh(self) -> None:
        """Give points to elements for the running text in them."""
        markup = self._markup
        count = len(markup.tags)
        size, linked, blocks, points = [0] * count, [0] * count, [0] * count, [0.0] * count
        running = bytearray(len(markup.owners))
        unlikely = sum(self._hints.bits[name] for name in _NOT_RUNNING_HINTS)
        own, places, parents = self._own, self._places, markup.parents
        for block, (owner, length, in_links) in enumerate(zip(markup.owners, markup.sizes, markup.linked, strict=True)):
            size[owner] += length
            linked[owner] += in_links
            blocks[owner] += 1
            if length < _RUNNING or in_links * 2 >= length or places[owner] & _NOT_RUNNING:
                continue
            if (own[owner] | self._near(owner)) & unlikely:
                continue
            words = self._read(block)
            if len(words) >= _RUNNING and _LETTER.search(words, 0, _RUNNING):
                running[block] = 1
                worth = 1 + min(_commas(words), 10) / 2 + min(len(words) / 100, 4)
                points[owner] += worth * (1 - in_links / length)
        self._runs = running.count(1)
        mass = points[:]
        for element in range(count - 1, 0, -1):
            parent = parents[element]
            size[parent] += size[element]
            linked[parent] += linked[element]
            blocks[parent] += blocks[element]
            mass[parent] += mass[element]
        self._size, self._linked, self._blocks, self._running = size, linked, blocks, running
        self._points, self.mass = points, mass

    def _near(self, element: int) -> int:
        """The hints of the two elements above."""
        parents = self._markup.parents
        parent = max(parents[element], 0)
        return self._own[parent] | self._own[max(parents[parent], 0)]

    def _choose(self) -> None:
        """Find the element with the most points: those of its own blocks, and all or half of those next below."""
        shared = self._shared()
        best, most = 0, 0.0
        body = self._hints.bits["body"]
        for element, worth in enumerate(shared):
            if worth:
                value = worth * (1 - self._linked[element] / max(1, self._size[element]))
                if self._own[element] & body:
                    value *= 1.5
                if value > most:
                    best, most = element, value
        self._points, self.best, self._best_points = shared, best, max(most, 0.01)
        self._surround(best)

    def _shared(self) -> list[float]:
        """The points of elements with those that their children and grandchildren pass on."""
        tags, parents = self._markup.tags, self._markup.parents
        shared = [0.0] * len(tags)
        for element, worth in enumerate(self._points):
            if not worth:
                continue
            container = tags[element] in _CONTAINERS
            if container:
                shared[element] += worth
            parent = parents[element]
            if parent >= 0:
                shared[parent] += worth / 2 if container else worth
                if parents[parent] >= 0:
                    shared[parents[parent]] += worth / 2
        return shared

    def _surround(self, best: int) -> None:
        """Mark the elements within the best one and those around it."""
        parents = self._markup.parents
        # Elements are numbered as they begin, so those in the best one follow it without a gap.
        self._beyond_best = best + 1
        while self._beyond_best < len(parents) and parents[self._beyond_best] >= best:
            self._beyond_best += 1
        self._ring: dict[int, int] = {}
        while best >= 0:
            self._ring[best] = len(self._ring)
            best = parents[best]

    def _from_best(self, element: int) -> int:
        """How far up from the best element the nearest is that holds both."""
        for _ in range(_FAR_UP):
            distance = self._ring.get(element)
            if distance is not None:
                return min(distance, _FAR_UP)
            element = self._markup.parents[element]
        return _FAR_UP

    def _of_element(self, element: int) -> list[float]:
        """What the blocks of one element have in common."""
        parents = self._markup.parents
        parent = max(parents[element], 0)
        grandparent = max(parents[parent], 0)
        most, points, mass = self._best_points, self._points, self.mass
        size, linked = self._size, self._linked
        heaviest = max(mass[0], 0.01)
        near = self._own[parent] | self._own[grandparent]
        in_best = self.best <= element < self._beyond_best
        return [
            *self._hints.flags(_OWN, self._own[element]),
            mass[element] / heaviest,
            mass[parent] / heaviest,
            mass[grandparent] / heaviest,
            points[element] / most,
            points[parent] / most,
            points[grandparent] / most,
            linked[element] / max(size[element], 1),
            linked[parent] / max(size[parent], 1),
            linked[grandparent] / max(size[grandparent], 1),
            self._blocks[element],
            self._blocks[parent],
            size[parent],
            in_best,
            0 if in_best else self._from_best(element),
            *self._hints.flags(_NEAR, near),
            *self._hints.flags(_ABOVE, self._above[element]),
            *_inside(self._places[element]),
            self._markup.tags[element] == "div",
            mass[self.best] / heaviest,
            self._runs,
            len(self._markup.owners),
        ]

    def _candidates(self) -> list[int]:
        """The blocks that may belong to the article at all."""
        markup = self._markup
        parents, points, mass = markup.parents, self._points, self.mass
        light = mass[0] * _LIGHT
        likely: dict[int, bool] = {}
        found: list[int] = []
        for block, (owner, length, in_links) in enumerate(zip(markup.owners, markup.sizes, markup.linked, strict=True)):
            if in_links > length * _LINKED:
                continue
            if length < _SHORT:
                good = likely.get(owner)
                if good is None:
                    parent = max(parents[owner], 0)
                    grandparent = max(parents[parent], 0)
                    good = likely[owner] = self.best <= owner < self._beyond_best or (
                        mass[grandparent] >= light and bool(points[owner] or points[parent] or points[grandparent])
                    )
                if not good:
                    continue
            if len(found) == MOST_BLOCKS:
                self.stopped = markup.starts[markup.firsts[block]]
                break
            found.append(block)
        return found

    def _measure(self) -> dict[int, list[float]]:
        markup = self._markup
        owners, sizes, linked = markup.owners, markup.sizes, markup.linked
        count = len(owners)
        first, last = self._best_blocks()
        heading = self._heading(first)
        reached = self._reached()
        until = self._distances()
        known: dict[int, list[float]] = {}
        rows: dict[int, list[float]] = {}
        for block in self._candidates():
            words = self._read(block)
            if not words:
                continue
            owner = owners[block]
            shared = known.get(owner)
            if shared is None:
                shared = known[owner] = self._of_element(owner)
            before, after = max(block - 1, 0), min(block + 1, count - 1)
            rows[block] = [
                len(words),
                linked[block] / sizes[block],
                _commas(words),
                words[-1] in _STOP,
                _digits(words[:200]),
                sizes[before],
                linked[before] / sizes[before],
                sizes[after],
                linked[after] / sizes[after],
                self._siblings(owner, owners[before]),
                self._siblings(owner, owners[after]),
                reached[block],
                (block - first) / (last - first + 1),
                block > last,
                max(-_FAR, min(_FAR, block - heading)),
                until[block],
                *shared,
            ]
        return rows

    def _siblings(self, owner: int, other: int) -> bool:
        parents = self._markup.parents
        return owner == other or parents[owner] == parents[other]

    def _best_blocks(self) -> tuple[int, int]:
        """The first and the last block in the best element."""
        best, beyond = self.best, self._beyond_best
        inside = [block for block, owner in enumerate(self._markup.owners) if best <= owner < beyond]
        return (inside[0], inside[-1]) if inside else (0, 0)

    def _heading(self, first: int) -> int:
        """The main heading nearest above the first block of the best element, else the first below it."""
        tags = self._markup.tags
        headings = [block for block, owner in enumerate(self._markup.owners) if tags[owner] == "h1"]
        above = [block for block in headings if block <= first]
        return above[-1] if above else headings[0] if headings else -_FAR

    def _reached(self) -> list[float]:
        """The share of the page's text that stands before each block."""
        whole = max(self._size[0], 1)
        return [read / whole for read in accumulate(self._markup.sizes, initial=0)]

    def _distances(self) -> list[int]:
        """How many blocks further on the next block of running text is."""
        running = self._running
        distances = [_FAR] * len(running)
        here = 0
        for block, runs in enumerate(running):
            if runs:
                for before in range(max(here, block - _FAR), block):
                    distances[before] = block - before
                here = block
        return distances
