"""Sheets: the lines of one page with their shapes, and the way from a place in a line to a place on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.articles.lines import Line
from riwaya.articles.shapes import Shape
from riwaya.model import Capture, Reading, When
from riwaya.rules import Rules
from riwaya.text import Span


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page, line by line.

    Attributes:
        capture: the page as found.
        rules: the tables.
        lines: its lines.
        shapes: what each looks like.
        url: the page's address, known or declared.
        copyrights: the numbers of the lines that tell whose page it is.
    """

    capture: Capture
    rules: Rules
    lines: Sequence[Line]
    shapes: Sequence[Shape]
    url: str | None = None
    copyrights: Sequence[int] = ()

    @classmethod
    def of(cls, capture: Capture, rules: Rules, lines: Sequence[Line], shapes: Sequence[Shape]) -> Sheet:
        """Return the sheet of a page whose address is the capture's."""
        copyrights = [number for number, shape in enumerate(shapes) if shape.rule == "footer.copyright"]
        return cls(capture, rules, lines, shapes, capture.url, copyrights)

    def words(self, number: int, span: Span) -> str:
        """Return the words at a place in a line."""
        return self.lines[number].text[span.start : span.end]

    def reading(self, number: int, span: Span, rule: str, certainty: float, value: str | When | None = None) -> Reading:
        """Return what was read at a place in a line; the words there, unless ``value`` says otherwise."""
        at = self.lines[number].alignment.source(span)
        return Reading(self.words(number, span) if value is None else value, at, rule, certainty)

    def opening(self, kept: Sequence[int]) -> Sequence[int]:
        """Return the lines of a text that a dateline may stand in: the first, and the second below a short one."""
        return kept[:2] if kept and self.shapes[kept[0]].kind != "body" else kept[:1]
