"""An archive of all newspapers: how long it takes to make, how large it is, how quickly it is searched."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import riwaya
from benchmarks.reports import Report
from evaluation.corpora import archives
from evaluation.reports import table
from riwaya.archive import Archive

PROCESSES: Final = 2
SECONDS_ALLOWED: Final = 360.0
_TURNS: Final = 5
# What desks look for: a name, an office, a phrase, a field alone and with words, a common word.
QUERIES: Final = (
    "الأسد", "وزير الخارجية", '"وقف إطلاق النار"', "act:deny", "act:deny الحوثي", 'speaker:"وزارة الداخلية"',
    "السعودية", "kind:unnamed اليمن from:2015-08", "via:رويترز",
    "publisher:sabq النصر", "title:الملك", "الهلال -النصر",
    '"مجلس الأمن" ليبيا', "داعش العراق", "medium:تويتر", "act:demand,warn إيران", "قال",
)  # fmt: skip


def report(folder: Path) -> Report:
    """Return the figures over all archives in ``folder/data/saudinewsnet``."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "news.db"
        seconds, memory = _add(path, [str(archive) for archive in archives(folder)])
        with riwaya.open(path) as archive:
            counts = archive.counts()
            taken = [_seconds(archive, query) for _ in range(_TURNS) for query in QUERIES]
        bytes_kept = path.stat().st_size
    late = statistics.quantiles(taken, n=20)[-1]
    rows = [
        ("captures kept", f"{counts['capture']:,}"),
        ("articles, statements", f"{counts['article']:,}, {counts['statement']:,}"),
        (f"seconds on {PROCESSES} processes", f"{seconds:.0f}"),
        ("captures a second", f"{counts['capture'] / seconds:,.0f}"),
        ("size of the file, MB", f"{bytes_kept / 1e6:,.0f}"),
        ("largest process, MB", f"{memory / 1e3:,.0f}"),
        ("search, median of milliseconds", f"{1000 * statistics.median(taken):.1f}"),
        ("search, 95 in 100 within milliseconds", f"{1000 * late:.1f}"),
    ]
    failed = [f"keeping: {seconds:.0f} s"] if seconds > SECONDS_ALLOWED else []
    return Report(table(("figure", "value"), rows), failed=failed)


def _add(path: Path, sources: list[str]) -> tuple[float, int]:
    """Return the seconds that adding takes, and the largest process in kilobytes."""
    command = [sys.executable, "-m", "riwaya", "add", str(path), "-j", str(PROCESSES), "--quiet"]
    fields = "text=content,published=date_extracted,publisher=source"
    started = time.perf_counter()
    run = subprocess.run([*command, "--map", fields, *sources], check=False, capture_output=True)  # noqa: S603 - ours
    if run.returncode not in (0, 1):  # a few of the rows have no text
        raise RuntimeError(run.stderr.decode(errors="replace")[-500:])
    return time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


def _seconds(archive: Archive, query: str) -> float:
    started = time.perf_counter()
    archive.search(query)
    return time.perf_counter() - started
