"""Claims made of matches: what belongs together, who stands where, and laws that hold for any matches."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import matched, put

from riwaya.claims import Judgement, gather
from riwaya.model import Claim, Match, Proposition, Stance

CLOSED = "البلدية أغلقت الجسر القديم أمام المارة"
NOT_CLOSED = "البلدية لم تغلق الجسر القديم أمام المارة"


def same(one: int, other: int, certainty: float = 0.9) -> Match:
    return Match(one, other, "same", certainty)


def contradicts(one: int, other: int, certainty: float = 0.9) -> Match:
    return Match(one, other, "contradicts", certainty)


def numbered(*propositions: Proposition) -> dict[int, Proposition]:
    return dict(enumerate(propositions))


def stances(claim: Claim) -> dict[int, Stance]:
    return {each.number: each.stance for each in claim.appearances}


def together(claims: list[Claim]) -> set[frozenset[int]]:
    return {frozenset(each.number for each in claim.appearances) for claim in claims}


def test_an_assertion_and_its_denial_are_one_claim() -> None:
    [claim] = gather(numbered(put(CLOSED), put(CLOSED, "denies")), [same(0, 1)])
    assert claim.text == CLOSED
    assert stances(claim) == {0: "asserts", 1: "denies"}
    assert claim.contested


def test_the_words_of_a_claim_affirm() -> None:
    [claim] = gather(numbered(put(NOT_CLOSED, negative=True), put(CLOSED)), [contradicts(0, 1)])
    assert claim.text == CLOSED
    assert stances(claim) == {0: "denies", 1: "asserts"}


def test_another_account_contradicts() -> None:
    [claim] = gather(numbered(put("الحريق أوقع 12 قتيلا"), put("الحريق أوقع 30 قتيلا")), [contradicts(0, 1)])
    assert sorted(stances(claim).values()) == ["asserts", "contradicts"]


def test_who_denies_the_opposite_asserts() -> None:
    several = numbered(put(CLOSED), put(CLOSED), put("الجسر القديم مفتوح أمام المارة", "denies"))
    [claim] = gather(several, [same(0, 1), contradicts(0, 2), contradicts(1, 2)])
    assert stances(claim)[2] == "asserts"


@pytest.mark.parametrize("stance", ["asserts", "confirms", "reports", "denies", "declines"])
def test_a_statement_of_the_same_words_keeps_its_stance(stance: Stance) -> None:
    [claim] = gather(numbered(put(CLOSED), put(CLOSED, stance)), [same(0, 1)])
    assert stances(claim)[1] == stance


def test_who_declines_declines_whatever_is_asked() -> None:
    several = numbered(put(CLOSED), put(NOT_CLOSED, "declines", negative=True))
    [claim] = gather(several, [contradicts(0, 1)])
    assert stances(claim)[1] == "declines"


def test_a_rumour_inside_a_denial_passes_the_claim_on_and_makes_it_contested() -> None:
    [claim] = gather(numbered(put(CLOSED, "denies", rumour=True)), [])
    [appearance] = claim.appearances
    assert (appearance.stance, appearance.rumour) == ("denies", True)
    assert claim.contested


def test_a_chain_of_neighbours_is_no_claim() -> None:
    chain = [same(each, each + 1) for each in range(6)]
    claims = gather({number: put(CLOSED) for number in range(7)}, chain)
    assert max(len(claim.appearances) for claim in claims) == 3


def test_in_a_triangle_that_cannot_be_the_weakest_edge_is_cut() -> None:
    several = {number: put(CLOSED) for number in range(4)}
    matches = [same(0, 1, 0.95), same(0, 3, 0.9), same(0, 2, 0.6), contradicts(1, 2, 0.8)]
    assert together(gather(several, matches)) == {frozenset({0, 1, 3}), frozenset({2})}
    [claim] = gather(several, [*matches[:2], contradicts(0, 2), same(1, 2, 0.6)])
    assert stances(claim) == {0: "asserts", 1: "asserts", 2: "contradicts", 3: "asserts"}


def test_a_doubtful_match_gathers_nothing() -> None:
    assert len(gather(numbered(put(CLOSED), put(CLOSED)), [same(0, 1, 0.4)])) == 2


def test_near_copies_stay_together_behind_their_first() -> None:
    several = {number: put(CLOSED) for number in range(4)}
    copies = [Match(0, each, "same", 1.0) for each in (1, 2)]
    assert together(gather(several, [*copies, same(0, 3)])) == {frozenset(range(4))}


def test_a_person_joins_and_cuts() -> None:
    several = numbered(put(CLOSED), put(CLOSED), put(CLOSED))
    matches = [same(0, 1)]
    assert together(gather(several, matches, [Judgement(0, 1, "other")])) == {frozenset({n}) for n in range(3)}
    assert together(gather(several, matches, [Judgement(1, 2, "same")])) == {frozenset({0, 1, 2})}
    turned = gather(several, [], [Judgement(0, 1, "contradicts")])
    assert sorted(stances(turned[0]).values()) == ["asserts", "contradicts"]


def test_the_later_judgement_wins() -> None:
    several = numbered(put(CLOSED), put(CLOSED))
    joined, parted = Judgement(0, 1, "same"), Judgement(0, 1, "other")
    assert len(gather(several, [], [parted, joined])) == 1
    assert len(gather(several, [], [joined, parted])) == 2


def test_statements_are_gathered_from_their_words() -> None:
    several = [
        put("بلدية المرسى أغلقت الجسر القديم أمام المارة"),
        put("بلدية المرسى لم تغلق الجسر القديم أمام المارة", negative=True),
        put("إغلاق بلدية المرسى الجسر القديم أمام المارة", "denies", rumour=True),
        put("وزارة الزراعة توزع البذور على المزارعين"),
    ]
    claims = gather(dict(enumerate(several)), matched(several))
    assert together(claims) == {frozenset({0, 1, 2}), frozenset({3})}
    assert stances(claims[0])[1] == "denies"


# -- laws --------------------------------------------------------------------------------------------------------------

COUNT = 8
NUMBERS = st.integers(0, COUNT - 1)
RELATIONS = st.sampled_from(["same", "contradicts", "narrower", "other"])
MATCHES = st.lists(
    st.builds(
        lambda one, other, relation, hundredths: Match(one, other, relation, hundredths / 100),
        NUMBERS, NUMBERS, RELATIONS, st.integers(30, 100),
    ).filter(lambda each: each.one != each.other),
    max_size=14,
    unique_by=lambda each: frozenset({each.one, each.other}),
)  # fmt: skip
PROPOSITIONS = st.lists(
    st.builds(
        lambda stance, negative: put(CLOSED, stance, negative=negative),
        st.sampled_from(["asserts", "confirms", "reports", "denies", "declines"]),
        st.booleans(),
    ),
    min_size=COUNT,
    max_size=COUNT,
).map(lambda several: dict(enumerate(several)))
JUDGEMENTS = st.lists(
    st.builds(Judgement, NUMBERS, NUMBERS, st.sampled_from(["same", "contradicts", "other"])).filter(
        lambda each: each.one != each.other
    ),
    max_size=4,
)


@given(PROPOSITIONS, MATCHES, JUDGEMENTS)
def test_every_proposition_is_in_one_claim(
    several: dict[int, Proposition], matches: list[Match], judgements: list[Judgement]
) -> None:
    numbers = [each.number for claim in gather(several, matches, judgements) for each in claim.appearances]
    assert sorted(numbers) == sorted(several)


@given(PROPOSITIONS, MATCHES, JUDGEMENTS, st.randoms())
def test_the_order_of_what_comes_in_changes_nothing(
    several: dict[int, Proposition], matches: list[Match], judgements: list[Judgement], chance: object
) -> None:
    shuffled, mixed = list(matches), list(several.items())
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert gather(dict(mixed), shuffled, judgements) == gather(several, matches, judgements)


@given(PROPOSITIONS, MATCHES, PROPOSITIONS, MATCHES)
def test_what_is_not_connected_with_what_is_new_stays_as_it_was(
    old: dict[int, Proposition], matches: list[Match], new: dict[int, Proposition], others: list[Match]
) -> None:
    """So an archive that grows gathers only what its new matches touch, and has what a rebuild would give."""
    moved = {number + COUNT: each for number, each in new.items()}
    more = [replace(each, one=each.one + COUNT, other=each.other + COUNT) for each in others]
    assert gather(old | moved, [*matches, *more]) == gather(old, matches) + gather(moved, more)


@given(PROPOSITIONS, MATCHES, JUDGEMENTS)
def test_the_last_judgement_holds(
    several: dict[int, Proposition], matches: list[Match], judgements: list[Judgement]
) -> None:
    for claims in [gather(several, matches, judgements)] if judgements else []:
        one, other, relation = judgements[-1]
        both = any({one, other} <= group for group in together(claims))
        assert both == (relation != "other")


@given(PROPOSITIONS, MATCHES)
def test_all_in_a_claim_are_matched_with_one_of_them(several: dict[int, Proposition], matches: list[Match]) -> None:
    weak = [replace(each, certainty=min(each.certainty, 0.99)) for each in matches]
    near = {frozenset({each.one, each.other}) for each in weak if each.relation != "other" and each.certainty >= 0.5}
    for group in together(gather(several, weak)):
        assert any(all(each == centre or frozenset({each, centre}) in near for each in group) for centre in group)
