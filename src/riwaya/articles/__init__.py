"""Articles: the news texts on a page, each with what the page says about it.

Hides how pages are built: menus, repeated headlines, comment forms, teasers, and second articles that were appended.
:func:`extract` is the whole face.
"""

from __future__ import annotations

from collections.abc import Callable

from riwaya.articles import drafts, flattened
from riwaya.errors import Problem
from riwaya.model import Article, Capture
from riwaya.rules import Rules
from riwaya.text import Weaver


def extract(capture: Capture, rules: Rules, report: Callable[[Problem], None]) -> list[Article]:
    """Return the articles of a page, in page order."""
    lines = list(flattened.read(capture.text))
    drafter = drafts.Drafter(lines, rules)
    found = drafts.whole(drafter.drafts(), drafter.shapes)
    articles = []
    for draft in found:
        weaver = Weaver(capture.text)
        for number in draft.kept:
            if len(weaver):
                weaver.make("\n")
            for piece in lines[number].alignment.pieces:
                if piece.copied:
                    weaver.copy(*piece.source[0])
                else:
                    weaver.make(lines[number].text[piece.start : piece.end], *(piece.source[0] if piece.source else (0, 0)))
        text, alignment = weaver.done()
        title = None if draft.title is None else lines[draft.title].text
        articles.append(Article(text=text, alignment=alignment, capture=capture, title=title))
    if not articles:
        report(Problem("no-article", "no text of an article was found", capture.name))
    return articles
