"""The network multiplies as it should, and its weights fit the tables."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.statements.invented import FEW, TEXTS, Weights, nothing, passage_of

from riwaya import rules as tables
from riwaya.statements.features import BUCKETS, PHRASES, Names, parts, places, spellings
from riwaya.statements.lexicon import compiled
from riwaya.statements.network import Network, Pointer, chances, load
from riwaya.statements.passages import Passage
from riwaya.statements.relations import DISTANCES, distances

MODULE = importlib.import_module("riwaya.statements.network")
LISTED = ["", "word:قال", "word:جسر", "act:say", "class:role", "bare:role", "mark:stop", "name"]
ARRAYS = {"names", "dilations", "certainties", "embedding.scale"}


def chanced(seed: int, layers: int = 2) -> Weights:
    """Return weights drawn by chance, of small whole numbers and halves."""
    draw = np.random.default_rng(seed)
    weights = nothing(LISTED, layers=layers)
    for name, array in weights.items():
        if name == "embedding.scale":
            weights[name] = draw.choice([0.25, 0.5], len(array)).astype(np.float16)
        elif name == "embedding.weight":
            weights[name] = draw.integers(-3, 4, array.shape).astype(np.int8)
        elif name not in ARRAYS:
            weights[name] = (draw.integers(-4, 5, array.shape) / 4).astype(np.float32)
    return weights


NETWORK = Network(chanced(1), FEW)

# -- the same in plain Python ------------------------------------------------------------------------------------------


def dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(left * right for left, right in zip(one, other, strict=True))


def normed(state: Sequence[float], gain: Sequence[float]) -> list[float]:
    size = (dot(state, state) / len(state) + 1e-5) ** 0.5
    return [value / size * each for value, each in zip(state, gain, strict=True)]


def summed(weights: Weights, word: str, surface: str) -> list[float]:
    names = list(Names(compiled(FEW)).of(word))
    rows = [LISTED.index(name) for name in names if name in LISTED]
    rows += [len(LISTED) + part for part in parts(word, surface)]
    if f"word:{word}" not in LISTED:
        rows.append(0)
    table, scale = weights["embedding.weight"], weights["embedding.scale"]
    return [sum(float(table[row, at]) * float(scale[row]) for row in rows) for at in range(table.shape[1])]


def states_of(weights: Weights, passage: Passage) -> list[list[float]]:
    entry, bias = weights["entry.weight"].tolist(), weights["entry.bias"].tolist()
    where = places(passage, compiled(FEW)).tolist()
    states = []
    for word, surface, place in zip(passage.words, spellings(passage), where, strict=True):
        seen = summed(weights, word, surface) + place
        states.append([dot(row, seen) + level for row, level in zip(entry, bias, strict=True)])
    for number, step in enumerate(weights["dilations"].tolist()):
        kernel, bias = weights[f"layers.{number}.weight"].tolist(), weights[f"layers.{number}.bias"].tolist()
        before = [normed(state, weights[f"norms.{number}.gain"].tolist()) for state in states]
        for index, state in enumerate(states):
            around = [before[at] if 0 <= at < len(before) else None for at in (index - step, index, index + step)]
            for out, taps in enumerate(kernel):
                change = bias[out] + sum(
                    dot([tap[place] for tap in taps], there) for place, there in enumerate(around) if there is not None
                )
                state[out] += max(change, 0)
    return [normed(state, weights["exit.gain"].tolist()) for state in states]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("layers", [0, 1, 4])
@pytest.mark.parametrize(
    "text", ["قال", "الوزير سامي.", "قال الوزير: «نعم، عاد كل شيء إلى مكانه. نعم»\nلا صحة (12 BBC) في إشارة إلى جسر"]
)
def test_states_are_what_plain_python_makes_of_them(seed: int, layers: int, text: str) -> None:
    weights, passage = chanced(seed, layers), passage_of(text)
    states = Network(weights, FEW).read(passage).states
    assert states.dtype == np.float32
    assert np.allclose(states, states_of(weights, passage), atol=1e-3)


@pytest.mark.parametrize("seed", range(3))
def test_scores_are_what_plain_python_makes_of_them(seed: int) -> None:
    draw = np.random.default_rng(seed)
    weights, relations = chanced(seed), 32
    states, query = draw.normal(size=(50, 3)).astype(np.float32), draw.normal(size=(4, 3)).astype(np.float32)
    at, relation = draw.integers(0, 50, 4), draw.integers(0, relations, (4, 50))
    scores = Pointer(weights, "starts.content")(states, query, at, relation)

    def array(name: str) -> list[list[float]]:
        found: list[list[float]] = weights[f"starts.content.{name}"].tolist()
        return found

    keys, key_bias, bias = array("keys.weight"), weights["starts.content.keys.bias"].tolist(), array("bias.weight")[0]
    level = float(weights["starts.content.bias.bias"][0])
    for number in range(4):
        asked = [dot(row, query[number]) for row in array("query.weight")]
        asked = [one + other for one, other in zip(asked, weights["starts.content.query.bias"].tolist(), strict=True)]
        for token in range(50):
            key = [dot(row, states[token]) + other for row, other in zip(keys, key_bias, strict=True)]
            expected = dot(asked[:2], key) / 2**0.5 + dot(bias, states[token]) + level
            expected += asked[2 + int(distances(np.array(token - at[number])))]
            expected += asked[2 + DISTANCES + int(relation[number, token])]
            assert scores[number, token] == pytest.approx(expected, abs=1e-4)


# -- by hand -----------------------------------------------------------------------------------------------------------


def test_a_pointer_at_what_is_near() -> None:
    """What counts is that a token stands two after the one that distances are measured from."""
    weights = nothing([""])
    weights["starts.source.query.bias"][2 + 2] = 7
    states, query = np.ones((6, 3), np.float32), np.ones((2, 3), np.float32)
    scores = Pointer(weights, "starts.source")(states, query, np.array([0, 3]), np.zeros((2, 6), np.int64))
    assert scores.tolist() == [[0, 0, 7, 0, 0, 0], [0, 0, 0, 0, 0, 7]]


def test_a_pointer_at_what_is_before() -> None:
    weights = nothing([""])
    weights["starts.source.query.bias"][2 + DISTANCES // 2 + 1] = 7
    states, query = np.ones((4, 3), np.float32), np.ones((2, 3), np.float32)
    scores = Pointer(weights, "starts.source")(states, query, np.array([0, 2]), np.zeros((2, 4), np.int64))
    assert scores.tolist() == [[0, 0, 0, 0], [0, 7, 0, 0]]


def test_a_pointer_at_a_relation() -> None:
    weights = nothing([""])
    weights["starts.source.query.bias"][2 + DISTANCES + 5] = 7
    states, query = np.ones((3, 3), np.float32), np.ones((1, 3), np.float32)
    scores = Pointer(weights, "starts.source")(states, query, np.array([0]), np.array([[5, 0, 5]]))
    assert scores.tolist() == [[7, 0, 7]]


def test_a_pointer_at_what_a_token_is() -> None:
    """A query that asks for the first key, which the second value of a state gives; and a level for the third."""
    weights = nothing([""])
    weights["starts.source.query.weight"][0, 0] = 2**0.5
    weights["starts.source.keys.weight"][0, 1] = 3
    weights["starts.source.keys.bias"][0] = 1
    weights["starts.source.bias.weight"][0, 2] = 10
    weights["starts.source.bias.bias"][0] = 100
    states = np.array([[0, 0, 0], [0, 1, 0], [0, 1, 1], [9, 0, 0]], np.float32)
    query = np.array([[1, 0, 0], [0, 5, 5]], np.float32)
    scores = Pointer(weights, "starts.source")(states, query, np.array([0, 0]), np.zeros((2, 4), np.int64))
    assert np.allclose(scores, [[101, 104, 114, 101], [100, 100, 110, 100]], atol=1e-4)


def test_a_state_is_the_sum_of_what_a_word_is() -> None:
    weights = nothing(["", "word:نعم", "mark:stop"], width=3, embedded=2)
    weights["embedding.weight"][[0, 1, 2]] = [[1, 0], [6, 2], [0, 4]]
    weights["embedding.scale"][1] = 0.5
    weights["entry.weight"][[0, 1], [0, 1]] = 1  # the third value stays nothing
    states = Network(weights, FEW).read(passage_of("نعم لا .")).states
    sizes = [(10 / 3) ** 0.5, (1 / 3) ** 0.5, (17 / 3) ** 0.5]
    expected = [[3, 1, 0], [1, 0, 0], [1, 4, 0]]  # a word that is not listed is the first row; a mark, both
    assert np.allclose(states, [[v / size for v in row] for row, size in zip(expected, sizes, strict=True)], atol=1e-4)


def test_a_layer_sees_what_stands_as_far_away_as_it_looks() -> None:
    weights = nothing(["", "word:نعم"], width=2, embedded=1, layers=2)
    weights["embedding.weight"][1] = 1
    weights["entry.weight"][0, 0] = 1
    weights["entry.bias"][0] = 1e-2  # so small beside a word, and still a state of its own
    weights["layers.1.weight"][1, 0] = [1, 0, 0]  # two before
    weights["norms.1.gain"][:] = 3
    weights["layers.1.bias"][1] = -3
    states = Network(weights, FEW).read(passage_of("لا نعم لا لا لا")).states
    assert np.flatnonzero(states[:, 1] > 0).tolist() == [2, 3, 4]
    weights["entry.bias"][0] = 0
    states = Network(weights, FEW).read(passage_of("لا نعم لا لا لا")).states
    assert np.flatnonzero(states[:, 1] > 0).tolist() == [3]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([[0.0]], [[1.0]]),
        ([[5.0, 5.0]], [[0.5, 0.5]]),
        ([[0.0, np.log(3)], [1_000.0, 0.0]], [[0.25, 0.75], [1.0, 0.0]]),
        ([[-1e4, 0.0, -1e4]], [[0.0, 1.0, 0.0]]),
        ([[-1e4, -1e4]], [[0.5, 0.5]]),
    ],
)
def test_chances(scores: list[list[float]], expected: list[list[float]]) -> None:
    assert np.allclose(np.exp(chances(np.array(scores, np.float32))), expected, atol=1e-6)


@given(some.lists(some.lists(some.floats(-50, 50, width=32), min_size=3, max_size=3), min_size=1))
def test_chances_are_shares_in_the_order_of_the_scores(rows: list[list[float]]) -> None:
    scores = np.array(rows, np.float32)
    shares = np.exp(chances(scores).astype(np.float64))
    assert np.allclose(shares.sum(1), 1, atol=1e-4)
    for row, share in zip(scores, shares, strict=True):
        assert share[row.argmax()] == share.max()


def test_linear() -> None:
    weights = nothing([""])
    weights["cue.weight"][0] = [1, 2, 3]
    weights["cue.bias"][0] = 10
    assert Network(weights, FEW).linear("cue", np.array([[1, 1, 1], [0, 1, 0]], np.float32)).tolist() == [[16], [12]]


# -- words that are read ----------------------------------------------------------------------------------------------


def test_an_empty_passage() -> None:
    tokens = NETWORK.read(passage_of(""))
    assert len(tokens) == 0
    assert tokens.states.shape == (0, 3)
    assert tokens.layout.sentences.shape == (0,)


def test_unknown_words_are_told_apart_by_their_parts() -> None:
    one, other, again = NETWORK.read(passage_of("ثثثث ظظظظ ثثثث")).states
    assert not np.allclose(one, other)
    network = Network(nothing(LISTED), FEW)
    assert np.allclose(network.read(passage_of("ثثثث ظظظظ ثثثث")).states, 0)
    assert again.shape == one.shape


@given(some.lists(TEXTS, min_size=1, max_size=5), some.integers(1, 8))
def test_states_do_not_depend_on_what_was_read_before(texts: list[str], remembered: int) -> None:
    """Neither where the memory of words is kept, nor where it is full again and again."""
    used = Network(chanced(2), FEW)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MODULE, "_KNOWN", remembered)
        read = [used.read(passage_of(text)).states for text in texts]
        assert len(used._known) <= remembered
    for text, states in zip(texts, read, strict=True):
        assert np.array_equal(Network(chanced(2), FEW).read(passage_of(text)).states, states)
        assert np.array_equal(used.read(passage_of(text)).states, states)


@given(TEXTS)
def test_each_token_of_any_text_has_a_finite_state(text: str) -> None:
    passage = passage_of(text)
    tokens = NETWORK.read(passage)
    assert tokens.states.shape == (len(passage.words), 3)
    assert len(tokens) == len(passage.words)
    assert np.isfinite(tokens.states).all()


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5, 8, 9, 17])
def test_passages_shorter_than_a_layer_looks(length: int) -> None:
    weights, passage = chanced(4, layers=4), passage_of("نعم " * length)
    assert np.allclose(Network(weights, FEW).read(passage).states, states_of(weights, passage), atol=1e-3)


# -- the weights of the package ---------------------------------------------------------------------------------------


def rows_of_features() -> set[str]:
    return set(load(tables.load())._index)


CLASSES = [row.id for row in tables.load().rows("words") if any(" " not in word for word in row.texts("words"))]
VERBS = [entry.verb for entries in compiled(tables.load()).entries.values() for entry in entries]


@pytest.mark.parametrize("name", CLASSES)
def test_each_class_of_words_has_a_row_of_weights(name: str) -> None:
    assert {f"class:{name}", f"bare:{name}"} & rows_of_features()


@pytest.mark.parametrize("name", sorted({f"act:{verb.act}" for verb in VERBS}))
def test_each_act_has_a_row_of_weights(name: str) -> None:
    assert name in rows_of_features()


@pytest.mark.parametrize("name", sorted({f"flag:{flag}" for verb in VERBS for flag in verb.flags}))
def test_each_flag_of_verbs_has_a_row_of_weights(name: str) -> None:
    assert name in rows_of_features()


def test_the_shapes_of_the_weights() -> None:
    """As the tests make them, and as the code reads them."""
    network = load(tables.load())
    weights = network.weights
    width, keys = len(weights["exit.gain"]), len(weights["earlier_keys.weight"])
    small = nothing([""], width=width, keys=keys, embedded=network._table.shape[1], layers=len(network._dilations))
    assert {name for name in small if not name.startswith(("embedding", "names"))} == set(weights)
    for name, array in weights.items():
        assert name in ("certainties", "dilations") or array.shape == small[name].shape, name
        assert np.isfinite(array).all(), name
    assert network._table.shape[0] == len(network._index) + BUCKETS
    assert np.isfinite(network._table).all()


def test_certainties_grow_with_the_chance() -> None:
    certainties = load(tables.load()).certainties
    assert ((certainties >= 0) & (certainties <= 1)).all()
    assert (np.diff(certainties[:, 0]) > 0).all()
    assert (np.diff(certainties[:, 1]) >= 0).all()


def test_the_tables_of_expressions_have_their_classes() -> None:
    assert set(PHRASES) <= {row.id for row in tables.load().rows("words")}


@settings(max_examples=20)
@given(TEXTS)
def test_the_network_of_the_package_reads_any_text(text: str) -> None:
    tokens = load(tables.load()).read(passage_of(text))
    assert np.isfinite(tokens.states).all()
