"""Outlets: newspapers, channels, agencies and sites that a text or an address names."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from riwaya.arabic.phrases import Phrases, placed, words
from riwaya.rules import Row, Rules
from riwaya.text import Span

JOINED_WAW: Final = "\u0648"
_LONGEST: Final = 8


class Named(NamedTuple):
    """An outlet as a text names it."""

    span: Span
    row: Row


class Outlets:
    """Finds outlets by the table."""

    def __init__(self, rules: Rules) -> None:
        """Take the tables."""
        rows = rules.rows("outlets")
        self._phrases = Phrases.of(rows, lambda row: row)
        self._domains = {domain: row for row in rows for domain in row.texts("domains")}
        self._signs = {"".join(words(sign)): row for row in rows for sign in row.texts("signs")}

    @property
    def firsts(self) -> AbstractSet[str]:
        """The words that the names of outlets begin with."""
        return self._phrases.firsts

    def find(self, text: str) -> Iterator[Named]:
        """Yield the outlets that a text names, in order."""
        run, spans = placed(text)
        done = 0
        for at, word in enumerate(run):
            if at < done:
                continue
            found, skipped = self._phrases.at(run, at), 0
            if found is None and word[0] == JOINED_WAW and self._phrases.begins(word[1:]):
                found, skipped = self._phrases.at([word[1:], *run[at + 1 : at + _LONGEST]], 0), 1
                found = found and found._replace(end=at + found.end)
            if found is not None:
                done = found.end
                yield Named(Span(spans[at].start + skipped, spans[done - 1].end), found.value)

    def whole(self, text: str) -> Row | None:
        """Return the outlet if the text is its name and nothing else."""
        run = words(text)
        found = self._phrases.at(run, 0)
        return found.value if found and found.end == len(run) else None

    def of_address(self, url: str | None) -> Row | None:
        """Return the outlet whose site an address belongs to."""
        host = domain(url)
        while host:
            if host in self._domains:
                return self._domains[host]
            host = host.partition(".")[2]
        return None

    def of_sign(self, key: str) -> Row | None:
        """Return the outlet that puts a line with these letters on its pages."""
        return self._signs.get(key)

    def same(self, one: str, other: str) -> bool:
        """Tell whether two names are of one outlet."""
        if words(one) == words(other):
            return True
        first, second = self.whole(one), self.whole(other)
        return first is not None and first is second


def domain(url: str | None) -> str:
    """Return the host of an address without ``www``.

    >>> domain("http://www.sindyan.example:80/local/4711"), domain("http://["), domain(None)
    ('sindyan.example', '', '')
    """
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


@lru_cache(maxsize=4)
def outlets(rules: Rules) -> Outlets:
    """Return the finder by these tables, made once."""
    return Outlets(rules)
