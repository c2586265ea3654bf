"""``riwaya read``: pages in, digests or JSON lines out as they come, an annotated page beside them."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from itertools import islice
from typing import TextIO

import click

from riwaya import rules
from riwaya.cli.files import written
from riwaya.cli.inputs import Hints, captured, size
from riwaya.cli.jobs import ordered
from riwaya.cli.outcomes import Forms, Outcome, job
from riwaya.cli.progress import Progress
from riwaya.errors import Problem
from riwaya.exports import pages as annotated
from riwaya.exports.labels import Labels
from riwaya.model import Capture


@dataclass(frozen=True, slots=True)
class Output:
    """Where results go.

    Attributes:
        forms: what is wanted of each page.
        html: the file of the annotated page; ``-`` is standard output.
        quiet: whether to tell only of pages that gave nothing.
    """

    forms: Forms
    html: str | None = None
    quiet: bool = False


def read_all(names: Sequence[str], hints: Hints, output: Output, jobs: int, limit: int | None) -> bool:
    """Read all inputs in their order, write each page's results as they come, and tell whether an input failed.

    Raises:
        click.BadParameter: if the annotated page cannot be written.
    """
    progress = Progress(quiet=output.quiet)
    if progress.live and limit is None:
        progress.expect(size(names))
    reached: deque[int] = deque()  # of the bytes of all inputs, by each page that is under way
    items = enumerate(_measured(islice(captured(names, hints), limit), reached), start=1)
    with _opened(output.html) as file:
        page = _Page(file, Labels(rules.load(), output.forms.language)) if file else None
        for outcome in ordered(job(output.forms), items, jobs):
            progress.reach(reached.popleft())
            progress.add(outcome)
            if outcome.texts:
                progress.clear()
            for text in outcome.texts:
                click.echo(text)
            if page:
                page.add(outcome)
            progress.show()
        if page:
            page.close()
    progress.close()
    return progress.failed


def _measured(items: Iterator[Capture | Problem], reached: deque[int]) -> Iterator[Capture | Problem]:
    done = 0
    for one in items:
        done += (0 if isinstance(one, Problem) else len(one.body)) + 1  # of rows, the end of the line
        reached.append(done)
        yield one


class _Page:
    """The annotated page, written article by article; of those written only the title is kept."""

    def __init__(self, file: TextIO, labels: Labels) -> None:
        self._file = file
        self._labels = labels
        self._entries: list[annotated.Entry] = []
        self._problems: list[Problem] = []
        file.write(annotated.opening(labels))

    def add(self, outcome: Outcome) -> None:
        for entry in outcome.entries:
            self._file.write(entry.html)
            self._entries.append(replace(entry, html=""))
        self._problems += outcome.problems

    def close(self) -> None:
        self._file.write(annotated.closing(self._entries, self._problems, self._labels))


def _opened(name: str | None) -> AbstractContextManager[TextIO | None]:
    """Open the annotated page for writing, if there is to be one."""
    return written(name, "--html") if name and name != "-" else nullcontext(sys.stdout if name else None)
