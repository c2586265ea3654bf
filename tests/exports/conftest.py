"""One article made by hand: a denial, a chain, a statement in a statement, and characters that try to do harm."""

from __future__ import annotations

import datetime as dt

import pytest

from riwaya import rules
from riwaya.exports.labels import Labels
from riwaya.model import Article, Capture, Statement, When
from riwaya.text import Alignment, Extent, Span

TEXT = (
    "نفت بلدية النهرين، في بيان صدر أمس، إغلاق الجسر القديم أمام المارة، ونقلت وكالة الضفاف عن مصدر مطلع قوله إن"
    " «المهندسين أوصوا بإغلاقه».\n"
    "وقال رئيس البلدية سامي نعمان لـ«صوت النهر» إن مدير المرور أكد أن جسر <script>alert(1)</script> آمن \u202eabc\u202c 456."
)


def at(words: str) -> Extent:
    start = TEXT.index(words)
    return (Span(start, start + len(words)),)


STATEMENTS = (
    Statement(
        at("إغلاق الجسر القديم أمام المارة"),
        at("بلدية النهرين"),
        at("نفت"),
        at("في بيان صدر أمس"),
        "بلدية النهرين",
        "organisation",
        "deny",
        "indirect",
        said=When(dt.date(2025, 3, 3), dt.date(2025, 3, 3)),
        certainty=0.93,
        rule="verb.nafa",
    ),
    Statement(
        at("المهندسين أوصوا بإغلاقه"),
        at("مصدر مطلع"),
        at("نقلت"),
        (),
        "مصدر مطلع",
        "unnamed",
        "report",
        "direct",
        via=("وكالة الضفاف",),
        rule="verb.naqala",
    ),
    Statement(
        at("مدير المرور أكد أن جسر <script>alert(1)</script> آمن \u202eabc\u202c 456"),
        at("رئيس البلدية سامي نعمان"),
        at("قال"),
        at("لـ«صوت النهر»"),
        "سامي نعمان",
        "person",
        "say",
        "indirect",
        rule="verb.qala",
    ),
    Statement(
        at("جسر <script>alert(1)</script> آمن \u202eabc\u202c 456"),
        at("مدير المرور"),
        at("أكد"),
        (),
        None,
        None,
        "confirm",
        "indirect",
        via=("سامي نعمان",),
        within=2,
        negated=True,
        rule="verb.akkada",
    ),
)


def capture(text: str) -> Capture:
    body = text.encode("utf-8", "surrogatepass")
    return Capture(body, text, "text/plain", "0" * 64, "utf-8", name="page.txt")


@pytest.fixture
def article() -> Article:
    return Article(
        TEXT,
        Alignment.identity(len(TEXT)),
        capture(TEXT),
        title="البلدية تنفي \u202eإغلاق الجسر",
        published=dt.date(2025, 3, 4),
        publisher="صحيفة النهرين",
        byline="<b>هدى</b>",
        credits=("وكالة الضفاف",),
        url='https://example.org/?a="1"&b=<2>',
        language="ar",
        statements=STATEMENTS,
    )


@pytest.fixture(params=["en", "ar"])
def labels(request: pytest.FixtureRequest) -> Labels:
    return Labels(rules.load(), request.param)
