from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import drafts, standoff
from evaluation.corpora import Paper

TEXT = (
    "قال مدير المرفأ سامي نعمان لصحيفة «المنارة» إن الباخرة وصلت. وأضاف: «سنفرغها غدا»، مؤكدا أن الباخرة سليمة.\n"
    "وطالب العمال بزيادة الأجور، مطالبين بصرفها. ونقلت الصحيفة عن مصدر للنقابة أن الباخرة وصلت."
)


def written(content: str, **parts: object) -> dict[str, object]:
    given_ = {"content": content, "nth": 1, "source": None, "name": None, "cue": None, "medium": None, "via": []}
    return {**given_, "kind": "person", "act": "say", "form": "indirect", **parts}


def draft(*statements: dict[str, object]) -> dict[str, object]:
    return {"id": "x", "file": "a.zip", "url": "http://example.org/1", "text": TEXT, "statements": list(statements)}


FIRST = written(
    "الباخرة وصلت",
    source="مدير المرفأ سامي نعمان",
    name="سامي نعمان",
    cue="قال",
    medium="لصحيفة «المنارة»",
)
LAST = written(
    "الباخرة وصلت",
    nth=2,
    source="مصدر للنقابة",
    name="مصدر النقابة",
    cue="نقلت",
    via=["الصحيفة"],
    kind="unnamed",
    act="report",
)
PAPER = Paper("a.zip", "http://example.org/1", "outlet", "عنوان", TEXT, "2015-07-21")


def test_packing_keeps_no_word_and_unpacking_brings_them_back() -> None:
    packed = standoff.pack(draft(FIRST, LAST))
    assert not any("\u0600" <= letter <= "\u06ff" for letter in json.dumps(packed, ensure_ascii=False))
    first, last = standoff.unpack(packed, PAPER)["statements"]
    assert first == FIRST
    assert last == {**LAST, "name": "مصدر نقابة"}  # the article is joined to the preposition in the text
    assert list(standoff.flaws(packed, TEXT)) == []


def test_an_offset_may_stand_for_the_count() -> None:
    second = TEXT.rindex("الباخرة وصلت")
    packed = standoff.pack(draft(written("الباخرة وصلت", at=second)))
    assert packed["statements"][0]["content"] == [[second, second + len("الباخرة وصلت")]]


def test_a_cue_is_not_sought_inside_another_word() -> None:
    packed = standoff.pack(draft(written("بزيادة الأجور", cue="طالب")))
    assert packed["statements"][0]["cue"] == [[TEXT.index("وطالب") + 1, TEXT.index("وطالب") + 5]]


def test_a_cue_is_rather_a_word_than_the_beginning_of_one() -> None:
    text = "قال الوكيل في بيان: «الوزارة قالت دوما إن الطريق آمن»."
    content = [text.index("الوزارة"), text.index("آمن") + len("آمن")]
    assert drafts.beside(text, "قال", content) == [0, 3]
    assert drafts.beside("قالت الوزارة الطريق آمن", "قال", [13, 23]) == [0, 3]


def test_a_cue_is_sought_in_the_sentence_of_its_content() -> None:
    text = "قال المدير الذي وصل أمس إلى المدينة من الشمال إن الجسر مفتوح. قال النائب إن الجسر مغلق."
    content = [text.index("الجسر مفتوح"), text.index("الجسر مفتوح") + len("الجسر مفتوح")]
    assert drafts.beside(text, "قال", content) == [0, 3]
    assert drafts.nearest(text, "قال", content) == [text.rindex("قال"), text.rindex("قال") + 3]


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (written(""), "no content"),
        (written("الطائرة"), "content is not in the text"),
        (written("الباخرة وصلت", nth=3), "stands 2 times"),
        (written("الباخرة وصلت", at=5), "does not stand at 5"),
        (written("الباخرة وصلت", cue="زعم"), "cue is not in the text"),
        (written("الباخرة وصلت", act="shout"), "act 'shout'"),
        (written("الباخرة وصلت", name="رئيس الجامعة"), "name"),
        (written("الباخرة وصلت", via=["رئيس الجامعة"]), "via"),
    ],
)
def test_slips_in_a_draft_are_named(statement: dict[str, object], message: str) -> None:
    with pytest.raises(drafts.DraftError, match=message) as caught:
        standoff.pack(draft(FIRST, statement))
    assert "x, statement 1" in str(caught.value)


def test_flaws() -> None:
    packed = standoff.pack(draft(FIRST))
    assert list(standoff.flaws(packed, TEXT + "!")) == ["x: the text is not the one that was annotated"]
    [row] = packed["statements"]
    for change, message in (
        ({"cue": [[0, 10_000]]}, "reaches out"),
        ({"medium": [[TEXT.index("«المنارة"), TEXT.index("«المنارة") + 1]]}, "no letter"),
        ({"source": [[3, 7]]}, "begins or ends with a space"),
        ({"cue": [[1, 3]]}, "inside a word"),
        ({"kind": "robot"}, "unknown kind"),
        ({"via": [[[5, 4]]]}, "via reaches out"),
        ({"form": "direct", "cue": row["content"]}, "inside a quotation"),
    ):
        found = list(standoff.flaws({**packed, "statements": [{**row, **change}]}, TEXT))
        assert len(found) == 1
        assert message in found[0]


@given(st.text(alphabet="لا م", max_size=20), st.text(alphabet="لا م", min_size=1, max_size=3))
def test_occurrences_are_all_places(text: str, piece: str) -> None:
    assert drafts.occurrences(text, piece) == [at for at in range(len(text)) if text.startswith(piece, at)]


@given(st.data())
def test_any_stretch_of_the_text_survives_the_round_trip(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(TEXT) - 2))
    end = data.draw(st.integers(start + 1, len(TEXT)))
    packed = standoff.pack(draft(written(TEXT[start:end], at=start)))
    [row] = standoff.unpack(packed, PAPER)["statements"]
    assert drafts.locate(TEXT, row)["content"] == packed["statements"][0]["content"] == [[start, end]]


def archive(folder: Path) -> Path:
    (folder / "data" / "saudinewsnet").mkdir(parents=True)
    rows = [
        {
            "source": "outlet",
            "url": PAPER.url,
            "date_extracted": "2015",
            "title": "عنوان",
            "author": "",
            "content": TEXT,
        },
        {"source": "outlet", "url": "http://example.org/2", "date_extracted": None, "title": None, "content": None},
    ]
    with zipfile.ZipFile(folder / "data" / "saudinewsnet" / "a.zip", "w") as out:
        out.writestr("a.json", json.dumps(rows).encode("utf-8-sig"))
    return folder


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = ["--shared", str(archive(tmp_path))]
    drafted, packed = tmp_path / "draft.jsonl", tmp_path / "packed.jsonl"
    drafted.write_text(json.dumps(draft(FIRST, LAST)) + "\n", encoding="utf-8")
    assert standoff.main(["pack", str(drafted)]) == 0
    packed.write_text(capsys.readouterr().out, encoding="utf-8")
    assert standoff.main(["check", str(packed), *folder]) == 0
    assert "1 articles, 0 to look at" in capsys.readouterr().out
    assert standoff.main(["unpack", str(packed), *folder]) == 0
    assert json.loads(capsys.readouterr().out)["statements"][0] == FIRST
    assert standoff.main(["texts", str(packed), *folder]) == 0
    row = json.loads(capsys.readouterr().out)
    assert row["text"] == TEXT
    assert row["statements"][0]["speaker"] == "سامي نعمان"


def test_a_text_that_changed_is_noticed(tmp_path: Path) -> None:
    packed = {**standoff.pack(draft(FIRST)), "sha256": "0" * 64}
    with pytest.raises(LookupError, match="x: no text with this digest"):
        list(standoff.with_papers([packed], archive(tmp_path)))


GOLD = Path(standoff.__file__).parent / "gold"


@pytest.mark.parametrize("path", sorted(GOLD.glob("*.jsonl")), ids=lambda path: path.stem)
def test_committed_gold_holds_no_words(path: Path) -> None:
    rows = standoff.lines(path)
    assert rows
    assert path.read_text(encoding="utf-8").isascii()
    assert len({row["id"] for row in rows}) == len({row["url"] for row in rows}) == len(rows)
