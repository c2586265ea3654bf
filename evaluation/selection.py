"""Which articles were annotated: chosen by chance, one outlet after the other, so that no outlet and no eye prevails.

    python -m evaluation.selection [SHARED]     prints one line an article: set, id, archive, address

A second choice, among the articles that hold a word of denial, makes the set ``denials``: in the first there is one.

Not named ``select``: as a script it would stand in the way of the standard library's module of that name.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Final

from evaluation.corpora import Paper, archives, papers, shared

SEED: Final = 20150721  # the first day of the newspaper archive
DRAWN: Final = 72
DENIALS_SEED: Final = 20150811  # its last day
DENIALS_DRAWN: Final = 24
# Below, an article is a notice of two lines; above, one article would weigh as much as five.
SHORTEST, LONGEST = 500, 2600
_ADDRESS: Final = re.compile(r'"(http[^"]*)"')


def excluded(folder: Path) -> set[str]:
    """Return the addresses of articles that other gold already uses, so that nothing is measured twice."""
    gold = folder / "gold"
    lines = (gold / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    used = {json.loads(line).get("url") for line in lines}
    return used | set(_ADDRESS.findall((gold / "contested.jsonl").read_text(encoding="utf-8")))


def choose(folder: Path) -> dict[str, list[Paper]]:
    """Return the chosen articles by set, in the order drawn.

    Of the first choice, even places are looked at and odd places only measure.

    Args:
        folder: the one that holds ``data/saudinewsnet`` and ``gold``.
    """
    used = excluded(folder)
    fit = [
        paper
        for archive in archives(folder)
        for paper in papers(archive)
        if paper.url not in used and SHORTEST <= len(paper.text) <= LONGEST
    ]
    first = _draw(fit, SEED, DRAWN, lambda _: True)
    taken = {paper.url for paper in first}
    denies = _words("denials")
    denials = _draw(fit, DENIALS_SEED, DENIALS_DRAWN, lambda paper: paper.url not in taken and denies(paper.text))
    return {"look": first[0::2], "measure": first[1::2], "denials": denials}


def _words(name: str) -> Callable[[str], object]:
    """Return a search for one of the words listed under a name, with or without a conjunction before it."""
    listed = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))[name]
    return re.compile(rf"(?<!\w)[\u0648\u0641]?(?:{'|'.join(map(re.escape, listed))})(?!\w)").search


def _draw(fit: list[Paper], seed: int, number: int, wanted: Callable[[Paper], object]) -> list[Paper]:
    """Draw from one outlet after the other until there are enough, and drop what was drawn twice."""
    pool: defaultdict[str, list[Paper]] = defaultdict(list)
    for paper in fit:
        if wanted(paper):
            pool[paper.publisher].append(paper)
    chance = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
    outlets = sorted(pool)
    drawn: list[Paper] = []
    while len(drawn) < number:
        drawn += [chance.choice(pool[outlet]) for outlet in outlets]
    drawn = drawn[:number]
    chance.shuffle(drawn)
    chosen: dict[str, Paper] = {}
    for paper in drawn:
        chosen.setdefault(paper.url, paper)
    return list(chosen.values())


def name(paper: Paper) -> str:
    """Return the article's id: corpus, outlet, and the first letters of the address's digest."""
    return f"snn-{paper.publisher}-{hashlib.sha256(paper.url.encode()).hexdigest()[:6]}"


def main(arguments: list[str] | None = None) -> int:
    """Print the choice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=shared())
    folder: Path | None = parser.parse_args(arguments).folder
    if folder is None:
        print("skipped: the newspaper archives are not here (set RIWAYA_SHARED)", file=sys.stderr)
        return 0
    for which, chosen in choose(folder).items():
        for paper in chosen:
            print(which, name(paper), paper.file, paper.url)
    return 0


if __name__ == "__main__":
    sys.exit(main())
