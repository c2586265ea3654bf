"""Five real pages, kept outside the repository: exactly their articles, and nothing of their furniture."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from riwaya import articles, captures
from riwaya.errors import Problem
from riwaya.rules import Rules

NAMES = (
    "000_a9a15782237da864", "001_3269ab287cc34590", "002_8e853bd0b257b4e4", "003_bc3de8be924d4619",
    "004_2e5aecaee1057602",
)  # fmt: skip


def unheard(_: Problem) -> None:
    """Take no notice of a problem."""


@pytest.fixture(scope="module")
def gold(shared: Path) -> dict[str, list[dict[str, Any]]]:
    found = defaultdict(list)
    for line in (shared / "gold" / "seeds.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found[Path(row["from"]).stem].append(row)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_seed(name: str, gold: dict[str, list[dict[str, Any]]], shared: Path, rules: Rules) -> None:
    [capture] = captures.read(shared / "seeds" / f"{name}.txt")
    found = articles.extract(capture, rules, unheard)
    assert len(found) == len(gold[name])
    for article, row in zip(found, gold[name], strict=True):
        assert article.title == row["title"]
        assert article.text == row["text"]
        assert (article.published and str(article.published)) == row["published"]
        assert article.publisher == row["publisher"]
        assert list(article.credits) == row["credits"]
        assert article.language == "ar"
