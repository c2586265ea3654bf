"""What can go wrong: exceptions for bad rules and bad calls, problems for bad pages.

Stages never raise on input. They return less and say so with a :class:`Problem`, which travels with the results.
"""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.text import Span


class RiwayaError(Exception):
    """The base of every exception Riwaya raises on purpose."""


class RuleError(RiwayaError):
    """A rule table is broken: names the file and the row."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was lost or doubtful in one input.

    Attributes:
        code: one of the codes documented in ``docs/reference/problems.md``.
        message: one line for a person: what happened and what to do.
        where: the input's name (path, URL, row), if known.
        span: the place in the decoded capture, if there is one.
    """

    code: str
    message: str
    where: str | None = None
    span: Span | None = None

    def to_dict(self) -> dict[str, object]:
        """Return the problem as JSON-ready values."""
        return {
            "code": self.code,
            "message": self.message,
            "where": self.where,
            "span": list(self.span) if self.span else None,
        }
