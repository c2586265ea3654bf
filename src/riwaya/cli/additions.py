"""``riwaya add``: pages are kept first, as they are; then they are read, in processes, and what was read is written."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from riwaya import archive as archives
from riwaya import pipeline
from riwaya.archive import Account, Archive, Prepared
from riwaya.cli.inputs import Hints, captured
from riwaya.cli.jobs import Job, ordered
from riwaya.cli.outcomes import Outcome
from riwaya.cli.progress import Progress
from riwaya.errors import Problem, RuleError
from riwaya.model import Capture

_KEPT_AT_ONCE: Final = 32  # pages that are kept in one transaction, before they are read
_BYTES_AT_ONCE: Final = 16 << 20
_WRITTEN_AT_ONCE: Final = 64
_SECONDS_UNWRITTEN: Final = 5.0  # what takes long is written page by page, so that little is read twice


@dataclass(frozen=True, slots=True)
class Reading:
    """What one page gave: its outcome for the one who watches, its rows for the archive."""

    outcome: Outcome
    rows: Prepared | None = None


def add(archive: Archive, names: Sequence[str], hints: Hints, jobs: int, *, quiet: bool) -> tuple[Account, bool]:
    """Add all inputs to an archive, and tell what became of them, and whether one of them gave nothing.

    What an earlier run kept and did not read, because it was killed, is read last: a page that kills the process that
    reads it keeps no other one from being added.
    """
    account, progress = Account(), Progress(quiet=quiet)
    under_way: set[str] = set()  # digests of what is being read: the same page may come again before it is written
    items = chain(
        _kept(archive, _others(archive, captured(names, hints)), account, under_way), _left(archive, under_way)
    )
    batch: list[Reading] = []
    written = time.monotonic()
    for one in ordered(Job(_work, _lost, _weigh), items, jobs):
        batch.append(one)
        if len(batch) == _WRITTEN_AT_ONCE or time.monotonic() - written > _SECONDS_UNWRITTEN:
            _write(archive, batch, account, progress, under_way)
            batch, written = [], time.monotonic()
    _write(archive, batch, account, progress, under_way)
    progress.close()
    return account, progress.failed


def _write(
    archive: Archive, batch: Sequence[Reading], account: Account, progress: Progress, under_way: set[str]
) -> None:
    rows = [one.rows for one in batch if one.rows is not None]
    archive.write(rows, [found for one in batch if one.rows is None for found in one.outcome.problems])
    under_way.difference_update(one.digest for one in rows)
    for one in batch:
        if one.rows is None:
            account.problems.update(found.code for found in one.outcome.problems)
        else:
            account.count(one.rows)
        progress.add(one.outcome)
    progress.show()


def summary(account: Account) -> str:
    """Return an account in words: what became of every input, and what was read."""
    lines = [
        f"{account.seen} pages: {account.new} new, {account.again} met again, {account.failed} not opened",
        f"{account.articles} articles, {account.statements} statements read",
    ]
    if account.problems:
        codes = ", ".join(f"{code} {number}" for code, number in sorted(account.problems.items()))
        lines.append(f"problems: {codes}")
    return "\n".join(lines)


def _left(archive: Archive, under_way: set[str]) -> Iterator[Capture]:
    """Yield what earlier runs left unread, without what this one has tried."""
    for capture in archive.unread():
        if capture.digest not in under_way:
            under_way.add(capture.digest)
            yield capture


def _others(archive: Archive, found: Iterator[Capture | Problem]) -> Iterator[Capture | Problem]:
    """Yield all but the archive's own files, which may lie in a folder that is added."""
    if archive.path is None:
        yield from found
        return
    own = {f"{archive.path.resolve()}{ending}" for ending in ("", "-wal", "-shm", "-journal")}
    for one in found:
        name = one.where if isinstance(one, Problem) else one.name
        if not (name and archive.path.name in name and str(Path(name).resolve()) in own):
            yield one


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


def _kept(
    archive: Archive, found: Iterator[Capture | Problem], account: Account, under_way: set[str]
) -> Iterator[Capture | Problem]:
    """Yield what has to be read; what the inputs hold is kept before."""
    for batch in _batches(found):
        captures = [one for one in batch if isinstance(one, Capture)]
        kept = archive.keep(captures)
        account.new += sum(one.new for one in kept)
        account.again += sum(not one.new for one in kept)
        account.failed += len(batch) - len(captures)
        yield from (one for one in batch if isinstance(one, Problem))
        for capture, known in zip(captures, kept, strict=True):
            if not known.read and capture.digest not in under_way:
                under_way.add(capture.digest)
                yield capture


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
