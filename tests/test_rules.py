"""Every row of every table: what holds for all of them. What a row does is tested where it is used."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from riwaya import rules as tables
from riwaya.errors import RuleError
from riwaya.rules import Row, Rules

FOLDER = Path(tables.__file__).parent
NAMES = tables.load().tables
ROWS = [(name, row) for name in NAMES for row in tables.load().rows(name)]

# Never: they turn what a reviewer sees away from what the machine reads.
HIDDEN = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u00ad]")
# Only with a note that says why: letters that look like the standard ones, tatweel, presentation forms.
DOUBTFUL = re.compile("[\u0640\u06a9\u06be\u06c0\u06c1\u06cc\u06d2\u06d5\ufb50-\ufd3d\ufd40-\ufdff\ufe70-\ufefc]")


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def named(row: object) -> str:
    return row.id if isinstance(row, Row) else str(row)


def test_there_are_tables() -> None:
    assert NAMES
    assert [path.stem for path in sorted(FOLDER.glob("*.toml"))] == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_table_holds_rows_and_nothing_else(name: str) -> None:
    text = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    assert list(tomllib.loads(text)) == ["row"]
    assert text.startswith("#"), "the first line says what the table is"
    lines = [line for line in text.splitlines() if line.strip().startswith("{")]
    assert len(lines) == len(tables.load().rows(name)), "one row a line"


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_stable_names_sorted_and_unique(name: str) -> None:
    ids = [row.id for row in tables.load().rows(name)]
    assert [each for each in ids if not re.fullmatch(r"[a-z0-9]+([._-][a-z0-9]+)*", each)] == []
    assert ids == sorted(set(ids))


def test_an_id_names_one_row_of_all_tables() -> None:
    ids = [row.id for _, row in ROWS]
    assert sorted({each for each in ids if ids.count(each) > 1}) == []


@pytest.mark.parametrize(("name", "row"), ROWS, ids=named)
def test_a_row(name: str, row: Row) -> None:
    assert row.table == name
    assert row.text("example").strip(), "every row has an example"
    for text in strings(dict(row.values)):
        assert unicodedata.is_normalized("NFC", text), text
        assert not HIDDEN.search(text), ascii(text)
        assert row.text("note") or not DOUBTFUL.search(text), f"{text!a} needs a note that says why"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("row = [", "broken.toml"),
        ("rows = []", "broken.toml"),
        ('row = [{example = "مثال"}]', "missing or repeated id"),
        ('row = [{id = "a", example = "مثال"}, {id = "a", example = "مثال"}]', "missing or repeated id"),
    ],
)
def test_a_broken_table_names_its_file(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "broken.toml").write_text(content, encoding="utf-8")
    with pytest.raises(RuleError, match=message):
        Rules(tmp_path).rows("broken")


def test_a_missing_table_names_its_file(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"absent\.toml"):
        Rules(tmp_path).rows("absent")


@pytest.mark.parametrize(
    ("method", "value"), [("text", 1), ("texts", "قال"), ("texts", [1]), ("number", "1"), ("number", True), ("flag", 1)]
)
def test_a_wrong_column_names_its_row(method: str, value: object) -> None:
    with pytest.raises(RuleError, match=r"verbs\.toml, row verb\.qala: form"):
        getattr(Row("verbs", "verb.qala", {"form": value}), method)("form")


def test_the_version_changes_with_any_table(tmp_path: Path) -> None:
    table = tmp_path / "verbs.toml"
    table.write_text('row = [{id = "a", example = "قال"}]', encoding="utf-8")
    before = Rules(tmp_path).version
    assert Rules(tmp_path).version == before
    table.write_text('row = [{id = "a", example = "قالت"}]', encoding="utf-8")
    assert Rules(tmp_path).version != before
