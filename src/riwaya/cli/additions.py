"""``riwaya add``: pages are kept first, as they are; then they are read, in processes, and what was read is written."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, takewhile
from pathlib import Path
from typing import Final, NamedTuple

from riwaya import archive as archives
from riwaya import pipeline
from riwaya.archive import Account, Archive, Prepared
from riwaya.cli.inputs import Hints, captured, size
from riwaya.cli.interrupts import Stop, patient
from riwaya.cli.jobs import Job, ordered
from riwaya.cli.outcomes import Outcome
from riwaya.cli.progress import Progress, problem_counts
from riwaya.errors import Problem, RuleError
from riwaya.model import Capture

LARGE_LOG: Final = 256 << 20  # bytes; a log that is larger tells of a reader that never ends
_KEPT_AT_ONCE: Final = 32  # pages that are kept in one transaction, before they are read
_BYTES_AT_ONCE: Final = 16 << 20
_WRITTEN_AT_ONCE: Final = 64
_SECONDS_UNWRITTEN: Final = 5.0  # what takes long is written page by page, so that little is read twice


@dataclass(frozen=True, slots=True)
class Reading:
    """What one page gave: its outcome for the one who watches, its rows for the archive."""

    outcome: Outcome
    rows: Prepared | None = None


class Added(NamedTuple):
    """How a run ended.

    Attributes:
        account: what became of every input.
        failed: whether an input gave nothing.
        interrupted: whether it was asked to stop before it was through.
    """

    account: Account
    failed: bool
    interrupted: bool


def add(archive: Archive, names: Sequence[str], hints: Hints, jobs: int, *, quiet: bool) -> Added:
    """Add all inputs to an archive, and tell what became of them.

    What an earlier run kept and did not read, because it was killed, is read last: a page that kills the process that
    reads it keeps no other one from being added. Asked to stop, it takes no more inputs, and writes what was read.
    """
    progress = Progress(quiet=quiet)
    if progress.live:
        progress.expect(size(names))
    return _through(archive, captured(names, hints), jobs, progress)


def refresh(archive: Archive, jobs: int, *, quiet: bool) -> Added:
    """Read anew what another version read, or none has yet, and tell what became of it; judgements stay."""
    return _through(archive, iter(()), jobs, Progress(quiet=quiet))


def _through(archive: Archive, found: Iterator[Capture | Problem], jobs: int, progress: Progress) -> Added:
    with patient() as stop:
        run = _Run(archive, progress)
        results = ordered(Job(_work, _lost, _weigh), run.items(found, stop), jobs)
        with closing(results):
            for one in results:
                run.take(one)
                if stop.asked:
                    break
        run.write()
    if not stop.asked:
        archive.relate()
    progress.close()
    return Added(run.account, progress.failed, stop.asked)


class _Run:
    """What one run has done so far, and what it has to write."""

    def __init__(self, archive: Archive, progress: Progress) -> None:
        self.account = Account()
        self._archive = archive
        self._progress = progress
        self._under_way: set[str] = set()  # digests of what is being read: the same page may come again before that
        self._reached: deque[int] = deque()  # of the bytes of all inputs, by each item that is under way
        self._bytes = 0
        self._batch: list[Reading] = []
        self._written = time.monotonic()
        self._warned = False

    def items(self, inputs: Iterator[Capture | Problem], stop: Stop) -> Iterator[Capture | Problem]:
        """Yield what has to be read, until the run is asked to stop; what the inputs hold is kept before."""
        found = takewhile(lambda _: not stop.asked, _others(self._archive, inputs))
        for one in takewhile(lambda _: not stop.asked, chain(self._kept(found), self._left())):
            self._reached.append(self._bytes)
            yield one

    def take(self, one: Reading) -> None:
        """Take what one page gave; it is written with others."""
        self._batch.append(one)
        self._progress.reach(self._reached.popleft())
        self._progress.show()
        if len(self._batch) == _WRITTEN_AT_ONCE or time.monotonic() - self._written > _SECONDS_UNWRITTEN:
            self.write()

    def write(self) -> None:
        """Write what was read and is not written yet, and tell of it."""
        read = [one.rows for one in self._batch if one.rows is not None]
        lost = [found for one in self._batch if one.rows is None for found in one.outcome.problems]
        self._archive.write(read, lost)
        self._under_way.difference_update(one.digest for one in read)
        self.account.unread -= len(read)
        for rows in read:
            self.account.count(rows)
        self.account.problems.update(found.code for found in lost)
        for one in self._batch:
            self._progress.add(one.outcome)
        self._warn()
        self._batch, self._written = [], time.monotonic()

    def _warn(self) -> None:
        size = self._archive.log_size()
        if size > LARGE_LOG and not self._warned:
            self._warned = True
            self._progress.note(
                f"riwaya: {self._archive.name}-wal has grown to {size >> 20} MB: another process has been reading the "
                "archive for long, and it shrinks when that one is done"
            )

    def _kept(self, found: Iterator[Capture | Problem]) -> Iterator[Capture | Problem]:
        for batch in _batches(found):
            captures = [one for one in batch if isinstance(one, Capture)]
            kept = self._archive.keep(captures)
            self.account.new += sum(one.new for one in kept)
            self.account.again += sum(not one.new for one in kept)
            self.account.failed += len(batch) - len(captures)
            known = iter(kept)
            due = {one.digest for one, each in zip(captures, kept, strict=True) if not each.read} - self._under_way
            self.account.unread += len(due)
            for one in batch:
                self._bytes += _weigh(one) + 1  # of rows, the end of the line
                if isinstance(one, Problem):
                    yield one
                elif not next(known).read and one.digest not in self._under_way:
                    self._under_way.add(one.digest)
                    yield one

    def _left(self) -> Iterator[Capture]:
        """Yield what earlier runs left unread, without what this one has tried."""
        for capture in self._archive.unread():
            if capture.digest not in self._under_way:
                self._under_way.add(capture.digest)
                self.account.unread += 1
                yield capture


def summary(account: Account) -> str:
    """Return an account in words: what became of every input, and what was read."""
    seen = f"{account.seen} pages: {account.new} new, {account.again} met again, {account.failed} not opened"
    return f"{seen}\n{refreshed(account)}"


def refreshed(account: Account) -> str:
    """Return in words what was read."""
    lines = [f"{account.articles} articles, {account.statements} statements read"]
    if account.unread:
        lines.append(f"{account.unread} kept and not read: the next run goes on with them")
    return "\n".join([*lines, *problem_counts(account.problems)])


def _others(archive: Archive, found: Iterator[Capture | Problem]) -> Iterator[Capture | Problem]:
    """Yield all but the archive's own files, which may lie in a folder that is added; problems where no bytes came."""
    path = archive.path
    own = {f"{path.resolve()}{ending}" for ending in ("", "-wal", "-shm", "-journal")} if path else set()
    for one in found:
        name = one.where if isinstance(one, Problem) else one.name
        if not (path and name and path.name in name and str(Path(name).resolve()) in own):
            yield one if isinstance(one, Problem) else archives.unopened(one) or one


def _batches(found: Iterator[Capture | Problem]) -> Iterator[list[Capture | Problem]]:
    """Yield what is kept in one transaction: so many inputs, or so many bytes."""
    batch: list[Capture | Problem] = []
    size = 0
    for one in found:
        batch.append(one)
        size += _weigh(one)
        if len(batch) == _KEPT_AT_ONCE or size > _BYTES_AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _work(item: Capture | Problem) -> Reading:
    if isinstance(item, Problem):
        return Reading(Outcome(problems=(item,)))
    try:
        record = pipeline.process(item)
        rows = archives.prepared(record)
    except RuleError:
        raise
    except Exception as error:  # noqa: BLE001  # a bug met on one page of thousands may not cost the others
        reason = f"a defect in Riwaya, please report it ({type(error).__name__}: {error})"
        return Reading(Outcome(problems=(Problem("defect", reason, item.name),)))
    said = sum(len(article.statements) for article in record.articles)
    return Reading(Outcome(problems=record.told(), articles=len(record.articles), statements=said), rows)


def _lost(item: Capture | Problem) -> Reading:
    name = item.where if isinstance(item, Problem) else item.name
    return Reading(
        Outcome(problems=(Problem("worker-lost", "the process reading it was killed: read it alone", name),))
    )


def _weigh(item: Capture | Problem) -> int:
    return 0 if isinstance(item, Problem) else len(item.body)
