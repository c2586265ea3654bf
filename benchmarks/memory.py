"""Peak memory and time on one enormous text, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.hostile import ORDINARY
from benchmarks.reports import Report
from evaluation.reports import table

MEGABYTES: Final = 200
GIGABYTES_ALLOWED: Final = 1.5
SECONDS_ALLOWED: Final = 60.0
_PATIENCE: Final = 600

# The least that has to be done is the peer: the bytes and the text they decode to.
_PEER: Final = (
    "import pathlib; text = pathlib.Path(path).read_bytes().decode(); codes = []; articles = 1; statements = 0"
)
_OURS: Final = """
import pathlib, riwaya
articles = statements = 0
codes = set()
for record in riwaya.records(pathlib.Path(path)):
    articles += len(record.articles)
    statements += sum(len(article.statements) for article in record.articles)
    codes |= {problem.code for problem in record.problems}
    codes |= {problem.code for article in record.articles for problem in article.problems}
codes = sorted(codes)
"""
_FRAME: Final = """
import json, resource, sys, time
path = sys.argv[1]
started = time.perf_counter()
{task}
seconds = time.perf_counter() - started
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e9 if sys.platform == "darwin" else 1e6)
print(json.dumps({{"peak": peak, "seconds": seconds, "codes": codes, "articles": articles, "statements": statements}}))
"""


def _write(path: Path) -> None:
    """Fill a file with ordinary paragraphs that differ in a number: repeated lines would be read once."""
    size, number = 0, 0
    with path.open("wb") as out:
        while size < MEGABYTES * 1_000_000:
            size += out.write(ORDINARY.replace("{n}", str(number)).encode())
            number += 1


def _run(task: str, path: Path) -> dict[str, object]:
    command = [sys.executable, "-c", _FRAME.format(task=task), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=_PATIENCE)  # noqa: S603
    figures: dict[str, object] = json.loads(done.stdout)
    return figures


def report() -> Report:
    """Return what a text of 200 MB takes: peak resident memory and seconds."""
    rows, failed = [], []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "enormous.txt"
        _write(path)
        for name, task in (("`riwaya.records`", _OURS), ("reading and decoding alone", _PEER)):
            try:
                found = _run(task, path)
            except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
                rows.append((name, "-", "-", "-", type(error).__name__))
                failed.append(f"memory: {name}: {type(error).__name__}")
                continue
            peak, seconds, codes = float(str(found["peak"])), float(str(found["seconds"])), found["codes"]
            told = ", ".join(f"`{code}`" for code in codes) if isinstance(codes, list) else ""
            rows.append((name, f"{peak:.2f}", f"{seconds:.1f}", str(found["statements"]), told))
            if peak > GIGABYTES_ALLOWED or seconds > SECONDS_ALLOWED:
                failed.append(f"memory: {name}: {peak:.2f} GB, {seconds:.1f} s")
    return Report(table(("what", "peak, GB", "seconds", "statements", "problems"), rows), failed=failed)
