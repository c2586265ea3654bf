"""Make the weights that ship with Riwaya.

    python -m training [SHARED] [--first-read N] [--begin FILE] [--epochs N] [--hold N] [--to FILE]

First the network learns from what Riwaya, as it is now, finds in the newspapers (``--first-read``); then from what
people annotated. ``--begin`` goes on from the ``.begin.pt`` or ``.pt`` of an earlier run. With ``--hold N`` every N-th
annotated article is kept aside, and how sure the network is of its findings there is set beside how often they are
right; those pairs are written beside the weights, to be given to another run by ``--certainties``. Needs the newspapers
in ``../shared`` and PyTorch (``pip install .[train]``); takes about three quarters of an hour on one processor core.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import torch

from evaluation.corpora import shared
from evaluation.scores import pair, same_name
from riwaya import rules, statements
from riwaya.statements import network as networks
from training import corpora, exporting
from training.examples import Encoder, example
from training.fitting import Plan, fit
from training.network import Network

TARGET: Final = Path(networks.__file__).with_name(networks.WEIGHTS)
EXAMPLES: Final = Path(__file__).with_name("examples.jsonl")
CERTAINTIES: Final = Path(__file__).with_name("certainties.json")
FIRST_READ: Final = 16_000
FIRST: Final = Plan(epochs=1, rate=2.5e-3, blind=0.15)
_BINS: Final = 8
_SHOWN: Final = ("verbs.", "words.", "samples.")  # beginnings of the ids of what has to be read right
_OFTEN: Final = 3
_SEED: Final = 1


def main(arguments: list[str] | None = None) -> int:
    """Train, and write the weights."""
    options = _options(arguments)
    folder: Path | None = options.folder
    if folder is None:
        print("the newspapers are not here: put them into ../shared, or name their folder", file=sys.stderr)
        return 1
    torch.set_num_threads(1)  # more threads than free cores wait for each other
    torch.set_flush_denormal(True)
    torch.manual_seed(options.seed)
    random.seed(options.seed)
    state = torch.load(options.begin) if options.begin else {"index": corpora.index(folder)}
    encoder = Encoder(state["index"])
    network = Network(len(encoder.index), drop=options.drop)
    if "weights" in state:
        network.load_state_dict(state["weights"])
    gold = [each for name in corpora.LEARNED for each in corpora.gold(name, folder)]
    held = [each for each in gold if options.hold and corpora.digest(each[0]) % options.hold == 0]
    first = options.first_read if options.first_read is not None else 0 if options.begin else FIRST_READ
    if first:
        aside = {text for _, text, _ in held}
        papers = [paper for paper in corpora.newspapers(folder) if paper[2] not in aside]
        read = random.sample(papers, min(first, len(papers)))
        fit(network, read, lambda paper: example(*corpora.found(*paper), encoder), FIRST)
        torch.save({"index": encoder.index, "weights": network.state_dict()}, options.to.with_suffix(".begin.pt"))
    kept = [example(*each, encoder) for each in (*gold, *shown()) if each not in held]
    fit(network, kept, lambda each: each, Plan(options.epochs, options.rate, decay=0.1, blind=0.25, average=0.998))
    torch.save({"index": encoder.index, "weights": network.state_dict()}, options.to.with_suffix(".pt"))
    exporting.write(options.to, network, encoder.index, json.loads(options.certainties.read_text(encoding="utf-8")))
    if held:
        points = json.dumps(certainties(options.to, held))
        options.to.with_suffix(".certainties.json").write_text(points + "\n", encoding="utf-8")
    return 0


def shown() -> Iterator[tuple[str, str, list[corpora.Row]]]:
    """Yield the examples: those of the tables and samples several times, as they have to be read right and are few."""
    for line in EXAMPLES.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        often = _OFTEN if row["id"].startswith(_SHOWN) else 1
        yield from [(row["id"], row["text"], row["statements"])] * often


def certainties(weights: Path, held: list[tuple[str, str, list[corpora.Row]]]) -> list[list[float]]:
    """Return how often findings of growing chance are right, content and speaker, on articles that were kept aside."""
    with np.load(weights) as arrays:
        network = networks.Network({**arrays, "certainties": np.array([[0, 0], [1, 1]])}, rules.load())
    chances: list[tuple[float, bool]] = []
    for _, text, golds in held:
        read = statements.find(text, rules.load(), network=network)
        found = [statement.to_dict() for statement in read]
        right = {j for _, i, j in pair(text, golds, found) if same_name(golds[i]["speaker"], found[j]["speaker"])}
        chances += [(statement.certainty, number in right) for number, statement in enumerate(read)]
    if len(chances) < _BINS:
        raise ValueError("too few findings to tell how sure they are: keep more articles aside")
    chances.sort()
    parts = np.array_split(np.array(chances), _BINS)
    points = [[float(part[:, 0].mean()), float(part[:, 1].mean())] for part in parts]
    rising = np.maximum.accumulate([share for _, share in points])
    return [[chance, float(share)] for (chance, _), share in zip(points, rising, strict=True)]


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m training", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=shared(), help="folder of the newspapers")
    parser.add_argument(
        "--first-read",
        type=int,
        metavar="N",
        help=f"newspaper articles to learn from first ({FIRST_READ:,}, or 0 with --begin)",
    )
    parser.add_argument("--begin", type=Path, metavar="FILE", help="what an earlier run left")
    parser.add_argument("--epochs", type=int, default=6, help="passes over what was annotated")
    parser.add_argument("--rate", type=float, default=3e-3, help="the highest learning rate")
    parser.add_argument("--drop", type=float, default=0.3, help="share of states left out at random")
    parser.add_argument("--hold", type=int, default=0, metavar="N", help="keep every N-th article aside")
    parser.add_argument("--certainties", type=Path, default=CERTAINTIES, help="pairs that go into the weights")
    parser.add_argument("--seed", type=int, default=_SEED)
    parser.add_argument("--to", type=Path, default=TARGET, help="the weights file")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
