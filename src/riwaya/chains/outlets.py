"""Outlets under all their names: «رويترز» and «وكالة رويترز» are one, and an agency is known as such."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from riwaya.arabic import clitics
from riwaya.arabic.phrases import Phrases, words
from riwaya.rules import Row, Rules

_HEADS: Final = "media"  # the class of words.toml that begins the name of an outlet


class Outlets:
    """Tells by the tables which outlet a name is of."""

    def __init__(self, rules: Rules) -> None:
        """Take the tables."""
        rows = rules.rows("outlets")
        self._phrases = Phrases.of(rows, lambda row: row)
        self._domains = {domain: row for row in rows for domain in row.texts("domains")}
        [heads] = [row for row in rules.rows("words") if row.id == _HEADS]
        self._heads = frozenset(words(" ".join(heads.texts("words"))))

    def named(self, name: str) -> Row | None:
        """Return the outlet that a name is of, whatever stands around its own name: «وكالة رويترز للأنباء»."""
        run = words(name)
        found = self._phrases.at(run, 0)
        if found is not None and found.end == len(run):
            return found.value
        if run and self._is_head(run[0]):
            rows = {each.value.id: each.value for each in self._phrases.all(run[1:])}
            if len(rows) == 1:
                return next(iter(rows.values()))
        return None

    def of_address(self, url: str | None) -> Row | None:
        """Return the outlet whose site an address is on."""
        try:
            host = urlsplit(url or "").hostname or ""
        except ValueError:
            return None
        while host and host not in self._domains:
            host = host.partition(".")[2]
        return self._domains.get(host)

    def key(self, name: str) -> str:
        """Return what all names of one party have in common: the id of an outlet, else the words without a head."""
        row = self.named(name)
        if row is not None:
            return row.id
        run = words(name)
        while len(run) > 1 and self._is_head(run[0]):
            run = run[1:]
        return " ".join(run)

    def keys(self, names: Iterable[str | None]) -> dict[str, str]:
        """Return names by their keys, the first of each."""
        found: dict[str, str] = {}
        for name in names:
            if name and (key := self.key(name)):
                found.setdefault(key, name)
        return found

    def is_agency(self, name: str) -> bool:
        """Tell whether a name is that of a news agency, or of agencies without a name."""
        row = self.named(name)
        return row is not None and row.text("kind") == "agency"

    def is_generic(self, name: str) -> bool:
        """Tell whether a name stands for agencies, whichever: no outlet that has a site."""
        row = self.named(name)
        return row is not None and row.text("kind") == "agency" and not row.texts("domains")

    def _is_head(self, word: str) -> bool:
        bare = clitics.bared(clitics.unjoined(word))
        return word in self._heads or bare in self._heads


@lru_cache(maxsize=4)
def outlets(rules: Rules) -> Outlets:
    """Return what tells outlets by these tables, made once."""
    return Outlets(rules)
