"""The stand-off set of contested claims."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from evaluation.claims import DEVELOPED
from evaluation.claimsets import questions, restored
from evaluation.corpora import shared
from evaluation.standoff import lines
from riwaya.model import Stance

CLAIMS = [questions(DEVELOPED)[row["id"]] | row for row in lines(DEVELOPED / "places.jsonl")]
PARTS = {"file", "url", "sha256", "at", "speaker", "stance"}


def test_each_claim_is_said_once_and_is_contested_or_passed_on() -> None:
    assert len({claim["id"] for claim in CLAIMS}) == len(CLAIMS)
    for claim in CLAIMS:
        assert claim["claim"]
        assert claim["query"]
        assert claim["claim"] != claim["query"]
        assert {entry["stance"] for entry in claim["articles"]} <= set(get_args(Stance))
        assert any(entry["stance"] == "denies" for entry in claim["articles"])


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim["id"])
def test_an_entry_holds_places_and_no_words_of_the_newspapers(claim: dict[str, list[dict[str, object]]]) -> None:
    for entry in claim["articles"]:
        assert set(entry) == PARTS
        assert str(entry["url"]).isascii()


def test_the_places_hold_no_words() -> None:
    assert (DEVELOPED / "places.jsonl").read_text(encoding="utf-8").isascii()
    assert list(questions(DEVELOPED)) == [claim["id"] for claim in CLAIMS]


def test_the_words_come_back() -> None:
    folder = shared()
    if folder is None:
        pytest.skip("needs the newspapers beside the repository")
    back = [json.loads(line) for line in restored(DEVELOPED, folder).splitlines()]
    assert [len(claim["articles"]) for claim in back] == [len(claim["articles"]) for claim in CLAIMS]
    entries = [entry for claim in back for entry in claim["articles"]]
    assert all(entry["evidence"].strip() and entry["evidence"][0] != " " for entry in entries)
    assert sum(entry["speaker"] is not None for entry in entries) > len(entries) * 0.9
