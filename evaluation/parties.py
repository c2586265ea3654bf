"""Who is who across the newspapers: how many names, parties and merges there are, and how many of those are right.

    python -m evaluation.parties [SHARED] [--archive FILE] [--draw N] [--alike N] [--seed S] [--write]

Articles are read from the newspapers beside the repository, or from an archive of them, which takes a tenth of the
time. ``--draw`` prints merges to be checked by hand, each a spelling and the main one of its party, every merged
spelling as likely as another; ``--alike`` prints frequent names that look alike and were not merged. Both print words
of newspapers: never commit them. What was decided of such pairs stands in ``evaluation/parties.jsonl``, as places.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from rapidfuzz import fuzz

import riwaya
from evaluation.corpora import ROOT, archives, papers, shared
from evaluation.reports import replace_block, table
from evaluation.standoff import address, lines
from riwaya import parties
from riwaya.arabic import bare
from riwaya.arabic.phrases import words
from riwaya.model import Article, Capture
from riwaya.parties import Known, Link, Name, Term
from riwaya.text import Alignment, Span

GOLD: Final = ROOT / "evaluation" / "parties.jsonl"
PAGE: Final = ROOT / "docs" / "reference" / "quality.md"
_FILE: Final = re.compile(r"([^/!]+\.zip)!")
_ALIKE: Final = 82.0  # of 100, from rapidfuzz
_OFTEN: Final = 3


@dataclass(frozen=True, slots=True)
class Read:
    """An article with where it is from.

    Attributes:
        file: the newspaper archive.
        url: the article's address, in ASCII.
        article: with its statements.
    """

    file: str
    url: str
    article: Article


@dataclass
class Met:
    """What was met of one name: the articles, and the offices with their days."""

    places: list[tuple[str, str]] = field(default_factory=list)
    terms: dict[str, list[Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """All names of the newspapers, and the parties they make.

    Attributes:
        known: the names.
        links: between them.
        party_of: by number.
        places: by number, file and address of the articles with the name.
        seconds: to read the names off the articles, to link them.
    """

    known: tuple[Known, ...]
    links: tuple[Link, ...]
    party_of: dict[int, int]
    places: dict[int, list[tuple[str, str]]]
    seconds: tuple[float, float]

    def merges(self) -> list[tuple[Known, Known]]:
        """Return each merged spelling with the main one of its party; one spelling under two kinds is no merge."""
        by_number = {each.number: each for each in self.known}
        merged = []
        for _, numbers in parties.grouped(self.party_of):
            several = [by_number[number] for number in numbers]
            main = max(several, key=lambda each: (each.times, -each.number))
            merged += [(each, main) for each in several if each.name.words != main.name.words]
        return merged


def from_archive(path: Path) -> Iterator[Read]:
    """Yield the articles of an archive of the newspapers."""
    with riwaya.open(path) as archive:
        for article in archive.articles():
            file = _FILE.search(article.capture.name)
            yield Read(file[1] if file else "", address(article.url or ""), article)


def from_papers(folder: Path) -> Iterator[Read]:
    """Yield the articles of the newspapers, read anew."""
    for archive in archives(folder):
        for paper in papers(archive):
            published = dt.date.fromisoformat(paper.extracted[:10]) if paper.extracted else None
            capture = Capture(b"", paper.text, "text/plain", paper.sha256, "utf-8", url=paper.url)
            article = Article(paper.text, Alignment.identity(len(paper.text)), capture, published=published)
            statements = riwaya.attribute(paper.text, published=published)
            yield Read(paper.file, address(paper.url), replace(article, statements=tuple(statements)))


def find(reads: Iterable[Read]) -> Found:
    """Return the names of articles and their parties."""
    met: dict[Name, Met] = {}
    reading = 0.0
    for read in reads:
        start = time.perf_counter()
        mentions = parties.mentions(read.article)
        reading += time.perf_counter() - start
        for name, offices in _by_name(mentions).items():
            kept = met.setdefault(name, Met())
            kept.places.append((read.file, read.url))
            for office in offices if read.article.published else ():
                day = read.article.published
                term = kept.terms.setdefault(office, [day, day, 0])
                term[0], term[1], term[2] = min(term[0], day), max(term[1], day), term[2] + 1
    known = tuple(
        Known(number, name, len(each.places), tuple(Term(office, *term) for office, term in sorted(each.terms.items())))
        for number, (name, each) in enumerate(met.items(), 1)
    )
    start = time.perf_counter()
    links = tuple(link for block in parties.in_blocks(known).values() for link in parties.links(block))
    party_of = parties.parties([each.number for each in known], links)
    seconds = (reading, time.perf_counter() - start)
    return Found(known, links, party_of, {each.number: met[each.name].places for each in known}, seconds)


def _by_name(mentions: Iterable[parties.Mention | None]) -> dict[Name, set[str]]:
    found: dict[Name, set[str]] = {}
    for mention in mentions:
        if mention is not None:
            found.setdefault(mention.name, set()).update({mention.office} - {None})
    return found


def alike(found: Found) -> list[tuple[Known, Known]]:
    """Return pairs of frequent names of one kind that look alike and are of different parties."""
    often = [each for each in found.known if each.times >= _OFTEN]
    filed: dict[tuple[str, str], list[Known]] = {}
    for each in often:
        run = words(each.name.words)
        for key in {word.removeprefix("\u0627\u0644")[:3] for word in (run[0], run[-1])}:
            filed.setdefault((each.name.kind, key), []).append(each)
    pairs = set()
    for several in filed.values():
        for at, one in enumerate(several):
            for other in several[at + 1 :]:
                if found.party_of[one.number] != found.party_of[other.number] and _look_alike(one, other):
                    pairs.add((min(one.number, other.number), max(one.number, other.number)))
    by_number = {each.number: each for each in found.known}
    return [(by_number[one], by_number[other]) for one, other in sorted(pairs)]


def _look_alike(one: Known, other: Known) -> bool:
    first, second = words(one.name.words), words(other.name.words)
    ends = len(first) > 1 < len(second) and (first[0], first[-1]) == (second[0], second[-1])
    return ends or fuzz.ratio(" ".join(first), " ".join(second)) >= _ALIKE


def judged(found: Found, rows: Sequence[dict[str, Any]], texts: dict[tuple[str, str], str]) -> Counter[tuple[str, ...]]:
    """Return how often each draw's verdicts and the parties agree: (draw, verdict, merged or apart)."""
    exact = {(each.name.words, each.name.kind): each.number for each in found.known}
    folded = {(tuple(words(each.name.words)), each.name.kind): each.number for each in reversed(found.known)}
    counts: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        numbers = []
        for place in row["places"]:
            name = texts.get((place["file"], place["url"]), "")[slice(*place["at"])]
            key = (" ".join(name.split()), row["kind"])
            numbers.append(exact.get(key) or folded.get((tuple(words(name)), row["kind"])))
        if None in numbers:
            counts[row["draw"], row["verdict"], "lost"] += 1
            continue
        one = len({found.party_of[number] for number in numbers if number}) == 1
        counts[row["draw"], row["verdict"], "merged" if one else "apart"] += 1
    return counts


def report(found: Found) -> list[tuple[str, str]]:
    """Return the figures that need no annotation."""
    merged = found.merges()
    rules = Counter(rule for _, _, rule in {(link.one, link.other, link.rule) for link in found.links})
    biggest = max((len(block) for block in parties.in_blocks(found.known).values()), default=0)
    return [
        ("names", str(len(found.known))),
        ("parties", str(len(set(found.party_of.values())))),
        ("merged spellings", str(len(merged))),
        ("largest block", str(biggest)),
        ("seconds to read names off articles", f"{found.seconds[0]:.0f}"),
        ("seconds to link them", f"{found.seconds[1]:.1f}"),
        *((f"links by `{rule}`", str(count)) for rule, count in sorted(rules.items())),
    ]


def show(found: Found, pairs: Sequence[tuple[Known, Known]], number: int, seed: int) -> Iterator[str]:
    """Yield pairs drawn by chance, as JSON lines with what helps to judge them."""
    rules = {(link.one, link.other): link.rule for link in found.links}
    for one, other in random.Random(seed).sample(list(pairs), min(number, len(pairs))):  # noqa: S311 - a draw
        key = (min(one.number, other.number), max(one.number, other.number))
        sides = [
            {
                "words": each.name.words,
                "kind": each.name.kind,
                "times": each.times,
                "offices": [term.office for term in sorted(each.terms, key=lambda term: -term.times)[:3]],
                "places": found.places[each.number][:3],
            }
            for each in (one, other)
        ]
        yield json.dumps({"rule": rules.get(key), "sides": sides}, ensure_ascii=False)


def pack(row: dict[str, Any], texts: dict[tuple[str, str], str]) -> dict[str, Any]:
    """Return a pair as ``--draw`` prints it, with ``draw`` and ``verdict`` added, as places without words.

    Raises:
        LookupError: if a name does not stand in the articles it is said to be from.
    """
    places = []
    for side in row["sides"]:
        pattern = re.compile(r"[\W_]+".join(map(re.escape, side["words"].split())))
        for file, url in side["places"]:
            plain, alignment = bare(texts.get((file, url), ""))
            if match := pattern.search(plain):
                spans = alignment.source(Span(*match.span())) if alignment else (Span(*match.span()),)
                places.append({"file": file, "url": url, "at": [spans[0].start, spans[-1].end]})
                break
        else:
            raise LookupError(side["words"])
    return {"draw": row["draw"], "verdict": row["verdict"], "kind": row["sides"][0]["kind"], "places": places}


def texts_of(folder: Path, wanted: AbstractSet[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the texts of these files and addresses."""
    files = {file for file, _ in wanted}
    return {
        (paper.file, address(paper.url)): paper.text
        for archive in archives(folder)
        if archive.name in files
        for paper in papers(archive)
        if (paper.file, address(paper.url)) in wanted
    }


def main(arguments: list[str] | None = None) -> int:
    """Measure, or draw pairs to be judged."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.parties", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=shared(), help="folder of texts")
    parser.add_argument("--archive", type=Path, help="an archive of the newspapers")
    parser.add_argument("--draw", type=int, default=0, metavar="N", help="print N merges")
    parser.add_argument("--alike", type=int, default=0, metavar="N", help="print N pairs that look alike")
    parser.add_argument("--seed", type=int, default=1, help="of the draws")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/reference")
    parser.add_argument("--pack", type=Path, metavar="FILE", help="print judged pairs of a file as places")
    options = parser.parse_args(arguments)
    if options.pack:
        rows = lines(options.pack)
        texts = texts_of(
            options.folder, {tuple(place) for row in rows for side in row["sides"] for place in side["places"]}
        )
        print(*(json.dumps(pack(row, texts)) for row in rows), sep="\n")
        return 0
    if options.folder is None and options.archive is None:
        print("skipped: there are no newspapers beside the repository")
        return 0
    found = find(from_archive(options.archive) if options.archive else from_papers(options.folder))
    print(*show(found, found.merges(), options.draw, options.seed), sep="\n", end="\n" * bool(options.draw))
    if options.alike:
        print(*show(found, alike(found), options.alike, options.seed), sep="\n")
    if options.draw or options.alike:
        return 0
    figures = report(found)
    rows = lines(GOLD)
    if options.folder:
        places = {(place["file"], place["url"]) for row in rows for place in row["places"]}
        counts = judged(found, rows, texts_of(options.folder, places))
        figures += [(" · ".join(key), str(count)) for key, count in sorted(counts.items())]
    print("\n".join(f"{name:48}{value}" for name, value in figures))
    if options.write:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(replace_block(page, "parties", table(("figure", "value"), figures)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
