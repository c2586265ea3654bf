"""The annotated page."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya import rules
from riwaya.errors import Problem
from riwaya.exports import pages
from riwaya.exports.labels import Labels
from riwaya.model import Article, Capture, Statement
from riwaya.text import Alignment, Span

CSS = resources.files(pages.__package__).joinpath("page.css").read_text("utf-8")
VOID = {"meta"}
ENGLISH = Labels(rules.load(), "en")


class Reader(HTMLParser):
    """Reads a page strictly: elements have to be closed in their order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def having(self, attribute: str, word: str) -> list[str]:
        return [tag for tag, attrs in self.elements if word in (attrs.get(attribute) or "").split()]


def page(labels: Labels, *articles: Article, problems: tuple[Problem, ...] = ()) -> str:
    entries = [pages.entry(article, f"p{number}", labels) for number, article in enumerate(articles, start=1)]
    return pages.opening(labels) + "".join(entry.html for entry in entries) + pages.closing(entries, problems, labels)


def test_a_page_is_well_formed_and_refers_only_to_itself(article: Article, labels: Labels) -> None:
    written = page(labels, article, replace(article, statements=()), problems=(Problem("no-article", "<i>"),))
    read = Reader(written)
    assert written.startswith("<!DOCTYPE html>")
    ids = [attrs["id"] for _, attrs in read.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = [attrs["href"] for tag, attrs in read.elements if tag == "a"]
    assert targets
    assert {f"#{each}" for each in ids} >= set(targets)
    assert not {"script", "link", "img", "iframe", "base"} & {tag for tag, _ in read.elements}
    assert not re.search(r"url\(|@import|https?://(?!example\.org)", written)
    assert [name for _, attrs in read.elements for name in attrs if name.startswith("on") or name == "style"] == []


def test_the_page_has_the_language_and_direction_of_its_reader_and_the_text_its_own(article: Article) -> None:
    for language, way in (("en", "ltr"), ("ar", "rtl")):
        read = Reader(page(Labels(rules.load(), language), article))
        assert ("html", {"lang": language, "dir": way}) in read.elements
        assert ("div", {"class": "text", "lang": "ar", "dir": "rtl"}) in read.elements
    english = replace(article, text="The mayor spoke.", title="The mayor", language="en", statements=())
    assert ("div", {"class": "text", "lang": "en", "dir": "ltr"}) in Reader(page(labels_of("ar"), english)).elements


def labels_of(language: str) -> Labels:
    return Labels(rules.load(), language)


def test_what_a_page_says_is_text(article: Article, labels: Labels) -> None:
    written = page(labels, article)
    assert "<script" not in written
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in written
    assert "<b>هدى" not in written
    assert "&lt;2&gt;" in written


def test_hidden_characters_are_badges(article: Article, labels: Labels) -> None:
    written = page(labels, article)
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", written)
    assert "أن <span" in written or "آمن" in written
    assert written.count('<bdi dir="ltr" class="hidden">U+202E</bdi>') >= 3


def test_each_statement_has_a_place_a_number_a_card_and_a_line_in_the_list(article: Article, labels: Labels) -> None:
    read = Reader(page(labels, article))
    for number in range(1, 5):
        assert read.having("id", f"p1n{number}") == ["a"]
        assert read.having("id", f"p1c{number}") == ["span"]
        assert read.having("id", f"p1s{number}") == ["li"]
        assert read.having("aria-describedby", f"p1c{number}") == ["a"]
        assert read.having("class", f"s{number - 1}")


def test_a_denial_is_marked_by_more_than_colour(article: Article, labels: Labels) -> None:
    written = page(labels, article)
    assert '<span class="content refusal s0">' in written
    assert re.search(r'<a class="r0 refusal"[^>]*>✗1</a>', written)
    assert labels("act.deny") in written
    assert re.search(r"\.content\.refusal \{[^}]*border-block-end: [^}]*double", CSS)


def test_marks_keep_letters_joined() -> None:
    """Measured in Chromium: an inline block, a second weight or size inside a word parts its letters."""
    assert "inline-block" not in CSS
    for mark in ("content", "source", "cue", "medium"):
        for body in re.findall(rf"^\.{mark}[^{{]*\{{([^}}]*)\}}", CSS, re.MULTILINE):
            assert not re.search(r"padding|margin|font|display|letter-spacing|position", body), mark


def test_the_style_is_logical_and_balanced() -> None:
    """One style serves both directions."""
    physical = r"(margin|padding|border|inset)?-?(left|right|top|bottom)\s*:|text-align:\s*(left|right)|(?<!line-)\b(width|height)\s*:"
    rules_only = re.sub(r"@media[^{]*\{", "{", CSS)
    assert re.findall(physical, rules_only) == []
    assert CSS.count("{") == CSS.count("}")
    assert "float" not in CSS
    for wanted in ("prefers-color-scheme: dark", "@media print", ":focus-visible"):
        assert wanted in CSS


def test_colours_of_dark_and_light_are_the_same_set() -> None:
    light, dark = re.findall(r":root \{([^}]*)\}", CSS)[:2]
    assert set(re.findall(r"(--[a-z]+):", dark)) == set(re.findall(r"(--[a-z]+):", light))
    assert set(re.findall(r"var\((--[a-z]+)\)", CSS)) <= set(re.findall(r"(--[a-z]+):", light))


@pytest.mark.parametrize(
    ("publisher", "via", "speaker", "expected"),
    [
        ("أ", ("ب", "ج"), "د", ["أ", "ب", "ج", "د"]),
        ("أ", ("أ",), "د", ["أ", "د"]),
        (None, (), None, [None, None]),
        ("أ", (), "أ", ["أ"]),
    ],
)
def test_chain(
    article: Article, publisher: str | None, via: tuple[str, ...], speaker: str | None, expected: list[str | None]
) -> None:
    statement = replace(article.statements[0], via=via, speaker=speaker)
    assert pages.chain(replace(article, publisher=publisher), statement) == expected


def test_a_chain_is_shown_station_by_station(article: Article) -> None:
    written = page(ENGLISH, article)
    stations = ["صحيفة النهرين", "وكالة الضفاف", "مصدر مطلع"]
    shown = "".join(f'<span class="station"><bdi>{each}</bdi></span>' for each in stations)
    assert f'<span class="chain">{shown}</span>' in written
    assert '<span class="station unstated">not stated</span>' in written


def test_one_article_needs_no_list_of_articles(article: Article) -> None:
    assert "<nav" not in page(ENGLISH, article)
    assert "<nav" in page(ENGLISH, article, article)


@settings(max_examples=60)
@given(
    st.text(st.sampled_from("<>&\"'ab ب\u202e\n\ud800\0{}%"), max_size=60),
    st.tuples(st.integers(0, 60), st.integers(0, 60)),
)
def test_no_article_breaks_a_page(text: str, pair: tuple[int, int]) -> None:
    extent = (Span(min(pair), max(pair)),)
    statement = Statement(extent, extent, (), extent, text, "person", "deny", "direct", via=(text,), rule=text)
    capture = Capture(b"", text, "text/plain", "", "utf-8", name=text)
    made = Article(
        text, Alignment.identity(len(text)), capture, title=text, publisher=text, url=text, statements=(statement,)
    )
    written = page(ENGLISH, made, problems=(Problem("no-article", text, text),))
    written.encode()
    read = Reader(written)
    assert {tag for tag, _ in read.elements} & {"a", "b"} <= {"a"}
