"""Chains of statements that are given: what the words say of the way, whatever the network would read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.chains.invented import SECOND, TRIMMED, WIRE, article, statement

from riwaya import chains
from riwaya import rules as tables
from riwaya.chains import Chain, Original
from riwaya.model import Article, Statement
from riwaya.text import cut

TEXT = (
    "نقلت وكالة الشاطئ عن مصدر ملاحي أن ثلاث سفن ستتأخر.\n"
    "وقال الربان سامي نعمان إن الحراس هددوا بإغلاق المرفأ. وجاء في تقرير الديوان أن الكلفة كبيرة.\n"
    "ونقلت رويترز عن المدير أن العمل يستأنف غدا، وأن الرصيف سليم."
)
RELAYED = statement(TEXT, "ثلاث سفن ستتأخر", source="مصدر ملاحي", cue="نقلت", kind="unnamed", via=("وكالة الشاطئ",))
OUTER = statement(TEXT, "الحراس هددوا بإغلاق المرفأ", source="سامي نعمان")
INNER = statement(
    TEXT, "إغلاق المرفأ", source="الحراس", cue="هددوا", kind="unnamed", via=("الربان سامي نعمان",), within=1
)
DOCUMENT = statement(TEXT, "الكلفة كبيرة", source="تقرير الديوان", cue="جاء", kind="document")
QUOTED = statement(TEXT, "العمل يستأنف غدا", source="المدير", cue="ونقلت", via=("رويترز",))
NOBODY = statement(TEXT, "الرصيف سليم", cue="ونقلت")
ALL = (RELAYED, OUTER, INNER, DOCUMENT, QUOTED, NOBODY)


def traced(*statements: Statement, publisher: str | None = "المرسى", credits_: tuple[str, ...] = ()) -> list[Chain]:
    page = article(TEXT, publisher=publisher, credits_=credits_, statements=statements)
    return list(chains.trace(page, statements, tables.load()))


def way(chain: Chain) -> list[tuple[int, str, str]]:
    return [(link.depth, link.kind, link.party) for link in chain.links]


def test_from_the_publisher_by_an_agency_to_one_who_is_not_named() -> None:
    [chain] = traced(RELAYED)
    assert way(chain) == [(0, "publishes", "المرسى"), (1, "passes_on", "وكالة الشاطئ"), (2, "says", "مصدر ملاحي")]
    assert (chain.origin, chain.kind) == ("مصدر ملاحي", "unnamed")


def test_each_link_says_what_shows_it() -> None:
    [chain] = traced(RELAYED, credits_=("فرانس برس",))
    published, credited, passed, said = chain.links
    assert (published.reading, published.rule, published.at) == ("publisher", "url.outlet", ())
    assert (credited.reading, credited.rule, credited.certainty) == ("credits", "credit.source", 0.9)
    assert (passed.reading, cut(TEXT, passed.at)) == (None, "وكالة الشاطئ")
    assert (cut(TEXT, said.at), said.rule) == ("مصدر ملاحي", "verb.qala")


def test_what_stands_within_a_statement_came_by_its_speaker() -> None:
    chain = traced(*ALL[:3])[2]
    assert way(chain)[1:] == [(1, "passes_on", "سامي نعمان"), (2, "says", "الحراس")]
    assert (chain.origin, chain.kind) == ("الحراس", "unnamed")


def test_statements_within_each_other_end_the_way_all_the_same() -> None:
    """No reader makes them, and a file may hold them."""
    one = statement(TEXT, "الرصيف سليم", source="المدير", within=1)
    other = statement(TEXT, "الرصيف سليم", source="الحراس", within=0)
    assert [chain.origin for chain in traced(one, other)] == ["المدير", "الحراس"]


def test_a_document_is_an_origin() -> None:
    [chain] = traced(DOCUMENT)
    assert (chain.origin, chain.kind) == ("تقرير الديوان", "document")


def test_who_spoke_may_not_be_stated() -> None:
    [chain] = traced(NOBODY, credits_=("رويترز",))
    assert (chain.origin, chain.kind) == (None, "not_stated")
    assert way(chain) == [(0, "publishes", "المرسى"), (1, "credits", "رويترز")]


@pytest.mark.parametrize("name", ["رويترز", "وكالة رويترز", "وكالة رويترز للأنباء", "Reuters"])
def test_an_outlet_under_two_names_is_one_link(name: str) -> None:
    [chain] = traced(QUOTED, credits_=(name,))
    assert way(chain) == [(0, "publishes", "المرسى"), (1, "passes_on", "رويترز"), (2, "says", "المدير")]
    assert chain.links[1].reading == "credits", "the credit still shows it"
    assert cut(TEXT, chain.links[1].at) == "رويترز"


def test_a_credit_and_an_intermediary_of_the_statement_both_stand_in_order() -> None:
    [chain] = traced(RELAYED, credits_=("فرانس برس",))
    assert way(chain)[1:3] == [(1, "credits", "فرانس برس"), (2, "passes_on", "وكالة الشاطئ")]


def test_credits_are_equally_near_and_the_one_that_a_statement_names_is_its_own() -> None:
    both = ("فرانس برس", "رويترز")
    told, quoted = traced(OUTER, QUOTED, credits_=both)
    assert way(told)[1:3] == [(1, "credits", "فرانس برس"), (1, "credits", "رويترز")]
    assert [link.party for link in quoted.links] == ["المرسى", "رويترز", "المدير"]


def test_agencies_without_a_name_stand_for_one_that_is_named() -> None:
    told, quoted = traced(OUTER, QUOTED, credits_=("وكالات",))
    assert [link.party for link in told.links] == ["المرسى", "وكالات", "سامي نعمان"]
    assert [link.party for link in quoted.links] == ["المرسى", "رويترز", "المدير"]


def test_an_outlet_that_credits_itself_is_one_link() -> None:
    [chain] = traced(OUTER, publisher="الحياة", credits_=("صحيفة الحياة",))
    assert way(chain) == [(0, "publishes", "الحياة"), (1, "says", "سامي نعمان")]


def test_what_the_page_itself_tells_did_not_come_by_its_credits() -> None:
    own = statement(TEXT, "الرصيف سليم", source="المدير", kind="media")
    [chain] = traced(own, publisher="المدير", credits_=("رويترز",))
    assert way(chain) == [(0, "says", "المدير")]
    assert chain.links[0].reading == "publisher"


def test_a_page_without_a_publisher_begins_with_what_it_credits() -> None:
    [chain] = traced(QUOTED, publisher=None)
    assert way(chain) == [(0, "passes_on", "رويترز"), (1, "says", "المدير")]


def copied(text: str, original: Article) -> list[Chain]:
    told = statement(text, "ست سفن محملة بالحبوب ستفرغ حمولتها في الرصيف الجنوبي", source="سامي نعمان")
    own = statement(text, "الخبر كله منقول", source="محررنا")
    page = article(text, publisher="المرسى", statements=(told, own))
    copy = chains.copy_of(page, original, tables.load())
    assert copy is not None
    found = Original(original.publisher or "", copy)
    return list(chains.trace(page, page.statements, tables.load(), original=found))


def test_statements_in_copied_passages_came_from_the_original() -> None:
    text = f"{TRIMMED}\nوقال محررنا إن الخبر كله منقول."
    told, own = copied(text, article(WIRE, publisher="الشاطئ", published=None))
    assert way(told)[:2] == [(0, "publishes", "المرسى"), (1, "copies", "الشاطئ")]
    assert SECOND.removesuffix(".") in cut(text, told.links[1].at)
    assert [link.kind for link in own.links] == ["publishes", "says"]


def test_copies_of_one_agency_came_from_it() -> None:
    text = f"{TRIMMED}\nوقال محررنا إن الخبر كله منقول."
    told, _ = copied(text, article(WIRE, publisher="الشاطئ", credits_=("رويترز",)))
    assert way(told)[:2] == [(0, "publishes", "المرسى"), (1, "copies", "رويترز")]


def test_what_was_first_was_copied_from_nobody() -> None:
    text = f"{WIRE}\nوقال محررنا إن الخبر كله منقول."
    told, _ = copied(text, article(TRIMMED, publisher="الشاطئ"))
    assert [link.kind for link in told.links] == ["publishes", "says"]


OUTLETS = some.sampled_from(["رويترز", "وكالة رويترز", "فرانس برس", "أ ف ب", "وكالات", "المرسى", "صحيفة المرسى"])


@given(some.lists(OUTLETS, max_size=3), some.lists(OUTLETS, max_size=3), some.sampled_from([*ALL, None]))
def test_no_party_stands_twice_and_depths_are_in_order(
    credits_: list[str], via: list[str], told: Statement | None
) -> None:
    own = statement(TEXT, "الرصيف سليم", source="المدير", via=tuple(via))
    found = traced(*ALL[:2], told or own, own, credits_=tuple(credits_))
    for chain in found:
        keys = ["فرانس برس" if link.party == "أ ف ب" else link.party.split()[-1] for link in chain.links]
        assert len(keys) == len(set(keys))
        depths = [link.depth for link in chain.links]
        assert depths == sorted(depths)
        assert set(depths) == set(range(max(depths) + 1))
        assert chain.origin == (chain.links[-1].party if chain.kind != "not_stated" else None)
