"""Annotations that stand off from their texts: offsets and labels, no words.

The texts belong to newspapers, so the repository keeps places in them. With the archives at hand the words come back:

    python -m evaluation.standoff pack DRAFT.jsonl > evaluation/gold/NAME.jsonl    words to places, checked
    python -m evaluation.standoff unpack evaluation/gold/NAME.jsonl > FILE         places to words, as annotators write
    python -m evaluation.standoff texts evaluation/gold/NAME.jsonl > FILE          texts and extents, for the scorer
    python -m evaluation.standoff check evaluation/gold/NAME.jsonl                 digests, letters, labels

What comes out of ``unpack`` and ``texts`` holds newspaper text: never commit it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

from evaluation.corpora import Paper, archives, digest, papers, shared
from evaluation.drafts import LABELS, PREFIXES, DraftError, Place, Row, beside, inside_word, locate, occurrences
from evaluation.scores import PARTS, letters, same_name

_WORD: Final = re.compile("[^\\W_](?:[^\\W_]|[\u064b-\u0652\u0670\u0640])*")  # with its vowel signs
_THE: Final = "\u0627\u0644"
_FAR: Final = 400  # characters between the parts of one statement; beyond, an annotator has more likely slipped


def pack(draft: Row) -> Row:
    """Return an article's annotation without its words.

    Args:
        draft: ``id``, ``draw`` (see :mod:`evaluation.selection`), ``file``, ``url``, ``text``, and ``statements`` as
            annotators write them: parts as words of the text, ``nth`` or ``at`` where a content stands more than once.

    Raises:
        DraftError: if a part is not in the text or a label is unknown.
    """
    text = draft["text"]
    statements = []
    for number, written in enumerate(draft["statements"]):
        try:
            statements.append(_pack_statement(text, written))
        except DraftError as error:
            raise DraftError(f"{draft['id']}, statement {number}: {error}") from None
    statements.sort(key=lambda row: (row["content"], row["cue"] or []))
    return {
        "id": draft["id"],
        "draw": draft.get("draw"),
        "file": draft["file"],
        "url": address(draft["url"]),
        "sha256": digest(text),
        "statements": statements,
    }


def address(url: str) -> str:
    """Return an address in ASCII: some hold the whole title, and the gold holds no words.

    >>> address("http://example.org/خبر?id=1")
    'http://example.org/%D8%AE%D8%A8%D8%B1?id=1'
    """
    return quote(url, safe="%:/?#[]@!$&'()*+,;=~")


def _pack_statement(text: str, written: Row) -> Row:
    row = locate(text, written)
    content = row["content"][0]
    for part in PARTS:
        if row[part]:
            row[part] = [beside(text, written[part], content)]
    speaker, via = row.pop("speaker"), row.pop("via")
    row["name"] = _name(text, speaker, (row["source"] or [content])[0]) if speaker else None
    row["via"] = [_name(text, name, content) for name in via]
    return row


def _name(text: str, name: str, anchor: Place) -> list[Place]:
    """Return the places of the words that make up a name, in the order of the name."""
    whole = beside(text, name, anchor)
    if whole:
        return [whole]
    places = [place for word in _WORD.findall(name) if (place := _word(text, word, anchor))]
    if same_name(name, _words(text, places)):
        return places
    if same_name(name, text[slice(*anchor)]):
        return [anchor]  # a name that is not worded so in the text: the words nearest to it that count as the same
    raise DraftError("name (or via) cannot be put together from words of the text")


def _word(text: str, word: str, anchor: Place) -> Place | None:
    """Return where a word of a name stands; without its article or prefix, if the text joins it to another."""
    joined = len(_THE) if word.startswith(_THE) else int(word[0] in PREFIXES)
    plain = word[joined:] if joined and len(word) > joined + 1 else ""
    return beside(text, word, anchor) or beside(text, plain, anchor)


def _words(text: str, places: Iterable[Sequence[int]]) -> str:
    return " ".join(text[start:end] for start, end in places)


def restore(packed: Row, text: str) -> list[Row]:
    """Return the statements as a scorer compares them: extents, and names in words, like ``Statement.to_dict()``."""
    return [
        {
            **{part: row[part] for part in ("content", *PARTS, *LABELS)},
            "speaker": _words(text, row["name"]) if row["name"] else None,
            "via": [_words(text, name) for name in row["via"]],
        }
        for row in packed["statements"]
    ]


def unpack(packed: Row, paper: Paper) -> Row:
    """Return an article's annotation with its words, as annotators write it."""
    text = paper.text

    def words(extent: list[Place] | None) -> str | None:
        return _words(text, extent) if extent else None

    statements = []
    for row, restored in zip(packed["statements"], restore(packed, text), strict=True):
        [content] = row["content"]
        piece = text[slice(*content)]
        statements.append(
            {
                "content": piece,
                "nth": occurrences(text, piece).index(content[0]) + 1,
                **{part: words(row[part]) for part in PARTS},
                "name": restored["speaker"],
                **{label: row[label] for label in LABELS},
                "via": restored["via"],
            }
        )
    return {**_head(packed, paper), "statements": statements}


def _head(packed: Row, paper: Paper) -> Row:
    return {
        "id": packed["id"],
        "draw": packed.get("draw"),
        "file": paper.file,
        "url": paper.url,
        "title": paper.title,
        "published": None,  # the archives do not tell
        "publisher": paper.publisher,
        "text": paper.text,
    }


def flaws(packed: Row, text: str) -> Iterator[str]:
    """Yield what is wrong with an annotation, or is rare enough to be looked at again.

    Args:
        packed: a line of a stand-off file.
        text: the article's text.
    """
    if digest(text) != packed["sha256"]:
        yield f"{packed['id']}: the text is not the one that was annotated"
        return
    for number, row in enumerate(packed["statements"]):
        extents = [(part, row[part]) for part in ("content", *PARTS, "name") if row[part]]
        extents += [("via", name) for name in row["via"]]
        found = [flaw for part, extent in extents if (flaw := _flaw(text, part, extent))]
        found += [f"unknown {label}" for label, allowed in LABELS.items() if row[label] not in allowed]
        content = row["content"][0]
        for part in ("source", "cue"):
            if row[part] and _distance(row[part][0], content) > _FAR:
                found.append(f"{part} far from content")
            if row[part] and row["form"] != "indirect" and _inside(row[part][0], content):
                found.append(f"{part} inside a quotation")
        yield from (f"{packed['id']}, statement {number}: {flaw}" for flaw in found)


def _flaw(text: str, part: str, extent: list[Place]) -> str | None:
    for start, end in extent:
        if not 0 <= start < end <= len(text):
            return f"{part} reaches out of the text"
        if not letters(text, [[start, end]]):
            return f"{part} holds no letter"
        if text[start].isspace() or text[end - 1].isspace():
            return f"{part} begins or ends with a space"
        if part == "cue" and inside_word(text, start):
            return "cue begins inside a word"
    return None


def _distance(one: Place, other: Place) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


def _inside(one: Place, other: Place) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]


def lines(path: Path) -> list[Row]:
    """Return the rows of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def with_papers(rows: Iterable[Row], folder: Path) -> Iterator[tuple[Row, Paper]]:
    """Yield each annotated article with the paper it speaks about.

    Raises:
        LookupError: if the archives do not hold a text of that address and digest.
    """
    rows = list(rows)
    wanted = {row["sha256"] for row in rows}
    files = {row["file"] for row in rows}
    found = {
        paper.sha256: paper
        for archive in archives(folder)
        if archive.name in files
        for paper in papers(archive)
        if paper.sha256 in wanted
    }
    for row in rows:
        if row["sha256"] not in found:
            raise LookupError(f"{row['id']}: no text with this digest in {row['file']}")
        yield row, found[row["sha256"]]


def _print(rows: Iterable[Row]) -> None:
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))


def main(arguments: list[str] | None = None) -> int:
    """Pack, unpack or check a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=["pack", "unpack", "texts", "check"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--shared", type=Path, default=shared(), help="folder that holds data/saudinewsnet")
    options = parser.parse_args(arguments)
    rows = lines(options.file)
    if options.task == "pack":
        packed = [pack(row) for row in rows]
        found = [flaw for row, draft in zip(packed, rows, strict=True) for flaw in flaws(row, draft["text"])]
        print(*found, sep="\n", file=sys.stderr)
        _print(packed)
        return 0
    if options.shared is None:
        print("skipped: the newspaper archives are not here (set RIWAYA_SHARED)", file=sys.stderr)
        return 0
    tasks: dict[str, Callable[[Row, Paper], Row]] = {
        "unpack": unpack,
        "texts": lambda row, paper: {**_head(row, paper), "statements": restore(row, paper.text)},
    }
    pairs = with_papers(rows, options.shared)
    if options.task in tasks:
        _print(tasks[options.task](row, paper) for row, paper in pairs)
        return 0
    found = [flaw for row, paper in pairs for flaw in flaws(row, paper.text)]
    print(*found, f"{len(rows)} articles, {len(found)} to look at", sep="\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
