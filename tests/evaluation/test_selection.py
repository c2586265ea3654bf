from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from evaluation import selection, standoff
from evaluation.corpora import archives, papers, shared
from evaluation.run import BESIDE
from evaluation.selection import MEASURED, SETS, Chosen, choose, draws, name

Drawing: TypeAlias = Callable[[dict[str, object]], list[Chosen]]
GOLD = Path(standoff.__file__).parent / "gold"
PLAIN = "وصلت الباخرة إلى المرفأ في الصباح. " * 20
SPEECH = "قال المدير إن الباخرة وصلت، وأضاف الوكيل أنها سليمة، مؤكدا ذلك. " * 10


def folder(place: Path, texts: dict[str, str]) -> Path:
    """Make archives in which two outlets print these texts, by address."""
    (place / "data" / "saudinewsnet").mkdir(parents=True)
    (place / "gold").mkdir()
    (place / "gold" / "dev.jsonl").write_text(json.dumps({"url": "http://example.org/dev"}) + "\n", encoding="utf-8")
    (place / "gold" / "contested.jsonl").write_text('{"from": "http://example.org/contested"}\n', encoding="utf-8")
    rows = [
        {"source": f"outlet{number % 2}", "url": url, "date_extracted": "", "title": "", "content": text}
        for number, (url, text) in enumerate(texts.items())
    ]
    with zipfile.ZipFile(place / "data" / "saudinewsnet" / "a.zip", "w") as out:
        out.writestr("a.json", json.dumps(rows))
    return place


def rows(*given: dict[str, object]) -> dict[str, object]:
    usual = {
        "seed": 1,
        "longest": 2600,
        "words": "",
        "least": 0,
        "pool": 0,
        "again": "skip",
        "after": [],
        "sets": ["look"],
    }
    return {"draw": [{**usual, **row} for row in given], "read": [], "speech": ["قال", "أضاف", "مؤكدا"]}


@pytest.fixture
def drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drawing:
    texts = {f"http://example.org/{number}": SPEECH if number < 20 else PLAIN for number in range(60)}
    texts |= {
        "http://example.org/dev": SPEECH,
        "http://example.org/contested": SPEECH,
        "http://example.org/short": "قال نعم.",
    }
    place = folder(tmp_path, texts)

    def by(table: dict[str, object]) -> list[Chosen]:
        monkeypatch.setattr(selection, "table", lambda: table)
        return choose(place)

    return by


def number(chosen: Chosen) -> int:
    return int(chosen.paper.url.rpartition("/")[2])


def test_a_draw_repeats_itself_and_leaves_out_what_other_gold_uses(drawn: Drawing) -> None:
    table = rows({"name": "all", "number": 60})
    first = drawn(table)
    assert first == drawn(table) != drawn(rows({"name": "all", "number": 60, "seed": 2}))
    assert sorted(map(number, first)) == list(range(60))  # neither the gold's nor the short one


def test_an_outlet_gives_as_much_as_another(drawn: Drawing) -> None:
    found = drawn(rows({"name": "speech", "number": 10, "words": "speech", "least": 4}, {"name": "all", "number": 1}))
    assert Counter(each.paper.publisher for each in found if each.draw == "speech") == {"outlet0": 5, "outlet1": 5}


def test_words_and_earlier_draws_narrow_the_pool(drawn: Drawing) -> None:
    speech = {"words": "speech", "least": 4}
    found = drawn(
        rows({"name": "one", "number": 8, **speech}, {"name": "two", "number": 12, "after": ["one"], **speech})
    )
    assert sorted(map(number, found)) == list(range(20))
    assert Counter(each.draw for each in found) == {"one": 8, "two": 12}


def test_sets_take_turns_and_no_article_is_in_two(drawn: Drawing) -> None:
    table = rows(
        {"name": "one", "number": 60, "sets": ["look", "measure"]}, {"name": "two", "number": 60, "sets": ["denials"]}
    )
    found = drawn(table)
    assert [each.use for each in found] == ["look", "measure"] * 30
    read = next(each for each in found if each.use == "measure")
    assert [each.use for each in drawn({**table, "read": [name(read.paper)]})].count("measure") == 29


def test_drawn_twice_is_passed_over_or_dropped(drawn: Drawing) -> None:
    dropped = drawn(rows({"name": "all", "number": 60, "again": "drop"}))
    assert len({number(each) for each in dropped}) == len(dropped) < 60


@pytest.fixture(scope="module")
def beside() -> Path:
    found = shared()
    if found is None:
        pytest.skip("the newspaper archives lie beside the repository (RIWAYA_SHARED)")
    return found


def test_the_gold_is_what_the_draws_give(beside: Path) -> None:
    found = choose(beside)
    for which in SETS:
        gold = standoff.lines(GOLD / f"{which}.jsonl")
        drawn = [
            (name(each.paper), each.draw, standoff.address(each.paper.url), each.paper.sha256)
            for each in found
            if each.use == which
        ]
        kept = [(row["id"], row["draw"], row["url"], row["sha256"]) for row in gold]
        if which in MEASURED:
            assert kept == drawn
        else:
            places = [drawn.index(each) for each in kept]  # not all that was drawn to learn from was annotated
            assert places == sorted(set(places))


def test_places_lie_where_they_should(beside: Path) -> None:
    for path in GOLD.glob("*.jsonl"):
        pairs = standoff.with_papers(standoff.lines(path), beside)
        assert [flaw for row, paper in pairs for flaw in standoff.flaws(row, paper.text)] == []


def test_what_is_measured_on_was_not_read_elsewhere(beside: Path) -> None:
    gold = {which: standoff.lines(GOLD / f"{which}.jsonl") for which in SETS}
    texts = {paper.sha256: paper.text for archive in archives(beside) for paper in papers(archive)}
    others = [row["text"] for name in BESIDE for row in standoff.lines(beside / "gold" / f"{name}.jsonl")]
    learned = [texts[row["sha256"]] for row in (*gold["look"], *gold["train"])]
    read = {run for text in [*others, *learned] for run in runs(text)}
    for row in [*gold["measure"], *gold["denials"]]:
        own = runs(texts[row["sha256"]])
        assert len(own & read) <= len(own) / 2, row["id"]


def runs(text: str) -> set[tuple[str, ...]]:
    """Return the runs of six words."""
    words = re.findall(r"\w+", text)
    return {tuple(words[at : at + 6]) for at in range(len(words) - 5)}


def test_draws_name_what_there_is() -> None:
    names = [draw.name for draw in draws()]
    assert len(set(names)) == len(names)
    for place, draw in enumerate(draws()):
        assert set(draw.after) <= set(names[:place])
        assert set(draw.sets) <= set(SETS)
        assert draw.again in {"skip", "drop"}
        assert not draw.words or selection.table()[draw.words]
