"""Fitting the network: batches, schedule, and the average of weights over the last steps."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import torch
from torch import nn

from riwaya import rules
from riwaya.statements.lexicon import Lexicon, compiled
from riwaya.statements.relations import Layout, Mention, mention
from riwaya.statements.sections import LONGEST
from training.examples import Example
from training.network import Network

T = TypeVar("T")
_POOL: Final = 40  # batches that are made together, of articles of like length
_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """How to fit.

    Attributes:
        epochs: passes over the examples.
        rate: the highest learning rate.
        decay: of weights.
        blind: the share of words that are hidden but for their parts.
        average: how slowly the averaged weights follow; 0 keeps the last ones.
        batch: articles a step.
    """

    epochs: int
    rate: float = 3e-3
    decay: float = 0.01
    blind: float = 0.1
    average: float = 0.0
    batch: int = 8


def fit(network: Network, articles: Sequence[T], make: Callable[[T], Example], plan: Plan) -> None:
    """Fit a network to articles.

    Args:
        network: changed in place; its weights are the averaged ones in the end.
        articles: what examples are made from.
        make: makes one when it is needed, so that not all of them are in memory.
        plan: how.
    """
    steps = plan.epochs * (len(articles) // plan.batch + len(articles) // (plan.batch * _POOL) + 1) + 1
    optimiser = torch.optim.AdamW(network.parameters(), lr=plan.rate, weight_decay=plan.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, plan.rate, total_steps=steps, pct_start=0.1)
    averaged = [weight.detach().clone() for weight in network.parameters()]
    lexicon = compiled(rules.load())
    started, step = time.monotonic(), 0
    for _ in range(plan.epochs):
        network.train()
        lost, told = 0.0, 0
        for batch in _batches(articles, make, plan.batch):
            layouts = [Layout.of(each.passage, each.sentences) for each in batch]
            mentions = [_mentions(each, layout, lexicon) for each, layout in zip(batch, layouts, strict=True)]
            loss = network.loss(batch, layouts, mentions, blind=plan.blind)
            number = sum(len(each.targets) for each in batch)
            optimiser.zero_grad()
            (loss / max(4, number)).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimiser.step()
            schedule.step()
            step += 1
            follow = min(plan.average, step / (step + 9)) if plan.average else 0.0
            with torch.no_grad():
                for kept, weight in zip(averaged, network.parameters(), strict=True):
                    kept.lerp_(weight, 1 - follow)
            lost, told = lost + float(loss.detach()), told + number
            if step % _SHOWN == 0:
                seconds = time.monotonic() - started
                print(f"{step}/{steps} {lost / max(told, 1):.3f} {seconds:.0f}s", file=sys.stderr, flush=True)
    with torch.no_grad():
        for kept, weight in zip(averaged, network.parameters(), strict=True):
            weight.copy_(kept)


def _mentions(example: Example, layout: Layout, lexicon: Lexicon) -> list[Mention]:
    out = []
    for target in example.targets:
        ranges = (target.roles["content"], target.roles.get("source"))
        one = mention(example.passage, layout, lexicon, target.anchor, ranges)
        one.known = frozenset().union(target.words, one.words, *(out[other].known for other in target.same))
        out.append(one)
    return out


def _batches(articles: Sequence[T], make: Callable[[T], Example], size: int) -> Iterator[list[Example]]:
    """Yield examples in chance order, those of like length together; none without a word or too long for a section."""
    order = random.sample(range(len(articles)), len(articles))
    for first in range(0, len(order), size * _POOL):
        pool = [make(articles[at]) for at in order[first : first + size * _POOL]]
        pool = sorted((each for each in pool if 0 < len(each) <= LONGEST), key=len)
        batches = [pool[at : at + size] for at in range(0, len(pool), size)]
        random.shuffle(batches)
        yield from batches
