"""Figures of parties: on invented articles, and the annotations as such."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from evaluation import parties as measured
from evaluation.standoff import lines
from riwaya.arabic import has_letters
from riwaya.model import Article, Capture, Statement
from riwaya.text import Alignment, Span

DAY = dt.date(2024, 3, 1)
SPEAKERS = ("أنطون ريدغر", "أنطون ريدجر", "انطون ريدجر", "سعيد الدريدي", "سعد الدريدي")


def read(number: int, speaker: str) -> measured.Read:
    text = f"قال الوزير {speaker} إن الطريق مفتوح."
    statement = Statement((), (Span(4, 12 + len(speaker)),), (), (), speaker, "person", "say", "direct")
    capture = Capture(b"", text, "text/plain", "", "utf-8")
    article = Article(text, Alignment.identity(len(text)), capture, published=DAY, statements=(statement,))
    return measured.Read("2024.zip", f"http://sindyan.example/{number}", article)


READS = [read(number, speaker) for number, speaker in enumerate([*SPEAKERS, SPEAKERS[1]])]
TEXTS = {(each.file, each.url): each.article.text for each in READS}


def test_names_merges_and_where_they_stand() -> None:
    found = measured.find(READS)
    assert [(each.name.words, each.times) for each in found.known] == [
        *((speaker, 2 if speaker == SPEAKERS[1] else 1) for speaker in SPEAKERS)
    ]
    assert {(one.name.words, other.name.words) for one, other in found.merges()} == {
        (SPEAKERS[0], SPEAKERS[1]),
        (SPEAKERS[2], SPEAKERS[1]),
    }
    assert ("merged spellings", "2") in measured.report(found)


def test_a_judged_pair_is_packed_without_words_and_counted() -> None:
    found = measured.find(READS)
    rows = []
    for line, verdict in zip(measured.show(found, found.merges(), 9, seed=1), ("same", "different"), strict=True):
        row = json.loads(line) | {"draw": "merges", "verdict": verdict}
        packed = measured.pack(row, TEXTS)
        assert not has_letters(json.dumps(packed, ensure_ascii=False))
        rows.append(packed)
    counts = measured.judged(found, rows, TEXTS)
    assert counts == {("merges", "same", "merged"): 1, ("merges", "different", "merged"): 1}


def test_a_name_that_is_no_longer_read_is_lost() -> None:
    [line, _] = measured.show(measured.find(READS), measured.find(READS).merges(), 2, seed=1)
    packed = measured.pack(json.loads(line) | {"draw": "merges", "verdict": "same"}, TEXTS)
    assert measured.judged(measured.find([]), [packed], TEXTS) == {("merges", "same", "lost"): 1}


def test_a_name_that_stands_nowhere_is_told() -> None:
    side = {"words": "مارك لوندال", "kind": "person", "places": [[READS[0].file, READS[0].url]]}
    with pytest.raises(LookupError, match="مارك لوندال"):
        measured.pack({"draw": "merges", "verdict": "same", "sides": [side, side]}, TEXTS)


def test_names_that_look_alike_are_drawn_if_they_are_met_often() -> None:
    several = [read(number, speaker) for number, speaker in enumerate(SPEAKERS[3:] * 3)]
    [(one, other)] = measured.alike(measured.find(several))
    assert {one.name.words, other.name.words} == set(SPEAKERS[3:])
    assert measured.alike(measured.find(READS)) == []


def test_annotations_hold_places_and_verdicts_only() -> None:
    rows = lines(measured.GOLD)
    assert {(row["draw"], row["verdict"]) for row in rows} == {
        ("merges", "same"),
        ("merges", "different"),
        ("alike", "same"),
        ("alike", "different"),
        ("frequent", "same"),
    }
    assert {sum(row["draw"] == draw for row in rows) for draw in ("merges", "alike")} == {100}
    for row in rows:
        assert not has_letters(json.dumps(row, ensure_ascii=False))
        assert len(row["places"]) >= 2
        for place in row["places"]:
            assert set(place) == {"file", "url", "at"}
            assert 0 <= place["at"][0] < place["at"][1]
