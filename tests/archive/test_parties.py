"""Parties in an archive: which names are one, however they came, and what people decided about them."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy import select, update

import riwaya
import riwaya.parties
from riwaya.archive import Archive, Judgement, JudgementError, QueryError, prepared, schema
from riwaya.archive.parties import relate
from riwaya.exports import profiles, tables
from riwaya.model import Record

# Two spellings of one minister, a family name alone, an office alone, a namesake's brother, an unnamed source.
TEXTS = (
    "قال وزير الملاحة النهرية الفرنسي أنطون ريدغر إن بلاده ستفتح الممر الشمالي أمام السفن خلال الأسبوع المقبل.",
    "أكد أنطون ريدجر، وزير الملاحة النهرية الفرنسي، أن الممر الشمالي لن يغلق أمام السفن خلال الشتاء كله.",
    "نفى وزير الملاحة النهرية الفرنسي أنطون ريدغر أن تكون بلاده قد فرضت رسوما جديدة على السفن العابرة.",
    "قال المهندس سامي نعمان إن ترميم القنطرة الحجرية سيستغرق ستة أشهر بسبب الأمطار التي هطلت على المدينة.",
    "أوضحت المهندسة سامية نعمان أن القنطرة الحجرية ستفتح أمام المارة بعد انتهاء موسم الأمطار مباشرة.",
    "قال مصدر أمني إن الشرطة عثرت على القارب المفقود قرب المرفأ القديم بعد بحث استمر يومين كاملين.",
    "قال وزير الملاحة النهرية الفرنسي إن السفن ستعبر الممر الشمالي من دون رسوم حتى نهاية الشتاء المقبل.",
    "أفاد مصدر أمني بأن القارب الذي عثر عليه قرب المرفأ القديم كان خاليا من الركاب والبضائع.",
)
ONE, OTHER = "أنطون ريدغر", "أنطون ريدجر"


def record(number: int) -> Record:
    day = dt.date(2026, 3, 1) + dt.timedelta(days=number)
    page = f"خبر رقم {number}\n\n{day.isoformat()}\n\n{TEXTS[number]}\n"
    return next(riwaya.records(page.encode(), url=f"https://nahr.example/{number}"))


RECORDS = [record(number) for number in range(len(TEXTS))]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with riwaya.open(tmp_path / "news.db") as opened:
        opened.add(RECORDS)
        yield opened


def rival() -> Record:
    """Another minister, in the same days."""
    text = TEXTS[0].replace(ONE, "برنار لوكاتش")
    return next(riwaya.records(f"خبر آخر\n\n2026-03-05\n\n{text}\n".encode(), url="https://nahr.example/rival"))


def rewritten(text: str, number: int) -> Record:
    return next(
        riwaya.records(f"خبر\n\n2026-04-0{number + 1}\n\n{text}\n".encode(), url=f"https://nahr.example/r{number}")
    )


def together(archive: Archive) -> set[frozenset[str]]:
    """The names of each party."""
    table = schema.name.c
    with archive._reading() as connection:
        rows = connection.execute(select(table.party_id, table.words).order_by(table.party_id)).all()
    return {frozenset(row.words for row in group) for _, group in itertools.groupby(rows, key=lambda row: row.party_id)}


def party_of(archive: Archive, words: str) -> int:
    return archive.parties(words)[0].number


def test_two_spellings_are_one_party_and_the_reason_is_told(archive: Archive) -> None:
    assert party_of(archive, ONE) == party_of(archive, OTHER)
    profile = archive.party(party_of(archive, ONE))
    assert [one.name.words for one in profile.names] == [ONE, OTHER]
    assert [(link.rule, 0 < link.certainty <= 1) for link in profile.links] == [("person.transliteration", True)]


def test_people_of_one_family_are_apart(archive: Archive) -> None:
    assert {frozenset({"سامي نعمان"}), frozenset({"سامية نعمان"})} <= together(archive)


def test_an_unnamed_source_is_nobody_across_articles(archive: Archive) -> None:
    assert archive.parties("مصدر أمني") == []
    assert archive.search("kind:unnamed").total == 2
    with pytest.raises(QueryError, match="is nobody"):
        archive.search('party:"مصدر أمني"')


@settings(max_examples=10)
@given(some.permutations(range(len(TEXTS))), some.sets(some.integers(1, len(TEXTS) - 1)))
def test_names_that_come_one_by_one_end_up_as_all_at_once(order: Sequence[int], cuts: set[int]) -> None:
    with Fresh() as whole, Fresh() as parts:
        whole.add(RECORDS)
        ends = [0, *sorted(cuts), len(TEXTS)]
        for start, end in itertools.pairwise(ends):
            parts.add(RECORDS[at] for at in order[start:end])
        assert together(whole) == together(parts)


def test_a_profile_tells_what_was_said_and_denied_where_and_when(archive: Archive) -> None:
    profile = archive.party(party_of(archive, ONE))
    assert dict(profile.acts) == {"say": 2, "confirm": 1, "deny": 1}
    assert [(str(month.first), month.said, month.denied) for month in profile.months] == [("2026-03-01", 4, 1)]
    assert {tenure.office for tenure in profile.tenures} == {"وزير الملاحة النهرية الفرنسي"}
    assert (profile.tenures[0].earliest, profile.tenures[0].latest) == (dt.date(2026, 3, 1), dt.date(2026, 3, 3))
    assert OTHER in profiles.shown(profile, width=80, styled=False)
    line = json.loads(profiles.line(profile))
    assert [name["words"] for name in line["names"]] == [ONE, OTHER]
    assert [{link["one"], link["other"]} for link in line["links"]] == [{ONE, OTHER}]


def test_a_query_for_a_party_finds_all_its_spellings(archive: Archive) -> None:
    by_name, by_number = (archive.search(f'party:"{each}"') for each in (OTHER, party_of(archive, ONE)))
    assert by_name == by_number
    assert {hit.statement.speaker for hit in by_name.hits if hit.statement} == {
        ONE,
        OTHER,
        "وزير الملاحة النهرية الفرنسي",
    }


def test_an_office_without_a_name_is_its_bearer_only_while_nobody_else_is(archive: Archive) -> None:
    assert archive.search(f'party:"{ONE}"').total == 4
    archive.add([rival()])
    assert archive.search(f'party:"{ONE}"').total == 3


def test_a_word_of_a_name_finds_its_other_spelling(archive: Archive) -> None:
    page = archive.search("speaker:ريدجر")
    assert page.total == 3
    assert all(hit.marks for hit in page.hits)


def test_parties_are_listed_with_what_they_said(archive: Archive) -> None:
    rows = {row["words"]: row for row in map(tables.party_row, archive.listed())}
    minister = rows[ONE]
    assert minister["names"] == (ONE, OTHER)
    assert minister["offices"] == ("وزير الملاحة النهرية الفرنسي",)
    assert (minister["statements"], minister["denied"]) == (3, 1)
    assert (minister["first"], minister["last"]) == (dt.date(2026, 3, 1), dt.date(2026, 3, 3))
    assert [row.party.words for row in archive.listed("act:deny")] == [ONE]
    assert [row.statements for row in archive.listed("act:deny")] == [1]
    assert set(minister) == set(tables.PARTY)
    with pytest.raises(QueryError):
        archive.listed("act:")


def test_an_office_that_is_read_no_more_has_no_bearer(archive: Archive) -> None:
    assert archive.search(f'party:"{ONE}"').total == 4
    changed = [
        replace(each, mentions=(tuple(one and replace(one, office=None) for one in each.mentions[0]),))
        for each in RECORDS[:3]
    ]
    archive.write([prepared(each) for each in changed])
    archive.relate()
    assert archive.search(f'party:"{ONE}"').total == 3


def test_a_number_names_a_party_whichever_name_it_is_of(archive: Archive) -> None:
    own = [one.number for one in archive.party(party_of(archive, ONE)).names]
    assert [archive.parties(str(number))[0].number for number in own] == [party_of(archive, ONE)] * len(own)
    assert {archive.search(f"party:{number}").total for number in own} == {4}, "with those of the office"
    assert archive.parties("9" * 30) == []
    for nobody in ("9" * 30, "4000"):
        with pytest.raises(QueryError, match="is nobody"):
            archive.search(f"party:{nobody}")


def test_names_that_nobody_uses_any_more_keep_nobody_apart() -> None:
    """A rival goes when its page is read anew without it: as if it had never been there."""
    with Fresh() as other:
        texts = [TEXTS[0].replace(ONE, name) for name in ("باهر زنقوط", "باهر وليد زنقوط", "باهر كريم زنقوط")]
        with_rival = [rewritten(text, number) for number, text in enumerate(texts)]
        other.add(with_rival)
        without = replace(with_rival[2], articles=(), mentions=())
        other.write([prepared(without)])
        other.relate()
        with Fresh() as fresh:
            fresh.add([*with_rival[:2], without])
            used = {name for group in together(other) for name in group if other.parties(name)}
            assert {group & used for group in together(other)} - {frozenset()} == together(fresh)


def test_relating_in_portions_ends_as_all_at_once(archive: Archive) -> None:
    whole = together(archive)
    with archive._writing() as connection:
        connection.execute(update(schema.name).values(due=True, party_id=None))
        connection.execute(update(schema.office).values(due=True))
        rounds = 0
        while relate(connection, riwaya.parties, most=2):
            rounds += 1
    assert rounds
    assert together(archive) == whole
    assert archive.search(f'party:"{ONE}"').total == 4


# -- what people decide ------------------------------------------------------------------------------------------------


def test_a_cut_holds_when_everything_is_read_anew(archive: Archive) -> None:
    archive.judge("cut", ONE, OTHER, why="cousins", by="the desk")
    assert {frozenset({ONE}), frozenset({OTHER})} <= together(archive)
    archive.write([riwaya.archive.prepared(each) for each in RECORDS])
    archive.relate()
    assert {frozenset({ONE}), frozenset({OTHER})} <= together(archive)


def test_a_join_and_a_name_hold_and_can_be_taken_back(archive: Archive) -> None:
    before = together(archive)
    joined = archive.judge("join", "سامي نعمان", "سامية نعمان", why="a misprint", by="the desk")
    called = archive.judge("rename", "سامية نعمان", "نعمان", why="as she signs", by="the desk")
    assert archive.parties("سامي نعمان")[0].words == "نعمان"
    assert len(archive.party(party_of(archive, "سامي نعمان")).judgements) == 2
    archive.undo(called)
    archive.undo(joined)
    assert together(archive) == before
    assert [bool(one.undone) for one in archive.judgements()] == [True, True]


def test_of_two_decisions_on_a_pair_the_later_holds(archive: Archive) -> None:
    archive.judge("cut", ONE, OTHER, why="cousins", by="the desk")
    archive.judge("join", OTHER, ONE, why="no, one man", by="the desk")
    assert frozenset({ONE, OTHER}) in together(archive)


@pytest.mark.parametrize(
    ("other", "why", "told"),
    [
        ("من لا يعرفه أحد", "x", "no name is spelled"),
        ("ريدغر", "x", "near it: أنطون ريدغر"),
        ("9" * 30, "x", "no name is spelled"),
        (ONE, "x", "both are the same"),
        (OTHER, " ", "needs a reason"),
    ],
)
def test_a_judgement_that_cannot_be_made_is_explained(archive: Archive, other: str, why: str, told: str) -> None:
    with pytest.raises(JudgementError, match=told):
        archive.judge("join", ONE, other, why=why, by="the desk")
    assert archive.judgements() == []


def test_a_judgement_is_undone_once(archive: Archive) -> None:
    number = archive.judge("cut", ONE, OTHER, why="cousins", by="the desk")
    archive.undo(number)
    for each in (number, number + 1, 10**30):
        with pytest.raises(JudgementError):
            archive.undo(each)


def test_a_party_is_called_something(archive: Archive) -> None:
    with pytest.raises(JudgementError, match="give words"):
        archive.judge("rename", ONE, " ", why="x", by="the desk")


def test_judgements_of_another_archive_come_once_and_the_later_holds_wherever_it_was_made(archive: Archive) -> None:
    name = [one.name for one in archive.party(party_of(archive, ONE)).names]
    cut = Judgement(0, "cut", name[0], name[1], "cousins", "others", "2026-01-01T00:00:00+00:00")
    join = Judgement(0, "join", name[1], name[0], "one man", "the desk", "2026-01-02T00:00:00+00:00")
    assert archive.decide([join]) == 1
    assert archive.decide([cut, cut, join]) == 1
    archive.relate()
    assert len(archive.judgements()) == 2
    assert frozenset({ONE, OTHER}) in together(archive)
    assert archive.decide([replace(join, undone="2026-01-03T00:00:00+00:00")]) == 0
    archive.relate()
    assert frozenset({ONE, OTHER}) not in together(archive)


class Fresh:
    """An archive in a folder of its own; Hypothesis runs a test many times with one ``tmp_path``."""

    def __enter__(self) -> Archive:
        self._folder = tempfile.TemporaryDirectory()
        self._archive = riwaya.open(Path(self._folder.name) / "news.db")
        return self._archive

    def __exit__(self, *_: object) -> None:
        self._archive.close()
        self._folder.cleanup()
