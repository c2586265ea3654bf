"""Finding: what a query finds, in which order, and where the words stand that it asked for."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import TypeAlias, get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.archive.conftest import Fresh

import riwaya
from riwaya.arabic import stems
from riwaya.arabic.phrases import words
from riwaya.archive import Archive, Hit, Page, QueryError, finding
from riwaya.archive.finding import Among
from riwaya.archive.queries import FIELDS, LISTED, parse, variants
from riwaya.model import Article, Statement
from riwaya.text import cut, merge

SAMPLES = Path(str(resources.files("riwaya") / "samples"))

# Pages made for what is found; the names tell what each is for. Whole sentences: shorter ones are no article.
ROWS: dict[str, dict[str, str]] = {
    "joined": {
        "title": "الحافلات تعود إلى الخدمة",
        "text": "أكد مدير النقل سامي نعمان أن الحافلات ستمر عبر الطريق الدائري وبالقنطرة الحجرية من دون توقف.",
        "published": "2024-12-07",
        "publisher": "صوت النهر",
        "url": "https://sawt.example/1",
    },
    "bare": {
        "title": "ترميم في الحي القديم",
        "text": "قالت المهندسة هدى الراوي إن قنطرة حجرية ثانية بنيت في الحي القديم ستفتح أمام الزوار بعد ترميمها.",
        "published": "2024-12-31",
        "publisher": "منبر التلال",
    },
    "spelling": {
        "title": "مستشفي الواحه",
        "text": "نفى المتحدث باسم المستشفى أن تكون الإدارةُ أغلقت قِسْمَ الطـــوارئ في مدينة الواحة خلال الأسبوع الماضي.",
        "published": "2025-01-01",
        "publisher": "واحة اليوم",
    },
    "titled": {
        "title": "الزيتون: موسم وفير",
        "text": "انتهى قطاف الثمار في قرى السهل قبل موعده بأسبوع، وباعت التعاونيات نصف المحصول في يومين اثنين فقط.",
        "published": "2023-05-02",
        "publisher": "أخبار السهل",
    },
    "told": {
        "title": "قطاف مبكر في السهل",
        "text": "انتهى قطاف الزيتون في قرى السهل قبل موعده بأسبوع، وباعت التعاونيات نصف المحصول في يومين اثنين فقط.",
        "published": "2023-05-02",
        "publisher": "أخبار السهل",
    },
    "older": {
        "title": "افتتاح مكتبة الأطفال",
        "text": "افتتحت جمعية القراء مكتبة للأطفال في الطابق الأول من دار الثقافة، وفيها ثلاثة آلاف كتاب مصور.",
        "published": "2024-03-01",
        "publisher": "دفاتر",
    },
    "newer": {
        "title": "افتتاح مكتبة الأطفال",
        "text": "افتتحت جمعية القراء مكتبة للأطفال في الطابق الثاني من دار الثقافة، وفيها ثلاثة آلاف كتاب مصور.",
        "published": "2024-09-01",
        "publisher": "دفاتر",
    },
    "undated": {
        "title": "افتتاح مكتبة الأطفال",
        "text": "افتتحت جمعية القراء مكتبة للأطفال في الطابق الثالث من دار الثقافة، وفيها ثلاثة آلاف كتاب مصور.",
        "publisher": "دفاتر",
    },
    "towns": {
        "title": "سكة جديدة",
        "text": "وصل أول قطار إلى لؤلؤة بعد أن عبر السهول الشرقية، وتحدث الركاب عن رحلة لسنة مضت تأخرت فيها القطارات.",
        "published": "2022-06-01",
        "publisher": "سكك",
    },
    # What a page may hold to harm who finds it: bytes that databases refuse, and another language's operators.
    "harm": {
        "title": 'هدهد"; DROP TABLE article; --',
        "text": "ذكر حارس المتحف أن الهدهد \u202eالمحنط\x00 عاد \ud800 إلى مكانه NEAR(الباب) % بعد \x1b[2J ترميم دام شهرين كاملين.",
        "published": "2022-01-01",
        "publisher": "المتحف",
    },
}  # fmt: skip

# What is asked for, and the pages that it finds.
FINDS = [
    # the article and small words, whichever side has them
    ("القنطرة", {"joined", "bare"}),
    ("قنطرة", {"joined", "bare"}),
    ("وبالقنطرة", {"joined", "bare"}),
    ("سنة", {"towns"}),
    ("للأطفال", {"older", "newer", "undated"}),
    # hamza, ta marbuta, final ya, vowel signs, tatweel
    ("الادارة", {"spelling"}),
    ("لولوه", {"towns"}),
    ("مدينه الواحه", {"spelling"}),
    ("مستشفى", {"spelling"}),
    ("مستشفي", {"spelling"}),
    ("قسم الطوارئ", {"spelling"}),
    ("قِـسْـم", {"spelling"}),
    # all parts must hold
    ("قنطرة الحي", {"bare"}),
    ("قنطرة الزيتون", set()),
    # phrases
    ('"قنطرة حجرية"', {"joined", "bare"}),
    ('"حجرية قنطرة"', set()),
    ('"الحي القديم ستفتح"', {"bare"}),
    ("«القنطرة الحجرية من دون»", {"joined"}),
    # a phrase does not reach from the title into the text
    ('"السهل انتهى"', set()),
    # fields of articles
    ("title:الزيتون", {"titled"}),
    ("title:افتتاح publisher:دفاتر", {"older", "newer", "undated"}),
    ('publisher:"صوت النهر"', {"joined"}),
    ('publisher:"النهر صوت"', set()),
    ("publisher:القنطرة", set()),
    # days
    ("قنطرة on:2024-12-07", {"joined"}),
    ("قنطرة from:2024-12-08", {"bare"}),
    ("قنطرة to:2024-12-30", {"joined"}),
    ("قنطرة on:2024-12", {"joined", "bare"}),
    ("قنطرة on:٢٠٢٤", {"joined", "bare"}),
    ("قنطرة to:2023", set()),
    ("on:2023", {"titled", "told"}),
    ("from:2024-12-07 to:2025-01-01", {"joined", "bare", "spelling"}),
    # what has no day is on none
    ("مكتبة to:2030", {"older", "newer"}),
    # exclusion, also beside nothing but a filter
    ("قنطرة -الحافلات", {"bare"}),
    ('قنطرة -"حجرية ثانية"', {"joined"}),
    ("قنطرة -publisher:التلال", {"joined"}),
    ("قطاف -title:الزيتون", {"told"}),
    ("on:2023 -title:الزيتون", {"told"}),
    ("on:2023 -الزيتون", set()),
    ("مكتبة -ذلك", {"older", "newer", "undated"}),
    ("title:افتتاح -الثاني -الثالث", {"older"}),
    # what is there to do harm is found like anything
    ("الهدهد المحنط", {"harm"}),
    ("title:drop", {"harm"}),
]  # fmt: skip

# No two of them are one word.
FOREIGN = ["café", "cafe", "İstanbul", "istanbul", "a_b", "ab", "Straße", "ёлка", "елка", "x²", "漢字", "ΐα"]

# Operators of the languages that a query might reach, pieces of ours, and what no language expects.
PIECES = st.sampled_from(
    [
        "AND", "OR", "NOT", "NEAR(", "NEAR/2", "*", "^", "+", ":", "{", "}", "(", ")", '"', "'", ";", "--", "-", "%", "_",
        ",", "?", "\\", "/*", "\x00", "\ud800", "\udfff", "\u202e", "\u0345", "«", "»", " ", " ", " ", "\n",
        "قنطرة", "وبالقنطرة", "الهدهد", "في", "ﷺ", "a", "é", "İ", "²", "漢", "\U0001e900", "text", "rowid", "rank",
        "article_words", *(f"{name}:" for name in FIELDS), "act:deny", "kind:person", "from:2024", "on:2024-12-07",
    ]
)  # fmt: skip
QUERIES = st.one_of(
    st.lists(PIECES, max_size=30).map("".join), st.lists(PIECES, max_size=12).map(" ".join), st.text(max_size=40)
)

Meant: TypeAlias = Callable[[Article, Statement], bool]


def of(article: Article, statement: Statement) -> str:
    """Who is named as the speaker, as resolved and as worded."""
    return f"{statement.speaker} {cut(article.text, statement.source)}"


# What is asked for among the statements of the samples, and which of them it finds.
STATEMENTS: list[tuple[str, Meant]] = [
    ("act:deny", lambda _, said: said.act == "deny"),
    ("act:deny,decline", lambda _, said: said.act in {"deny", "decline"}),
    ("kind:unnamed act:say", lambda _, said: said.kind == "unnamed" and said.act == "say"),
    ("form:mixed kind:person", lambda _, said: said.form == "mixed" and said.kind == "person"),
    ("speaker:البلدية", lambda page, said: "بلدية" in of(page, said)),
    ('speaker:"نادر الصفدي"', lambda page, said: "نادر الصفدي" in of(page, said)),
    ('speaker:"رئيس البلدية"', lambda page, said: "رئيس البلدية" in of(page, said)),
    ("speaker:الشراع", lambda page, said: "الشراع" in of(page, said)),
    ('via:"صحيفة الشراع"', lambda _, said: "صحيفة الشراع" in said.via),
    ("medium:فيسبوك", lambda page, said: "فيسبوك" in cut(page.text, said.medium)),
    ("medium:إنستغرام form:direct", lambda page, said: "إنستغرام" in cut(page.text, said.medium)),
    ("تشققات act:warn", lambda page, said: "تشققات" in cut(page.text, said.content) and said.act == "warn"),
    # of the article
    ("title:الطاحونة act:deny", lambda page, said: "الطاحونة" in str(page.title) and said.act == "deny"),
    ("publisher:الرابية", lambda page, _: "الرابية" in str(page.publisher)),
    ("act:deny on:2026-01", lambda page, said: said.act == "deny" and f"{page.published:%Y-%m}" == "2026-01"),
    # exclusion
    ("act:deny -title:الطاحونة", lambda page, said: said.act == "deny" and "الطاحونة" not in str(page.title)),
    ("act:deny -publisher:الرابية", lambda page, said: said.act == "deny" and "الرابية" not in str(page.publisher)),
    ("act:deny -speaker:البيطار", lambda page, said: said.act == "deny" and "البيطار" not in of(page, said)),
    ("act:deny -القلب", lambda page, said: said.act == "deny" and "القلب" not in cut(page.text, said.content)),
    ("act:say -via:الشراع", lambda _, said: said.act == "say" and "الشراع" not in " ".join(said.via)),
]


@pytest.fixture(scope="module")
def archive(fresh: Fresh) -> Iterator[Archive]:
    """The rows above; nothing writes to it."""
    page = "\n".join(json.dumps(row) for row in ROWS.values()).encode()
    with riwaya.open(fresh()) as made:
        made.add(riwaya.records(page))
        yield made


@pytest.fixture(scope="module")
def samples(fresh: Fresh) -> Iterator[Archive]:
    """The samples that come with the package; nothing writes to it."""
    with riwaya.open(fresh()) as made:
        made.add(riwaya.records(SAMPLES))
        yield made


def names(page: Page) -> list[str]:
    """The names of the rows that were found: rows are numbered in their order."""
    return [list(ROWS)[hit.article - 1] for hit in page.hits]


def check(archive: Archive, query: str, hit: Hit) -> None:
    """Check what holds for every hit of any query."""
    article = archive.article(hit.article)
    assert (hit.title, hit.publisher, hit.published, hit.url) == (
        article.title,
        article.publisher,
        article.published,
        article.url,
    )
    assert len(hit.snippet) == 1
    assert hit.words == cut(article.text, hit.snippet)
    assert hit.marks == merge(hit.marks)
    wanted = {
        form for phrase in parse(query).phrases if not phrase.excluded for run in variants(phrase) for form in run
    }
    for mark in hit.marks:
        assert hit.snippet[0].start <= mark.start < mark.end <= hit.snippet[0].end
        assert set(stems.stems(article.text[mark.start : mark.end])) <= wanted
    if hit.statement is not None:
        assert hit.statement in article.statements
        assert all(
            hit.snippet[0].start <= span.start and span.end <= hit.snippet[0].end
            for span in (*hit.statement.content, *hit.statement.source)
        )


@pytest.fixture(scope="module")
def foreign(fresh: Fresh) -> Iterator[Archive]:
    """An article for each of some foreign words; nothing writes to it."""
    row = "افتتح نادي القراء مقهى {} في دار الثقافة القديمة، وفيه ثلاثة آلاف كتاب مصور للأطفال والكبار."
    page = "\n".join(json.dumps({"title": word, "text": row.format(word)}) for word in FOREIGN).encode()
    with riwaya.open(fresh()) as made:
        made.add(riwaya.records(page))
        yield made


def test_every_row_is_an_article(archive: Archive) -> None:
    found = list(archive.articles())
    assert [article.title for article in found] == [row["title"] for row in ROWS.values()]


@pytest.mark.parametrize(("query", "expected"), FINDS)
def test_a_query_finds_the_articles_that_it_means(archive: Archive, query: str, expected: set[str]) -> None:
    page = archive.search(query)
    assert set(names(page)) == expected
    assert (page.total, page.more) == (len(expected), False)
    for hit in page.hits:
        assert hit.statement is None
        check(archive, query, hit)


@pytest.mark.parametrize(("query", "meant"), STATEMENTS, ids=[query for query, _ in STATEMENTS])
def test_a_query_finds_the_statements_that_it_means(samples: Archive, query: str, meant: Meant) -> None:
    page = samples.search(query, among="statements", limit=50)
    expected = {
        (number, place)
        for number, article in enumerate(samples.articles(), 1)
        for place, statement in enumerate(article.statements)
        if meant(article, statement)
    }
    assert expected
    found = {
        (hit.article, samples.article(hit.article).statements.index(hit.statement))
        for hit in page.hits
        if hit.statement
    }
    assert found == expected
    assert (page.total, len(page.hits), page.more) == (len(expected), len(expected), False)
    for hit in page.hits:
        check(samples, query, hit)


def test_no_statement_is_found_where_a_part_does_not_hold(samples: Archive) -> None:
    for query in ("act:deny speaker:ضفدع", "act:deny ضفدع", "act:deny title:ضفدع", "act:deny on:1999"):
        assert samples.search(query) == Page((), 0, more=False)


def test_every_listed_value_finds_its_statements(samples: Archive) -> None:
    said = [statement for article in samples.articles() for statement in article.statements]
    for name, values in LISTED.items():
        for value in values:
            expected = sum(getattr(statement, name) == value for statement in said)
            assert samples.search(f"{name}:{value}", limit=0).total == expected


def test_words_are_marked_where_they_stand(archive: Archive) -> None:
    for query, found in [
        ("القنطرة", {"وبالقنطرة", "قنطرة"}),
        ('"قنطرة حجرية"', {"وبالقنطرة الحجرية", "قنطرة حجرية"}),
        ("قنطرة حجرية", {"وبالقنطرة", "الحجرية", "قنطرة", "حجرية"}),
        ("قسم الطوارئ", {"قِسْم", "الطـــوارئ"}),
        ("الإدارة -ذلك", {"الإدارة"}),
    ]:
        hits = archive.search(query).hits
        assert {cut(archive.article(hit.article).text, (mark,)) for hit in hits for mark in hit.marks} == found


@pytest.mark.parametrize("word", FOREIGN)
def test_a_foreign_word_is_found_as_it_is_marked(foreign: Archive, word: str) -> None:
    """The database adds nothing to the one way in which words are folded."""
    for query in (word, f'"مقهى {word} في"'):
        [hit] = foreign.search(query).hits
        [mark] = hit.marks
        assert word in cut(foreign.article(hit.article).text, (mark,))


def test_a_snippet_stands_around_the_first_word_and_in_whole_words(archive: Archive) -> None:
    [hit] = archive.search("الطوارئ").hits
    text = archive.article(hit.article).text
    [span] = hit.snippet
    assert span.start <= hit.marks[0].start
    assert span.start == 0 or text[span.start - 1].isspace()
    assert span.end == len(text) or text[span.end].isspace()
    assert 0 < span.end - span.start <= 200


def test_what_is_found_by_its_title_shows_how_it_begins(archive: Archive) -> None:
    [hit] = archive.search("title:الزيتون").hits
    assert hit.marks == ()
    assert archive.article(hit.article).text.startswith(hit.words)
    assert hit.words


def test_a_snippet_keeps_to_one_paragraph(samples: Archive) -> None:
    for hit in samples.search("from:2020", limit=50).hits + samples.search("في", limit=50).hits:
        assert "\n" not in hit.words


def test_a_word_in_the_title_counts_more(archive: Archive) -> None:
    assert names(archive.search("الزيتون")) == ["titled", "told"]


@pytest.mark.parametrize("query", ["مكتبة", "title:افتتاح", '"دار الثقافة"'])
def test_of_equals_the_newer_comes_first(archive: Archive, query: str) -> None:
    page = archive.search(query)
    assert names(page) == ["newer", "older", "undated"]
    assert [hit.score for hit in page.hits] == sorted((hit.score for hit in page.hits), reverse=True)


def test_without_words_the_newest_come_first(archive: Archive) -> None:
    days = [hit.published for hit in archive.search("from:2000", limit=50).hits]
    assert days == sorted(days, key=lambda day: day or dt.date.min, reverse=True)
    assert len(days) == len(ROWS) - 1


@pytest.mark.parametrize(
    ("query", "among"),
    [("في", "articles"), ("from:2000", "articles"), ("في", "statements"), ("form:indirect", "statements")],
)
@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_are_parts_of_one_order(samples: Archive, query: str, among: Among, limit: int) -> None:
    whole = samples.search(query, among=among, limit=100)
    assert whole.total == len(whole.hits) > limit
    parts: list[Hit] = []
    for offset in range(0, whole.total + limit, limit):
        page = samples.search(query, among=among, limit=limit, offset=offset)
        assert (page.total, page.more) == (whole.total, False)
        assert len(page.hits) == max(0, min(limit, whole.total - offset))
        parts += page.hits
    assert tuple(parts) == whole.hits


def test_none_may_be_asked_for_or_be_left(samples: Archive) -> None:
    total = samples.search("في").total
    assert samples.search("في", limit=0) == samples.search("في", offset=99) == Page((), total, more=False)
    assert samples.search("ضفدع") == Page((), 0, more=False)


def test_behind_those_that_are_ranked_there_may_be_more(samples: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    total = samples.search("form:indirect").total
    for ranked, more in ((total - 1, True), (total, False), (total + 1, False)):
        monkeypatch.setattr(finding, "RANKED", ranked)
        page = samples.search("form:indirect", limit=100)
        assert (page.total, len(page.hits), page.more) == (min(ranked, total), min(ranked, total), more)


def test_a_query_tells_what_is_looked_for_unless_it_is_said(samples: Archive) -> None:
    assert all(hit.statement is None for hit in samples.search("الجسر").hits)
    assert all(hit.statement is not None for hit in samples.search("الجسر act:deny").hits)
    among = samples.search("الجسر", among="statements")
    assert among.hits
    assert all(hit.statement is not None for hit in among.hits)
    for name in get_args(Among):
        assert samples.search("title:الطاحونة publisher:السنديان", among=name).hits


@pytest.mark.parametrize(
    "query", ["act:deny", "kind:person", "form:direct", "speaker:سامي", "medium:بيان", "via:مدار", "الجسر -via:مدار"]
)
def test_fields_of_statements_are_refused_among_articles(samples: Archive, query: str) -> None:
    with pytest.raises(QueryError, match="are of statements: look among these"):
        samples.search(query, among="articles")


def test_a_statement_is_found_by_its_own_words_only(samples: Archive) -> None:
    """The article says much that this statement does not."""
    [hit] = samples.search("تشققات act:warn").hits
    assert hit.statement is not None
    assert hit.statement.act == "warn"
    assert "الجنوبية" in hit.words
    assert samples.search("الزيتون act:warn").hits == ()


@pytest.mark.parametrize(
    "query", [" ".join(f"كلمة{letter}" for letter in "ابتثجحخدذرزسشصضطظعغفقكلم"), f'"{"ب " * 400}"', "ب" * 1000,
              " ".join(f"-كلمة{letter}" for letter in "ابتثجحخدذرزسشصضطظعغفقكلم") + " from:2000"]
)  # fmt: skip
def test_the_longest_queries_are_answered(archive: Archive, query: str) -> None:
    assert archive.search(query).total in {0, len(ROWS) - 1}


def answer(archive: Archive, query: str, among: Among | None = None) -> Page | str:
    try:
        return archive.search(query, among=among, limit=3)
    except QueryError as error:
        return str(error)


@given(QUERIES, st.sampled_from([None, *get_args(Among)]))
@example('" OR rowid > 0 --', None)
@example("a\x00b", None)
@example("\ud800", "articles")
@example("İ é ﷺ a\u0345b", None)
def test_any_text_is_answered_or_refused(archive: Archive, query: str, among: Among | None) -> None:
    before = archive.counts()
    page = answer(archive, query, among)
    assert page, "what is refused is told"
    if isinstance(page, Page):
        assert len(page.hits) == min(3, page.total)
        for hit in page.hits:
            check(archive, query, hit)
    assert archive.counts() == before


@pytest.mark.parametrize(
    "query",
    [
        "'; DROP TABLE article; --",
        "') OR 1=1",
        '") OR 1=1 ("',
        "article_words MATCH a",
        "x UNION SELECT body FROM capture",
        "title:x') --",
        'publisher:"a\x00"',
        "{title} : a",
        "NEAR(a b, 5)",
        "a* ^b",
    ],
)
@pytest.mark.parametrize("among", get_args(Among))
def test_what_is_asked_cannot_harm_the_archive(archive: Archive, query: str, among: Among) -> None:
    answer(archive, query, among)
    assert archive.counts()["article"] == len(ROWS)
    assert list(archive.verify()) == []


@given(st.data())
def test_any_words_of_an_article_find_it_and_are_marked(archive: Archive, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, len(ROWS)))
    run = words(archive.article(number).text)
    start = data.draw(st.integers(0, len(run) - 1))
    found = run[start : data.draw(st.integers(start + 1, len(run)))]
    for query in (" ".join(found[:20]), f'"{" ".join(found)}"'):
        [hit] = [hit for hit in archive.search(query, limit=len(ROWS)).hits if hit.article == number]
        assert hit.marks
        check(archive, query, hit)


@pytest.mark.parametrize(("limit", "offset"), [(-1, 0), (3, -1)])
def test_hits_are_counted_from_none(archive: Archive, limit: int, offset: int) -> None:
    with pytest.raises(ValueError, match="cannot be -1"):
        archive.search("الجسر", limit=limit, offset=offset)


def test_what_is_exported_is_what_is_found(fresh: Fresh) -> None:
    with riwaya.open(fresh()) as archive:
        archive.add(riwaya.records(SAMPLES))
        for query in ("act:deny", "act:say الجسر", "kind:unnamed -الجسر", "from:2026"):
            found = archive.search(query, among="statements", limit=1000)
            exported = list(archive.export(query, among="statements"))
            statements = [each.article.statements[each.place] for each in exported if each.place is not None]
            assert sorted(map(repr, statements)) == sorted(repr(hit.statement) for hit in found.hits)
            assert [(each.number, each.place) for each in exported] == sorted(
                (each.number, each.place) for each in exported
            )
        assert [each.article for each in archive.export()] == list(archive.articles())
        assert [each.number for each in archive.export("الجسر")] == sorted(
            hit.article for hit in archive.search("الجسر").hits
        )


def test_what_is_exported_is_of_one_moment(fresh: Fresh) -> None:
    address = fresh()
    with riwaya.open(address) as archive, riwaya.open(address) as other:
        archive.add(riwaya.records(SAMPLES))
        count, exported = archive.counts()["article"], archive.export()
        first = next(exported)
        other.add(
            riwaya.records("ميناء الرمال\n\nقال مدير الميناء سامي نعمان إن الرصيف الجديد يفتح أمام السفن غدا.".encode())
        )
        assert len([first, *exported]) == count
        assert archive.counts()["article"] == count + 1


def test_fields_of_statements_find_no_articles_to_export(archive: Archive) -> None:
    with pytest.raises(QueryError, match="of statements"):
        archive.export("act:deny", among="articles")
