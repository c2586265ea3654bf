"""The digest of an article."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya import rules
from riwaya.exports.digests import Look, digest
from riwaya.exports.labels import Labels
from riwaya.exports.terminals import columns
from riwaya.model import Article, Capture, Statement
from riwaya.text import Alignment, Span

ENGLISH = Labels(rules.load(), "en")


def test_a_digest_tells_who_says_what(article: Article) -> None:
    shown = digest(article, Look(ENGLISH, 100)).replace("\u2068", "[").replace("\u2069", "]")
    assert shown.splitlines() == [
        "[البلدية تنفي ⟨U+202E⟩إغلاق الجسر]",
        "  publisher [صحيفة النهرين] · published [2025-03-04] · by [<b>هدى</b>] · credits [وكالة الضفاف]",
        "",
        "  1 [بلدية النهرين] (organisation) ✗ denies",
        "    [إغلاق الجسر القديم أمام المارة]",
        "    where [في بيان صدر أمس] · when [2025-03-03] · certainty [0.93]",
        "",
        "  2 [مصدر مطلع] (unnamed) • reports",
        "    [المهندسين أوصوا بإغلاقه]",
        "    by way of [وكالة الضفاف] · certainty [1.00]",
        "",
        "  3 [سامي نعمان] (person) • says",
        "    [مدير المرور أكد أن جسر <script>alert(1)</script> آمن ⟨U+202E⟩abc⟨U+202C⟩ 456]",
        "    where [لـ«صوت النهر»] · certainty [1.00]",
        "",
        "    4 not stated ✓ confirms",
        "      [جسر <script>alert(1)</script> آمن ⟨U+202E⟩abc⟨U+202C⟩ 456]",
        "      by way of [سامي نعمان] · within [3] · the cue is negated · certainty [1.00]",
    ]


@pytest.mark.parametrize("width", [10, 30, 41, 80, 200])
@pytest.mark.parametrize("styled", [True, False])
def test_every_line_fits_and_closes_its_runs(article: Article, labels: Labels, width: int, styled: bool) -> None:
    for line in digest(article, Look(labels, width, styled)).splitlines():
        assert columns(line) <= max(width, 46)
        assert line.count("\u2068") == line.count("\u2069")
        assert not re.search("[\u202a-\u202e\u2066\u2067]", line)


def test_denials_are_marked_without_colour(article: Article, labels: Labels) -> None:
    assert digest(article, Look(labels)).count("✗") == 1
    assert "\x1b" not in digest(article, Look(labels))
    assert "\x1b[31m✗" in digest(article, Look(labels, styled=True))


def test_long_contents_are_shortened(labels: Labels) -> None:
    text = "كلام " * 500
    statement = Statement((Span(0, len(text)),), (), (), (), None, None, "say", "indirect")
    made = Article(
        text, Alignment.identity(len(text)), Capture(b"", text, "text/plain", "", "utf-8"), statements=(statement,)
    )
    lines = digest(made, Look(labels, 80)).splitlines()
    assert len(lines) < 10
    assert any(line.endswith("…\u2069") for line in lines)


def test_what_is_missing_is_said(article: Article) -> None:
    bare = replace(article, title=None, publisher=None, published=None, byline=None, credits=(), statements=())
    assert digest(bare, Look(ENGLISH)).splitlines() == [
        "\u2068untitled\u2069",
        "  publisher not stated · published not stated",
        "  no statement found",
    ]


@given(
    st.text(st.sampled_from("ab ب\u202e\u2067\u2069\x1b\n\ud800«"), max_size=60), st.integers(0, 60), st.integers(0, 60)
)
def test_no_article_breaks_a_digest(text: str, start: int, end: int) -> None:
    statement = Statement((Span(start, end),), (), (), (Span(end, end),), text, "person", "deny", "direct", within=0)
    capture = Capture(b"", text, "text/plain", "", "utf-8")
    made = Article(text, Alignment.identity(len(text)), capture, title=text, publisher=text, statements=(statement,))
    shown = digest(made, Look(ENGLISH, 40))
    shown.encode()
    assert all(line.count("\u2068") == line.count("\u2069") for line in shown.splitlines())
