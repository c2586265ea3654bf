"""From states to drafts, which draft stands in which, and which only passes on another."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.statements.invented import TEXTS, mention_of, obvious, passage_of

from riwaya import rules as tables
from riwaya.model import Act, Kind
from riwaya.statements.attributions import ACTS, Attributions, nest, without_relays
from riwaya.statements.drafts import Draft
from riwaya.statements.lexicon import compiled
from riwaya.statements.network import load
from riwaya.statements.relations import Range

# -- one in the other --------------------------------------------------------------------------------------------------


def drafts_of(*told: tuple[int, Range]) -> list[Draft]:
    """Return drafts by the first token of the cue, and the content."""
    return [
        Draft(anchor, (anchor, anchor + 1), "say", content, 0, None, None, None, 0.5, mention_of(anchor, content))
        for anchor, content in told
    ]


@pytest.mark.parametrize(
    ("told", "parents"),
    [
        ([], []),
        ([(0, (3, 9))], [None]),
        # side by side
        ([(0, (3, 9)), (10, (12, 15))], [None, None]),
        # one in the other, in any order
        ([(0, (3, 9)), (4, (6, 9))], [None, 0]),
        ([(4, (6, 9)), (0, (3, 9))], [1, None]),
        ([(0, (3, 9)), (3, (5, 8))], [None, 0]),
        # the smallest around
        ([(0, (2, 20)), (3, (5, 20)), (6, (8, 20))], [None, 0, 1]),
        ([(0, (2, 20)), (3, (5, 10)), (12, (14, 20))], [None, 0, 0]),
        # the cue stands outside, or the content goes on, or it began before
        ([(0, (3, 9)), (10, (4, 8))], [None, None]),
        ([(0, (3, 9)), (4, (6, 12))], [None, None]),
        ([(3, (5, 9)), (6, (2, 9))], [1, None]),
        # a cue at the content's end
        ([(0, (3, 9)), (8, (4, 7))], [None, 0]),
        ([(0, (3, 9)), (9, (4, 7))], [None, None]),
        # the same content twice stands in neither
        ([(0, (3, 9)), (5, (3, 9))], [None, None]),
        ([(0, (2, 20)), (1, (2, 20)), (4, (6, 9))], [None, None, 0]),
    ],
)
def test_nest(told: list[tuple[int, Range]], parents: list[int | None]) -> None:
    drafts = drafts_of(*told)
    nest(drafts)
    assert [draft.parent and drafts.index(draft.parent) for draft in drafts] == parents


RANGES = some.tuples(some.integers(0, 12), some.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(some.lists(some.tuples(some.integers(0, 24), RANGES), max_size=8))
def test_whoever_goes_outwards_comes_to_an_end(told: list[tuple[int, Range]]) -> None:
    drafts = drafts_of(*told)
    nest(drafts)
    for draft in drafts:
        around, seen = draft.parent, 0
        while around is not None:
            assert around.content[0] <= draft.content[0] < draft.content[1] <= around.content[1]
            assert around.content != draft.content
            around, seen = around.parent, seen + 1
            assert seen < len(drafts)


# -- who only passes on -----------------------------------------------------------------------------------------------


def same(*told: tuple[Act, Kind | None, Range | None]) -> list[Draft]:
    """Return drafts of one content by act, kind and source."""
    drafts = drafts_of(*[(9 + number, (0, 8)) for number in range(len(told))])
    for draft, (act, kind, source) in zip(drafts, told, strict=True):
        draft.act, draft.kind, draft.source = act, kind, source
    return drafts


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ([], []),
        ([("report", "media", (10, 12))], [(0, None)]),
        ([("say", "person", (10, 12)), ("report", "media", (20, 22))], [(0, (20, 22))]),
        ([("report", "media", (20, 22)), ("say", "person", (10, 12))], [(1, (20, 22))]),
        # two that do not agree, or of whom none is a medium that reports
        ([("deny", "person", (10, 12)), ("report", "media", (20, 22))], [(0, None), (1, None)]),
        ([("decline", "person", (10, 12)), ("report", "media", (20, 22))], [(0, None), (1, None)]),
        ([("say", "person", (10, 12)), ("report", "person", (20, 22))], [(0, None), (1, None)]),
        ([("say", "person", (10, 12)), ("say", "media", (20, 22))], [(0, None), (1, None)]),
        ([("say", "person", (10, 12)), ("report", "media", None)], [(0, None), (1, None)]),
        ([("report", "media", (10, 12)), ("report", "media", (20, 22))], [(0, None), (1, None)]),
        # one has its intermediary already
        (
            [("say", "person", (10, 12)), ("report", "media", (20, 22)), ("report", "media", (30, 32))],
            [(0, (20, 22)), (2, None)],
        ),
        # and the report is of the same outlet
        (
            [("say", "person", (10, 12)), ("report", "media", (20, 22)), ("report", "media", (21, 24))],
            [(0, (20, 22))],
        ),
    ],
)
def test_relay(told: list[tuple[Act, Kind | None, Range | None]], kept: list[tuple[int, Range | None]]) -> None:
    drafts = same(*told)
    assert [(drafts.index(draft), draft.relay) for draft in without_relays(drafts)] == kept


def test_other_contents_are_left_alone() -> None:
    drafts = [*same(("say", "person", (10, 12))), *same(("report", "media", (20, 22)))]
    drafts[1].content = (0, 7)
    assert without_relays(drafts) == drafts


# -- with the network made by hand -------------------------------------------------------------------------------------


def read(text: str) -> list[Draft]:
    rules = tables.load()
    network = obvious(rules)
    return Attributions(network, compiled(rules)).read(network.read(passage_of(text)))


def test_parts_are_where_the_network_points() -> None:
    one, other = read("قال سامي إن الطريق مفتوح. ونفى ناصر أي إغلاق للجسر.")
    assert (one.anchor, one.cue, one.act, one.source, one.content) == (0, (0, 1), "say", (1, 2), (3, 5))
    assert (other.anchor, other.cue, other.act, other.source) == (6, (6, 7), "deny", (7, 8))
    assert other.content == (9, 12)
    for draft in (one, other):
        assert (draft.kind, draft.medium, draft.relay, draft.trim) == ("unnamed", None, None, 0)
        assert 0 < draft.chance < 1
        assert draft.mention.content == draft.content
        assert draft.mention.source == draft.source


def test_a_text_without_cues_has_no_drafts() -> None:
    assert read("الجسر سليم.") == read("") == []


def test_a_part_that_is_absent() -> None:
    rules = tables.load()
    network = obvious(rules)
    network.weights["absent.source.bias"][0] = 99
    network.weights["absent.via.bias"][0] = -99
    [draft] = Attributions(network, compiled(rules)).read(network.read(passage_of("قال سامي إن الطريق مفتوح")))
    assert draft.source is None
    assert draft.kind is None
    assert draft.relay is not None


def test_a_cue_of_no_words() -> None:
    rules = tables.load()
    network = obvious(rules)
    network.weights["length.bias"][:] = [9, 0, 0, 0, 0, 0, 0]
    [draft] = Attributions(network, compiled(rules)).read(network.read(passage_of("قال سامي إن الطريق مفتوح")))
    assert draft.cue is None


def test_a_cue_does_not_go_over_the_end() -> None:
    rules = tables.load()
    network = obvious(rules)
    network.weights["length.bias"][6] = 9
    [draft] = Attributions(network, compiled(rules)).read(network.read(passage_of("نعم قال")))
    assert draft.cue == (1, 2)


@pytest.mark.parametrize("act", ACTS)
def test_each_act_is_read_by_its_own_weights(act: str) -> None:
    """A verb whose forms have no other act."""
    lexicon = compiled(tables.load())
    verbs = {word: {entry.verb.act for entry in entries} for word, entries in lexicon.entries.items()}
    word = next(word for word in sorted(verbs) if verbs[word] == {act} and lexicon.readings(word)[0])
    assert next(draft.act for draft in read(f"{word} سامي إن الطريق مغلق.")) == act


@given(TEXTS)
def test_drafts_of_any_text_lie_in_it(text: str) -> None:
    rules = tables.load()
    for network in (load(rules), obvious(rules)):
        passage = passage_of(text)
        drafts = Attributions(network, compiled(rules)).read(network.read(passage))
        assert all(before.anchor < after.anchor for before, after in itertools.pairwise(drafts))
        for draft in drafts:
            assert 0 < draft.chance <= 1
            for part in (draft.content, draft.cue, draft.source, draft.medium, draft.relay):
                assert part is None or 0 <= part[0] < part[1] <= len(passage.words)
