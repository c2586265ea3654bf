"""Statements of a whole newspaper archive: articles and megabytes a second."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import riwaya
from benchmarks.reports import Report
from evaluation.corpora import Paper, archives, papers
from evaluation.reports import table

PROCESSES: Final = 2
SECONDS_ALLOWED: Final = 60.0
_BATCH: Final = 100
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Work:
    """What a batch of articles took."""

    articles: int = 0
    size: int = 0
    statements: int = 0
    failures: int = 0
    seconds: float = 0.0

    def __add__(self, other: Work) -> Work:
        """Return both together."""
        return Work(
            self.articles + other.articles,
            self.size + other.size,
            self.statements + other.statements,
            self.failures + other.failures,
            self.seconds + other.seconds,
        )


def attribute(paper: Paper) -> int:
    """Return the number of statements of an article."""
    published = dt.date.fromisoformat(paper.extracted[:10]) if paper.extracted else None
    return len(riwaya.attribute(paper.text, published=published, publisher=paper.publisher))


def split(paper: Paper) -> int:
    """Return the number of words: the peer, about the least that anything that looks at every letter can do."""
    return len(_WORD.findall(paper.text))


def work(task: Callable[[Paper], int], batch: Iterable[Paper]) -> Work:
    """Return what a task takes on a batch, in seconds of processor time."""
    total = Work()
    for paper in batch:
        size = len(paper.text.encode("utf-8", "surrogatepass"))
        started = time.process_time()
        try:
            found, failed = task(paper), 0
        except Exception:  # noqa: BLE001 - a failure is a figure here
            found, failed = 0, 1
        total += Work(1, size, found, failed, time.process_time() - started)
    return total


def alone() -> None:
    """Let a process use one core: NumPy, which is not loaded yet, would start threads for all cores in each of them."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def measure(task: Callable[[Paper], int], everything: list[Paper], processes: int) -> tuple[Work, float]:
    """Return what a task takes on all articles, and the seconds that went by; starting the processes is counted."""
    batches = [everything[at : at + _BATCH] for at in range(0, len(everything), _BATCH)]
    started = time.perf_counter()
    with multiprocessing.Pool(processes, alone) as pool:
        total = sum(pool.imap_unordered(partial(work, task), batches), Work())
    return total, time.perf_counter() - started


def report(folder: Path) -> Report:
    """Return the figures over all archives in ``folder/data/saudinewsnet``."""
    everything = [paper for archive in archives(folder) for paper in papers(archive)]
    peer, _ = measure(split, everything, PROCESSES)
    total, seconds = measure(attribute, everything, PROCESSES)
    megabytes = total.size / 1e6
    rows = [
        ("articles", f"{total.articles:,} ({megabytes:.1f} MB of UTF-8)"),
        ("statements found", f"{total.statements:,}"),
        ("articles that failed", f"{total.failures}"),
        (f"seconds on {PROCESSES} processes", f"{seconds:.1f}"),
        ("articles a second", f"{total.articles / seconds:,.0f}"),
        ("MB a second", f"{megabytes / seconds:.2f}"),
        ("processor seconds in all", f"{total.seconds:.1f}"),
        ("milliseconds an article, one core", f"{1000 * total.seconds / max(1, total.articles):.2f}"),
        (r"beside splitting into words with `\w+`", f"{total.seconds / max(1e-9, peer.seconds):.1f} times the time"),
    ]
    failed = ["newspapers: articles failed"] if total.failures else []
    if seconds > SECONDS_ALLOWED:
        failed.append(f"newspapers: {seconds:.1f} s")
    return Report(table(("figure", "value"), rows), failed=failed)
