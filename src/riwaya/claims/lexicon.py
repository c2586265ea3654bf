"""The table of how claims are put, made ready for looking words up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias

from riwaya.arabic import clitics, fold
from riwaya.arabic.phrases import Phrases, words
from riwaya.rules import Row, Rules

Class: TypeAlias = Literal[
    "about", "affirming", "claimed", "false", "further", "hedge", "lead", "negation", "pointing", "subordinate"
]
_SHORTEST: Final = 3


class Hit(NamedTuple):
    """An expression of the table in a run of words ``[start, end)``, and its row."""

    start: int
    end: int
    row: Row


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Expressions by what they do, and what words of number are worth."""

    phrases: Mapping[str, Phrases[Row]]
    scales: Mapping[str, float]

    def at(self, name: Class, run: Sequence[str], start: int, *, joined: bool = False) -> Hit | None:
        """Return the expression of a class that begins at a word of a run.

        Args:
            name: the class.
            run: folded words.
            start: the place of the word.
            joined: whether small words may be written into the first one.
        """
        if start >= len(run):
            return None
        phrases = self.phrases[name]
        for first in _readings(run[start]) if joined else (run[start],):
            if phrases.begins(first) and (found := phrases.at([first, *run[start + 1 : start + 6]], 0)):
                row = found.value
                end = start + found.end
                following = fold(row.text("next"))
                if not following or (end < len(run) and run[end].startswith(following)):
                    return Hit(start, end, row)
        return None

    def first(self, name: Class, run: Sequence[str], start: int, end: int) -> Hit | None:
        """Return the first expression of a class that begins at one of some words of a run."""
        for at in range(start, min(end, len(run))):
            if (hit := self.at(name, run, at)) is not None:
                return hit
        return None


def _readings(word: str) -> tuple[str, ...]:
    """Return a folded word as it is, without a conjunction, and without a preposition and the article."""
    plain = clitics.unjoined(word)
    loose = plain[1:] if plain[:1] in clitics.LETTERS and len(plain) >= _SHORTEST else plain
    return tuple(dict.fromkeys((word, plain, clitics.bared(plain), loose)))


@lru_cache(maxsize=4)
def compiled(rules: Rules) -> Lexicon:
    """Return the table of some rules as a lexicon."""
    rows = rules.rows("claims")
    filed: dict[str, list[tuple[str, Row]]] = {}
    for row in rows:
        filed.setdefault(row.text("kind"), []).extend((form, row) for form in row.texts("forms"))
    scales = {word: row.number("value") for row in rows for form in row.texts("forms") for word in words(form)}
    return Lexicon(
        {name: Phrases(entries) for name, entries in filed.items() if name != "scale"},
        {word: value for word, value in scales.items() if value},
    )
