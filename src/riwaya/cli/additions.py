"""``riwaya add``: pages are kept first, as they are; then they are read, in processes, and what was read is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from riwaya import archive as archives
from riwaya import pipeline
from riwaya.archive import Account, Archive, Prepared
from riwaya.cli.inputs import Hints, captured
from riwaya.cli.jobs import Job, ordered
from riwaya.cli.outcomes import Outcome, problems_of
from riwaya.cli.progress import Progress
from riwaya.errors import Problem, RuleError
from riwaya.model import Capture

_KEPT_AT_ONCE: Final = 32  # pages that are kept in one transaction, before they are read
_WRITTEN_AT_ONCE: Final = 64


@dataclass(frozen=True, slots=True)
class Reading:
    """What one page gave: its outcome for the one who watches, its rows for the archive."""

    outcome: Outcome
    rows: Prepared | None = None


def add(archive: Archive, names: Sequence[str], hints: Hints, jobs: int, *, quiet: bool) -> tuple[Account, bool]:
    """Add all inputs to an archive, and tell what became of them, and whether one of them gave nothing.

    What was kept and not read, when an earlier run was killed, is read first.
    """
    account, progress = Account(), Progress(quiet=quiet)
    under_way: set[str] = set()  # digests of what is being read: the same page may come again before it is written
    items = chain(_unread(archive, under_way), _kept(archive, captured(names, hints), account, under_way))
    read: Iterator[Reading] = ordered(Job(_work, _lost, _weigh), items, jobs)
    while batch := list(islice(read, _WRITTEN_AT_ONCE)):
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
    progress.close()
    return account, progress.failed


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


def _unread(archive: Archive, under_way: set[str]) -> Iterator[Capture]:
    for capture in archive.unread():
        under_way.add(capture.digest)
        yield capture


def _kept(
    archive: Archive, found: Iterator[Capture | Problem], account: Account, under_way: set[str]
) -> Iterator[Capture | Problem]:
    """Yield what has to be read; what the inputs hold is kept before."""
    while batch := list(islice(found, _KEPT_AT_ONCE)):
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
    return Reading(Outcome(problems=problems_of(record), articles=len(record.articles), statements=said), rows)


def _lost(item: Capture | Problem) -> Reading:
    name = item.where if isinstance(item, Problem) else item.name
    return Reading(
        Outcome(problems=(Problem("worker-lost", "the process reading it was killed: read it alone", name),))
    )


def _weigh(item: Capture | Problem) -> int:
    return 0 if isinstance(item, Problem) else len(item.body)
