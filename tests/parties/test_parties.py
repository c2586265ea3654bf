"""Parties from links and judgements; the same however names come; who held which office."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from tests.parties.known import known, linked

from riwaya import parties
from riwaya.parties import Known, Link, Name, Tenure, Term, Verdict

DAY = dt.date(2024, 3, 1)
FIRST = ("سامي", "سعد", "سعيد", "عبد الله", "عبدالله", "أنطون", "انطون", "مارك")
MIDDLE = ("", "بن ناصر", "بن أحمد", "فان")
LAST = ("ريدغر", "ريدجر", "السندياني", "السنديانى", "القحطاني", "لوندال", "لندال", "آل سعود")
OFFICES = ("وزير النقل الفرنسي", "مدير متاحف فلانتا", "المتحدث الرسمي")
BODIES = ("رويترز", "وكالة رويترز", "شركة مودارنس", "مودارنس", "الخارجية الروسية", "وزارة الخارجية الروسية")

spelled = st.builds(
    lambda *parts: Name(" ".join(part for part in parts if part), "person"),
    st.sampled_from(("", *FIRST)),
    st.sampled_from(MIDDLE),
    st.sampled_from(LAST),
)
names = st.lists(
    st.tuples(
        spelled | st.sampled_from(BODIES).map(lambda words: Name(words, "organisation")),
        st.integers(1, 40),
        st.lists(st.sampled_from(OFFICES), unique=True, max_size=2),
    ),
    unique_by=lambda each: each[0],
    max_size=24,
)


def numbered(drawn: list[tuple[Name, int, list[str]]]) -> list[Known]:
    return [
        Known(number, name, times, tuple(Term(office, DAY, DAY) for office in offices))
        for number, (name, times, offices) in enumerate(drawn, 1)
    ]


@given(names, st.data())
def test_names_that_come_in_two_additions_make_the_same_parties(drawn: list, data: st.DataObject) -> None:
    """As an archive adds them: links are kept by block, and those of the blocks that gain a name are asked for anew."""
    everything = numbered(drawn)
    numbers = [each.number for each in everything]
    order = data.draw(st.permutations(everything))
    cut = data.draw(st.integers(0, len(order)))
    kept: dict[str, list[Link]] = {}
    filed: dict[str, list[Known]] = {}
    for addition in (order[:cut], order[cut:]):
        touched = set()
        for each in addition:
            for key in parties.blocks(each.name):
                filed.setdefault(key, []).append(each)
                touched.add(key)
        kept.update({key: parties.links(filed[key]) for key in touched})
    found = parties.parties(numbers, [link for links in kept.values() for link in links])
    assert found == parties.parties(numbers, linked(everything))


@given(names, st.data())
def test_links_do_not_depend_on_the_order_of_names(drawn: list, data: st.DataObject) -> None:
    everything = numbered(drawn)
    for block in parties.in_blocks(everything).values():
        assert parties.links(data.draw(st.permutations(block))) == parties.links(block)


# Words of the tables in any order: a head without a name, a nation alone, a title and nothing else.
PIECES = st.sampled_from(
    ["وكالة", "صحيفة", "الفرنسية", "وزير", "الدكتور", "ابن", "أبو", "ال", "و", "«", "-", "a", "نعمان", "\u0640"]
)
ANY_NAMES = st.builds(
    Name, st.text(max_size=12) | st.lists(PIECES, max_size=5).map(" ".join), st.sampled_from(["person", "organisation", "media", "document", "unnamed"])
)  # fmt: skip


@given(st.lists(ANY_NAMES, min_size=1, max_size=4))
def test_names_of_any_words_are_filed_and_compared(names: list[Name]) -> None:
    numbered = [Known(number, name) for number, name in enumerate(names, start=1)]
    numbers = {one.number for one in numbered}
    assert all(isinstance(key, str) for name in names for key in parties.blocks(name))
    assert all({link.one, link.other} <= numbers and link.one < link.other for link in parties.links(numbered))


@given(names)
def test_a_link_joins_two_names_of_its_block(drawn: list) -> None:
    for block in parties.in_blocks(numbered(drawn)).values():
        inside = {each.number for each in block}
        for link in parties.links(block):
            assert link.one < link.other
            assert {link.one, link.other} <= inside
            assert 0 < link.certainty <= 1
            assert link.rule
            assert link.reason


pairs = st.tuples(st.integers(1, 9), st.integers(1, 9)).filter(lambda pair: pair[0] != pair[1])
links = st.lists(
    st.builds(lambda pair, certainty: Link(min(pair), max(pair), "rule", "", certainty / 10), pairs, st.integers(1, 10))
)
judgements = st.lists(st.builds(lambda pair, same: Verdict(*pair, same=same), pairs, st.booleans()), max_size=6)


@given(links, judgements, st.data())
def test_judgements_win_in_any_order(drawn: list[Link], judged: list[Verdict], data: st.DataObject) -> None:
    numbers = range(1, 10)
    found = parties.parties(numbers, drawn, judged)
    assert set(found) == set(numbers)
    assert all(found[party] == party <= number for number, party in found.items())
    for each in judged:
        if not each.same:
            assert found[each.one] != found[each.other]
    again = parties.parties(numbers, data.draw(st.permutations(drawn)), data.draw(st.permutations(judged)))
    assert again == found


def test_a_cut_drops_the_weakest_link_between_two() -> None:
    chain = [Link(1, 2, "a", "", 0.9), Link(2, 3, "a", "", 0.7), Link(3, 4, "a", "", 0.8)]
    assert parties.parties(range(1, 5), chain, [Verdict(1, 4, same=False)]) == {1: 1, 2: 1, 3: 3, 4: 3}


def test_a_join_needs_no_link() -> None:
    assert parties.parties([3, 5, 8], [], [Verdict(8, 3, same=True)]) == {3: 3, 5: 5, 8: 3}


def test_a_cut_is_stronger_than_a_join_over_others() -> None:
    judged = [Verdict(1, 2, same=True), Verdict(2, 3, same=True), Verdict(1, 3, same=False)]
    assert len(set(parties.parties([1, 2, 3], [], judged).values())) == 2


def test_links_and_judgements_of_names_that_are_gone_are_passed_over() -> None:
    assert parties.parties([1], [Link(1, 2, "a", "", 1.0)], [Verdict(1, 7, same=True)]) == {1: 1}


def test_who_held_an_office_from_when_to_when() -> None:
    early, late = dt.date(2024, 1, 5), dt.date(2024, 6, 1)
    names = [
        Known(1, Name("سامي السندياني", "person"), 9, (Term("وزير الخارجية الروسي", early, early, 5),)),
        Known(2, Name("سامى السنديانى", "person"), 2, (Term("وزير خارجية روسيا", late, late, 2),)),
        Known(3, Name("ناصر الدريدي", "person"), 1, (Term("وزير الخارجية", early, early, 1),)),
    ]
    found = parties.offices(names, {1: 1, 2: 1, 3: 3})
    assert found == [
        Tenure("وزير الخارجية", 3, early, early, 1),
        Tenure("وزير الخارجية الروسي", 1, early, late, 7),
    ]
    assert parties.holder(found, "وزير الخارجية الروسي", dt.date(2024, 3, 3)) == 1
    assert parties.holder(found, "وزيرة خارجية روسيا", dt.date(2024, 3, 3)) == 1
    assert parties.holder(found, "وزير الخارجية الروسي", dt.date(2025, 3, 3)) is None
    assert parties.holder(found, "وزير الخارجية", dt.date(2024, 1, 5)) is None, "whose minister is not told"
    assert parties.holder(found, "وزير الخارجية الفرنسي", dt.date(2024, 1, 5)) is None


def test_an_office_that_two_held_at_a_time_tells_nobody() -> None:
    found = [Tenure("الرئيس الفرنسي", number, DAY, DAY, 3) for number in (1, 2)]
    assert parties.holder(found, "رئيس فرنسا", DAY) is None
    assert parties.holder(found[:1], "رئيس فرنسا", DAY) == 1


def test_offices_of_one_party_only() -> None:
    assert parties.offices([known(1, "سامي السندياني")], {1: 1}) == []
