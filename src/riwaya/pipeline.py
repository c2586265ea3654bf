"""The stages in order; the only place that knows the order."""

from __future__ import annotations

from dataclasses import replace

from riwaya import articles, rules, statements
from riwaya.errors import Problem
from riwaya.model import Article, Capture, Record


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
        if article.language not in (None, "ar"):
            found.append(article)
            continue
        attributed = statements.find(article.text, tables, published=article.published, publisher=article.publisher)
        found.append(replace(article, statements=attributed))
    return Record(capture, tuple(found), tuple(problems))
