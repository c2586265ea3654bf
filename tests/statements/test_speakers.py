"""Who speaks: names as they are worded, and the fullest one for everybody."""

from __future__ import annotations

import importlib
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.statements.invented import TEXTS, draft_of, obvious, passage_of, tokens_of

from riwaya import rules as tables
from riwaya import statements
from riwaya.arabic import fold
from riwaya.model import Kind
from riwaya.statements import relations, speakers
from riwaya.statements.attributions import Attributions
from riwaya.statements.drafts import Draft
from riwaya.statements.lexicon import compiled
from riwaya.statements.relations import Mention
from riwaya.statements.speakers import REACH, Speakers, settle, worded

PASSAGE = passage_of("قال سامي إن الطريق مفتوح")

# -- worded ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "phrase", "name"),
    [
        ("قال سامي نعمان إن", "سامي نعمان", "سامي نعمان"),
        ("قالت  صحيفة   «الميناء»  إن", "صحيفة «الميناء»", "صحيفة الميناء"),
        ('قال "أبو سالم" إن', '"أبو سالم"', "أبو سالم"),
        ("قالت منظمة الشاطئ (بحر) إن", "منظمة الشاطئ (بحر)", "منظمة الشاطئ بحر"),
        ("قال مُؤمن الأحمد إن", "مؤمن الأحمد", "مؤمن الأحمد"),
        ("قال سامي، نعمان إن", "سامي، نعمان", "سامي، نعمان"),
        ("قال سامي\nنعمان إن", "سامي\nنعمان", "سامي نعمان"),
        ("قال «» إن", "«»", None),
        ("قال () إن", "()", None),
    ],
)
def test_worded(text: str, phrase: str, name: str | None) -> None:
    passage = passage_of(text)
    assert worded(passage, tokens_of(passage, phrase)) == name


@given(TEXTS.filter(str.strip), some.data())
def test_any_tokens_are_worded(text: str, data: some.DataObject) -> None:
    passage = passage_of(text)
    first = data.draw(some.integers(0, len(passage.words) - 1))
    last = data.draw(some.integers(first + 1, len(passage.words)))
    name = worded(passage, (first, last))
    assert name is None or (name and name == " ".join(name.split()))
    assert name is not None or not any(passage.is_word(index) for index in range(first, last))


# -- settle ------------------------------------------------------------------------------------------------------------

Said = tuple[str | None, Kind | None]


def said(*told: Said) -> list[Draft]:
    return [draft_of(PASSAGE, "الطريق مفتوح", cue="قال", kind=kind, speaker=speaker) for speaker, kind in told]


@pytest.mark.parametrize(
    ("told", "settled"),
    [
        ([], []),
        ([("سامي نعمان", "person"), ("نعمان", "person")], ["سامي نعمان"] * 2),
        ([("نعمان", "person"), ("سامي نعمان", "person")], ["سامي نعمان"] * 2),
        ([("نعمان", None), ("سامي نعمان", "person")], ["سامي نعمان"] * 2),
        ([("سامي نعمان", None), ("نعمان", None)], ["سامي نعمان"] * 2),
        # the fullest of names that hold each other
        ([("نعمان", "person"), ("سامي نعمان", "person"), ("سامي ناصر نعمان", "person")], ["سامي ناصر نعمان"] * 3),
        # two of that name: nobody knows who is meant
        (
            [("سامي نعمان", "person"), ("ناصر نعمان", "person"), ("نعمان", "person")],
            ["سامي نعمان", "ناصر نعمان", "نعمان"],
        ),
        # the first wording of the same words
        (
            [("أحمد نعمان", "person"), ("احمد نعمان", "person"), ("نعمان", "person")],
            ["أحمد نعمان", "احمد نعمان", "أحمد نعمان"],
        ),
        ([("نعمان", "person"), ("نعمان", "person")], ["نعمان", "نعمان"]),
        ([("سامي نعمان", "person"), ("ناصر", "person")], ["سامي نعمان", "ناصر"]),
        # persons only with persons
        ([("وزارة النقل", "organisation"), ("النقل", "person")], ["وزارة النقل", "النقل"]),
        ([("مصدر أمني رفيع", "unnamed"), ("مصدر أمني", "unnamed")], ["مصدر أمني رفيع", "مصدر أمني"]),
        ([("بيان الوزارة", "document"), ("بيان", "document")], ["بيان الوزارة", "بيان"]),
        # of a body or outlet, one word is no name yet
        ([("وزارة النقل", "organisation"), ("وزارة", "organisation")], ["وزارة النقل", "وزارة"]),
        # nobody is told
        ([("سامي نعمان", "person"), (None, "person"), (None, None)], ["سامي نعمان", None, None]),
    ],
)
def test_settle(told: list[Said], settled: list[str | None]) -> None:
    drafts = said(*told)
    settle(drafts)
    assert [draft.speaker for draft in drafts] == settled


NAMES = some.lists(some.sampled_from(["سامي", "نعمان", "ناصر", "أحمد"]), min_size=1, max_size=3, unique=True).map(
    " ".join
)
KINDS: some.SearchStrategy[Kind | None] = some.sampled_from(["person", "organisation", "unnamed", None])


@given(some.lists(some.tuples(some.none() | NAMES, KINDS), max_size=8))
def test_a_settled_name_holds_the_one_before(told: list[Said]) -> None:
    drafts = said(*told)
    settle(drafts)
    for draft, (speaker, kind) in zip(drafts, told, strict=True):
        assert (draft.speaker is None) == (speaker is None)
        if speaker and draft.speaker:
            assert set(fold(speaker).split()) <= set(fold(draft.speaker).split())
            assert draft.speaker in {name for name, _ in told}
            assert kind != "unnamed" or draft.speaker == speaker
    once = [draft.speaker for draft in drafts]
    settle(drafts)
    assert [draft.speaker for draft in drafts] == once


# -- one after the other, with the network made by hand ----------------------------------------------------------------


def named(text: str, **biases: float) -> list[str | None]:
    """Return who speaks, where the network leans to what is given: ``earlier``, ``unstated`` or ``name``."""
    network = obvious(tables.load())
    network.weights["unstated.bias"][0] = biases.get("unstated", -99)
    network.weights["earlier_bias.bias"][0] = biases.get("earlier", -99)
    passage = passage_of(text)
    tokens = network.read(passage)
    drafts = Attributions(network, compiled(tables.load())).read(tokens)
    Speakers(network).name(tokens, drafts)
    return [draft.speaker for draft in drafts]


TWO = "قال سامي إن الطريق مفتوح. وأكد ناصر أن الجسر سليم."


def test_the_name_beside_each_cue() -> None:
    assert named(TWO) == ["سامي", "ناصر"]


def test_nobody_is_told() -> None:
    assert named(TWO, unstated=99) == [None, None]


def test_the_speaker_of_an_earlier_statement() -> None:
    """The first statement has none before it."""
    assert named(TWO, earlier=99)[0] == "سامي"


def test_no_drafts_have_no_speakers() -> None:
    network = obvious(tables.load())
    Speakers(network).name(network.read(passage_of("")), [])
    assert named("الجسر سليم.") == []


def test_chances_of_statements_shrink_with_what_is_not_sure_of_speakers() -> None:
    network = obvious(tables.load())
    tokens = network.read(passage_of(TWO))
    drafts = Attributions(network, compiled(tables.load())).read(tokens)
    before = [draft.chance for draft in drafts]
    Speakers(network).name(tokens, drafts)
    assert all(0 < draft.chance <= chance * 1.001 for draft, chance in zip(drafts, before, strict=True))


def test_many_statements_are_named_within_reach() -> None:
    text = "قال سامي إن الطريق مفتوح. " * (3 * REACH)
    assert named(text) == ["سامي"] * (3 * REACH)
    assert named(text, earlier=99) == ["سامي"] * (3 * REACH)


def test_statements_of_two_parts_of_an_article_are_not_one_within_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens and sentences are counted anew in each part; how two statements stand to each other is not."""
    rules, codes = tables.load(), []

    def pair(one: Mention, earlier: Mention, distance: int, *, latest: bool) -> tuple[int, ...]:
        codes.append(relations.pair(one, earlier, distance, latest=latest))
        return codes[-1]

    monkeypatch.setattr(speakers, "relations", SimpleNamespace(**vars(relations) | {"pair": pair}))
    monkeypatch.setattr(importlib.import_module("riwaya.statements.sections"), "LONGEST", 12)
    text = "قال سامي إن الطريق مفتوح. صباح يوم الأحد الماضي قال سامي إن الجسر سليم."
    assert len(statements.find(text, rules, network=obvious(rules))) == 2
    [(steps, _, _, nested, _)] = codes
    assert steps == 1, "the next statement, one sentence on"
    assert nested == 0
