"""The stages in order; the only place that knows the order."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from riwaya import __version__, articles, rules
from riwaya.arabic import has_letters
from riwaya.errors import Problem
from riwaya.model import Article, Capture, Mention, Record
from riwaya.text import Span

_UNSEARCHED: Final = "only the first million characters of an article were searched for statements; cut it into pages"


def version() -> str:
    """Return what tells one reader from another: results of another version may differ.

    It names the release, the tables of rules, and the weights of the network.
    """
    from riwaya import statements  # noqa: PLC0415 - see below

    return f"{__version__}-{rules.load().version}-{statements.version()}"


def process(capture: Capture) -> Record:
    """Read the articles of a capture and the statements in them. A pure function: same capture, same record.

    Args:
        capture: a page as found, from :func:`riwaya.captures.read`.

    Returns:
        The record; its problems are the capture's and the articles' own.
    """
    tables = rules.load()
    problems: list[Problem] = list(capture.problems)
    found: list[Article] = []
    for article in articles.extract(capture, tables, problems.append):
        # A text in no language that could be told may be a few words of Arabic, but not without a letter of it.
        if article.language not in (None, "ar") or not has_letters(article.text):
            found.append(article)
            continue
        # Reading statements takes many tables, and pages in other languages none of them.
        from riwaya import statements  # noqa: PLC0415

        attributed = statements.find(article.text, tables, published=article.published, publisher=article.publisher)
        if len(article.text) > statements.MOST_CHARACTERS:
            rest = article.alignment.source(Span(statements.MOST_CHARACTERS, len(article.text)))
            problems.append(
                Problem("partial", _UNSEARCHED, capture.name, Span(rest[0].start, rest[-1].end) if rest else None)
            )
        found.append(replace(article, statements=attributed))
    return Record(capture, tuple(found), tuple(problems), tuple(map(_mentions, found)))


def _mentions(article: Article) -> tuple[Mention | None, ...]:
    """Return who is named as the source of each statement, by a name or by an office alone."""
    if not article.statements:
        return ()
    from riwaya import parties  # noqa: PLC0415 - see above

    offices = parties.offices_alone(article)
    return tuple(
        mention or (Mention(None, office) if office else None)
        for mention, office in zip(parties.mentions(article), offices, strict=True)
    )
