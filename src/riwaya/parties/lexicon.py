"""The tables of this stage, ready for look-ups; words in the spelling of :func:`riwaya.parties.spelling.letters`."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Final

from riwaya import rules
from riwaya.arabic import clitics
from riwaya.arabic.phrases import Phrases, words
from riwaya.rules import Row, Rules

_FEMININE: Final = "\u0647"


class Lexicon:
    """Classes of words, nations and outlets."""

    def __init__(self, tables: Rules) -> None:
        """Take the tables."""
        self._tables = tables
        rows = (*tables.rows("names"), *tables.rows("bodies"), *tables.rows("words"))
        self._texts = {row.id: row.texts("words") for row in rows}
        self._singles: dict[str, frozenset[str]] = {}
        self._phrases: dict[str, Phrases[str]] = {}

    def words(self, name: str) -> frozenset[str]:
        """Return the words and phrases of a class, folded."""
        if name not in self._singles:
            runs = (words(text) for text in self._texts[name])
            self._singles[name] = frozenset(" ".join(run) for run in runs if run)
        return self._singles[name]

    def phrases(self, name: str) -> Phrases[str]:
        """Return all expressions of a class."""
        if name not in self._phrases:
            self._phrases[name] = Phrases((text, name) for text in self._texts[name])
        return self._phrases[name]

    def bare(self, name: str) -> frozenset[str]:
        """Return the single words of a class with and without the article, and in the feminine."""
        key = f"{name}*"
        if key not in self._singles:
            plain = {word.removeprefix(clitics.ARTICLE) for word in self.words(name)} | self.words(name)
            plain |= {word + _FEMININE for word in plain if not word.endswith(_FEMININE)}
            self._singles[key] = frozenset(plain | {clitics.ARTICLE + word for word in plain})
        return self._singles[key]

    @cached_property
    def nations(self) -> Phrases[str]:
        """Countries by their names, and by their adjectives with and without the article, in both genders."""
        filed: list[tuple[str, str]] = []
        for row in self._tables.rows("nations"):
            filed += ((form, row.id) for form in row.texts("forms"))
            for adjective in row.texts("adjectives"):
                run = words(adjective)
                for form in ("", _FEMININE):
                    inflected = [each + form if each.endswith("\u064a") else each for each in run]
                    filed.append((" ".join(inflected), row.id))
                    filed.append((" ".join(clitics.ARTICLE + each for each in inflected), row.id))
                    filed.append((" ".join([*inflected[:-1], clitics.ARTICLE + inflected[-1]]), row.id))
        return Phrases(filed)

    @cached_property
    def countries(self) -> Phrases[str]:
        """Countries by their names only."""
        return Phrases.of(self._tables.rows("nations"), lambda row: row.id)

    @cached_property
    def outlets(self) -> Phrases[Row]:
        """Outlets by their spellings and short forms."""
        rows = self._tables.rows("outlets")
        return Phrases([(text, row) for row in rows for text in (row.text("name"), *row.texts("forms"))])

    @cached_property
    def places(self) -> Phrases[str]:
        """Places."""
        return Phrases.of(self._tables.rows("places"), lambda row: row.id)

    @cached_property
    def sounds(self) -> dict[str, tuple[str, str]]:
        """What letters, also pairs of them, become in a key of sounds (nothing if they are vowels), and their row."""
        rows = self._tables.rows("sounds")
        return {letters: (row.text("sign"), row.id) for row in rows for letters in row.texts("letters")}


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the tables that come with Riwaya, ready for look-ups."""
    return Lexicon(rules.load())
