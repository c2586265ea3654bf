"""JSON lines: one article a line with its statements, in UTF-8, whatever characters the page held."""

from __future__ import annotations

from riwaya.exports.characters import json_line
from riwaya.model import Article


def line(article: Article) -> str:
    """Return an article as one line of JSON, as :meth:`~riwaya.model.Article.to_dict` gives it.

    Characters that would turn or break the line on a screen stand as JSON escapes, and half a surrogate pair as U+FFFD:
    every extent fits the text that is read back.
    """
    return json_line(article.to_dict())
