"""Whole articles come out of pages full of furniture, and nothing else does."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.articles.composites import ARTICLES, Composite, Text, compose

from riwaya import articles, captures
from riwaya.errors import Problem
from riwaya.model import Article, Capture
from riwaya.rules import Rules

SEEDS = range(40)


def page_of(text: str, url: str | None = None) -> Capture:
    return Capture(text.encode(), text, "text/plain", "0" * 64, "utf-8", url=url)


def unheard(_: Problem) -> None:
    """Take no notice of a problem."""


def read(text: str, rules: Rules) -> list[Article]:
    return articles.extract(page_of(text), rules, unheard)


def overlap(one: str, other: str) -> float:
    """Token F1."""
    first, second = Counter(re.findall(r"\w+", one)), Counter(re.findall(r"\w+", other))
    return 2 * sum((first & second).values()) / max(1, sum(first.values()) + sum(second.values()))


def made(seed: int, texts: tuple[Text, ...] = ARTICLES) -> Composite:
    chance = random.Random(seed)  # noqa: S311 - pages are no secrets
    chosen = tuple(chance.sample(texts, chance.choice((1, 1, 2))))
    return compose(chance, chosen, dt.date(2014, 1, 4) + dt.timedelta(days=chance.randrange(4_000)))


@pytest.mark.parametrize("seed", SEEDS)
def test_an_invented_page(seed: int, rules: Rules) -> None:
    page = made(seed)
    found = read(page.page, rules)
    assert [article.title for article in found] == [text.title for text in page.articles]
    for article, text in zip(found, page.articles, strict=True):
        assert article.text == text.text
    assert found[0].published == page.published
    assert page.credit is None or page.credit in found[0].credits


def rows(shared: Path) -> Iterator[Text]:
    for capture in captures.read(
        shared / "data" / "saudinewsnet" / "2015-08-02.zip", fields={"text": "content", "title": "title"}
    ):
        text = "\n".join(filter(None, (" ".join(line.split()) for line in capture.text.split("\n"))))
        if text.count("\n") >= 3 and "رابط الخبر" not in text and 60 < len(text.split()) < 900:
            yield Text(" ".join(capture.given.get("title", "").split()), text)


@pytest.mark.slow
def test_newspaper_texts_in_invented_furniture(rules: Rules, shared: Path) -> None:
    texts = tuple(text for text in rows(shared) if len(text.title.split()) > 4 and "&" not in text.title)[:120]
    pages = [made(seed, texts) for seed in range(1_000, 1_100)]
    bodies, titles, dates, seconds = [], [], [], []
    for page in pages:
        found = read(page.page, rules)
        bodies.append(overlap(found[0].text, page.articles[0].text) if found else 0.0)
        titles.append(bool(found) and found[0].title == page.articles[0].title)
        dates.append(bool(found) and found[0].published == page.published)
        if len(page.articles) > 1:
            seconds.append(any(overlap(article.text, page.articles[1].text) > 0.9 for article in found[1:]))
    assert sum(bodies) / len(bodies) >= 0.98
    assert sum(titles) / len(titles) >= 0.95
    assert sum(dates) / len(dates) >= 0.97
    assert sum(seconds) / len(seconds) >= 0.93
