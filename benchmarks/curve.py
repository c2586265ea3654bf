"""How an archive grows: seconds to make it and to search it, its size, at 1,000, 10,000, 31,000 and 300,000 articles.

    python -m benchmarks.curve [SHARED] [--most ARTICLES] [--write]

It takes an hour, and stands outside of ``make bench``. Beyond the newspapers that there are, copies follow with shifted
dates and other names: every word that is part of a person's name becomes another such word.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import statistics
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Final

from sqlalchemy import select

import riwaya
from benchmarks.keeping import PROCESSES, QUERIES, added, late, seconds, under_load
from benchmarks.run import PAGE, machine
from evaluation.corpora import ROOT, Paper, archives, papers, shared
from evaluation.reports import replace_block, table
from riwaya.archive import schema

SIZES: Final = (1_000, 10_000, 31_030, 300_000)
_DAYS_APART: Final = 21  # the newspapers are of three weeks
_TURNS: Final = 3


def rows(found: Iterable[Paper], number: int, names: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yield articles as JSON rows, of the copy of that number: later by so many times three weeks, with other names."""

    def other(text: str) -> str:
        return " ".join(names.get(word, word) for word in text.split(" ")) if number else text

    for paper in found:
        day = dt.date.fromisoformat(paper.extracted[:10]) + dt.timedelta(days=_DAYS_APART * number)
        yield {
            "title": other(paper.title),
            "text": other(paper.text),
            "published": day.isoformat(),
            "publisher": paper.publisher,
            "url": f"{paper.url}#{number}" if number else paper.url,
        }


def renamed(words: list[str], number: int) -> dict[str, str]:
    """Return for each of some words another one; a different one in every copy."""
    mixed = list(words)
    random.Random(number).shuffle(mixed)  # noqa: S311 - a benchmark keeps no secrets
    return dict(zip(words, mixed, strict=True))


def name_words(path: Path) -> list[str]:
    """Return the words that persons' names are made of in an archive."""
    with riwaya.open(path) as archive, archive._reading() as connection:  # noqa: SLF001 - there is no face for it
        table = schema.name.c
        found = connection.execute(select(table.words).where(table.kind == "person")).scalars()
        return sorted({word for words in found for word in words.split(" ")})


def measure(path: Path, source: Path, size: int, folder: Path) -> tuple[str, ...]:
    """Make an archive of a file of rows and search it, alone and under load; return a row of the table."""
    taken, memory = added(path, [str(source)], None)
    with riwaya.open(path) as archive:
        counts = archive.counts()
        searches = [seconds(archive, query) for _ in range(_TURNS + 1) for query in QUERIES][len(QUERIES) :]  # warm
    large = path.stat().st_size
    loaded = under_load(path, folder, path.with_name("more.jsonl"))
    return (
        f"{size:,}",
        f"{counts['statement']:,}",
        f"{taken:,.0f}",
        f"{size / taken:,.0f}",
        f"{large / 1e6:,.0f}",
        f"{memory / 1e3:,.0f}",
        f"{1000 * statistics.median(searches):.1f}",
        f"{1000 * late(searches):.1f}",
        f"{1000 * statistics.median(loaded):.1f}",
        f"{1000 * late(loaded):.1f}",
    )


def curve(folder: Path, most: int) -> str:
    """Return the curve as a Markdown table."""
    found = [paper for archive in archives(folder) for paper in papers(archive)]
    lines: list[tuple[str, ...]] = []
    words: list[str] = []
    for size in (each for each in SIZES if each <= most):
        with tempfile.TemporaryDirectory() as place:
            source, path = Path(place) / "rows.jsonl", Path(place) / "news.db"
            with source.open("w", encoding="utf-8") as file:
                copies = (row for number in range(size) for row in rows(found, number, renamed(words, number)))
                file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in islice(copies, size))
            lines.append(measure(path, source, size, folder))
            print(*lines[-1], sep="\t", flush=True)
            words = name_words(path)
    head = (
        "articles", "statements", f"seconds on {PROCESSES} processes", "articles a second", "MB on the disk",
        "MB of memory", "search, median ms", "95 in 100 within ms", "median under load", "95 in 100 of these",
    )  # fmt: skip
    return table(head, lines)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print, or write, the curve."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.curve", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=shared(), help="folder of texts")
    parser.add_argument("--most", type=int, default=SIZES[-1], metavar="ARTICLES", help="largest size")
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.relative_to(ROOT)}")
    options = parser.parse_args(arguments)
    if options.folder is None:
        print("the newspapers are not in ../shared (or RIWAYA_SHARED)", file=sys.stderr)
        return 1
    text = f"{machine()}\n\n{curve(options.folder, options.most)}"
    print(text)
    if options.write:
        PAGE.write_text(replace_block(PAGE.read_text(encoding="utf-8"), "curve", text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
