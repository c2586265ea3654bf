"""Themes: which words a stretch of text is about, and how far two stretches share them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

from riwaya.arabic.phrases import Phrases, words
from riwaya.rules import Rules

# Enough to know what a text is about, and a bound on work for lines of any length.
_LOOKED_AT: Final = 6_000
_STEM: Final = 5
_LEAST: Final = 3
# Words repeat from page to page; so many are remembered.
_MOST_KNOWN: Final = 50_000
_JOINED_WAW: Final = "\u0648"


class _Known(dict[str, str]):
    """What was made of each word, made when it is first asked for."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        made = self[word] = self._make(word)
        return made


class Themes:
    """Reads themes by the tables."""

    def __init__(self, rules: Rules) -> None:
        """Take the tables."""
        languages = rules.rows("languages")
        self._function_words = frozenset(
            word for row in languages for form in row.texts("words") for word in words(form)
        )
        self._prefixes = tuple(prefix for row in languages for prefix in row.texts("prefixes"))
        leads = [row for row in rules.rows("lines") if row.text("where") == "lead"]
        self._stems = _Known(self._stemmed)
        self._leads = Phrases.of(leads, lambda row: row.text("kind"))

    def of(self, texts: Iterable[str]) -> frozenset[str]:
        """Return the content words, cut down to what their forms have in common."""
        stems: set[str] = set()
        for text in texts:
            stems.update(map(self._stems.__getitem__, words(text[:_LOOKED_AT])))
        stems.discard("")
        return frozenset(stems)

    def goes_on(self, paragraph: str) -> bool:
        """Tell whether a paragraph begins as one that goes on with what stood before."""
        run = words(paragraph[:120])[:6]
        if not run:
            return False
        found = self._leads.at(run, 0)
        if found is not None:
            return found.value == "continuation"
        return run[0][0] == _JOINED_WAW and len(run[0]) > _LEAST

    def _stemmed(self, word: str) -> str:
        """Return what the forms of a content word have in common; nothing for other words."""
        if len(word) < _LEAST or word.isdigit() or word in self._function_words:
            return ""
        for prefix in self._prefixes:
            if word.startswith(prefix) and len(word) - len(prefix) >= _LEAST:
                return word[len(prefix) :][:_STEM]
        return word[:_STEM]


def shared(part: frozenset[str], whole: frozenset[str]) -> float:
    """Return the share of the part's words that the whole has, 0 to 1.

    >>> shared(frozenset({"a", "b"}), frozenset({"b", "c", "d"}))
    0.5
    """
    return len(part & whole) / len(part) if part else 0.0


@lru_cache(maxsize=4)
def themes(rules: Rules) -> Themes:
    """Return the reader of themes by these tables, made once."""
    return Themes(rules)
