"""Bodies: which blocks of a page make up its articles.

A small forest of decision trees judges each block by its :mod:`features`. ``evaluation/train_bodies.py`` grew it and
says from what; its thresholds and leaves are the table ``bodies.json``. Nothing of it depends on the language.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Final, TypeAlias

from riwaya.articles.blocks import Markup
from riwaya.articles.features import NAMES, Features

# A text shorter than this is no article, whatever it stands in: two short sentences. One line must be no mere label.
_LEAST: Final = 120
_LEAST_LINE: Final = 50
# A second <article> is an article if its running text is worth so much of the first one's.
_WORTH: Final = 0.25

Tree: TypeAlias = tuple[int, float, Any, Any]
_LEAF: Final = -1


@dataclass(frozen=True, slots=True)
class Forest:
    """Decision trees whose leaves add up to the odds that a block belongs to an article.

    Attributes:
        trees: each a feature's number, a threshold, and the trees for values up to it and above; or -1 and the leaf.
        least: the least sum for which a block belongs.
    """

    trees: tuple[Tree, ...]
    least: float

    def __call__(self, row: Sequence[float]) -> float:
        """Return the sum of the leaves that a row of features comes to.

        >>> low, high = (-1, -1.0, None, None), (-1, 2.0, None, None)
        >>> Forest(((0, 1.5, low, high), (-1, 0.25, None, None)), 0.0)([1.0])
        -0.75
        """
        total = 0.0
        for feature, value, low, high in self.trees:
            while feature >= 0:
                feature, value, low, high = low if row[feature] <= value else high  # noqa: PLW2901
            total += value
        return total


@lru_cache(maxsize=1)
def forest() -> Forest:
    """Return the forest that comes with Riwaya."""
    table = json.loads(resources.files("riwaya.articles").joinpath("bodies.json").read_text(encoding="utf-8"))
    places = {name: place for place, name in enumerate(NAMES)}

    def grown(node: object) -> Tree:
        if isinstance(node, list):
            feature, threshold, low, high = node
            return places[feature], float(threshold), grown(low), grown(high)
        if isinstance(node, (int, float)):
            return _LEAF, float(node), None, None
        raise TypeError(f"bodies.json: {node!r} is no tree")

    return Forest(tuple(grown(tree) for tree in table["trees"]), float(table["least"]))


def choose(markup: Markup, features: Features) -> list[list[int]]:
    """Return the blocks of each article on a page, in page order; no list if there is no article."""
    judge = forest()
    chosen = [block for block, row in features.rows.items() if judge(row) > judge.least]
    bodies = _by_article(markup, features, chosen)
    return [body for body in bodies if _is_text([markup.sizes[block] for block in body])]


def _is_text(sizes: Sequence[int]) -> bool:
    return sum(sizes) >= _LEAST and max(sizes) >= _LEAST_LINE


def _by_article(markup: Markup, features: Features, chosen: Sequence[int]) -> list[list[int]]:
    """Part the blocks that stand in ``<article>`` elements side by side, each with much running text."""
    within = _articles(markup)
    worth: dict[int, float] = {}
    for block in chosen:
        article = within[markup.owners[block]]
        if article:
            worth[article] = features.mass[article]
    most = max(worth.values(), default=0.0)
    whole = {article for article, value in worth.items() if value >= most * _WORTH}
    if len(whole) <= 1:
        return [list(chosen)] if chosen else []
    bodies: list[list[int]] = []
    current = -1
    for block in chosen:
        article = within[markup.owners[block]]
        if not bodies or (article in whole and article != current and current >= 0):
            bodies.append([])
        if article in whole:
            current = article
        bodies[-1].append(block)
    return bodies


def _articles(markup: Markup) -> list[int]:
    """For each element the outermost ``<article>`` that it is or stands in, 0 for none."""
    within = [0] * len(markup.tags)
    for element, parent in enumerate(markup.parents):
        if element:
            within[element] = within[parent] or (element if markup.tags[element] == "article" else 0)
    return within
