"""Asking an archive: claims with who stands where, and articles that share a text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.commands import riwaya as run

import riwaya
from riwaya.archive import Archive, Claim

PAGES = {
    "https://shati.example/1": (
        "وكالة الشاطئ",
        "قالت وكالة الشاطئ إن بلدية النهرين أغلقت الجسر القديم أمام المارة خلال الأسبوع الماضي.",
    ),
    "https://nahrain.example/2": (
        "منبر النهرين",
        "نفت بلدية النهرين صحة الأنباء التي تحدثت عن إغلاق الجسر القديم أمام المارة.",
    ),
    "https://marsa.example/3": (
        "صحيفة المرسى",
        "قال المهندس سامي نعمان إن الجسر القديم لم يغلق أمام المارة منذ افتتاحه قبل أربعين عاما.",
    ),
    "https://marsa.example/4": (
        "صحيفة المرسى",
        "أكد وكيل وزارة الزراعة هادي الراوي أن محصول الزيتون هذا العام هو الأوفر منذ عشر سنوات.",
    ),
}
ASKED = "إغلاق الجسر القديم أمام المارة"


def add(archive: Archive, url: str, publisher: str, text: str) -> None:
    row = json.dumps({"text": text, "publisher": publisher, "url": url}, ensure_ascii=False)
    archive.add(riwaya.records(row.encode(), fields={}))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "news.db"
    with riwaya.open(path) as archive:
        for url, (publisher, text) in PAGES.items():
            add(archive, url, publisher, text)
    return path


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    with riwaya.open(path) as opened:
        yield opened


def stances(claim: Claim) -> set[tuple[str, str | None, str | None]]:
    return {(each.stance, each.speaker, each.url) for each in claim.appearances}


def test_who_is_for_and_who_is_against_what_is_asked(archive: Archive) -> None:
    best = archive.ask(ASKED)[0]
    assert best.contested
    assert {
        ("denies", "بلدية النهرين", "https://nahrain.example/2"),
        ("reports", None, "https://nahrain.example/2"),
        ("reports", "وكالة الشاطئ", "https://shati.example/1"),
    } <= stances(best)


def test_who_says_that_it_is_not_so_is_against_it(archive: Archive) -> None:
    [found] = [
        each
        for claim in archive.ask("الجسر القديم أغلق أمام المارة")
        for each in claim.appearances
        if each.speaker == "سامي نعمان"
    ]
    assert found.stance in {"denies", "contradicts"}


def test_what_has_nothing_to_do_with_it_is_in_no_claim(archive: Archive) -> None:
    assert not any("الزيتون" in each.words for claim in archive.ask(ASKED) for each in claim.appearances)
    assert archive.ask("مباراة كرة اليد") == []


def test_an_appearance_leads_to_the_characters_it_rests_on(archive: Archive) -> None:
    for each in archive.ask(ASKED)[0].appearances:
        article = archive.article(each.article)
        assert article.url == each.url
        if each.statement is not None:
            assert each.statement in article.statements
            assert each.chain[0] == article.publisher
            assert each.chain[-1] == each.speaker


def test_origins_are_told_once_and_what_is_not_stated_is_told(archive: Archive) -> None:
    best = archive.ask(ASKED)[0]
    assert set(best.origins) == {each.speaker for each in best.appearances}
    assert len(best.origins) == len(set(best.origins))


def test_what_was_added_a_moment_ago_is_in_the_answer(tmp_path: Path) -> None:
    with riwaya.open(tmp_path / "news.db") as archive:
        assert archive.ask(ASKED) == []
        for url, (publisher, text) in PAGES.items():
            before = sum(len(claim.appearances) for claim in archive.ask(ASKED))
            add(archive, url, publisher, text)
            after = sum(len(claim.appearances) for claim in archive.ask(ASKED))
            assert after > before or "الزيتون" in text


@given(some.text(max_size=60) | some.lists(some.sampled_from(ASKED.split()), max_size=9).map(" ".join))
def test_anything_can_be_asked(query: str) -> None:
    answers = LASTING.ask(query, limit=3)
    assert len(answers) <= 3
    assert all(claim.appearances for claim in answers)


@pytest.fixture(autouse=True)
def lasting(archive: Archive) -> None:
    """The archive for laws, whose arguments Hypothesis gives."""
    global LASTING  # noqa: PLW0603
    LASTING = archive


LASTING: Archive


def test_limits_hold(archive: Archive) -> None:
    assert len(archive.ask(ASKED, limit=1)) == 1
    page = " ".join([ASKED, *(f"كلمة{number}" for number in range(5000))])
    assert archive.ask(page)[0].contested


# -- copies ------------------------------------------------------------------------------------------------------------

WIRE = (
    "عثر غواصون من خفر السواحل على حطام سفينة شحن غرقت قبل ثلاثين عاما قرب جزيرة النوارس، وقال قائد الفريق هادي "
    "نصار إن السفينة كانت تنقل أخشابا وآلات زراعية إلى المرفأ الجنوبي حين ضربتها عاصفة مفاجئة. وأضاف أن الغواصين "
    "انتشلوا جرس السفينة وسجل رحلتها، وأن فريقا من المتحف البحري سيتولى ترميمهما خلال الشهرين المقبلين قبل عرضهما."
)
OTHER = (
    "أعلن خفر السواحل أن سفينة شحن غرقت قبل ثلاثين عاما وجدت أخيرا، وذكر المتحف البحري أنه سيعرض ما انتشل منها بعد "
    "الترميم. ولم تحدد إدارة المتحف موعدا للعرض، مكتفية بالقول إن القطع تحتاج إلى عناية طويلة قبل أن يراها الجمهور."
)


def test_a_text_in_two_papers_is_found_from_either(tmp_path: Path) -> None:
    with riwaya.open(tmp_path / "news.db") as archive:
        add(archive, "https://a.example/1", "صحيفة المرسى", WIRE)
        add(archive, "https://b.example/2", "منبر النهرين", WIRE.replace("جرس السفينة", "جرسها"))
        add(archive, "https://c.example/3", "صوت الوادي", OTHER)
        assert archive.copies("https://a.example/1") == ["https://b.example/2"]
        assert archive.copies("https://b.example/2") == ["https://a.example/1"]
        assert archive.copies("https://c.example/3") == []
        assert archive.copies("https://nowhere.example/") == []


# -- the command -------------------------------------------------------------------------------------------------------


def test_the_command_shows_claims_and_gives_them_as_lines(path: Path) -> None:
    ended = run("ask", path, ASKED)
    assert ended.returncode == 0
    shown = ended.stdout.decode("ascii", "backslashreplace").encode().decode("unicode_escape")
    assert "denies" in shown
    assert "contested" in shown
    first = json.loads(run("ask", path, "--json", ASKED).stdout.decode("utf-8").splitlines()[0])
    assert first["contested"] is True
    assert {"denies", "reports"} <= {each["stance"] for each in first["appearances"]}
    assert run("ask", path, "مباراة كرة اليد").stdout == b"nothing found\n"
