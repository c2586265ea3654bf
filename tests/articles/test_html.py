"""HTML pages: what is kept, what is not, and that every character leads back to the page."""

from __future__ import annotations

import html as references
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya import rules as tables
from riwaya.articles import bodies, coverage, features, html, markup, shapes, values
from riwaya.articles.blocks import Markup
from riwaya.articles.hints import Hints
from riwaya.articles.lines import Line
from riwaya.rules import Row, Rules
from riwaya.text import Alignment, Span

FIRST = "أعلنت بلدية المدينة، صباح اليوم، أن الجسر القديم سيبقى مفتوحا أمام المارة والدراجات طوال فصل الصيف، بعد أن أنهت فرق الصيانة عملها."
SECOND = "وقال المهندس المشرف على المشروع، سامر نعمان، إن الأعمدة الخشبية فُحصت واحدا واحدا، وإن ثلاثة منها استُبدلت في الأسبوع الماضي."
THIRD = "وأضاف أن العبّارة ستعمل مرتين في اليوم، صباحا ومساء، إلى أن يُفتتح الجسر الجديد في الخريف، من غير أن ترتفع أجرة العبور."
OTHER = "افتتحت مكتبة الحي، مساء أمس، قاعة جديدة للقراءة، تضم أربعة آلاف كتاب تبرع بها السكان، وتبقى مفتوحة حتى العاشرة ليلا."
MENU = "<ul class='menu'><li><a href='/'>الرئيسية</a></li><li><a href='/w'>طقس</a></li><li><a href='/s'>رياضة</a></li></ul>"
FOOT = "<div id='footer'><p>جميع الحقوق محفوظة للموقع</p><a href='/about'>من نحن</a></div>"


def lines(page: str, rules: Rules) -> list[str]:
    return [line.text for body in html.read(page, rules).bodies for line in body.lines]


def blocks(page: str) -> list[str]:
    scanned = markup.scan(page, lambda _: 0)
    return [text(scanned, block) for block in range(len(scanned.owners))]


def text(scanned: Markup, block: int) -> str:
    pieces = range(scanned.firsts[block], scanned.firsts[block + 1])
    return "".join(scanned.text[scanned.starts[piece] : scanned.ends[piece]] for piece in pieces).strip()


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("<p>one<p>two", ["one", "two"], id="a paragraph ends the one before"),
        pytest.param("<ul><li>one<li>two<ul><li>three</ul></ul>four", ["one", "two", "three", "four"], id="list items"),
        pytest.param("<table><tr><td>one<td>two<tr><td>three</table>", ["one", "two", "three"], id="cells"),
        pytest.param("one<br>two<br/><BR>three", ["one", "two", "three"], id="line breaks"),
        pytest.param("<P CLASS=x>one</P><DIV>two</Div>", ["one", "two"], id="upper case"),
        pytest.param("<p>a <b>b</b>c <a href=x>d</a></p>", ["a bc d"], id="inline elements stay in their block"),
        pytest.param("<p title='a > b'>one</p>", ["one"], id="> in a value"),
        pytest.param("<p title=\"it's\" class='\"'>one</p>two", ["one", "two"], id="quotation marks in values"),
        pytest.param('<p id="x" "class="y">one</p>two', ["one", "two"], id="a quotation mark too many"),
        pytest.param("<p>1 < 2 and 3 > 2</p>", ["1 < 2 and 3 > 2"], id="signs that are no tags"),
        pytest.param("one<!-- <p>no</p> -->two", ["onetwo"], id="comment"),
        pytest.param("<!-->one<!--->two", ["onetwo"], id="comments that end as they begin"),
        pytest.param("<!--[if IE]><p>no</p><![endif]--><p>one</p>", ["one"], id="conditional comment"),
        pytest.param("<p>one<!-- never closed <p>two", ["one never closed", "two"], id="an open comment hides no text"),
        pytest.param("<![CDATA[no]]><?php no ?>one</ no>", ["one"], id="what is no tag"),
        pytest.param("<script>if (a<b) '<p>no'</script>one<style>p{}</style>", ["one"], id="script and style"),
        pytest.param("<SCRIPT>no</SCRIPT>one<script>no</sCript >two", ["onetwo"], id="script ends in any case"),
        pytest.param("<noscript><p>no</p></noscript><select><option>no</select>one", ["one"], id="unseen elements"),
        pytest.param(
            "<noscript><p>one<p>two<p>three</noscript>", ["one", "two", "three"], id="text for readers without scripts"
        ),
        pytest.param("<svg><title>no</title></svg><textarea>no</textarea>one", ["one"], id="picture and form"),
        pytest.param("<svg>one<p>two", ["one", "two"], id="an unseen element that is never closed"),
        pytest.param("</p></div>one</b>", ["one"], id="end tags of nothing"),
        pytest.param("<div><p>one</div>two</p>three", ["one", "two", "three"], id="crossing elements"),
        pytest.param("<o:p>one</o:p><x-card>two</x-card>", ["onetwo"], id="unknown elements"),
        pytest.param("one<", ["one<"], id="cut in a tag"),
        pytest.param("\0one\0", ["\0one\0"], id="nul"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_blocks(page: str, expected: list[str]) -> None:
    assert blocks(page) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(f"{MENU}<h1>خبر</h1><div><p>{FIRST}</p><p>{SECOND}</p></div>{FOOT}", [FIRST, SECOND], id="paragraphs"),
        pytest.param(f"{MENU}<div class=text>{FIRST}<br><br>{SECOND}<br>{THIRD}</div>{FOOT}", [FIRST, SECOND, THIRD], id="breaks"),
        pytest.param(f"{MENU}<article><div><div>{FIRST}</div><div>{SECOND}</div></div></article>{FOOT}", [FIRST, SECOND], id="divs"),
        pytest.param(
            f"<table><tr><td>{MENU}<td><font size=2>{FIRST}<p>{SECOND}</font></table>{FOOT}", [FIRST, SECOND], id="layout by table"
        ),
        pytest.param(
            f"<article><p>{FIRST}</p><div class='share-bar'><a href=x>شارك</a> <a href=y>اطبع</a></div><p>{SECOND}</p></article>",
            [FIRST, SECOND],
            id="share bar within",
        ),
        pytest.param(
            f"<article><p>{FIRST}</p><p>{SECOND}</p></article><ol class='comment-list'><li><p>شكرا لكم على هذا الخبر الجميل</p></li></ol>",
            [FIRST, SECOND],
            id="comments",
        ),
    ],
)  # fmt: skip
def test_the_lines_of_an_article(page: str, expected: list[str], rules: Rules) -> None:
    assert lines(page, rules) == expected


@pytest.mark.parametrize(
    "page",
    ["", "   ", "<html></html>", MENU * 20, FOOT, f"<p>{FIRST[:60]}", "<a href=x>" + FIRST, "<" * 500, "<div>" * 3000],
)
def test_pages_without_an_article(page: str, rules: Rules) -> None:
    assert html.read(page, rules).bodies == ()


def test_two_articles_side_by_side(rules: Rules) -> None:
    page = f"<main><article><h2>أ</h2><p>{FIRST}<p>{SECOND}</article><article><h2>ب</h2><p>{OTHER}<p>{OTHER}</article></main>"
    found = [[line.text for line in body.lines] for body in html.read(page, rules).bodies]
    assert [[line for line in body if len(line) > 3] for body in found] == [[FIRST, SECOND], [OTHER, OTHER]]


def test_what_a_line_tells(rules: Rules) -> None:
    page = f"<h1>خبر <i>اليوم</i></h1><div><p>{FIRST}<h2>عنوان</h2><p>{SECOND} <a href=x>{THIRD}</a></div>"
    read = html.read(page, rules)
    assert [line.text for line in read.headings] == ["خبر اليوم"]
    assert [line.tag for line in read.bodies[0].lines if len(line.text) > 9] == ["p", "p"]
    assert [round(line.link_share, 1) for line in read.bodies[0].lines if len(line.text) > 9] == [0.0, 0.5]


def test_lines_around_an_article(rules: Rules) -> None:
    page = f"<h1>خبر</h1><ul class=post-meta><li>5 آب 2024<li><a href=x>محليات</a></ul><article><p>{FIRST}<p>{SECOND}<p>{THIRD}</article><a href=x>من نحن</a>{FOOT}"
    [body] = html.read(page, rules).bodies
    assert "5 آب 2024" in [line.text for line in body.above]
    assert "من نحن" in [line.text for line in body.below]


@pytest.mark.parametrize(
    ("page", "passed"),
    [
        pytest.param(f"one{MENU}two", 1, id="a menu"),
        pytest.param("one<nav><div><nav><a>x</a></nav></div></nav>two", 1, id="a menu in a menu"),
        pytest.param("<div id=sidebar><div>x</div><div>y</div></div>one", 1, id="a side column with parts"),
        pytest.param(f"<div id=sidebar><p>{FIRST}<p>{SECOND}<p>{THIRD}</div>one", 0, id="paragraphs within"),
        pytest.param(f"<div id=sidebar>{FIRST} {SECOND}</div>one", 0, id="sentences within"),
        pytest.param("<div class=menu><h1>one</h1></div>", 0, id="a main heading within"),
        pytest.param("<div class='content sidebar-left'>one</div>", 0, id="named as text too"),
        pytest.param("<nav><a>x</a>one<p>two", 0, id="never closed"),
        pytest.param("<footer><p>one<article>two</article></footer>", 0, id="an article within"),
    ],
)
def test_furniture_is_passed_over_as_a_whole(page: str, passed: int, rules: Rules) -> None:
    scanned = markup.scan(page, Hints(rules))
    assert len(scanned.passed) == passed
    kept = "".join(text(scanned, block) for block in range(len(scanned.owners)))
    assert ("x" in kept or "one" in kept) if not passed else ("one" in kept and "x" not in kept)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a&amp;b", "a&b"),
        ("a&nbsp;&nbsp;b", "a b"),
        ("a &nbsp; b", "a b"),
        ("  a\n\t b  ", "a b"),
        ("a<b> b</b> c", "a b c"),
        ("a <b> b </b> c", "a b c"),
        ("a &#1575;&#x628; &laquo;b&raquo;", "a اب «b»"),
        ("a&unknown; &", "a&unknown; &"),
        ("&lt;p&gt;", "<p>"),
        ("a&#0;b", "a\ufffdb"),
        ("a\u00a0b", "a b"),
    ],
)
def test_references_and_white_space(written: str, expected: str, rules: Rules) -> None:
    assert [line.text for line in html.read(f"<h1>{written}</h1>", rules).headings] == [expected]


def returns(line: Line, page: str) -> None:
    """Every character is from the page: itself, or what its reference or white space stands for; in the page's order."""
    assert len(line.alignment) == len(line.text)
    reached = 0
    for piece in line.alignment.pieces:
        words = line.text[piece.start : piece.end]
        [place] = piece.source
        assert place.start >= reached
        reached = place.end
        source = page[place.start : place.end]
        if piece.copied:
            assert words == source
        elif words == " ":
            assert not references.unescape(source).strip()
        else:
            assert words == references.unescape(source)


PARTS = st.sampled_from(
    [
        *"<>/='\"& \n",
        *("<p>", "</p>", "<div class='post'>", "</div>", "<li>", "<br>", "<td", "<a href=x>", "</a>", "<b>", "<article>", "</article>"),
        *("<!--", "-->", "<script>", "</script>", "<svg>", "<nav>", "</nav>", "<title>", "</title>", "<![CDATA[", "<h1>", "</h1>"),
        *("&amp;", "&nbsp;", "&#160", "&#x627;", "\0", "\ud800", "\u202e", "<meta name=date content='", "<time datetime=1>"),
        *(FIRST, SECOND, THIRD, "<p>" + OTHER, " ", "قال", "\u00a0"),
    ]
)  # fmt: skip


@given(st.lists(PARTS, max_size=60).map("".join))
def test_any_page_is_read_and_every_character_leads_back(page: str) -> None:
    read = html.read(page, tables.load())
    for line in (*read.headings, *(line for body in read.bodies for line in (*body.lines, *body.above, *body.below))):
        assert line.text == " ".join(line.text.split())
        returns(line, page)
    for readings in read.values.values():
        for reading in readings:
            assert all(0 <= start <= end <= len(page) for start, end in reading.at)


@given(st.lists(PARTS, max_size=60).map("".join))
def test_places_are_in_order_and_in_the_page(page: str) -> None:
    scanned = markup.scan(page, lambda _: 0)
    places = [place for pair in zip(scanned.starts, scanned.ends, strict=True) for place in pair]
    assert places == sorted(places)
    assert not places or (places[0] >= 0 and places[-1] <= len(page))
    assert all(parent < element for element, parent in enumerate(scanned.parents))
    assert list(scanned.owners) == sorted(scanned.owners) or len(scanned.owners) == len(scanned.sizes)
    assert all(0 <= linked <= size for linked, size in zip(scanned.linked, scanned.sizes, strict=True))


@given(
    st.lists(st.sampled_from(["<p>", "</p>", "<b>", "<div>", "</div>", "<i>", "<td>", "</td>", "<li>", "<br>", " "]))
)
def test_no_text_is_lost_whatever_the_nesting(tags: list[str]) -> None:
    page = "".join(f"{tag}w{number};" for number, tag in enumerate(tags))
    assert "".join(blocks(page)).replace(" ", "") == "".join(f"w{number};" for number in range(len(tags)))


def test_two_hundred_paragraphs_in_unclosed_tags(rules: Rules) -> None:
    page = "".join(f"<font><b><p>{FIRST} {number}" for number in range(200))
    assert lines(page, rules) == [f"{FIRST} {number}" for number in range(200)]


@pytest.mark.parametrize("depth", [255, 256, 257, 2048, 100_000])
def test_text_at_any_depth(depth: int, rules: Rules) -> None:
    assert lines("<div>" * depth + f"<p>{FIRST}<p>{SECOND}" + "</div>" * depth, rules) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "hostile",
    [
        "<p " + " ".join(f"a{number}=1" for number in range(100_000)) + ">",
        "<!--" * 200_000,
        "<" * 1_000_000,
        "<a " * 200_000,
        '<a x=">' * 50_000,
        "<svg>" * 50_000,
        "</div>" * 100_000,
        "\0" * 100_000,
        " " * 1_000_000,
        "&" * 200_000,
        "<nav></nav>" * 50_000,
    ],
    ids=lambda page: ascii(page[:8]),
)
def test_text_after_a_hostile_stretch(hostile: str, rules: Rules) -> None:
    """Quadratic work on these would take hours, not seconds."""
    found = "\n".join(lines(f"{hostile}</a><div><p>{FIRST}</p><p>{SECOND}</p></div>", rules))
    assert FIRST in found
    assert SECOND in found


def test_one_paragraph_of_millions_of_characters(rules: Rules) -> None:
    [line] = lines("<p>" + FIRST * 80_000, rules)
    assert len(line) == len(FIRST) * 80_000


def test_a_page_that_is_too_long_is_read_in_part(rules: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "MOST_CHARACTERS", 1_000)
    page = f"<div><p>{FIRST}<p>{SECOND}" + f"<p>{THIRD}" * 20
    read = html.read(page, rules)
    assert [(problem.code, problem.span) for problem in read.problems] == [("partial", Span(1_000, len(page)))]
    assert [line.text for line in read.bodies[0].lines][:2] == [FIRST, SECOND]


@pytest.mark.parametrize("more", [0, 1, 7, 40])
def test_a_page_with_too_much_text_is_read_in_part(more: int, rules: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MOST_CHARACTERS", len(FIRST) + len(SECOND) + more)
    page = f"<div><p>{FIRST}<p>{SECOND}<p>{THIRD[:5]}<b>{THIRD[5:]}</b>{OTHER}<p>{OTHER}"
    read = html.read(page, rules)
    [problem] = read.problems
    assert problem.code == "partial"
    assert problem.span is not None
    left = page[problem.span.start :].replace("<b>", "").replace("</b>", "").removeprefix("<p>")
    assert left == f"{(THIRD + OTHER)[more:]}<p>{OTHER}"
    texts = [line.text for line in read.every()]
    assert texts == list(filter(None, [FIRST, SECOND, (THIRD + OTHER)[:more].strip()]))


def test_a_page_with_too_many_tags_is_read_in_part(rules: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "MOST_TAGS", 100)
    assert [problem.code for problem in html.read("<td>x</td>" * 1_000, rules).problems] == ["partial"]


def test_a_page_with_too_many_paragraphs_is_read_in_part(rules: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "MOST_BLOCKS", 3)
    read = html.read("<div>" + f"<p>{FIRST}" * 5, rules)
    assert [line.text for line in read.bodies[0].lines] == [FIRST] * 3
    assert [problem.code for problem in read.problems] == ["partial"]


def test_swallowed_text_is_reported() -> None:
    """Our scanner takes the quoted value to its end; the other tokenizer must agree before we stay silent."""
    page = f"<div><p>{FIRST}<p>{SECOND}</div><a title='{THIRD * 5}>{OTHER}"
    scanned = markup.scan(page, lambda _: 0)
    assert coverage.visible(page) >= coverage.read(markup.scan(f"<p>{FIRST}<p>{SECOND}", lambda _: 0))
    scanned.starts, scanned.ends = scanned.starts[:1], scanned.ends[:1]
    scanned.irregular = True
    assert [problem.code for problem in coverage.problems(scanned)] == ["partial"]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p title='a > b' data-card=\"<b>c</b>\" hidden>one", False),
        ("<p title = 'she said \"no' id=x/>one", False),
        ('<a title="b>one <b class="c">two</b>', True),
        ('<a title="b>one <b class="c" id="d">two</b>', True),
        ('<a title=b">one', True),
        ("<svg>" + "<path d='M0 0'></path><line x1='0'/>" * 1_000 + "</svg>one", False),
        ("<SVG>" + "<P>two" * 5_000 + "</SVG>one", True),
        ("<svg>" + "<p>two" * 5_000 + "</svg>one", True),
        ("<svg>" + "two<br/>" * 5_000 + "</svg>one", True),
        ("<svg>one", True),
    ],
)
def test_what_may_have_lost_text(page: str, expected: bool) -> None:
    assert markup.scan(page, lambda _: 0).irregular is expected


@pytest.mark.parametrize(
    "page",
    [
        f"<p>{FIRST}<!-- {SECOND} --><script>'<p>'</script>{THIRD}",
        f"<P>{FIRST}<STYLE>x</STYLE><title>x</title>",
        "<" * 9,
        "",
    ],
)
def test_both_tokenizers_count_alike(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = coverage.read(markup.scan(page, lambda _: 0))
    assert abs(coverage.visible(page) - ours) <= 9
    monkeypatch.setattr(coverage, "_LONGEST_PAGE", 0)
    assert abs(coverage.visible(page) - ours) <= 9


LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "BreadcrumbList", "name": "no"},
        {
            "@type": "NewsArticle",
            "headline": "الجسر «مفتوح»",
            "datePublished": "2024-08-05T10:00:00+03:00",
            "author": [{"@type": "Person", "name": "سامر نعمان"}, "هدى"],
            "publisher": {"name": "جريدة / النهر"},
        },
    ],
}


@pytest.mark.parametrize(
    ("page", "name", "expected"),
    [
        ("<title> خبر &amp; خبر\n</title>", "title", ["خبر & خبر"]),
        ("<meta property='og:title' content='خبر'>", "meta:og:title", ["خبر"]),
        ("<META NAME=Author CONTENT=هدى>", "meta:author", ["هدى"]),
        ('<meta content="2024-08-05" itemprop="datePublished" />', "meta:datepublished", ["2024-08-05"]),
        ('<meta name="viewport" content="x"><meta name="date">', "meta:viewport", []),
        (
            "<link rel='canonical' href='https://example.org/a?b=1&amp;c=2'>",
            "canonical",
            ["https://example.org/a?b=1&c=2"],
        ),
        ("<time datetime='2024-08-05'>أمس</time><time>الآن</time>", "time", ["2024-08-05"]),
        ("<html dir=rtl lang='ar'>", "lang", ["ar"]),
        *[
            (f"<script type='application/ld+json'>{json.dumps(LINKED, ensure_ascii=ascii_)}</script>", name, expected)
            for ascii_ in (True, False)
            for name, expected in (
                ("json:headline", ["الجسر «مفتوح»"]),
                ("json:datePublished", ["2024-08-05T10:00:00+03:00"]),
                ("json:author", ["سامر نعمان", "هدى"]),
                ("json:publisher", ["جريدة / النهر"]),
                ("json:name", []),
            )
        ],
        ('<script type="application/ld+json">{"headline": "خبر", }</script>', "json:headline", ["خبر"]),
        ('<script type="application/ld+json">' + "[" * 99_999 + "</script>", "json:headline", []),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_what_a_page_says_about_itself(page: str, name: str, expected: list[str], rules: Rules) -> None:
    found = html.read(page, rules).values.get(name, ())
    assert [reading.value for reading in found] == expected
    for reading in found:
        [(start, end)] = reading.at
        written = references.unescape(page[start:end])
        assert " ".join(written.split()) == reading.value or json.loads(f'"{written}"') == reading.value


@pytest.mark.parametrize("row", tables.load().rows("markup"), ids=lambda row: row.id)
def test_a_kind_of_name(row: Row, rules: Rules) -> None:
    hints = Hints(rules)
    inside = row.text("example").strip("<>").partition(" ")[2]
    told = {kind for kind, bit in hints.bits.items() if hints(f" {inside}") & bit}
    family, kind = row.id.split(".")
    assert (kind in told) if family == "hint" else told == {"article"}


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (" class=entryContent", {"body"}),
        (" CLASS='related'", {"related"}),
        (' id="main" data-class="comment"', {"content"}),
        (' class="xyz12"', set()),
    ],
)
def test_names(inside: str, expected: set[str], rules: Rules) -> None:
    hints = Hints(rules)
    assert {kind for kind, bit in hints.bits.items() if hints(inside) & bit} >= expected
    assert expected or hints(inside) == 0


def test_the_forest_knows_the_features() -> None:
    forest = bodies.forest()
    nodes = list(forest.trees)
    used = set()
    while nodes:
        feature, _, low, high = nodes.pop()
        if feature >= 0:
            used.add(features.NAMES[feature])
            nodes += [low, high]
    assert len(forest.trees) > 10
    assert used <= set(features.NAMES)
    assert {"size", "points", "parent points"} & used


def test_values_alone() -> None:
    assert values.read(markup.scan("<p>x", lambda _: 0)) == {}


def test_long_lines_within_a_text_are_its_paragraphs(rules: Rules) -> None:
    notice = "This website uses cookies, and " + "the reader may accept or refuse them as before, " * 4 + "today."
    asked = [Line(words, Alignment.identity(len(words))) for words in (notice, FIRST, notice, "Share", SECOND, notice)]
    kinds = [shape.kind for shape in shapes.of(asked, rules)]
    assert kinds == ["policy", "body", "policy", "share", "body", "policy"]
    bounded = [shape.kind for shape in shapes.of(asked, rules, range(len(asked)))]
    assert bounded == ["policy", "body", "body", "share", "body", "policy"]
