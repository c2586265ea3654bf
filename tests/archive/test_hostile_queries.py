"""Whatever is typed into a search gives an answer or is not understood; nothing of it reaches the database as a command."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.archive.filled import fill

import riwaya
from riwaya.archive import Archive, QueryError, queries

NUMBER = 10_000
PARTS = (
    # SQL
    "'; DROP TABLE capture; --", "' OR 1=1 --", '" OR ""="', "UNION SELECT body FROM capture", "/* */", "\\", "%", "_", "`", "];", "?", ":name", "$1", "0x27",
    # of the index
    "NEAR(", "NEAR(ا ب, 1000000000)", "AND", "OR", "NOT", "+", "*", "ا*", "^", "^الجسر", "{text title}:", "- {text} :", "title:", "text:الجسر", "rowid:1",
    "rank:", '"', '""', '"""', "(", ")", "((((", "))))", "-", "--", "-*", "-(", "|", "&", "~",
    # of ours
    "act:deny", "act:", "act:,", "act:deny,say,confirm", "-act:deny", "kind:person", "form:direct", "speaker:", "speaker:بلدية", 'speaker:"بلدية النهرين"', "via:*",
    "on:2024", "from:2024-02-30", "to:0000-00-00", "from:9999-12-31", "on:٢٠٢٤-٠١", "to:1", "publisher:'", "medium:NEAR", "nothing:here",
    # words, and what looks like them
    "الجسر", "وبالجسر", "بلدية النهرين", "اـــلجسر", "إغلاق", "ﷺ", "ﷲ", "لا", "ال", "و", "ـ", "َُِ", "١٢٣", "abc", "İ", "ß", "\u1e9e", "👨‍👩‍👧", "e\u0301\u0301\u0301",
    # characters that nobody sees, or that nobody may have
    "\x00", "\x01", "\x1b[31m", "\r\n", "\t", "\x7f", "\x85", "\u00a0", "\u200b", "\u200f", "\u202e", "\u2066", "\ufeff", "\ufffe", "\uffff", "\ud800", "\udfff", "\U000f0000",
    "\U000f0000d800", "\U0010ffff", "\u2028", "«", "»", "“", "„", "\uff1a", "\u2212",
)  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    path: Path = tmp_path_factory.mktemp("queries") / "news.db"
    with riwaya.open(path) as opened:
        fill(opened, 20)
        yield opened


def drawn(chance: random.Random) -> str:
    parts = [chance.choice(PARTS) for _ in range(chance.choice((1, 1, 2, 3, 5, 8, 40)))]
    if chance.random() < 0.2:
        parts.append(
            "".join(chr(chance.choice((chance.randrange(0x250), chance.randrange(0x110000)))) for _ in range(8))
        )
    if chance.random() < 0.05:
        parts *= 50
    return chance.choice(("", " ", " ", " ")).join(parts)


@pytest.mark.slow
def test_any_query_is_answered_or_not_understood(archive: Archive) -> None:
    chance = random.Random(1446)  # noqa: S311 - strings, no secrets
    before, answered, not_understood = archive.counts(), 0, 0
    for _ in range(NUMBER):
        query = drawn(chance)
        among = chance.choice((None, "articles", "statements"))
        try:
            page = archive.search(query, among=among, limit=3)  # type: ignore[arg-type]
            answered += 1
            assert page.total <= 20
        except QueryError:
            not_understood += 1
    assert answered > NUMBER // 10
    assert not_understood > NUMBER // 10
    assert archive.counts() == before
    assert list(archive.verify()) == []


@pytest.mark.parametrize(
    "query",
    [
        "ا " * 500,
        '"' + "ا " * 499 + '"',
        " ".join(f'"{"ا " * 20}"' for _ in range(24)),
        " ".join(f"-{chr(0x628 + at)}" for at in range(24)),
        "speaker:" + "و" * 990,
        "و" * 1000,
        "ا" * 1000,
        "َ" * 1000,
        '"' * 1000,
        ":" * 1000,
        "act:" * 250,
        "act:" + "deny," * 199,
        "-" * 1000,
        "\ufeff" * 1000,
        "ﷺ" * 1000,
    ],
    ids=lambda query: repr(query[:12]),
)
def test_what_is_as_long_as_may_be_is_bounded_in_what_reaches_the_index(archive: Archive, query: str) -> None:
    """The bounds are of characters and phrases; what each phrase becomes is bounded by its length."""
    try:
        found = queries.parse(query)
    except QueryError:
        return
    assert len(found.phrases) <= 24
    runs = [run for phrase in found.phrases for run in queries.variants(phrase)]
    assert sum(len(" ".join(run)) for run in runs) < 200_000
    archive.search(query)


@pytest.mark.parametrize("query", ["ا" * 1001, "ا " * 10_000, "الجسر " * 25, "x" * 10_000_000])
def test_what_is_longer_is_not_understood(archive: Archive, query: str) -> None:
    with pytest.raises(QueryError, match="look for fewer"):
        archive.search(query)
