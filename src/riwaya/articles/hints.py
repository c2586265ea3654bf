"""Hints: what the names that a page's makers gave its parts (class, id, itemprop, role) tell about them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from riwaya.articles.asides import FURNITURE
from riwaya.rules import Rules

_QUOTED: Final = re.compile(r"""[ \n](?:class|id|itemprop|role)="([^"]*+)\"""")
_ANY: Final = re.compile(
    r"""\b(?:class|id|itemprop|role)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"']++))""", re.IGNORECASE
)
_PART: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
# Attributes beyond this are data, not names.
_READ: Final = 2_000
# Further names are states and layout.
_MOST_NAMES: Final = 12
# Values repeat within a site; so many are remembered between pages.
_MOST_KNOWN: Final = 20_000
# Names of parts that hold no text of an article, unless they are also named as holding some.
_FURNITURE: Final = ("comment", "foot", "menu", "share", "side")
_TEXT: Final = ("article", "body", "content")


class Hints:
    """Reads the inside of tags by the table ``markup.toml``; one bit a row.

    Attributes:
        bits: the bit of each kind of hint.
    """

    __slots__ = ("_furniture", "_kinds", "_known", "_names", "_parts", "_skipped", "_text", "_words", "bits")

    def __init__(self, rules: Rules) -> None:
        """Read the table."""
        self.bits: Mapping[str, int] = {}
        self._kinds: dict[tuple[str, ...], tuple[int, dict[int, tuple[bool, ...]]]] = {}
        self._known: dict[str, int] = {}
        self._parts: dict[str, int] = {}
        self._words: dict[str, int] = {}
        self._names: dict[str, int] = {}
        skipped: list[str] = []
        bits: dict[str, int] = {}
        for row in rules.rows("markup"):
            family, kind = row.id.split(".")
            if family == "skip":
                skipped += row.texts("names")
                continue
            bits[kind] = bit = 1 << len(bits)
            for table, column in ((self._words, "words"), (self._names, "names")):
                for word in row.texts(column):
                    table[word] = table.get(word, 0) | bit
        self.bits = bits
        self._furniture = sum(bits[name] for name in _FURNITURE)
        self._text = sum(bits[name] for name in _TEXT)
        self._skipped = tuple(skipped)

    def __call__(self, inside: str) -> int:
        """Return the bits of all hints in the attributes of a tag.

        >>> from riwaya import rules
        >>> hints = Hints(rules.load())
        >>> hints(' class="top-menu"') == hints.bits["head"] | hints.bits["menu"] | FURNITURE
        True
        """
        values = _QUOTED.findall(inside, 0, _READ)
        if not values and ("class" in inside or "CLASS" in inside or "id=" in inside or "ID=" in inside):
            values = [double or single or plain for double, single, plain in _ANY.findall(inside, 0, _READ)]
        mask = 0
        known = self._known
        for value in values:
            found = known.get(value)
            mask |= self._value(value) if found is None else found
        if mask & self._furniture and not mask & self._text:
            mask |= FURNITURE
        return mask

    def flags(self, names: tuple[str, ...], mask: int) -> tuple[bool, ...]:
        """Return which of these kinds of hints are among the bits."""
        bits, known = self._kinds.get(names) or self._kinds.setdefault(names, (self._sum(names), {}))
        told = mask & bits
        found = known.get(told)
        if found is None:
            found = known[told] = tuple(told & self.bits[name] != 0 for name in names)
        return found

    def _sum(self, names: tuple[str, ...]) -> int:
        return sum(self.bits[name] for name in names)

    def _value(self, value: str) -> int:
        known, parts = self._known, self._parts
        if len(known) >= _MOST_KNOWN or len(parts) >= _MOST_KNOWN:
            known.clear()
            parts.clear()
        mask = 0
        for name in value.split(None, _MOST_NAMES)[:_MOST_NAMES]:
            part = parts.get(name)
            if part is None:
                part = parts[name] = self._name(name)
            mask |= part
        known[value] = mask
        return mask

    def _name(self, name: str) -> int:
        lower = name.lower()
        mask = self._names.get(lower, 0) or self._words.get(lower, 0)
        if not mask and not (name.islower() and name.isalpha()) and not lower.startswith(self._skipped):
            words = self._words
            for part in _PART.findall(name):
                mask |= words.get(part.lower(), 0)
        return mask
