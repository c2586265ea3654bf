"""How two places of a text stand to each other."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as some
from tests.statements.invented import FEW, TEXTS, layout_of, mention_of, passage_of, tokens_of

from riwaya import rules as tables
from riwaya.arabic import fold
from riwaya.statements import relations
from riwaya.statements.lexicon import compiled
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
)

LEXICON = compiled(FEW)
# Tokens: قال 0 : 1 « 2 نعم 3 لا 4 » 5 . 6 وأكد 7 « 8 هذا 9 » 10 ذلك 11
SPOKEN = "قال: «نعم لا». وأكد «هذا» ذلك"
NO_CUES, SOME_CUES = relations.passed(12, []), relations.passed(12, [0, 7])


def mention(
    anchor: int = 0,
    *,
    sentence: int = 0,
    content: Range = (2, 4),
    source: Range | None = None,
    agrees: tuple[str, str] = ("", ""),
    words: str = "",
    proper: bool = False,
    known: str = "",
) -> Mention:
    return mention_of(
        anchor,
        content,
        source,
        sentence=sentence,
        gender=agrees[0],
        number=agrees[1],
        words=frozenset(words.split()),
        proper=proper,
        known=frozenset(known.split()),
    )


# -- distances ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("offsets", "steps"),
    [
        ([0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5]),
        ([6, 7, 8, 10, 14, 15, 20, 28, 29], [6, 6, 7, 8, 8, 9, 10, 10, 11]),
        ([113, 114, 1_000, 1_000_000], [14, 15, 15, 15]),
        ([-1, -5, -6, -8, -1_000], [17, 21, 22, 23, 31]),
        ([], []),
    ],
)
def test_distances(offsets: list[int], steps: list[int]) -> None:
    assert relations.distances(np.array(offsets, np.int64)).tolist() == steps


def test_distances_grow_and_are_as_far_to_both_sides() -> None:
    after = relations.distances(np.arange(1, 3_000))
    assert (np.diff(after) >= 0).all()
    assert np.array_equal(relations.distances(-np.arange(1, 3_000)), after + DISTANCES // 2)
    assert set(relations.distances(np.arange(-3_000, 3_000)).tolist()) == {*range(16), *range(17, DISTANCES)}


# -- in a passage ------------------------------------------------------------------------------------------------------


def codes(
    found: np.ndarray[tuple[int, ...], np.dtype[np.int64]], relations_of_quotations: int
) -> list[tuple[int, int]]:
    """Return how many sentences lie between, and the rest."""
    return [(code // relations_of_quotations - 3, code % relations_of_quotations) for code in found.ravel().tolist()]


@pytest.mark.parametrize(
    ("anchor", "told"),
    [
        # outside 0, in the same quotation 1, in a later one 2, in an earlier one 3
        (0, [(0, 0), (0, 0), (0, 2), (0, 2), (0, 2), (0, 2), (1, 0), (1, 0), (1, 2), (1, 2), (1, 2), (1, 0)]),
        (3, [(0, 0), (0, 0), (0, 1), (0, 1), (0, 1), (0, 1), (1, 0), (1, 0), (1, 2), (1, 2), (1, 2), (1, 0)]),
        (9, [(-1, 0), (-1, 0), *[(-1, 3)] * 4, (0, 0), (0, 0), (0, 1), (0, 1), (0, 1), (0, 0)]),
    ],
)
def test_from_cue(anchor: int, told: list[tuple[int, int]]) -> None:
    layout = layout_of(passage_of(SPOKEN))
    found = relations.from_cue(layout, np.array([[anchor]]), np.arange(12)[None], NO_CUES)
    assert codes(found // CROSSED, 4) == told
    assert not (found % CROSSED).any()


@pytest.mark.parametrize(
    ("start", "told"),
    [
        # from outside: outside 0, in a quotation 4; from inside: outside 3, inside 1, before the closing mark 2, in another one 5
        (0, [(0, 0), (0, 0), (0, 4), (0, 4), (0, 4), (0, 4), (1, 0), (1, 0), (1, 4), (1, 4), (1, 4), (1, 0)]),
        (3, [(0, 3), (0, 3), (0, 1), (0, 1), (0, 2), (0, 1), (1, 3), (1, 3), (1, 5), (1, 5), (1, 5), (1, 3)]),
        (9, [(-1, 3), (-1, 3), *[(-1, 5)] * 4, (0, 3), (0, 3), (0, 1), (0, 2), (0, 1), (0, 3)]),
    ],
)
def test_from_start(start: int, told: list[tuple[int, int]]) -> None:
    layout = layout_of(passage_of(SPOKEN))
    found = relations.from_start(layout, np.array([[start]]), np.arange(12)[None], NO_CUES)
    assert codes(found // CROSSED, 6) == told
    assert not (found % CROSSED).any()


@pytest.mark.parametrize(
    ("cues", "passed"),
    [([], [0, 0, 0, 0]), ([0], [0, 1, 1, 1]), ([2], [0, 0, 0, 1]), ([0, 1, 2], [0, 1, 2, 3])],
)
def test_passed(cues: list[int], passed: list[int]) -> None:
    assert relations.passed(3, cues).tolist() == passed


@pytest.mark.parametrize(
    ("anchor", "crossed"),
    [
        # cues at 0, 3, 5 and 9: those between, and the token itself if it is one
        (0, [0, 0, 0, 1, 1, 2, 2, 2, 2, 2, 2, 2]),
        (5, [2, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1]),
        (9, [2, 2, 2, 2, 1, 1, 0, 0, 0, 0, 0, 0]),
    ],
)
def test_cues_between_a_cue_and_a_token_are_counted(anchor: int, crossed: list[int]) -> None:
    layout, passed = layout_of(passage_of(SPOKEN)), relations.passed(12, [0, 3, 5, 9])
    found = relations.from_cue(layout, np.array([[anchor]]), np.arange(12)[None], passed)
    assert (found[0] % CROSSED).tolist() == crossed


@pytest.mark.parametrize(
    ("start", "crossed"),
    [(1, [0, 0, 0, 1, 1, 2, 2, 2, 2, 2, 2, 2]), (5, [0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2]), (10, [0] * 12)],
)
def test_cues_between_a_start_and_an_end_are_counted(start: int, crossed: list[int]) -> None:
    layout, passed = layout_of(passage_of(SPOKEN)), relations.passed(12, [0, 3, 5, 9])
    found = relations.from_start(layout, np.array([[start]]), np.arange(12)[None], passed)
    assert (found[0] % CROSSED).tolist() == crossed


def test_several_rows_at_once_are_those_of_each() -> None:
    layout = layout_of(passage_of(SPOKEN))
    tokens = np.broadcast_to(np.arange(12), (12, 12))
    for relation in (relations.from_cue, relations.from_start):
        together = relation(layout, np.arange(12)[:, None], tokens, SOME_CUES)
        for row in range(12):
            assert np.array_equal(together[row], relation(layout, np.array([[row]]), tokens[:1], SOME_CUES)[0])


def test_sentences_far_away_are_all_the_same() -> None:
    layout = layout_of(passage_of("نعم. " * 12))
    tokens = np.arange(0, 24, 2)
    found = relations.from_cue(layout, np.array([[12]]), tokens[None], relations.passed(24, []))
    steps = [step for step, _ in codes(found // CROSSED, 4)]
    assert steps == [-3, -3, -3, -3, -2, -1, 0, 1, 2, 3, 4, 4]


# Tokens: أكد 0 الوزير 1 سامي 2 النعمان 3 أن 4 الجسر 5 مغلق 6 . 7 قال 8 سامي 9 إن 10
NAMED = "أكد الوزير سامي النعمان أن الجسر مغلق. قال سامي إن"


@pytest.mark.parametrize(
    ("one", "same", "relation"),
    [
        # in an earlier statement's source 3, first of its own 1, in its own 2, elsewhere the word that its own begins with 4 or 5
        (mention(0, source=(1, 4)), [], [0, 1, 2, 2, 0, 0, 0, 0, 0, 0, 0]),
        (mention(8, sentence=1, source=(9, 10)), [2, 9], [0, 3, 5, 3, 0, 0, 0, 0, 0, 1, 0]),
        (mention(8, sentence=1, source=(9, 10)), [0, 9], [4, 3, 3, 3, 0, 0, 0, 0, 0, 1, 0]),
        (mention(8, sentence=1), [], [0, 3, 3, 3, 0, 0, 0, 0, 0, 0, 0]),
    ],
)
def test_to_name(one: Mention, same: list[int], relation: list[int]) -> None:
    layout = layout_of(passage_of(NAMED))
    sourced = np.array([11, 0, 0, 0, 11, 11, 11, 11, 11, 8, 11])
    found = codes(relations.to_name(layout, one, sourced, same), 6)
    assert [code for _, code in found] == relation
    assert [step for step, _ in found] == [number - one.sentence for number in [0] * 7 + [1] * 4]


@pytest.mark.parametrize(
    ("text", "sources", "found"),
    [
        ("قالت شركة النور إن المصنع مغلق. وأعلنت الشركة ذلك.", ["شركة النور", "الشركة"], [["شركة", "الشركة"]] * 2),
        ("قالت الشركة إن المصنع مغلق. وأعلنت شركة النور ذلك.", ["شركة النور", None], [["الشركة", "شركة"], []]),
        ("قال سامي إن المصنع مغلق. وأكد ناصر ذلك.", ["سامي", "ناصر"], [["سامي"], ["ناصر"]]),
        ("قال سامي إن المصنع مغلق.", [None], [[]]),
        ("قال سامي إن المصنع مغلق.", [], []),
    ],
)
def test_alike(text: str, sources: list[str | None], found: list[list[str]]) -> None:
    passage = passage_of(text)
    mentions = [mention(source=tokens_of(passage, source) if source else None) for source in sources]
    places = relations.alike(passage, mentions)
    assert [[passage.words[index] for index in each] for each in places] == [
        [fold(word) for word in each] for each in found
    ]


@pytest.mark.parametrize(
    ("sources", "found"),
    [
        ([], [5, 5, 5, 5, 5]),
        ([None], [5, 5, 5, 5, 5]),
        ([(1, 3)], [5, 0, 0, 5, 5]),
        ([(1, 3), None, (2, 5)], [5, 0, 0, 2, 2]),  # the first of two
    ],
)
def test_first_sources(sources: list[Range | None], found: list[int]) -> None:
    mentions = [mention(number, source=source) for number, source in enumerate(sources)]
    assert relations.first_sources(5, mentions).tolist() == found


@pytest.mark.parametrize(
    ("source", "start", "relation"),
    [
        ((1, 4), 1, [0, 1, 1, 2, 0, 0, 0, 0, 0, 0, 0]),
        ((9, 10), 9, [0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0]),
        (None, 1, [0] * 11),
    ],
)
def test_in_name(source: Range | None, start: int, relation: list[int]) -> None:
    layout = layout_of(passage_of(NAMED))
    found = codes(relations.in_name(layout, mention(8, source=source), start, np.arange(11)), 6)
    assert [code for _, code in found] == relation
    assert [step for step, _ in found] == [number - (start > 7) for number in [0] * 7 + [1] * 4]


# -- statements --------------------------------------------------------------------------------------------------------

SOURCE = (1, 2)


@pytest.mark.parametrize(
    ("one", "earlier", "distance", "latest", "codes"),
    [
        # how many statements and sentences lie between
        (mention(9), mention(), 1, False, (0, 0, 0, 2, 0)),
        (mention(9, sentence=1), mention(), 1, False, (1, 0, 0, 0, 0)),
        (mention(9, sentence=2), mention(), 2, False, (4 + 2, 0, 0, 0, 0)),
        (mention(9, sentence=9), mention(), 3, False, (8 + 3, 0, 0, 0, 0)),
        (mention(9, sentence=9), mention(sentence=8), 5, False, (12 + 1, 0, 0, 0, 0)),
        (mention(9, sentence=9), mention(), 6, False, (16 + 3, 0, 0, 0, 0)),
        (mention(9, sentence=9), mention(), 99, False, (16 + 3, 0, 0, 0, 0)),
        # what the cues agree with
        (mention(9, agrees=("m", "s")), mention(agrees=("m", "s")), 1, False, (0, 3 + 1, 0, 2, 0)),
        (mention(9, agrees=("m", "s")), mention(agrees=("f", "p")), 1, False, (0, 6 + 2, 0, 2, 0)),
        (mention(9, agrees=("f", "")), mention(agrees=("f", "p")), 1, False, (0, 3, 0, 2, 0)),
        # words that the names share: none, some, and all the words of the later one
        (mention(9, source=SOURCE, words="سامي"), mention(known="ناصر"), 1, False, (0, 0, 1, 2, 2)),
        (mention(9, source=SOURCE, words="وزير سامي"), mention(known="سامي نعمان"), 1, False, (0, 0, 2, 2, 2)),
        (mention(9, source=SOURCE, words="نعمان"), mention(known="سامي نعمان"), 1, False, (0, 0, 3, 2, 2)),
        (mention(9, words="نعمان"), mention(known="سامي نعمان"), 1, False, (0, 0, 0, 2, 0)),
        # none, although the later one begins like a name
        (mention(9, source=SOURCE, words="سامي", proper=True), mention(known="ناصر"), 1, False, (0, 0, 4, 2, 2)),
        (mention(9, source=SOURCE, words="سامي", proper=True), mention(known="سامي"), 1, False, (0, 0, 3, 2, 2)),
        # one within the other
        (mention(3), mention(content=(2, 6)), 1, False, (0, 0, 0, 1, 0)),
        (mention(6), mention(content=(2, 6)), 1, False, (0, 0, 0, 2, 0)),
        (mention(3, sentence=1), mention(content=(2, 6)), 1, False, (1, 0, 0, 1, 0)),
        # which of them have a source
        (mention(9), mention(source=SOURCE), 1, False, (0, 0, 0, 2, 1)),
        (mention(9), mention(source=SOURCE), 1, True, (0, 0, 0, 2, 5)),
        (mention(9, source=SOURCE, words="سامي"), mention(source=SOURCE), 1, True, (0, 0, 1, 2, 7)),
    ],
)
def test_pair(
    one: Mention, earlier: Mention, distance: int, latest: bool, codes: tuple[int, int, int, int, int]
) -> None:
    assert relations.pair(one, earlier, distance, latest=latest) == codes


@pytest.mark.parametrize(
    ("text", "phrase", "words"),
    [
        ("قال الوزير سامي", "الوزير سامي", {"وزير", "سامي"}),
        ("قال «سامي»", "«سامي»", {"سامي"}),
        ("وصل ألفا", "ألفا", {"الفا"}),  # too short for an article
        ("وصل الفارس", "الفارس", {"فارس"}),
        ("وصل 12 رجلا", "12 رجلا", {"12", "رجلا"}),
        ("قال: نعم", ":", set()),
    ],
)
def test_plain(text: str, phrase: str, words: set[str]) -> None:
    passage = passage_of(text)
    assert relations.plain(passage, tokens_of(passage, phrase)) == words


@pytest.mark.parametrize(
    ("cue", "source", "agrees", "sentence", "proper"),
    [
        ("أكد", "الوزير سامي النعمان", ("m", "s"), 0, False),
        ("قال", "سامي", ("m", "s"), 1, True),
        ("الجسر", None, ("", ""), 0, False),
    ],
)
def test_mention(cue: str, source: str | None, agrees: tuple[str, str], sentence: int, *, proper: bool) -> None:
    passage = passage_of(NAMED)
    [anchor, _], content = tokens_of(passage, cue), (5, 7)
    told = tokens_of(passage, source) if source else None
    found = relations.mention(passage, layout_of(passage), LEXICON, anchor, (content, told))
    assert (found.anchor, found.sentence, found.content, found.source) == (anchor, sentence, content, told)
    assert (found.gender, found.number) == agrees
    assert found.words == (relations.plain(passage, told) if told else frozenset())
    assert found.known == frozenset()
    assert found.proper is proper


@pytest.mark.parametrize(
    ("source", "proper"),
    [
        ("سامي نعمان", True),
        ("«مدار»", True),
        ("الشركة", False),
        ("وزير النقل", False),
        ("مصادر", False),
        ("12", False),
    ],
)
def test_what_begins_like_a_name(source: str, *, proper: bool) -> None:
    passage = passage_of(f"قال {source} إن الجسر مغلق")
    found = relations.mention(
        passage, layout_of(passage), compiled(tables.load()), 0, ((3, 5), tokens_of(passage, source))
    )
    assert found.proper is proper


# -- laws --------------------------------------------------------------------------------------------------------------


@given(TEXTS.filter(str.strip), some.data())
def test_codes_are_places_in_what_is_learned(text: str, data: some.DataObject) -> None:
    passage = passage_of(text)
    layout, size = layout_of(passage), len(passage.words)
    assume(size)  # there are characters that nobody sees
    tokens, spot = np.arange(size), some.integers(0, size - 1)
    anchor, start, end = data.draw(spot), data.draw(spot), data.draw(spot)
    source = data.draw(some.none() | some.just((min(start, end), max(start, end) + 1)))
    one = mention(anchor, sentence=int(layout.sentences[anchor]), source=source)
    sourced = np.array(data.draw(some.lists(some.integers(0, size), min_size=size, max_size=size)))
    [same] = relations.alike(passage, [one])
    cues = relations.passed(size, sorted(data.draw(some.sets(spot))))
    for found, limit in (
        (relations.distances(tokens - anchor), DISTANCES),
        (relations.from_cue(layout, np.array([[anchor]]), tokens[None], cues)[0], FROM_CUE),
        (relations.from_start(layout, np.array([[start]]), tokens[None], cues)[0], FROM_START),
        (relations.to_name(layout, one, sourced, same), TO_NAME),
        (relations.in_name(layout, one, start, tokens), IN_NAME),
    ):
        assert found.shape == (size,)
        assert ((found >= 0) & (found < limit)).all()


MENTIONS = some.builds(
    mention,
    some.integers(0, 20),
    sentence=some.integers(0, 9),
    content=some.tuples(some.integers(0, 20), some.integers(0, 20)),
    source=some.none() | some.just(SOURCE),
    agrees=some.tuples(some.sampled_from(["m", "f", ""]), some.sampled_from(["s", "d", "p", ""])),
    words=some.sampled_from(["", "سامي", "سامي نعمان"]),
    known=some.sampled_from(["", "سامي", "سامي نعمان"]),
)


@given(MENTIONS, MENTIONS, some.integers(1, 40), some.booleans())
def test_codes_of_pairs_are_places_in_what_is_learned(
    one: Mention, earlier: Mention, distance: int, latest: bool
) -> None:
    found = relations.pair(one, earlier, distance, latest=latest)
    assert all(0 <= code < values for code, values in zip(found, PAIR, strict=True))


@given(TEXTS)
def test_a_layout_says_of_each_token_where_its_quotation_ends(text: str) -> None:
    passage = passage_of(text)
    layout: Layout = layout_of(passage)
    assert len(layout.sentences) == len(layout.quoted) == len(layout.lasts) == len(passage.words)
    for number, last in zip(layout.quoted.tolist(), layout.lasts.tolist(), strict=True):
        assert last == (passage.quotations[number].last if number >= 0 else -1)
    assert all(before <= after for before, after in itertools.pairwise(layout.sentences.tolist()))
