"""Reading web pages beside other extractors, in one run of the scorer that lies beside the repository."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

from benchmarks.reports import Report
from evaluation.reports import table

PEER: Final = "trafilatura-fast"
TIMES_FASTER: Final = 3.0
_LINE: Final = re.compile(
    r"(?P<name>\S+)\s+precision (?P<precision>\S+)\s+recall (?P<recall>\S+)\s+f1 (?P<f1>\S+)\s+"
    r"(?P<speed>\S+) pages/s\s+errors (?P<errors>\d+)"
)


def parse(printed: str) -> dict[str, dict[str, float]]:
    """Return the scorer's lines as figures by extractor."""
    return {
        match["name"]: {name: float(value) for name, value in match.groupdict().items() if name != "name"}
        for match in _LINE.finditer(printed)
    }


def judge(figures: dict[str, dict[str, float]]) -> list[str]:
    """Return what is worse than promised: F1 at least the peer's, at least three times as fast, no errors."""
    ours, peer = figures["riwaya"], figures[PEER]
    failed = []
    if ours["f1"] < peer["f1"]:
        failed.append(f"pages: F1 {ours['f1']:.3f} is below {PEER}'s {peer['f1']:.3f}")
    if ours["speed"] < TIMES_FASTER * peer["speed"]:
        failed.append(f"pages: {ours['speed'] / peer['speed']:.1f} times the pages a second of {PEER}")
    if ours["errors"]:
        failed.append(f"pages: {ours['errors']:.0f} raised")
    return failed


def report(folder: Path) -> Report:
    """Return quality and speed on ``folder/data/webpages``.

    Raises:
        RuntimeError: if the scorer fails; carries what it said.
    """
    command = [sys.executable, str(folder / "gold" / "score_pages.py"), str(folder / "data" / "webpages")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own scorer
    figures = parse(done.stdout)
    if done.returncode or not figures:
        raise RuntimeError(done.stderr)
    pace = figures[PEER]["speed"]
    rows = [
        (
            name,
            *(f"{found[part]:.3f}" for part in ("precision", "recall", "f1")),
            f"{found['speed']:.0f}",
            f"{found['speed'] / pace:.1f}",
            f"{found['errors']:.0f}",
        )
        for name, found in figures.items()
    ]
    head = ("extractor", "precision", "recall", "F1", "pages a second", f"times {PEER}", "errors")
    return Report(table(head, rows), failed=judge(figures))
