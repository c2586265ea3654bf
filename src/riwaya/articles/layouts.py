"""Layouts: which lines of a capture are of which article, in markup, in flattened text, or in a row of one text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final, NamedTuple

from riwaya.articles import flattened, html, languages, teasers
from riwaya.articles.drafts import Draft, Drafter
from riwaya.articles.elements import HEADINGS
from riwaya.articles.lines import Line
from riwaya.articles.sheets import Sheet
from riwaya.errors import Problem
from riwaya.model import Capture, Reading
from riwaya.rules import Rules
from riwaya.text import Span

# Lines that the blocks of an article's text may hold and that are none of it.
_FOREIGN: Final = frozenset({"aside", "caption", "comments", "counter", "credit", "media", "share", "tags"})
# Lines that may stand at its top or bottom only.
_EDGES: Final = _FOREIGN | {
    "byline", "dated", "dateline", "footer", "mark", "policy", "published", "related", "section", "updated",
}  # fmt: skip


# A line of so many words is a paragraph, whatever words stand in it.
_LONG: Final = 25
# So many lines tell the language.
_SAMPLE: Final = 12
# So many words make an article below a heading of its own; what is said of an author or a site is shorter.
_HEADED_WORDS: Final = 80
# On a page of so few lines there is no telling by the markup.
_SMALL: Final = 12


class Layout(NamedTuple):
    """One article of a capture: its lines, and what the page's markup says about itself."""

    sheet: Sheet
    draft: Draft
    values: Mapping[str, tuple[Reading, ...]]


def of(capture: Capture, rules: Rules, report: Callable[[Problem], None]) -> list[Layout]:
    """Return the articles of a capture, in page order."""
    if capture.media_type == "text/html":
        return list(_marked(capture, rules, report))
    lines = list(flattened.read(capture.text))
    if len(capture.text) > flattened.MOST_CHARACTERS:
        rest = Span(flattened.MOST_CHARACTERS, len(capture.text))
        report(Problem("partial", "the page is too long: its rest was not read", span=rest))
    drafter = Drafter(lines, rules)
    sheet = Sheet.of(capture, rules, lines, drafter.shapes)
    if capture.given:
        found = drafter.row(capture.given.get("title", ""))
    else:
        found = teasers.without(drafter.drafts(), drafter.shapes)
    return [Layout(sheet, draft, {}) for draft in found]


def _marked(capture: Capture, rules: Rules, report: Callable[[Problem], None]) -> Iterator[Layout]:
    """Yield the articles of a marked-up page: of Arabic ones by what their lines say, of others by the markup alone."""
    page = html.read(capture.text, rules)
    for problem in page.problems:
        report(problem)
    url = capture.url or _address(page.values)
    found = list(_worded(capture, page, rules)) or list(_plain(capture, page, rules))
    for number, (sheet, draft) in enumerate(found):
        draft.appended = draft.appended or number > 0
        yield Layout(replace(sheet, url=url), draft, {} if draft.appended else page.values)


def _worded(capture: Capture, page: html.Page, rules: Rules) -> Iterator[tuple[Sheet, Draft]]:
    """Yield the articles that stand where the markup has them, bounded by the words of all lines around them."""
    first = [line.text for body in page.bodies for line in body.lines[:_SAMPLE]]
    small = list(islice(page.every(), _SMALL + 1)) if not first else []
    sample = " ".join(first or (line.text for line in small))
    if len(small) > _SMALL or not languages.is_arabic(sample, rules):
        return
    lines = list(page.every())
    chosen = {line.text for body in page.bodies for line in body.lines} or {line.text for line in lines}
    drafter = Drafter(lines, rules)
    sheet = Sheet.of(capture, rules, lines, drafter.shapes)
    for draft in teasers.without(drafter.drafts(), drafter.shapes):
        inside = sum(lines[number].text in chosen for number in draft.body)
        appended = draft.appended and (teasers.signed(draft, drafter.shapes) or _is_headed(drafter, draft))
        if appended or 2 * inside > len(draft.body):
            yield sheet, draft


def _is_headed(drafter: Drafter, draft: Draft) -> bool:
    """Tell whether a draft is of many words, one paragraph after the other, below a heading that leads nowhere else."""
    title = drafter.lines[draft.title] if draft.title is not None else None
    headed = title is not None and title.tag in HEADINGS and not title.link_share
    words = sum(drafter.shapes[number].words for number in draft.body)
    return headed and words >= _HEADED_WORDS and draft.body[-1] - draft.body[0] < len(draft.body)


def _plain(capture: Capture, page: html.Page, rules: Rules) -> Iterator[tuple[Sheet, Draft]]:
    """Yield the articles as the markup bounds them."""
    for number, body in enumerate(page.bodies):
        headings = page.headings if number == 0 else ()
        known = {line.text for line in (*body.above, *body.lines)}
        above = [*(line for line in headings if line.text not in known), *body.above]
        lines: list[Line] = [*above, *body.lines, *body.below]
        text = range(len(above), len(above) + len(body.lines))
        drafter = Drafter(lines, rules, text)
        while text.stop < len(lines) and _goes_on(drafter, text.stop):
            text = range(text.start, text.stop + 1)
        draft = _first(drafter, text)
        draft.kept, below = _kept(drafter, draft, text)
        draft.after = [*below, *range(text.stop, len(lines))]
        if draft.kept:
            yield Sheet.of(capture, rules, lines, drafter.shapes), draft


def _address(values: Mapping[str, tuple[Reading, ...]]) -> str | None:
    """Return the address that a page declares as its own."""
    for name in ("canonical", "meta:og:url"):
        for reading in values.get(name, ()):
            if str(reading.value).startswith(("http://", "https://")):
                return str(reading.value)
    return None


def _goes_on(drafter: Drafter, number: int) -> bool:
    """Tell whether a line below a text is its short last paragraph."""
    line, shape, last = drafter.lines[number], drafter.shapes[number], drafter.lines[number - 1]
    return shape.kind == "body" and shape.end == "full" and line.tag == last.tag == "p" and line.link_share == 0


def _first(drafter: Drafter, text: range) -> Draft:
    """Return the draft of all that stands above the text, with the headline chosen among it."""
    before = list(range(text.start))
    for number in text[:4]:
        if drafter.shapes[number].kind == "body":
            break
        before.append(number)
    draft = Draft(before, list(text))
    drafter.entitle(draft)
    return draft


def _kept(drafter: Drafter, draft: Draft, span: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return the lines of the text without what is none of it, and what stands below it."""
    shapes = drafter.shapes
    start, end = 0, len(span)
    title = shapes[draft.title].key if draft.title is not None else ""
    while start < end and (shapes[span[start]].kind in _EDGES or (title and shapes[span[start]].key == title)):
        start += 1
    while end > start and shapes[span[end - 1]].kind in _EDGES:
        end -= 1
    kept = [number for number in span[start:end] if shapes[number].kind not in _FOREIGN or shapes[number].words > _LONG]
    return kept, list(span[end:])
