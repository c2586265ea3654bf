"""Measure speed, memory and growth; ``make bench``.

    python -m benchmarks [SHARED] [--only PART] [--write]

Exit code 1 if something is worse than promised in ``docs/reference/speed.md``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from benchmarks import growth, keeping, memory, newspapers, pages, startup
from benchmarks.reports import Report
from evaluation.corpora import ROOT, shared
from evaluation.reports import replace_block

PAGE: Final = ROOT / "docs" / "reference" / "speed.md"
# By what they need: newspapers and pages from beside the repository, or nothing.
BESIDE: Final[dict[str, Callable[[Path], Report]]] = {
    "newspapers": newspapers.report,
    "keeping": keeping.report,
    "pages": pages.report,
}
ALONE: Final[dict[str, Callable[[], Report]]] = {
    "startup": startup.report,
    "memory": memory.report,
    "growth": growth.report,
}


def machine() -> str:
    """Return what was measured on, as far as it matters."""
    day = dt.datetime.now(tz=dt.UTC).date()
    return f"Measured {day} on {os.cpu_count()} cores with Python {platform.python_version()} ({platform.system()})."


def main(arguments: list[str] | None = None) -> int:
    """Measure; 1 if something is worse than promised."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=shared(), help="folder of texts and scorers")
    parser.add_argument("--only", action="append", choices=[*BESIDE, *ALONE], help="one part; may be repeated")
    parser.add_argument("--write", action="store_true", help=f"put the figures into {PAGE.relative_to(ROOT)}")
    options = parser.parse_args(arguments)
    failed: list[str] = []
    for part in options.only or [*BESIDE, *ALONE]:
        if part in BESIDE and (options.folder is None or not (options.folder / "data").is_dir()):
            print(f"{part}: skipped, its texts are not in ../shared (or RIWAYA_SHARED)")
            continue
        found = BESIDE[part](options.folder) if part in BESIDE else ALONE[part]()
        print(f"\n{part}\n{found.text}", flush=True)
        failed += found.failed
        if options.write:
            page = PAGE.read_text(encoding="utf-8")
            PAGE.write_text(replace_block(page, part, f"{machine()}\n\n{found.text}"), encoding="utf-8")
    print(*failed, sep="\n", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
