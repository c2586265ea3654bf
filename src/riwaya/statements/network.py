"""The network that reads attributions: which words attribute, and where the parts of each statement begin and end.

Iterated dilated convolutions over the tokens (Strubell et al. 2017), pointers (Vinyals et al. 2015) for the parts. The
weights ship with the package; `training/` makes them, and docs/explanation/network.md says from what. Here they are
only multiplied.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from riwaya.rules import Rules
from riwaya.statements import relations
from riwaya.statements.features import Floats, Indices, Names, parts, places, sentence_numbers, spellings
from riwaya.statements.lexicon import compiled
from riwaya.statements.passages import Passage
from riwaya.statements.relations import DISTANCES, Layout

WEIGHTS: Final = "weights.npz"
_KNOWN: Final = 1 << 18  # words whose sums are kept, some 150 MB; when there are more, all are forgotten
_LONGEST: Final = 32  # longer words are not kept
_TINY: Final = 1e-5


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a passage as the network sees them.

    Attributes:
        passage: the words.
        layout: their sentences and quotations.
        states: what the network knows of each: (tokens, width).
        before: how many sentences the sections before have.
    """

    passage: Passage
    layout: Layout
    states: Floats
    before: int = 0

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.states)


class Pointer:
    """Scores tokens for queries: by what they are, how far away they stand, and in what relation."""

    def __init__(self, weights: Mapping[str, Floats], name: str) -> None:
        """Take the weights under a name; keys are folded into the query, since few queries meet many tokens."""
        keys, query = weights[f"{name}.keys.weight"], weights[f"{name}.query.weight"]
        self._size = len(keys)
        self._query, self._offset = query.T.copy(), weights[f"{name}.query.bias"]
        self._keys, self._shift = keys / self._size**0.5, weights[f"{name}.keys.bias"] / self._size**0.5
        self._bias, self._level = weights[f"{name}.bias.weight"][0], weights[f"{name}.bias.bias"][0]

    def __call__(self, states: Floats, query: Floats, at: Indices, relation: Indices) -> Floats:
        """Return scores.

        Args:
            states: of the tokens: (tokens, width).
            query: (queries, width of a query).
            at: the token that distances are measured from, for each query.
            relation: how each token stands to each query: (queries, tokens).
        """
        asked = query @ self._query + self._offset
        key = asked[:, : self._size]
        scores = (key @ self._keys + self._bias) @ states.T + (key @ self._shift)[:, None] + self._level
        rows = np.arange(0, asked.size, asked.shape[1])[:, None]
        steps = _steps(len(states))[len(states) - 1 - at[:, None] + np.arange(len(states))]
        scores += asked.take(rows + (steps + self._size))
        scores += asked.take(rows + (relation + (self._size + DISTANCES)))
        return np.asarray(scores, np.float32)


class Network:
    """Weights, and what is done with them."""

    def __init__(self, weights: Mapping[str, npt.NDArray[Any]], rules: Rules) -> None:
        """Take the arrays of a weights file and the tables that features are named by."""
        listed = bytes(weights["names"]).decode().split("\0")
        self._index = {name: row for row, name in enumerate(listed)}
        self._lexicon = compiled(rules)
        self._names = Names(self._lexicon)
        self._table: Floats = weights["embedding.weight"] * weights["embedding.scale"].astype(np.float32)[:, None]
        self._known: dict[tuple[str, str], Floats] = {}
        self.weights: dict[str, Floats] = {
            name: array.astype(np.float32)
            for name, array in weights.items()
            if not name.startswith(("embedding.", "names"))
        }
        layers = range(sum(name.endswith(".gain") and name.startswith("norms.") for name in weights))
        self._layers = [self._layer(number) for number in layers]
        self._dilations = [int(step) for step in weights["dilations"]]
        self.certainties: Floats = self.weights["certainties"]
        pointers = {name.removesuffix(".keys.weight") for name in weights if name.endswith(".keys.weight")}
        self.pointers = {name: Pointer(self.weights, name) for name in pointers}

    def _layer(self, number: int) -> tuple[Floats, Floats]:
        kernel = self.weights[f"layers.{number}.weight"]  # (out, in, 3)
        kernel = kernel * self.weights[f"norms.{number}.gain"][:, None]
        return np.concatenate([kernel[:, :, tap] for tap in range(3)], axis=1), self.weights[f"layers.{number}.bias"]

    def linear(self, name: str, states: Floats) -> Floats:
        """Return what a linear layer makes of states."""
        return states @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def read(self, passage: Passage, before: int = 0) -> Tokens:
        """Return the tokens of a passage with the state of each in its surroundings; ``before`` is for sections."""
        layout = Layout.of(passage, sentence_numbers(passage))
        return Tokens(passage, layout, self._states(passage, opening=not before), before)

    def _states(self, passage: Passage, *, opening: bool) -> Floats:
        if not passage.words:
            return np.zeros((0, len(self.weights["exit.gain"])), np.float32)
        known = self._known.get
        keys = list(zip(passage.words, spellings(passage), strict=True))
        summed = [self._word(*key) if (found := known(key)) is None else found for key in keys]
        words = np.concatenate(summed).reshape(len(summed), -1)
        states = self.linear("entry", np.concatenate([words, places(passage, self._lexicon, opening=opening)], axis=1))
        return np.ascontiguousarray(self._convolved(np.ascontiguousarray(states.T)).T)

    def _convolved(self, states: Floats) -> Floats:
        """Return what the layers make of the tokens; one a column, which is a quarter quicker than one a row."""
        width, length = states.shape
        taps = np.empty((3 * width, length), np.float32)
        change = np.empty_like(states)
        middle = taps[width : 2 * width]
        for (kernel, bias), step in zip(self._layers, self._dilations, strict=True):
            np.multiply(states, _scale(states), out=middle)
            taps[:width, :step], taps[2 * width :, -step:] = 0, 0
            taps[:width, step:], taps[2 * width :, :-step] = middle[:, :-step], middle[:, step:]
            np.matmul(kernel, taps, out=change)
            change += bias[:, None]
            states += np.maximum(change, 0, out=change)
        return np.asarray(states * _scale(states) * self.weights["exit.gain"][:, None])

    def _word(self, word: str, surface: str) -> Floats:
        """Return the sum of a word's features, and remember it."""
        index, behind = self._index, len(self._index)
        rows = [index[name] for name in self._names.of(word) if name in index]
        rows += [behind + part for part in parts(word, surface)]
        if f"word:{word}" not in index:
            rows.append(0)
        found: Floats = self._table.take(rows, axis=0).sum(0)
        # Threads may share this: each looks a word up once and uses what it got; at worst two sum the same word.
        if len(self._known) >= _KNOWN:
            self._known.clear()
        if len(word) <= _LONGEST:
            self._known[word, surface] = found
        return found


def _scale(states: Floats) -> Floats:
    """Return what to multiply each column by, so that its numbers have a root mean square of one."""
    squares = np.einsum("ht,ht->t", states, states) / states.shape[0]
    return np.asarray(1 / np.sqrt(squares + _TINY))


@lru_cache(maxsize=64)
def _steps(length: int) -> Indices:
    """Return the steps of all distances between two of so many tokens, the farthest before first."""
    return relations.distances(np.arange(-(length - 1), length))


def chances(scores: Floats) -> Floats:
    """Return the logarithms of probabilities that rows of scores stand for.

    >>> np.exp(chances(np.array([[0.0, 0.0]]))).tolist()
    [[0.5, 0.5]]
    """
    shifted = scores - scores.max(1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(1, keepdims=True)))


@lru_cache(maxsize=2)
def load(rules: Rules) -> Network:
    """Return the network that ships with the package."""
    with resources.files("riwaya.statements").joinpath(WEIGHTS).open("rb") as file, np.load(file) as weights:
        return Network(dict(weights), rules)


@lru_cache(maxsize=1)
def version() -> str:
    """Return a digest of the weights that ship with the package."""
    return hashlib.sha256(resources.files("riwaya.statements").joinpath(WEIGHTS).read_bytes()).hexdigest()[:12]
