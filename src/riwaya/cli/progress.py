"""What a run tells the person who started it: how far it is, and what went wrong. It goes to standard error only."""

from __future__ import annotations

import sys
import time
from typing import TextIO

from riwaya.cli.outcomes import Outcome
from riwaya.errors import Problem
from riwaya.exports.characters import one_line

_SECONDS_BETWEEN = 0.2
_ERASE = "\r\x1b[K"


class Progress:
    """Counts outcomes, prints their problems a line each, and keeps a line of progress on a terminal."""

    def __init__(self, *, quiet: bool, stream: TextIO | None = None) -> None:
        """Take where to write (standard error) and whether to name only the inputs that gave nothing."""
        self._stream = stream or sys.stderr
        self._quiet = quiet
        self._live = self._stream.isatty() and not quiet
        self._started = time.monotonic()
        self._shown_at = 0.0
        self._pages = self._articles = self._statements = self._problems = 0
        self.failed = False

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

    def show(self) -> None:
        """Refresh the line of progress, a few times a second at most."""
        now = time.monotonic()
        if self._live and now - self._shown_at >= _SECONDS_BETWEEN:
            self._shown_at = now
            self._stream.write(f"{_ERASE}{self._account(now)}")
            self._stream.flush()

    def clear(self) -> None:
        """Take the line of progress away, so that something else can be printed."""
        if self._live and self._shown_at:
            self._shown_at = 0.0
            self._stream.write(_ERASE)
            self._stream.flush()

    def close(self) -> None:
        """Print the account of the run on a terminal."""
        if self._live:
            self.clear()
            print(self._account(time.monotonic()), file=self._stream)

    def _account(self, now: float) -> str:
        rate = self._pages / max(now - self._started, 1e-6)
        counts = f"{self._articles} articles, {self._statements} statements, {self._problems} problems"
        return f"{self._pages} pages ({rate:.1f}/s): {counts}"


def problem_line(problem: Problem) -> str:
    """Return a problem as one line: ``name: code: message``."""
    return one_line(f"{problem.where or '-'}: {problem.code}: {problem.message}")
