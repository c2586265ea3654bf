"""Small tables, passages, drafts and weights, all made up: what the tests of this stage are about, and nothing else.

The network made by hand, :func:`obvious`, reads sentences of one shape: a verb, one word that names who speaks, one more
word, and the content to the sentence's end. So what rules make of drafts can be tested whatever was learned.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as some

from riwaya.arabic import bare, fold
from riwaya.model import Act, Kind
from riwaya.rules import Row, Rules
from riwaya.statements.attributions import ACTS, KINDS
from riwaya.statements.drafts import Draft
from riwaya.statements.features import BUCKETS, PLACES, sentence_numbers
from riwaya.statements.network import Network
from riwaya.statements.passages import Passage, cut
from riwaya.statements.relations import (
    CROSSED,
    DISTANCES,
    FROM_CUE,
    FROM_START,
    IN_NAME,
    PAIR,
    TO_NAME,
    Layout,
    Mention,
    Range,
    distances,
)

Weights = dict[str, npt.NDArray[Any]]

# -- tables ------------------------------------------------------------------------------------------------------------


class Tables(Rules):
    """A few rows of each table."""

    def __init__(self, verbs: Sequence[dict[str, object]], classes: dict[str, list[str]]) -> None:
        self._few = {
            "verbs": tuple(Row("verbs", str(verb["id"]), verb) for verb in verbs),
            "words": tuple(Row("words", name, {"id": name, "words": words}) for name, words in classes.items()),
        }

    def rows(self, table: str) -> tuple[Row, ...]:
        return self._few[table]


FEW = Tables(
    [
        {"id": "verb.qala", "root": "قول", "measure": "I", "act": "say", "takes": ["أن", ":"], "comma": True},
        {"id": "verb.akkada", "root": "ءكد", "measure": "II", "act": "confirm", "takes": ["أن", "على", ""]},
        {"id": "verb.nafa", "root": "نفي", "measure": "I", "act": "deny", "takes": ["أن", ""], "noun": True},
        {"id": "verb.itarafa", "root": "عرف", "measure": "VIII", "act": "confirm", "takes": ["ب"]},
        {"id": "verb.talaba", "root": "طلب", "measure": "III", "act": "demand", "takes": ["object ب"]},
    ],
    {
        "role": ["مدير", "وزير"],
        "title": ["وزير"],
        "unnamed": ["مصدر"],
        "organisation": ["وزارة"],
        "media": ["صحيفة"],
        "document": ["بيان"],
        "given_name": ["سامي"],
        "family_name": ["النعمان"],
        "aside": ["في إشارة إلى", "ما يعني أن"],
        "falsity": ["كاذبة", "كاذبة محضة"],
        "link_line": ["رابط الخبر"],
        "untrue": ["لا صحة", "لا صحة له"],
    },
)

# -- passages ----------------------------------------------------------------------------------------------------------

_PIECES = (
    "قال", "وأكد", "نفت", "الوزير", "سامي", "أن", "لا صحة", "في إشارة إلى", "12", "BBC", "مُؤكّد", "«", "»", '"', "“", "”",
    "(", ")", ".", "؟", "،", ":", "\n", "\n\n", "-", "…", "_",
)  # fmt: skip
# Texts that are full of what counts here, and any other ones.
TEXTS = some.lists(some.sampled_from(_PIECES) | some.text(max_size=3), max_size=40).flatmap(
    lambda pieces: some.sampled_from([" ", ""]).map(lambda joint: joint.join(pieces))
)


def passage_of(text: str) -> Passage:
    return cut(bare(text)[0])


def layout_of(passage: Passage) -> Layout:
    return Layout.of(passage, sentence_numbers(passage))


def tokens_of(passage: Passage, words: str) -> Range:
    """Return which tokens the words are, where they stand first."""
    cut_out = cut(words)
    size = len([start for start in cut_out.starts if start < len(words)])  # without the end of what nobody closes
    wanted = cut_out.words[:size]
    [first, *_] = [at for at in range(len(passage.words)) if passage.words[at : at + size] == wanted]
    return first, first + size


# -- drafts ------------------------------------------------------------------------------------------------------------


def mention_of(anchor: int, content: Range, source: Range | None = None, **others: object) -> Mention:
    """Return a statement as a mention; what is not told is nothing."""
    told: dict[str, Any] = {each.name: frozenset() for each in dataclasses.fields(Mention)}
    told |= {
        "sentence": 0,
        "before": 0,
        "gender": "",
        "number": "",
        "anchor": anchor,
        "content": content,
        "source": source,
    }
    return Mention(**told | others)


def draft_of(
    passage: Passage,
    content: str,
    *,
    cue: str | None = None,
    source: str | None = None,
    act: Act = "say",
    kind: Kind | None = None,
    speaker: str | None = None,
    relay: str | None = None,
) -> Draft:
    """Return a draft by the words of its parts; without a cue, the mark before the content is its anchor."""

    def part(words: str | None) -> Range | None:
        return tokens_of(passage, words) if words else None

    place, told, said = tokens_of(passage, content), part(source), part(cue)
    anchor = said[0] if said else place[0] - 1
    draft = Draft(
        anchor, said, act, place, 0, told, None, part(relay), 0.5, mention_of(anchor, place, told), kind, speaker
    )
    draft.name = frozenset(fold(speaker).split()) if speaker else frozenset()
    return draft


# -- weights -----------------------------------------------------------------------------------------------------------


def _linear(name: str, rows: int, columns: int) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    yield f"{name}.weight", np.zeros((rows, columns), np.float32)
    yield f"{name}.bias", np.zeros(rows, np.float32)


def _pointer(name: str, sizes: tuple[int, int], query: int, relations: int) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    width, keys = sizes
    yield from _linear(f"{name}.keys", keys, width)
    yield from _linear(f"{name}.bias", 1, width)
    yield from _linear(f"{name}.query", keys + DISTANCES + relations, query)


def nothing(names: Sequence[str], *, width: int = 3, keys: int = 2, embedded: int = 2, layers: int = 0) -> Weights:
    """Return weights with the names and shapes of the real ones, all zero but the gains."""
    rows = len(names) + BUCKETS
    weights: Weights = {
        "names": np.frombuffer("\0".join(names).encode(), np.uint8),
        "embedding.weight": np.zeros((rows, embedded), np.int8),
        "embedding.scale": np.ones(rows, np.float16),
        "dilations": np.array([1 << number for number in range(layers)], np.int64),
        "certainties": np.array([[0, 0], [1, 1]], np.float16),
        "silent": np.zeros(width, np.float32),
        "exit.gain": np.ones(width, np.float32),
    }
    for number in range(layers):
        weights[f"layers.{number}.weight"] = np.zeros((width, width, 3), np.float32)
        weights[f"layers.{number}.bias"] = np.zeros(width, np.float32)
        weights[f"norms.{number}.gain"] = np.ones(width, np.float32)
    for name, size, columns in (
        ("entry", width, embedded + PLACES), ("cue", 1, width), ("length", 7, width), ("act", len(ACTS), width),
        ("absent.source", 1, width), ("absent.medium", 1, width), ("absent.via", 1, width), ("trim", 3, 2 * width),
        ("kind", len(KINDS), 2 * width), ("unstated", 1, 3 * width), ("earlier_keys", keys, 3 * width),
        ("earlier_bias", 1, 3 * width), ("earlier_query", keys + sum(PAIR), 3 * width),
    ):  # fmt: skip
        weights.update(_linear(name, size, columns))
    for role in ("content", "source", "medium", "via"):
        weights.update(_pointer(f"starts.{role}", (width, keys), width, FROM_CUE))
        weights.update(_pointer(f"ends.{role}", (width, keys), 2 * width, FROM_START))
    weights.update(_pointer("name_start", (width, keys), 3 * width, TO_NAME))
    weights.update(_pointer("name_end", (width, keys), 2 * width, IN_NAME))
    return weights


def obvious(rules: Rules) -> Network:
    """Return the network of this module's first lines."""
    keys = 2
    weights = nothing(["", *(f"act:{act}" for act in ACTS)], width=1 + len(ACTS), embedded=len(ACTS))
    for number in range(len(ACTS)):
        weights["embedding.weight"][1 + number, number] = 1
        weights["entry.weight"][number, number] = 1
        weights["act.weight"][number, number] = 1
        weights["cue.weight"][0, number] = 9
    weights["entry.bias"][-1] = 0.01  # so that no state is nothing
    weights["cue.bias"][0] = -1
    weights["length.bias"][1] = 1
    weights["absent.medium.bias"][0] = weights["absent.via.bias"][0] = 99
    steps = np.arange(DISTANCES // 2)
    same_sentence = slice(keys + DISTANCES + 3 * 6 * CROSSED, keys + DISTANCES + 4 * 6 * CROSSED)
    weights["starts.content.query.bias"][keys + int(distances(np.array(3)))] = 9
    weights["ends.content.query.bias"][keys + steps] = steps
    weights["ends.content.query.bias"][same_sentence] = 99
    weights["starts.source.query.bias"][keys + int(distances(np.array(1)))] = 9
    for name in ("ends.source", "name_start", "name_end"):
        weights[f"{name}.query.bias"][keys] = 9  # no distance
    weights["unstated.bias"][0] = -99
    weights["kind.bias"][KINDS.index("unnamed")] = 1
    return Network(weights, rules)
