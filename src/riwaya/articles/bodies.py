"""Bodies: which blocks of a page make up its articles.

A small forest of decision trees judges each block by its :mod:`features`. ``evaluation/train_bodies.py`` grew it and
says from what; its thresholds and leaves are the table ``bodies.json``. Nothing of it depends on the language.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
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

    def compiled(self, count: int) -> Callable[..., float]:
        """Return the function from ``count`` features to the sum of the leaves that they come to.

        Walking down the trees node by node takes four times as long as the same comparisons in one expression.

        >>> low, high = (-1, -1.0, None, None), (-1, 2.0, None, None)
        >>> judge = Forest(((0, 1.5, low, high), (-1, 0.25, None, None)), 0.0).compiled(1)
        >>> judge(1.0), judge(2.0)
        (-0.75, 2.25)
        """
        names = ", ".join(f"f{number}" for number in range(count))
        words = f"lambda {names}: 0.0" + "".join(f" + {_expression(tree)}" for tree in self.trees)
        judge: Callable[..., float] = eval(words, {"__builtins__": {}})  # noqa: S307 - of numbers only
        return judge


def _expression(tree: Tree) -> str:
    feature, value, low, high = tree
    if feature < 0:
        return f"({float(value)!r})"
    return f"({_expression(low)} if f{int(feature)} <= {float(value)!r} else {_expression(high)})"


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


@lru_cache(maxsize=1)
def _judge() -> Callable[..., float]:
    return forest().compiled(len(NAMES))


def choose(markup: Markup, features: Features) -> list[list[int]]:
    """Return the blocks of each article on a page, in page order; no list if there is no article."""
    least, judge = forest().least, _judge()
    chosen = [block for block, row in features.rows.items() if judge(*row) > least]
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
