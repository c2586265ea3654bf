"""The network in PyTorch, as it is trained. :mod:`riwaya.statements.network` is the same in NumPy, as it is used.

Word and table features are summed, iterated dilated convolutions (Strubell et al., *Fast and Accurate Entity
Recognition with Iterated Dilated Convolutions*, 2017) give each token its surroundings, and pointers (Vinyals et al.,
*Pointer Networks*, 2015) choose where the parts of a statement begin and end, and the earlier statement or the words
that tell who speaks (mention ranking, as in Clark and Manning 2016).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from riwaya.statements import relations
from riwaya.statements.attributions import ACTS, KINDS, ROLES
from riwaya.statements.features import BUCKETS, PLACES
from riwaya.statements.relations import DISTANCES, FROM_CUE, FROM_START, IN_NAME, PAIR, TO_NAME, Layout, Mention
from training.examples import LONGEST_CUE, Example, Target

DILATIONS: Final = (1, 2, 4, 8, 16, 1)
NEVER: Final = -1e4


class Norm(nn.Module):
    """Root mean square layer normalisation (Zhang and Sennrich 2019)."""

    def __init__(self, width: int) -> None:
        """Start with gains of one."""
        super().__init__()
        self.gain = nn.Parameter(torch.ones(width))

    def forward(self, states: Tensor) -> Tensor:
        """Return the states, each divided by its size."""
        return states * torch.rsqrt((states * states).mean(-1, keepdim=True) + 1e-5) * self.gain


class Pointer(nn.Module):
    """Chooses a token for a query: keys of the tokens, distances, and relations that the query weighs."""

    def __init__(self, width: int, query: int, relation: int, keys: int) -> None:
        """Make a pointer for states and queries of these widths and so many relations."""
        super().__init__()
        self.keys = nn.Linear(width, keys)
        self.bias = nn.Linear(width, 1)
        self.query = nn.Linear(query, keys + DISTANCES + relation)

    def forward(self, states: Tensor, query: Tensor, at: Tensor, relation: np.ndarray) -> Tensor:
        """Return scores: (queries, tokens)."""
        weights = self.query(query)
        size = self.keys.out_features
        offsets = np.arange(len(states))[None] - at.numpy()[:, None]
        steps = torch.from_numpy(relations.distances(offsets))
        score = weights[:, :size] @ self.keys(states).T / size**0.5
        score = score + weights[:, size : size + DISTANCES].gather(1, steps)
        score = score + weights[:, size + DISTANCES :].gather(1, torch.from_numpy(relation))
        return score + self.bias(states).T


class Network(nn.Module):
    """Everything that is learned."""

    def __init__(self, rows: int, *, embedded: int = 48, width: int = 96, keys: int = 64, drop: float = 0.1) -> None:
        """Make a network for so many rows of named features."""
        super().__init__()
        self.embedding = nn.EmbeddingBag(rows + BUCKETS, embedded, mode="sum")
        nn.init.normal_(self.embedding.weight, std=0.1)
        self.entry = nn.Linear(embedded + PLACES, width)
        self.layers = nn.ModuleList(nn.Conv1d(width, width, 3, padding=step, dilation=step) for step in DILATIONS)
        self.norms = nn.ModuleList(Norm(width) for _ in DILATIONS)
        self.exit = Norm(width)
        self.drop = nn.Dropout(drop)
        self.cue = nn.Linear(width, 1)
        self.length = nn.Linear(width, LONGEST_CUE + 1)
        self.act = nn.Linear(width, len(ACTS))
        self.starts = nn.ModuleDict({role: Pointer(width, width, FROM_CUE, keys) for role in ROLES})
        self.ends = nn.ModuleDict({role: Pointer(width, 2 * width, FROM_START, keys) for role in ROLES})
        self.absent = nn.ModuleDict({role: nn.Linear(width, 1) for role in ROLES if role != "content"})
        self.trim = nn.Linear(2 * width, 3)
        self.kind = nn.Linear(2 * width, len(KINDS))
        self.silent = nn.Parameter(torch.zeros(width))
        self.name_start = Pointer(width, 3 * width, TO_NAME, keys)
        self.name_end = Pointer(width, 2 * width, IN_NAME, keys)
        self.unstated = nn.Linear(3 * width, 1)
        self.earlier_keys = nn.Linear(3 * width, keys)
        self.earlier_bias = nn.Linear(3 * width, 1)
        self.earlier_query = nn.Linear(3 * width, keys + sum(PAIR))

    def encode(self, examples: Sequence[Example], *, blind: float = 0.0) -> list[Tensor]:
        """Return the states of each article's tokens; ``blind`` is the share of words known by their parts only."""
        longest = max(len(each) for each in examples)
        flat: list[int] = []
        offsets: list[int] = []
        places = np.zeros((len(examples), longest, PLACES), np.float32)
        mask = np.zeros((len(examples), longest, 1), np.float32)
        for number, each in enumerate(examples):
            places[number, : len(each)] = each.places
            mask[number, : len(each)] = 1
            hidden = torch.rand(len(each)) < blind
            for rows, unknown in zip(each.rows, hidden.tolist(), strict=True):
                offsets.append(len(flat))
                flat.extend((0, *rows[1:-2]) if unknown else rows)
            offsets.extend([len(flat)] * (longest - len(each)))
        kept = torch.from_numpy(mask)
        states = self.embedding(torch.tensor(flat), torch.tensor(offsets)).view(len(examples), longest, -1)
        states = self.entry(torch.cat([self.drop(states), torch.from_numpy(places)], -1)) * kept
        for layer, norm in zip(self.layers, self.norms, strict=True):
            change = functional.relu(layer((norm(states) * kept).transpose(1, 2)).transpose(1, 2))
            states = (states + self.drop(change)) * kept
        states = self.exit(states)
        return [states[number, : len(each)] for number, each in enumerate(examples)]

    # -- names ---------------------------------------------------------------------------------------------------------

    def name_query(self, states: Tensor, mentions: Sequence[Mention]) -> Tensor:
        """Return the queries for speakers: the cue, the beginning of its source, and the whole of it."""
        cues = states[torch.tensor([each.anchor for each in mentions])]
        heads = torch.stack([states[each.source[0]] if each.source else self.silent for each in mentions])
        wholes = torch.stack([states[slice(*each.source)].mean(0) if each.source else self.silent for each in mentions])
        return torch.cat([cues, heads, wholes], -1)

    def name_scores(
        self, states: Tensor, query: Tensor, mentions: Sequence[Mention], layout: Layout, alike: Sequence[list[int]]
    ) -> Tensor:
        """Return for each statement the scores of nobody, each earlier statement, each token as a name's start."""
        size = len(mentions)
        at = torch.tensor([each.source[0] if each.source else each.anchor for each in mentions])
        sourced = relations.first_sources(len(states), mentions)
        relation = np.stack([relations.to_name(layout, *each) for each in zip(mentions, repeat(sourced), alike)])
        starts = self.name_start(states, query, at, relation)
        weights = self.earlier_query(query)
        keys = self.earlier_keys.out_features
        pairs = weights[:, :keys] @ self.earlier_keys(query).T / keys**0.5 + self.earlier_bias(query).T
        codes = torch.from_numpy(pair_codes(mentions))
        done = keys
        for part, values in enumerate(PAIR):
            pairs = pairs + weights[:, done : done + values].gather(1, codes[:, :, part])
            done += values
        later = torch.triu(torch.ones(size, size, dtype=torch.bool))
        return torch.cat([self.unstated(query), pairs.masked_fill(later, NEVER), starts], 1)

    # -- what is to be minimised ---------------------------------------------------------------------------------------

    def loss(
        self,
        examples: Sequence[Example],
        layouts: Sequence[Layout],
        mentions: Sequence[Sequence[Mention]],
        *,
        blind: float,
    ) -> Tensor:
        """Return the sum of the negative log-likelihoods of what annotators say of these articles."""
        total = torch.zeros(())
        for each, states, layout, spoken in zip(
            examples, self.encode(examples, blind=blind), layouts, mentions, strict=True
        ):
            cues = torch.zeros(len(each))
            cues[[target.anchor for target in each.targets]] = 1
            total = total + functional.binary_cross_entropy_with_logits(self.cue(states)[:, 0], cues, reduction="sum")
            if each.targets:
                total = (
                    total
                    + self._statements(states, each.targets, layout)
                    + self._speakers(states, each, spoken, layout)
                )
        return total

    def _statements(self, states: Tensor, targets: Sequence[Target], layout: Layout) -> Tensor:
        anchors = torch.tensor([target.anchor for target in targets])
        cues = states[anchors]
        total = _loss(self.length(cues), [target.length for target in targets]) + _loss(
            self.act(cues), [target.act for target in targets]
        )
        tokens = np.broadcast_to(np.arange(len(states))[None], (len(targets), len(states)))
        passed = relations.passed(len(states), anchors.numpy())
        relation = relations.from_cue(layout, anchors.numpy()[:, None], tokens, passed)
        for role in ROLES:
            told = [number for number, target in enumerate(targets) if role not in target.unclear]
            there = [number for number in told if role in targets[number].roles]
            scores = self.starts[role](states, cues[told], anchors[told], relation[told])
            wanted = [targets[number].roles.get(role, (-1,))[0] for number in told]
            if role != "content":
                scores = torch.cat([self.absent[role](cues[told]), scores], 1)
                wanted = [start + 1 for start in wanted]
            if told:
                total = total + _loss(scores, wanted)
            if there:
                total = total + self._ends(
                    role, states, cues[there], [targets[number] for number in there], (layout, passed)
                )
        return total

    def _ends(
        self, role: str, states: Tensor, cues: Tensor, targets: Sequence[Target], placed: tuple[Layout, np.ndarray]
    ) -> Tensor:
        layout, passed = placed
        starts = torch.tensor([target.roles[role][0] for target in targets])
        tokens = np.broadcast_to(np.arange(len(states))[None], (len(targets), len(states)))
        both = torch.cat([cues, states[starts]], -1)
        scores = self.ends[role](
            states, both, starts, relations.from_start(layout, starts.numpy()[:, None], tokens, passed)
        )
        scores = scores.masked_fill(torch.arange(len(states))[None] < starts[:, None], NEVER)
        total = _loss(scores, [target.roles[role][1] - 1 for target in targets])
        if role == "content":
            total = total + 0.5 * _loss(self.trim(both), [target.trim for target in targets])
        if role == "source":
            total = total + 0.5 * _loss(self.kind(both), [target.kind for target in targets])
        return total

    def _speakers(self, states: Tensor, example: Example, mentions: Sequence[Mention], layout: Layout) -> Tensor:
        targets, alike = example.targets, relations.alike(example.passage, mentions)
        query = self.name_query(states, mentions)
        chances = functional.log_softmax(self.name_scores(states, query, mentions, layout, alike), -1)
        right = torch.zeros_like(chances, dtype=torch.bool)
        size = len(targets)
        spans = []
        for number, target in enumerate(targets):
            right[number, 0] = target.name is None
            right[number, [1 + other for other in target.same]] = True
            places = [target.own] if target.own else [] if target.same else target.elsewhere
            right[number, [1 + size + start for start, _ in places]] = True
            spans += [(number, *place) for place in places[:1]]
        known = right.any(1)
        total = -torch.logsumexp(chances.masked_fill(~right, NEVER), 1)[known].sum()
        if spans:
            numbers, starts, ends = (torch.tensor(column) for column in zip(*spans, strict=True))
            tokens = np.arange(len(states))
            relation = np.stack(
                [relations.in_name(layout, mentions[number], start, tokens) for number, start, _ in spans]
            )
            both = torch.cat([query[numbers][:, : states.shape[1]], states[starts]], -1)
            scores = self.name_end(states, both, starts, relation)
            scores = scores.masked_fill(torch.arange(len(states))[None] < starts[:, None], NEVER)
            total = total + functional.cross_entropy(scores, ends - 1, reduction="sum")
        return total


def _loss(scores: Tensor, wanted: Sequence[int]) -> Tensor:
    return functional.cross_entropy(scores, torch.tensor(wanted), reduction="sum")


def pair_codes(mentions: Sequence[Mention]) -> np.ndarray:
    """Return how each statement stands to each earlier one: (statements, statements, parts)."""
    codes = np.zeros((len(mentions), len(mentions), len(PAIR)), np.int64)
    latest = -1
    for number, one in enumerate(mentions):
        for other in range(number):
            codes[number, other] = relations.pair(one, mentions[other], number - other, latest=other == latest)
        if one.source:
            latest = number
    return codes
