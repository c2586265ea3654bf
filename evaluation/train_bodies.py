"""Grow the forest that tells an article's blocks from the rest of a page, and write it to ``bodies.json``.

    python evaluation/train_bodies.py ../shared/data/webpages [--measure]

Needs, besides Riwaya: ``pip install lightgbm trafilatura lxml-html-clean readability-lxml``.

The pages are the evaluation corpus of trafilatura (github.com/adbar/trafilatura, Apache-2.0), of many countries and few
of them Arabic; the features know no language. A block's label is what the page's passages say of it (in the article or
not; these weigh twelve times as much), else the share of six extractors' votes that have it in their text. In a second
round the labels are averaged with what forests grown on the other pages think of the block, which evens out the
teachers' mistakes.

With ``--measure``, two thirds of the pages are for growing and the figures are those of the unseen third, parted by a
digest of the page's name; nothing is written. Without it all pages are used, and the figures are of five-fold
cross-validation by pages.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import json
import pathlib
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import lightgbm
import lxml.html
import numpy as np
import trafilatura
from readability import Document
from resiliparse.extract.html2text import extract_plain_text

from riwaya import captures, rules
from riwaya.articles import features, markup
from riwaya.articles.hints import Hints

Array = np.ndarray
TARGET: Final = pathlib.Path(features.__file__).with_name("bodies.json")
SETTINGS: Final = {
    "objective": "cross_entropy",
    "num_leaves": 10,
    "learning_rate": 0.25,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "num_threads": 1,
    "verbose": -1,
    "seed": 1,
}
TREES: Final = 30
FOLDS: Final = 5
STATED_WEIGHT: Final = 12.0
# By how often each is right: measured on the same pages.
TEACHERS: Final[tuple[tuple[float, Callable[[str], str | None]], ...]] = (
    (1.0, lambda page: trafilatura.extract(page, fast=True, include_comments=False)),
    (2.0, lambda page: trafilatura.extract(page, include_comments=False)),
    (0.5, lambda page: trafilatura.extract(page, fast=True, include_comments=False, favor_precision=True)),
    (0.5, lambda page: trafilatura.extract(page, fast=True, include_comments=False, favor_recall=True)),
    (0.7, lambda page: "\n".join(lxml.html.fromstring(Document(page).summary()).itertext())),
    (0.5, lambda page: extract_plain_text(page, main_content=True)),
)


# A shorter block counts as found only if it is a whole line.
LONG: Final = 25
LIKELY: Final = 0.5


class Page(NamedTuple):
    """One page for growing: its passages, and for each judged block features, words, label and weight."""

    name: str
    passages: Mapping[str, Sequence[str]]
    measured: Array
    words: list[str]
    labels: Array
    weights: Array


def squeeze(text: str) -> str:
    """Return the text with single spaces."""
    return " ".join(text.split())


def blocks_of(text: str, hints: Hints) -> Iterator[tuple[list[float], str]]:
    """Yield each judged block's features and words."""
    scanned = markup.scan(text, hints)
    for block, row in features.Features(scanned, hints).rows.items():
        pieces = range(scanned.firsts[block], scanned.firsts[block + 1])
        words = "".join(text[scanned.starts[piece] : scanned.ends[piece]] for piece in pieces)
        yield row, squeeze(html.unescape(words))


def votes(text: str, words: Sequence[str]) -> Array:
    """Return the share of the teachers that have each block in their text."""
    shares, whole = np.zeros(len(words)), 0.0
    for weight, teach in TEACHERS:
        try:
            taught = teach(text) or ""
        except Exception as error:  # noqa: BLE001  # a teacher may fail on a page in any way; then it has no vote
            print(f"a teacher failed: {error!r:.80}")
            continue
        lines = {squeeze(line).lstrip("-•* ") for line in taught.split("\n")}
        taught = squeeze(taught)
        shares += [weight * ((len(block) >= LONG and block in taught) or block in lines) for block in words]
        whole += weight
    return shares / max(whole, 0.1)


def read(folder: pathlib.Path) -> list[Page]:
    """Return the pages."""
    hints = Hints(rules.load())
    stated = json.loads((folder / "segments.json").read_text(encoding="utf-8"))
    pages = []
    with zipfile.ZipFile(folder / "pages.zip") as archive:
        for name, row in stated.items():
            [capture] = captures.read(archive.read(row["file"]), media_type="text/html")
            found = list(blocks_of(capture.text, hints))
            words = [block for _, block in found]
            labels = votes(capture.text, words)
            weights = np.ones(len(words))
            for number, block in enumerate(words):
                inside = any(squeeze(passage) in block for passage in row["with"])
                if inside or any(squeeze(passage) in block for passage in row["without"]):
                    labels[number], weights[number] = float(inside), STATED_WEIGHT
            measured = np.array([each for each, _ in found], dtype=np.float32).reshape(len(words), len(features.NAMES))
            pages.append(Page(name, row, measured, words, labels, weights))
    return pages


def grow(pages: Sequence[Page], labels: Sequence[Array]) -> lightgbm.Booster:
    """Return a forest grown on these pages."""
    measured, weights = [page.measured for page in pages], [page.weights for page in pages]
    data = lightgbm.Dataset(np.concatenate(measured), np.concatenate(labels), weight=np.concatenate(weights))
    return lightgbm.train(SETTINGS, data, TREES)


def judged(forest: lightgbm.Booster, page: Page) -> Array:
    """Return what a forest thinks of each block of a page."""
    return forest.predict(page.measured) if len(page.words) else np.zeros(0)


def crosswise(pages: Sequence[Page], labels: Sequence[Array]) -> list[Array]:
    """Return what forests grown on the other pages think of each page's blocks."""
    thought = [np.zeros(0)] * len(pages)
    for fold in range(FOLDS):
        others = [number for number in range(len(pages)) if number % FOLDS != fold]
        forest = grow([pages[number] for number in others], [labels[number] for number in others])
        for number in range(fold, len(pages), FOLDS):
            thought[number] = judged(forest, pages[number])
    return thought


def taught(pages: Sequence[Page]) -> list[Array]:
    """Return the labels of the second round."""
    thoughts = crosswise(pages, [page.labels for page in pages])
    return [
        np.where(page.weights == STATED_WEIGHT, page.labels, (page.labels + thought) / 2)
        for page, thought in zip(pages, thoughts, strict=True)
    ]


def score(pages: Sequence[Page], thoughts: Sequence[Array]) -> None:
    """Print precision, recall and F1 of the passages."""
    hits = false = missed = 0
    for page, thought in zip(pages, thoughts, strict=True):
        text = squeeze(" ".join(block for block, odds in zip(page.words, thought, strict=True) if odds > LIKELY))
        good = sum(squeeze(passage) in text for passage in page.passages["with"])
        hits, missed = hits + good, missed + len(page.passages["with"]) - good
        false += sum(squeeze(passage) in text for passage in page.passages["without"])
    precision, recall = hits / (hits + false), hits / (hits + missed)
    print(f"precision {precision:.3f}  recall {recall:.3f}  f1 {2 * precision * recall / (precision + recall):.3f}")


def written(node: dict[str, object]) -> object:
    """Return a tree of LightGBM as nested lists with the features' names."""
    if "leaf_value" in node:
        return float(f"{node['leaf_value']:.4f}")
    name = features.NAMES[node["split_feature"]]
    return [name, float(f"{node['threshold']:.5g}"), written(node["left_child"]), written(node["right_child"])]


def is_unseen(page: Page) -> bool:
    """Whether a page is of the third that is for measuring."""
    return int(hashlib.md5(page.name.encode(), usedforsecurity=False).hexdigest(), 16) % 3 == 0


def main() -> None:
    """Grow, measure, write."""
    parser = argparse.ArgumentParser(description="Grow the forest that tells an article's blocks from the rest.")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--measure", action="store_true", help="grow on two thirds, measure on the unseen third")
    asked = parser.parse_args()
    pages = read(asked.folder)
    if asked.measure:
        seen = [page for page in pages if not is_unseen(page)]
        unseen = [page for page in pages if is_unseen(page)]
        forest = grow(seen, taught(seen))
        score(unseen, [judged(forest, page) for page in unseen])
        return
    labels = taught(pages)
    score(pages, crosswise(pages, labels))
    trees = [written(tree["tree_structure"]) for tree in grow(pages, labels).dump_model()["tree_info"]]
    lines = ",\n".join(json.dumps(tree) for tree in trees)
    TARGET.write_text(f'{{"least": 0.0, "trees": [\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
