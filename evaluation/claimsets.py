"""Contested claims that stand off from their articles: a claim in our words, and where others stand to it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from evaluation.standoff import lines, with_papers


def questions(gold: Path) -> dict[str, dict[str, str]]:
    """Return the claims and queries of a set, by their ids."""
    return {row["id"]: row for row in tomllib.loads((gold / "questions.toml").read_text(encoding="utf-8"))["row"]}


def restored(gold: Path, folder: Path) -> str:
    """Return a set of contested claims as the scorer reads it, with the words of its articles.

    Args:
        gold: a folder: ``questions.toml`` holds each ``claim`` and a ``query`` for it, in our words; ``places.jsonl``
            for each of its ``articles`` the archive's file, the address, the digest of the text, where the words stand
            (``at``), the places of the words of the speaker's name, and the stance.
        folder: the one beside the repository.

    Raises:
        LookupError: if the archives do not hold one of the texts.
    """
    asked = questions(gold)
    claims = [asked[row["id"]] | row for row in lines(gold / "places.jsonl")]
    entries = [{"id": claim["id"], **entry} for claim in claims for entry in claim["articles"]]
    papers = {paper.sha256: paper for _, paper in with_papers(entries, folder)}
    return "".join(json.dumps(_claim(claim, papers), ensure_ascii=False) + "\n" for claim in claims)


def _claim(claim: dict[str, Any], papers: dict[str, Any]) -> dict[str, Any]:
    articles = []
    for entry in claim["articles"]:
        paper = papers[entry["sha256"]]
        name = " ".join(paper.text[start:end] for start, end in entry["speaker"] or ()) or None
        evidence = " ".join(paper.text[start:end] for start, end in entry["at"])
        articles.append({"url": paper.url, "stance": entry["stance"], "speaker": name, "evidence": evidence})
    return {**claim, "articles": articles}
