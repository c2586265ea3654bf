"""Which articles were annotated: chosen by chance, one outlet after the other, so that no outlet and no eye prevails.

    python -m evaluation.selection [SHARED]     prints one line an article: number, half, id, archive, address

Not named ``select``: as a script it would stand in the way of the standard library's module of that name.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Final

from evaluation.corpora import Paper, archives, papers, shared

SEED: Final = 20150721  # the first day of the newspaper archive
DRAWN: Final = 72
# Below, an article is a notice of two lines; above, one article would weigh as much as five.
SHORTEST, LONGEST = 500, 2600
_ADDRESS: Final = re.compile(r'"(http[^"]*)"')


def excluded(folder: Path) -> set[str]:
    """Return the addresses of articles that other gold already uses, so that nothing is measured twice."""
    gold = folder / "gold"
    lines = (gold / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    used = {json.loads(line).get("url") for line in lines}
    return used | set(_ADDRESS.findall((gold / "contested.jsonl").read_text(encoding="utf-8")))


def choose(folder: Path) -> list[Paper]:
    """Return the chosen articles in the order drawn: even places are looked at, odd places only measure.

    Args:
        folder: the one that holds ``data/saudinewsnet`` and ``gold``.
    """
    used = excluded(folder)
    pool: defaultdict[str, list[Paper]] = defaultdict(list)
    for archive in archives(folder):
        for paper in papers(archive):
            if paper.url not in used and SHORTEST <= len(paper.text) <= LONGEST:
                pool[paper.publisher].append(paper)
    chance = random.Random(SEED)  # noqa: S311 - a repeatable choice, no secret
    outlets = sorted(pool)
    drawn: list[Paper] = []
    while len(drawn) < DRAWN:
        drawn += [chance.choice(pool[outlet]) for outlet in outlets]
    drawn = drawn[:DRAWN]
    chance.shuffle(drawn)
    chosen: dict[str, Paper] = {}
    for paper in drawn:
        chosen.setdefault(paper.url, paper)
    return list(chosen.values())


def name(paper: Paper) -> str:
    """Return the article's id: corpus, outlet, and the first letters of the address's digest."""
    return f"snn-{paper.publisher}-{hashlib.sha256(paper.url.encode()).hexdigest()[:6]}"


def half(place: int) -> str:
    """Return the half that the article at this place belongs to: ``look`` or ``measure``."""
    return "measure" if place % 2 else "look"


def main(arguments: list[str] | None = None) -> int:
    """Print the choice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=shared())
    folder: Path | None = parser.parse_args(arguments).folder
    if folder is None:
        print("skipped: the newspaper archives are not here (set RIWAYA_SHARED)", file=sys.stderr)
        return 0
    for place, paper in enumerate(choose(folder)):
        print(place, half(place), name(paper), paper.file, paper.url)
    return 0


if __name__ == "__main__":
    sys.exit(main())
