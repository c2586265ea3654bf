"""JSON lines."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from riwaya.exports.lines import line
from riwaya.model import Article


def test_a_line_holds_the_article(article: Article) -> None:
    assert json.loads(line(article)) == json.loads(json.dumps(article.to_dict()))


@pytest.mark.parametrize(
    "text", ["\0", "\ud800", "\ude00\ud83d", "\u2028", "\x85", "\r\n", '"\\', "\u202eab"], ids=ascii
)
def test_whatever_a_page_holds_is_one_line_of_utf8(article: Article, text: str) -> None:
    made = replace(article, text=text, title=text, statements=())
    written = line(made)
    written.encode("utf-8")
    assert len(written.splitlines()) == 1
    read = json.loads(written)["text"]
    assert read == re.sub("[\ud800-\udfff]", "\ufffd", text)
    assert len(read) == len(text), "places fit"
