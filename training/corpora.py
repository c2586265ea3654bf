"""What the network learns from: gold of the repository, and what an earlier reader finds in the newspapers."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import riwaya
from evaluation import standoff
from evaluation.corpora import ROOT, archives, papers
from evaluation.selection import excluded
from riwaya import rules
from riwaya.arabic import bare
from riwaya.statements.features import Names
from riwaya.statements.lexicon import compiled
from riwaya.statements.passages import cut

GOLD: Final = ROOT / "evaluation" / "gold"
LEARNED: Final = ("look", "train")
HELD: Final = ("measure", "denials")
LENGTHS: Final = range(200, 6000)
WORDS: Final = 30_000
RAREST: Final = 8
Row = dict[str, Any]


def gold(name: str, folder: Path) -> Iterator[tuple[str, str, list[Row]]]:
    """Yield id, text and statements of a set of the repository."""
    for packed, paper in standoff.with_papers(standoff.lines(GOLD / f"{name}.jsonl"), folder):
        yield packed["id"], paper.text, standoff.restore(packed, paper.text)


def newspapers(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield address, publisher and text of every newspaper article once, except those that are measured on."""
    held = {row["sha256"] for name in HELD for row in standoff.lines(GOLD / f"{name}.jsonl")}
    used = excluded(folder)
    seen: set[str] = set()
    for archive in archives(folder):
        for paper in papers(archive):
            if len(paper.text) not in LENGTHS or paper.sha256 in held or paper.url in used or paper.sha256 in seen:
                continue
            seen.add(paper.sha256)
            yield paper.url, paper.publisher, paper.text


def found(url: str, publisher: str, text: str) -> tuple[str, str, list[Row]]:
    """Return an article with what Riwaya, as it is now, finds in it."""
    return url, text, [statement.to_dict() for statement in riwaya.attribute(text, publisher=publisher)]


def index(folder: Path) -> dict[str, int]:
    """Return a row for each name of a feature: frequent words, and what the tables say of words. Row 0 is no word's."""
    counted: Counter[str] = Counter()
    for _, _, text in newspapers(folder):
        counted.update(cut(bare(text)[0]).words)
    frequent = [word for word, number in counted.most_common(WORDS) if number >= RAREST]
    names = Names(compiled(rules.load()))
    described = {name for word in counted for name in names.of(word) if not name.startswith("word:")}
    ordered = ["", *(f"word:{word}" for word in frequent), *sorted(described)]
    return {name: row for row, name in enumerate(ordered)}


def digest(name: str) -> int:
    """Return a number that depends on nothing but a name, to part articles by."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16)
