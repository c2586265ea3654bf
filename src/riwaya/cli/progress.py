"""What a run tells the person who started it: how far it is, and what went wrong. It goes to standard error only."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from typing import TextIO

from riwaya.cli.outcomes import Outcome
from riwaya.errors import Problem
from riwaya.exports.characters import one_line

_SECONDS_BETWEEN = 0.2
_ERASE = "\r\x1b[K"
_CELLS = 20  # of the bar
_COLUMNS = 80  # of a terminal that does not say how many it has


class Progress:
    """Counts outcomes, prints their problems a line each, and keeps a line of progress on a terminal.

    Attributes:
        live: whether there is a line of progress.
        failed: whether an input gave nothing.
    """

    def __init__(self, *, quiet: bool, stream: TextIO | None = None) -> None:
        """Take where to write (standard error) and whether to name only the inputs that gave nothing."""
        self._stream = stream or sys.stderr
        self._quiet = quiet
        self.live = self._stream.isatty() and not quiet
        self._started = time.monotonic()
        self._shown_at = 0.0
        self._pages = self._articles = self._statements = self._problems = 0
        self._reached = self._total = 0
        self.failed = False

    def expect(self, total: int | None) -> None:
        """Take how many bytes are to be read; ``None`` where nobody knows."""
        self._total = total or 0

    def reach(self, done: int) -> None:
        """Take how many of them are done."""
        self._reached = min(done, self._total)

    def add(self, outcome: Outcome) -> None:
        """Count an outcome and print its problems."""
        self._pages += 1
        self._articles += outcome.articles
        self._statements += outcome.statements
        self._problems += len(outcome.problems)
        self.failed = self.failed or outcome.failed
        if outcome.problems and (outcome.failed or not self._quiet):
            self.clear()
            for problem in outcome.problems:
                print(problem_line(problem), file=self._stream)

    def note(self, line: str) -> None:
        """Print a line of another kind."""
        self.clear()
        print(one_line(line), file=self._stream)

    def show(self) -> None:
        """Refresh the line of progress, a few times a second at most."""
        now = time.monotonic()
        if self.live and now - self._shown_at >= _SECONDS_BETWEEN:
            self._shown_at = now
            self._stream.write(f"{_ERASE}{self._line(now)[: self._columns() - 1]}")  # a line that is cut never wraps
            self._stream.flush()

    def clear(self) -> None:
        """Take the line of progress away, so that something else can be printed."""
        if self.live and self._shown_at:
            self._shown_at = 0.0
            self._stream.write(_ERASE)
            self._stream.flush()

    def close(self) -> None:
        """Print the account of the run on a terminal."""
        if self.live:
            self.clear()
            print(self._account(time.monotonic()), file=self._stream)

    def _line(self, now: float) -> str:
        if not self._total:
            return self._account(now)
        share = self._reached / self._total
        full = int(share * _CELLS)
        bar = f"{int(share * 100):3}% [{'#' * full}{'-' * (_CELLS - full)}]"
        if not 0 < share < 1:
            return f"{bar} {self._account(now)}"
        return f"{bar} {_clock((now - self._started) * (1 - share) / share)} left, {self._account(now)}"

    def _columns(self) -> int:
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or _COLUMNS
        except (OSError, ValueError):
            return _COLUMNS

    def _account(self, now: float) -> str:
        rate = self._pages / max(now - self._started, 1e-6)
        counts = f"{self._articles} articles, {self._statements} statements, {self._problems} problems"
        return f"{self._pages} pages ({rate:.1f}/s): {counts}"


def _clock(seconds: float) -> str:
    """Return a time as people read it.

    >>> _clock(65), _clock(7384)
    ('1:05', '2:03:04')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def problem_counts(problems: Mapping[str, int]) -> list[str]:
    """Return the line that tells how many problems there are of each code; none, if there are none."""
    codes = ", ".join(f"{code} {number}" for code, number in sorted(problems.items()))
    return [f"problems: {codes}"] if codes else []


def problem_line(problem: Problem) -> str:
    """Return a problem as one line: ``name: code: message``."""
    return one_line(f"{problem.where or '-'}: {problem.code}: {problem.message}")
