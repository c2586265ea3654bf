"""How long ``riwaya --help`` takes beside a Python that does nothing."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from benchmarks.reports import Report
from evaluation.reports import table

LIMIT: Final = 0.3
_RUNS: Final = 15


def _seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own commands
    return time.perf_counter() - started


def report() -> Report:
    """Return the quickest and the median of runs taken in turns."""
    commands = {
        "`riwaya --help`": [str(Path(sys.executable).with_name("riwaya")), "--help"],
        "`python -c pass`": [sys.executable, "-c", "pass"],
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(_RUNS):
        for name, command in commands.items():
            taken[name].append(_seconds(command))
    rows = [(name, f"{min(all_):.3f}", f"{statistics.median(all_):.3f}") for name, all_ in taken.items()]
    quickest, bare = (min(all_) for all_ in taken.values())
    rows.append(("ours beside bare Python", f"{quickest / bare:.1f} times", ""))
    failed = [] if quickest < LIMIT else [f"startup: {quickest:.3f} s"]
    return Report(table(("command", "quickest, s", "median, s"), rows), failed=failed)
