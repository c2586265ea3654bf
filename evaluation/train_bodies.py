#!/usr/bin/env python3
"""Grow the forest that tells an article's blocks from the rest of a page, and write it to ``bodies.json``.

    python evaluation/train_bodies.py ../shared/data/webpages [--measure]

Needs, besides Riwaya: ``pip install lightgbm trafilatura lxml-html-clean readability-lxml resiliparse``.

The pages are the evaluation corpus of trafilatura (github.com/adbar/trafilatura, Apache-2.0), of many countries and few of them
Arabic; the features know no language. A block's label is what its page's passages say (in the article or not; these weigh
twelve times as much), else the share of six extractors' votes that have it in their text. In a second round the labels are
averaged with what forests grown on the other pages think of the block, which evens out the teachers' mistakes.

With ``--measure``, two thirds of the pages are for growing and the figures are those of the unseen third, parted by a digest of
the page's name; nothing is written. Without it, all pages are used and the figures are of five-fold cross-validation by pages.
"""

import argparse
import hashlib
import html
import json
import pathlib
import zipfile

import lightgbm
import lxml.html
import numpy as np
import trafilatura
from readability import Document
from resiliparse.extract.html2text import extract_plain_text

from riwaya import captures, rules
from riwaya.articles import features, markup
from riwaya.articles.hints import Hints

TARGET = pathlib.Path(features.__file__).with_name("bodies.json")
SETTINGS = {
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
TREES = 30
FOLDS = 5
STATED_WEIGHT = 12.0
# By how often each is right: measured on the same pages.
TEACHERS = (
    (1.0, lambda page: trafilatura.extract(page, fast=True, include_comments=False)),
    (2.0, lambda page: trafilatura.extract(page, include_comments=False)),
    (0.5, lambda page: trafilatura.extract(page, fast=True, include_comments=False, favor_precision=True)),
    (0.5, lambda page: trafilatura.extract(page, fast=True, include_comments=False, favor_recall=True)),
    (0.7, lambda page: "\n".join(lxml.html.fromstring(Document(page).summary()).itertext())),
    (0.5, lambda page: extract_plain_text(page, main_content=True)),
)


def squeeze(text):
    """Return the text with single spaces."""
    return " ".join(text.split())


def blocks_of(page, hints):
    """Yield each judged block's features and words."""
    scanned = markup.scan(page, hints)
    for block, row in features.Features(scanned, hints).rows.items():
        pieces = range(scanned.firsts[block], scanned.firsts[block + 1])
        words = "".join(page[scanned.starts[piece] : scanned.ends[piece]] for piece in pieces)
        yield row, squeeze(html.unescape(words))


def votes(page, words):
    """Return the share of the teachers that have each block in their text."""
    shares, whole = np.zeros(len(words)), 0.0
    for weight, teach in TEACHERS:
        try:
            text = teach(page) or ""
        except Exception:  # noqa: BLE001  # a teacher may fail on a page in any way; then it has no vote
            continue
        lines = {squeeze(line).lstrip("-•* ") for line in text.split("\n")}
        text = squeeze(text)
        shares += [weight * ((len(block) >= 25 and block in text) or block in lines) for block in words]
        whole += weight
    return shares / max(whole, 0.1)


def read(folder):
    """Return for each page its passages, the features and words of its blocks, their labels and weights."""
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
            measured = np.array([features_ for features_, _ in found], dtype=np.float32)
            pages.append((name, row, measured.reshape(len(words), len(features.NAMES)), words, labels, weights))
    return pages


def grow(pages, labels):
    """Return a forest grown on these pages."""
    data = lightgbm.Dataset(
        np.concatenate([page[2] for page in pages]), np.concatenate(labels), weight=np.concatenate([page[5] for page in pages])
    )
    return lightgbm.train(SETTINGS, data, TREES)


def crosswise(pages, labels):
    """Return what forests grown on the other pages think of each page's blocks."""
    thought = [None] * len(pages)
    for fold in range(FOLDS):
        others = [number for number in range(len(pages)) if number % FOLDS != fold]
        forest = grow([pages[number] for number in others], [labels[number] for number in others])
        for number in range(fold, len(pages), FOLDS):
            measured = pages[number][2]
            thought[number] = forest.predict(measured) if len(measured) else np.zeros(0)
    return thought


def taught(pages):
    """Return the labels of the second round."""
    first = [page[4] for page in pages]
    return [
        np.where(page[5] == STATED_WEIGHT, label, (label + thought) / 2)
        for page, label, thought in zip(pages, first, crosswise(pages, first), strict=True)
    ]


def score(pages, thought):
    """Print precision, recall and F1 of the passages."""
    hits = false = missed = 0
    for (_, row, _, words, _, _), odds in zip(pages, thought, strict=True):
        text = squeeze(" ".join(block for block, chance in zip(words, odds, strict=True) if chance > 0.5))
        good = sum(squeeze(passage) in text for passage in row["with"])
        hits, missed = hits + good, missed + len(row["with"]) - good
        false += sum(squeeze(passage) in text for passage in row["without"])
    precision, recall = hits / (hits + false), hits / (hits + missed)
    print(f"precision {precision:.3f}  recall {recall:.3f}  f1 {2 * precision * recall / (precision + recall):.3f}")


def written(node):
    """Return a tree of LightGBM as nested lists with the features' names."""
    if "leaf_value" in node:
        return round(node["leaf_value"], 4)
    name = features.NAMES[node["split_feature"]]
    return [name, float(f"{node['threshold']:.5g}"), written(node["left_child"]), written(node["right_child"])]


def main():
    """Grow, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--measure", action="store_true", help="grow on two thirds, measure on the unseen third")
    asked = parser.parse_args()
    pages = read(asked.folder)
    if asked.measure:
        unseen = [int(hashlib.md5(page[0].encode(), usedforsecurity=False).hexdigest(), 16) % 3 == 0 for page in pages]
        seen = [page for page, held in zip(pages, unseen, strict=True) if not held]
        held = [page for page, held in zip(pages, unseen, strict=True) if held]
        forest = grow(seen, taught(seen))
        score(held, [forest.predict(page[2]) if len(page[2]) else np.zeros(0) for page in held])
        return
    labels = taught(pages)
    score(pages, crosswise(pages, labels))
    trees = [written(tree["tree_structure"]) for tree in grow(pages, labels).dump_model()["tree_info"]]
    lines = ",\n".join(json.dumps(tree) for tree in trees)
    TARGET.write_text(f'{{"least": 0.0, "trees": [\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
