"""What a page says about its articles, and what must hold of any page."""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from types import MappingProxyType
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as some

import riwaya
from riwaya import articles
from riwaya import rules as tables
from riwaya.articles import bodies, flattened
from riwaya.errors import Problem
from riwaya.model import Article, Capture, When
from riwaya.text import Span, cut

BODY = (
    "أعلنت بلدية الروضة أن السوق القديمة ستفتح أبوابها صباح الأحد المقبل بعد ترميم دام عامين.\n"
    "وقالت مهندسة المشروع ليلى الصباغ إن الفريق حافظ على الأقواس الحجرية ورمم سبعين دكانا.\n"
    "ويشكو بعض الباعة من ارتفاع بدل الإيجار الذي حددته البلدية."
)
TITLE = "بلدية الروضة تعيد فتح السوق القديمة بعد ترميمها"


def page(text: str, *, url: str | None = None, media_type: str = "text/plain", **given: str) -> Capture:
    return Capture(
        text.encode("utf-8", "surrogatepass"),
        text,
        media_type,
        "0" * 64,
        "utf-8",
        url=url,
        given=MappingProxyType(given),
    )


def unheard(_: Problem) -> None:
    """Take no notice of a problem."""


def read(text: str, **more: str) -> list[Article]:
    return articles.extract(page(text, **more), tables.load(), unheard)  # type: ignore[arg-type]


SAYS: Final = [
    ("نشر في: 8 فيفري 2019", "", "published", dt.date(2019, 2, 8)),
    ("الأحد 22 أيار 2022 | محليات", "", "published", dt.date(2022, 5, 22)),
    ("2022-05-22 10:30", "", "published", dt.date(2022, 5, 22)),
    ("قبل ساعة", "", "published", None),
    ("آخر تحديث GMT13:57:10", "", "published", None),
    ("آخر تحديث: 23 أيار 2022", "", "updated", dt.date(2022, 5, 23)),
    ("آخر تحديث: 23 أيار 2022", "", "published", None),
    ("", "تاريخ النشر: 22/05/2022", "published", dt.date(2022, 5, 22)),
    ("", "مواضيع ذات صلة\nتعليق الدوام في مدارس الريف\n24 شباط 2020", "published", None),
    ("كتبت: هند الراوي", "", "byline", "هند الراوي"),
    ("بقلم سامر الجندي", "", "byline", "سامر الجندي"),
    ("بيروت - ملفي الحداد", "", "byline", "ملفي الحداد"),
    ("عمّان ـ رويترز", "", "dateline", "عمّان ـ رويترز"),
    ("عمّان ـ رويترز", "", "credits", ("رويترز",)),
    ("", 'المصدر: RT + "نيويورك تايمز"', "credits", ("RT", "نيويورك تايمز")),
    ("", "المصدر: رويترز والأناضول", "credits", ("رويترز", "الأناضول")),
    ("", "المصدر: نشرة الوادي", "credits", ("نشرة الوادي",)),
    ("", "جميع الحقوق محفوظة لموقع صدى الوادي © 2022", "publisher", "صدى الوادي"),
    ("", "جميع الحقوق محفوظة لصحيفة الوادي 2022", "publisher", "صحيفة الوادي"),
    ("", "جميع الحقوق محفوظة لمجموعة العرب اليوم الإعلامية 2022", "publisher", "العرب اليوم"),
    ("", "© صدى الوادي 2022", "publisher", "صدى الوادي"),
    ("", "شبكة الوادي © كافة الحقوق محفوظة", "publisher", "شبكة الوادي"),
    (f"{TITLE} - نشرة الوادي", "نشرة الوادي", "publisher", "نشرة الوادي"),
    ("", "", "publisher", None),
    ("", "", "published", None),
    ("", "", "credits", ()),
]


@pytest.mark.parametrize(("above", "below", "field", "value"), SAYS)
def test_what_a_page_says(above: str, below: str, field: str, value: object) -> None:
    [article] = read("\n".join(filter(None, [TITLE, above, BODY, below])))
    assert (article.title, article.text) == (TITLE, BODY)
    assert getattr(article, field) == value


@pytest.mark.parametrize(("above", "below", "field", "value"), SAYS)
def test_a_space_that_does_not_break_is_a_space(above: str, below: str, field: str, value: object) -> None:
    kept = "\n".join(filter(None, [TITLE, above, BODY, below])).replace(" ", "\u00a0")
    [article] = read(kept)
    found = getattr(article, field)
    plain = tuple(each.replace("\u00a0", " ") for each in found) if isinstance(found, tuple) else found
    assert (plain.replace("\u00a0", " ") if isinstance(plain, str) else plain) == value


@pytest.mark.parametrize(
    ("prefix", "byline", "named", "dateline"),
    [
        ("سرايا - ", None, ("سرايا",), "سرايا"),
        ("واشنطن (رويترز) - ", None, ("رويترز",), "واشنطن (رويترز)"),
        ("ظافر الحلبي- سبق- أبها: ", "ظافر الحلبي", ("سبق",), "ظافر الحلبي- سبق- أبها"),
        ("نايف الحلبي – عين اليوم ", "نايف الحلبي", ("عين اليوم",), "نايف الحلبي – عين اليوم"),
        ("كندا – ", None, (), "كندا"),
        ("", None, (), None),
    ],
)
def test_a_dateline_in_front_of_a_text_stays_there(
    prefix: str, byline: str | None, named: tuple[str, ...], dateline: str | None
) -> None:
    [article] = read(f"{TITLE}\n{prefix}{BODY}")
    assert article.text == f"{prefix}{BODY}"
    assert (article.byline, article.credits, article.dateline) == (byline, named, dateline)


@pytest.mark.parametrize(
    ("url", "publisher", "published"),
    [
        ("http://www.aleqt.com/2015/08/03/article_1.html", "الاقتصادية", dt.date(2015, 8, 3)),
        ("http://www.okaz.com.sa/new/Issues/20150808/a.htm", "عكاظ", dt.date(2015, 8, 8)),
        ("https://wadi.example/news/4711", "wadi.example", None),
        ("https://wadi.example/2015/13/45/a", "wadi.example", None),
        ("http://[", None, None),
    ],
)
def test_an_address_tells_publisher_and_day(url: str, publisher: str | None, published: dt.date | None) -> None:
    [article] = read(f"{TITLE}\n{BODY}", url=url)
    assert (article.publisher, article.published, article.url) == (publisher, published, url)


def test_given_values_win_and_say_so() -> None:
    [article] = read(
        f"سامر الجندي - الروضة\n{BODY}\nالوسوم",
        title="عنوان من السطر", published="2015-08-04 18:34:43", publisher="alwadi", byline="سامر",
    )  # fmt: skip
    assert (article.title, article.publisher, article.byline) == ("عنوان من السطر", "alwadi", "سامر")
    assert article.published == dt.date(2015, 8, 4)
    assert {article.readings[name][0].rule for name in ("title", "published", "publisher", "byline")} == {
        "given.title", "given.published", "given.publisher", "given.byline",
    }  # fmt: skip


def test_the_text_of_a_row_stays_nearly_whole() -> None:
    text = f"عنوان فرعي للخبر\nسامر الجندي - الروضة\n{BODY}\nسمات السوق البلدية"
    [article] = read(f"{text}\nفيسبوك تويتر واتساب\nجميع الحقوق محفوظة لصدى الوادي", title=TITLE)
    assert article.text == text


def test_a_teaser_is_no_article_and_a_whole_text_is() -> None:
    teaser = "شهدت أسواق المدينة إقبالا كبيرا على شراء الملابس مع اقتراب العيد فيما اشتكى المتسوقون من ارتفاع الأسعار مقارنة بالعام الماضي وقال أحد"
    cut = f"{TITLE}\n{BODY}\nقراءة المزيد\nإقبال كبير على أسواق الملابس\n{teaser}"
    assert [article.title for article in read(cut)] == [TITLE]
    full = f"{cut} الباعة إن الأجور زادت.\nوأضاف البائع سعيد المنلا أن الزبائن يسألون ثم يمضون.\nالمصدر: وكالة الأناضول"
    assert [article.title for article in read(full)] == [TITLE, "إقبال كبير على أسواق الملابس"]
    assert read(full)[1].credits == ("وكالة الأناضول",)


FERRY: Final = (
    "عاد زورق الضفتين إلى العمل صباح الثلاثاء بعد توقف دام أسبوعا بسبب عطل في محركه.",
    "وقال الربان حسن الملاح إن قطعة الغيار وصلت متأخرة، وإن الركاب صبروا أكثر مما كان يرجو.",
    "وتنقل الرحلة الواحدة ثلاثين راكبا، وهي الطريق الوحيدة إلى الضفة الشرقية بعد الغروب، إذ يتوقف آخر باص عند السابعة.",
    "وطلب الركاب رحلة إضافية في الصباح الباكر، فوعد الملاح بها مطلع الشهر إذا وجد مساعدا يتقن العمل على الزورق.",
    "ويعمل على الضفتين أربعة زوارق أخرى، لكن أصغرها لا يحمل سوى ستة ركاب ولا يخرج في الريح الشديدة.",
)
CARDS: Final = (
    (
        "مهرجان الزيتون يستقبل زواره في ساحة القلعة",
        "يستقبل مهرجان الزيتون زواره مساء الخميس في ساحة القلعة، وتشارك فيه هذا العام ثلاثون معصرة من قرى الجبل كلها مع ...",
    ),
    (
        "مدرسة الحي الغربي تفتح مكتبتها للجميع",
        "قررت إدارة مدرسة الحي الغربي أن تفتح مكتبتها للجميع بعد الدوام، وقالت المعلمة رباب النحاس إن الكتب لا تقرأ وهي في ...",
    ),
    (
        "فريق النهر يكسب مباراته الأولى",
        "كسب فريق النهر مباراته الأولى هذا الموسم بهدف وحيد سجله اللاعب عماد الشيخ في الدقيقة الأخيرة أمام جمهور كبير ملأ ...",
    ),
)


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.mark.parametrize("tag", ["h3", "div", "p"])
@pytest.mark.parametrize("related", ["", "<h2>مواضيع ذات صلة</h2>"])
def test_cards_that_lead_to_other_articles_are_no_article(tag: str, related: str) -> None:
    cards = "".join(f"<{tag}><a href=/>{title}</a></{tag}><p>{lead}</p>" for title, lead in CARDS)
    [article] = read(
        f"<h1>{TITLE}</h1>{paragraphs(*BODY.splitlines())}{related}<div>{cards}</div>", media_type="text/html"
    )
    assert (article.title, article.text) == (TITLE, BODY)


def test_an_article_below_a_heading_of_its_own_needs_no_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words tell where it stands, even if the markup is not sure of it."""
    cards = "".join(f"<h3><a href=/>{title}</a></h3><p>{lead}</p>" for title, lead in CARDS)
    first, second = paragraphs(*BODY.splitlines()), paragraphs(*FERRY)
    text = f"<h1>{TITLE}</h1>{first}<div>اقرأ المزيد</div><h2>زورق الضفتين يعود إلى العمل</h2>{second}{cards}"
    choose = bodies.choose
    for most in (3, 99):
        monkeypatch.setattr(bodies, "choose", lambda *page, most=most: [body[:most] for body in choose(*page)])
        assert [(article.title, article.text) for article in read(text, media_type="text/html")] == [
            (TITLE, BODY),
            ("زورق الضفتين يعود إلى العمل", "\n".join(FERRY)),
        ]


@pytest.mark.parametrize("tag", ["h1", "h2"])
def test_a_headline_is_told_from_a_caption_by_its_tag(tag: str) -> None:
    caption = "ليلى الصباغ أمام الأقواس الحجرية أمس (تصوير نزار)"
    [article] = read(
        f"<{tag}>الروضة تستعيد سوقها القديمة بعد عامين من الترميم</{tag}><img src=x><p>{caption}</p>{paragraphs(*BODY.splitlines())}",
        media_type="text/html",
    )
    assert article.title == "الروضة تستعيد سوقها القديمة بعد عامين من الترميم"


def test_a_long_article_may_lack_its_last_mark() -> None:
    olives = (
        "يستقبل مهرجان الزيتون زواره مساء الخميس في ساحة القلعة، وتشارك فيه هذا العام ثلاثون معصرة من قرى الجبل.",
        "وقالت منسقة المهرجان رباب النحاس إن العصر سيجري أمام الزوار، وإن الأطفال سيقطفون بأيديهم من أشجار الساحة.",
    )
    first, second = BODY.replace("\n", " "), f"{' '.join(FERRY)} {' '.join(FERRY[:3])}".removesuffix(".")
    page = f"<h1>{TITLE}</h1>{paragraphs(first, second)}<h3>اقرأ المزيد</h3><h2>مهرجان الزيتون يستقبل زواره</h2>"
    found = read(f"{page}{paragraphs(*olives)}", media_type="text/html")
    assert found[0].text == f"{first}\n{second}"


def test_furniture_that_no_row_knows_ends_the_text() -> None:
    below = (
        "تسوق الآن\nعروض الموسم\nاستطلاع: هل تؤيد إغلاق السوق؟\nنعم\nلا\nصوت\n"
        "نحب أن نسمع منك كل صباح فاكتب لنا.\n"
        "برجك: الحمل\nاللون: أزرق\nالرقم: سبعة\nتتلقى خبرا سارا من صديق قديم هذا الأسبوع."
    )
    assert [article.text for article in read(f"{TITLE}\n{BODY}\n{below}")] == [BODY]


def test_an_article_about_cookies_keeps_its_paragraphs() -> None:
    middle = "وأوضحت الهيئة أن المواقع تجمع ملفات تعريف الارتباط من أجهزة الزوار دون أن تسألهم، وأن العقوبة قد تبلغ مليون ليرة."
    text = BODY.replace("\n", f"\n{middle}\n", 1)
    assert [article.text for article in read(f"{TITLE}\n{text}")] == [text]


@pytest.mark.parametrize(
    "text",
    ["", " \n\t", "\x00" * 50, "الرئيسية\nسياسة\nاقتصاد\nرياضة", "123 456\n789", "«" * 500, "\ud800\udfff", "قال " * 3],
)
def test_a_page_without_an_article_is_a_problem(text: str) -> None:
    problems: list[Problem] = []
    assert articles.extract(page(text), tables.load(), problems.append) == []
    assert [problem.code for problem in problems] == ["no-article"]


@pytest.mark.parametrize(
    "body", [b"", b" \n", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", bytes(range(32)) * 50, b'{"x": "y"}', b'{"x": }']
)
def test_what_holds_no_text_is_one_problem(body: bytes) -> None:
    [record] = riwaya.records(body)
    assert record.articles == ()
    assert len(record.problems) == 1
    assert record.problems[0].code != "no-article"


def test_the_rest_of_an_endless_page_is_left_unread_and_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flattened, "MOST_CHARACTERS", len(TITLE) + 1 + len(BODY))
    problems: list[Problem] = []
    [article] = articles.extract(page(f"{TITLE}\n{BODY}\n{BODY}"), tables.load(), problems.append)
    assert article.text == BODY
    assert [problem.code for problem in problems] == ["partial"]


def test_a_page_in_another_language_is_read_and_its_language_named() -> None:
    text = (
        "The council of Rawda said on Monday that the old market will open its doors again after two years of work.\n"
        "Engineers kept the stone arches and repaired seventy shops, and they added a new drain for the rain."
    )
    [article] = read(f"Old market opens again\n{text}")
    assert (article.title, article.text, article.language) == ("Old market opens again", text, "en")


@pytest.mark.parametrize("width", [40, 50, 60])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("between", [1, 2])
def test_lines_broken_at_a_width_are_whole(width: int, end: str, between: int) -> None:
    """E-mail and word processors break lines; a quotation goes on in the next one."""
    paragraphs = [
        "بلدية الروضة تنفي هدم السوق القديم",
        "نفت بلدية الروضة ما تردد عن هدم السوق القديم قبل العيد، وقالت إن العمل فيه يجري ليلا ولا يعيق أحدا من السكان.",
        "وقالت المهندسة ليلى حداد: «سيبقى السوق مفتوحا طوال النهار، ولن نغلق أبوابه قبل أن يعرف التجار موعد الإغلاق بأسبوع».",
        "وأضافت حداد أن العمال أصلحوا السقف كله ولم يجدوا فيه ما يدعو إلى القلق، وأن الحديث عن انهيار قريب لا أساس له.",
    ]
    wrapped = (end * between).join(end.join(textwrap.wrap(paragraph, width)) for paragraph in paragraphs)
    [article] = read(f"{wrapped}{end}")
    assert (article.title, article.text.split()) == (paragraphs[0], " ".join(paragraphs[1:]).split())
    assert [line.split()[0] for line in article.text.split("\n")] == [each.split()[0] for each in paragraphs[1:]]
    back = article.alignment.source(Span(0, len(article.text)))
    assert " ".join(cut(wrapped, back, join=" ").split()) == " ".join(paragraphs[1:])


def test_short_lines_that_are_none_of_a_paragraph_stay_apart() -> None:
    menu = (
        "الرئيسية\nأخبار محلية\nأخبار العالم العربي\nمال وأعمال\nرياضة\nثقافة وفنون\nآراء وتحليلات الكتاب\nفيديو\nصور"
    )
    assert [line.text for line in flattened.read(menu)] == menu.split("\n")


def test_markup_and_flattened_text_of_a_page_agree() -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in BODY.split("\n"))
    html = (
        f'<html><head><title>{TITLE} | صدى الوادي</title><meta property="og:site_name" content="صدى الوادي"></head><body>'
        f"<ul><li><a href=/>الرئيسية</a><li><a href=/e>اقتصاد</a></ul><h1>{TITLE}</h1><div>22 أيار 2022</div>"
        f"<div class=content>{paragraphs}<p>المصدر: رويترز</p></div></body></html>"
    )
    [article] = read(html, media_type="text/html")
    assert (article.title, article.text) == (TITLE, BODY)
    assert (article.publisher, article.published, article.credits) == ("صدى الوادي", dt.date(2022, 5, 22), ("رويترز",))


def laws(capture: Capture, found: list[Article]) -> None:
    """Every letter of an article is the page's letter it leads back to, and every reading is on its words."""
    for article in found:
        assert len(article.alignment) == len(article.text)
        for piece in article.alignment.pieces:
            made = article.text[piece.start : piece.end]
            if piece.copied:
                assert made == capture.text[piece.source[0].start : piece.source[0].end]
            elif capture.media_type == "text/plain":
                assert made.isspace()
        for name, readings in article.readings.items():
            for reading in readings:
                assert 0 <= reading.certainty <= 1
                assert all(0 <= start < end <= len(capture.text) for start, end in reading.at)
                if name == "published" and reading.at and isinstance(reading.value, When):
                    words = "".join(capture.text[start:end] for start, end in reading.at)
                    assert re.findall(r"\w+", reading.value.words) == re.findall(r"\w+", words)


PIECES = some.sampled_from(
    [
        TITLE, *BODY.split("\n"), "المصدر: رويترز", "إقرأ أيضاً:", "التعليقات", "نشر في: 8 فيفري 2019", "بيروت - رويترز",
        "\x00", "«", "قال\tقال", "\u202b مباشر\u202c", "فيسبوك تويتر", "جميع الحقوق محفوظة لصدى الوادي", "\ufeff", "5/5/2020",
    ]
)  # fmt: skip


@given(some.lists(PIECES | some.text(max_size=30), max_size=25).map("\n".join))
def test_the_laws_hold_on_any_page(text: str) -> None:
    capture = page(text)
    laws(capture, articles.extract(capture, tables.load(), unheard))


@given(
    some.lists(
        PIECES | some.sampled_from(["<p>", "</div>", "<h1>", "<li><a href=/>", "&amp;", "<br>"]), max_size=30
    ).map("".join)
)
def test_the_laws_hold_on_any_markup(text: str) -> None:
    capture = page(text, media_type="text/html")
    laws(capture, articles.extract(capture, tables.load(), unheard))


@given(
    some.text(max_size=200),
    some.dictionaries(some.sampled_from(["title", "published", "publisher"]), some.text(max_size=30)),
)
def test_the_laws_hold_on_any_row(text: str, given_values: dict[str, str]) -> None:
    capture = page(text, **given_values)
    laws(capture, articles.extract(capture, tables.load(), unheard))
