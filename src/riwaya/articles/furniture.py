"""Furniture: the lines of a page that are none of its article's words, by the rows of ``lines.toml``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from riwaya.arabic.phrases import Phrases, placed, words
from riwaya.rules import Row, Rules

_CRUMBS: Final = re.compile("[>\u203a\u00bb|\\\\/\u2190\u2192\u2022\u00b7]")
_COLON: Final = re.compile("\\s*(?:[:\uff1a|/\u2013\u0640-]|$)")
# Lines longer than this are paragraphs, and their words are no form's.
_MOST_COVERED, _MOST_INSIDE = 40, 80
# A bar of so many items is one even if it has some that the table does not know.
_BAR, _KNOWN = 4, 0.6
_LABEL: Final = 120
# A short line with the sign of copyright tells whose page it is in any words.
_SIGN, _MOST_OWNED = "\u00a9", 12


class Furniture:
    """Finds the row that fits a line."""

    def __init__(self, rules: Rules) -> None:
        """Take the tables."""
        rows = {where: [] for where in ("line", "start", "inside", "end")}  # type: dict[str, list[Row]]
        for row in rules.rows("lines"):
            rows.get(row.text("where"), []).append(row)
        self._whole = Phrases.of(rows["line"], _itself)
        self._start = Phrases.of(rows["start"], _itself)
        self._inside = Phrases.of(rows["inside"], _itself)
        self._end = {tuple(words(form)): row for row in rows["end"] for form in row.texts("forms")}
        self._owning = next((row for row in rows["inside"] if row.id == "footer.copyright"), None)
        # Hardly any line has a word of a form where it would have to stand; those without are soon told.
        self._lasts = frozenset(form[-1] for form in self._end)
        self._firsts = frozenset(self._whole.firsts | self._inside.firsts)
        self._longest_end = max(map(len, self._end), default=0)

    def row(self, text: str, run: Sequence[str], *, closed: bool) -> Row | None:
        """Return the row that fits a line.

        Args:
            text: the line.
            run: its words in their search form.
            closed: whether it ends with a final mark.
        """
        found = None
        if run and (run[-1] in self._lasts or not self._firsts.isdisjoint(run) or self._may_start(run)):
            line = _Line(text, run, closed)
            found = self._covering(line) or self._starting(line) or self._ending(line) or self._holding(line)
        return found or (self._owning if _SIGN in text and len(run) <= _MOST_OWNED else None)

    def _may_start(self, run: Sequence[str]) -> bool:
        return self._start.begins(run[0]) or run[0].isdigit()

    def _covering(self, line: _Line) -> Row | None:
        """Return the row whose forms, with those of its like, make up (nearly) all of the line."""
        if self._whole.firsts.isdisjoint(line.run):
            return None
        letters = [word for word in line.run if not word.isdigit()]
        if not 0 < len(letters) <= _MOST_COVERED:
            return None
        found = [each for each in self._whole.all(letters) if line.allows(each.value)]
        covered = sum(each.end - each.start for each in found)
        if covered == len(letters) or (len(found) >= _BAR and covered >= _KNOWN * len(letters)):
            return max(found, key=lambda each: each.end - each.start).value
        return None

    def _starting(self, line: _Line) -> Row | None:
        for at, word in enumerate(line.run):
            found = self._start.at(line.run, at) if at == 0 or not word.isdigit() else None
            if found is not None and line.allows(found.value, found.end):
                return found.value
            if not word.isdigit():
                break
        return None

    def _ending(self, line: _Line) -> Row | None:
        for size in range(min(self._longest_end, len(line.run) - 1), 0, -1):
            row = self._end.get(tuple(line.run[-size:]))
            if row is not None and line.allows(row):
                return row
        return None

    def _holding(self, line: _Line) -> Row | None:
        if len(line.run) > _MOST_INSIDE or self._inside.firsts.isdisjoint(line.run):
            return None
        return next((found.value for found in self._inside.all(line.run) if line.allows(found.value)), None)


class _Line:
    """A line as rows ask about it."""

    __slots__ = ("closed", "run", "text")

    def __init__(self, text: str, run: Sequence[str], closed: bool) -> None:  # noqa: FBT001 - made in one place
        self.text = text
        self.run = run
        self.closed = closed

    def allows(self, row: Row, used: int = 0) -> bool:
        """Tell whether the line has what the row asks for besides its form, which used the first words."""
        most, needs = row.number("most"), row.text("needs")
        if most and len(self.run) > most:
            return False
        if needs in {"open", "digit"} and self.closed:
            return False
        if needs == "digit":
            return any(word.isdigit() for word in self.run)
        if needs == "crumbs":
            return bool(_CRUMBS.search(self.text))
        return needs != "colon" or self._parted(used)

    def _parted(self, used: int) -> bool:
        """Tell whether a mark follows the first words, or nothing does."""
        _, spans = placed(self.text[:_LABEL])
        return used > len(spans) or bool(_COLON.match(self.text, spans[used - 1].end if used else 0))


def _itself(row: Row) -> Row:
    return row
