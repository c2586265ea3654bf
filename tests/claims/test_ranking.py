"""Claims in the order in which they answer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from riwaya.claims import answers, combined
from riwaya.claims.ranking import Known
from riwaya.model import Appearance, Claim


def claim(*numbers: int) -> Claim:
    return Claim("", numbers[0], tuple(Appearance(number, "asserts") for number in numbers))


def test_words_and_vectors_are_put_on_one_scale() -> None:
    assert combined({1: 10.0, 2: 5.0}, {2: 0.8, 3: 0.4}) == {1: 0.75, 2: 0.625, 3: 0.125}
    assert combined({1: 2.0}, {1: 0.3}) == {1: 1.0}
    assert combined({}, {}) == {}


def test_the_best_statement_leads() -> None:
    assert [each.claim.number for each in answers({1: 0.2, 5: 1.0}, [claim(1, 2), claim(5)])] == [5, 1]


def test_more_that_answers_outdoes_a_little_better() -> None:
    scores = {1: 0.9, 2: 0.9, 3: 0.9, 9: 0.95}
    assert answers(scores, [claim(9), claim(1, 2, 3)])[0].claim.number == 1


def test_what_was_asked_for_leads_in_a_large_claim() -> None:
    [found] = answers({40: 1.0}, [claim(*range(1, 80))], shown=5)
    assert [each.number for each in found.claim.appearances] == [40, 1, 2, 3, 4]


def near(one: int, other: int) -> float:
    """Numbers of one hundred are near each other; an odd one negates an even one."""
    alike = 0.9 if one // 100 == other // 100 else 0.0
    return alike if one % 2 == other % 2 else -alike


def test_a_claim_that_is_near_a_better_one_is_shown_with_it_as_doubtful() -> None:
    known = Known(near, lambda number: number)
    [one, other] = answers({2: 1.0, 4: 0.9, 200: 0.8}, [claim(2), claim(4), claim(200)], known=known)
    assert [(each.number, each.certainty) for each in one.claim.appearances] == [(2, 1.0), (4, 0.45)]
    assert [each.number for each in other.claim.appearances] == [200]


def test_who_is_near_but_negates_stands_on_the_other_side() -> None:
    [found] = answers({2: 1.0, 3: 0.9}, [claim(2), claim(3)], known=Known(near, lambda number: number))
    assert [each.stance for each in found.claim.appearances] == ["asserts", "denies"]


def test_the_same_voice_is_heard_again_behind_the_others() -> None:
    known = Known(near, lambda number: number in {1, 3})
    [found] = answers({1: 1.0, 3: 0.9, 5: 0.8}, [claim(1, 3, 5)], known=known)
    assert [each.number for each in found.claim.appearances] == [1, 5, 3]


def test_what_is_far_fills_the_room_that_is_left() -> None:
    known = Known(lambda one, other: 0.4 if {one, other} == {2, 6} else 0.0, lambda number: number)
    found = answers({2: 1.0, 4: 0.9, 6: 0.8}, [claim(2), claim(4), claim(6)], known=known, limit=2)
    assert [[each.number for each in answer.claim.appearances] for answer in found] == [[2, 6], [4]]


def test_a_large_claim_leaves_room_for_others() -> None:
    found = answers({1: 1.0, 101: 0.9}, [claim(*range(1, 100)), claim(101, 102)])
    assert [len(each.claim.appearances) for each in found] == [56, 2]


@given(
    st.dictionaries(st.integers(0, 30), st.floats(0, 1)),
    st.lists(st.integers(1, 5), min_size=1, max_size=8),
    st.integers(1, 12),
    st.integers(1, 20),
)
def test_no_more_than_asked_for_and_each_once(
    scores: dict[int, float], sizes: list[int], limit: int, shown: int
) -> None:
    starts = [sum(sizes[:place]) for place in range(len(sizes))]
    several = [claim(*range(start, start + size)) for start, size in zip(starts, sizes, strict=True)]
    found = answers(scores, several, limit=limit, shown=shown)
    numbers = [each.number for answer in found for each in answer.claim.appearances]
    assert len(found) <= limit
    assert len(numbers) == len(set(numbers)) <= shown
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert all(answer.claim.appearances for answer in found)
