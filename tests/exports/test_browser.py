"""The annotated page in a real browser: what only layout shows. Skipped where there is no Chromium."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from riwaya import rules
from riwaya.exports import pages
from riwaya.exports.labels import Labels
from riwaya.model import Article
from riwaya.text import Span

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here (apt-get install chromium fonts-noto-core)"),
]

# Run inside the page; the page itself forbids scripts, so the test takes that line out.
MEASURE = """
const all = (query, root = document) => [...root.querySelectorAll(query)];
const width = (element) => element.getBoundingClientRect().width;
const bare = (element) => {
  const copy = element.cloneNode(true);
  copy.querySelectorAll(".number").forEach((each) => each.remove());
  return copy;
};
const measured = (element, strip) => {
  const copy = bare(element);
  if (strip) copy.textContent = copy.textContent;
  copy.style.cssText = "position:absolute;white-space:nowrap";
  element.parentNode.append(copy);
  const found = width(copy);
  copy.remove();
  return found;
};
const text = document.querySelector(".text");
const number = all(".number > a").at(-1);
const card = all(".text .card").at(-1);
const shown = () => getComputedStyle(card).display;
const before = shown();
number.focus();
const chain = document.querySelector("li .chain");
const stations = all(".station", chain);
const first = document.createRange();
const walker = document.createTreeWalker(text.querySelector("p"), NodeFilter.SHOW_TEXT);
const node = walker.nextNode();
first.setStart(node, 0);
first.setEnd(node, 1);
return {
  marked: all(".text > p").map((each) => measured(each, false)),
  unmarked: all(".text > p").map((each) => measured(each, true)),
  direction: getComputedStyle(text).direction,
  startsAtTheRight: text.getBoundingClientRect().right - first.getBoundingClientRect().right < 5,
  card: [before, shown()],
  arrow: getComputedStyle(stations[1], "::before").content,
  publisherAtTheRight: stations[0].getBoundingClientRect().left > stations[1].getBoundingClientRect().right,
  overflow: document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth,
  denial: getComputedStyle(document.querySelector(".content.refusal")).borderBlockEndStyle,
};
"""


def measured(article: Article, language: str, folder: Path, *, width: int = 1200) -> dict[str, Any]:
    """What the browser says of the page."""
    labels = Labels(rules.load(), language)
    entry = pages.entry(article, "p1", labels)
    page = pages.opening(labels) + entry.html + pages.closing([entry], [], labels)
    script = f"<pre id=measured></pre><script>measured.textContent = JSON.stringify((() => {{{MEASURE}}})())</script>"
    page, forbidding = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    assert forbidding == 1
    path = folder / "page.html"
    path.write_text(page.replace("</body>", f"{script}</body>"), encoding="utf-8")
    assert CHROMIUM
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},900"]
    command += [f"--user-data-dir={folder}", "--dump-dom", path.as_uri()]
    shown = subprocess.run(command, capture_output=True, check=True, timeout=120).stdout.decode()
    found = re.search(r'<pre id="measured">(.*?)</pre>', shown, re.DOTALL)
    assert found
    assert found[1], "the script has failed"
    return dict(json.loads(html.unescape(found[1])))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_layout(article: Article, tmp_path: Path, language: str) -> None:
    seen = measured(article, language, tmp_path)
    assert seen["direction"] == "rtl", "of the text, whatever the language of the labels"
    assert seen["startsAtTheRight"]
    assert seen["card"] == ["none", "block"], "a card opens for the keyboard"
    assert seen["arrow"] == ('"→"' if language == "ar" else '"←"'), "from the speaker to the publisher"
    assert seen["publisherAtTheRight"] == (language == "ar")
    assert seen["denial"] == "double"
    assert seen["overflow"] <= 0


def test_nothing_runs_over_a_narrow_screen(article: Article, tmp_path: Path) -> None:
    long_address = replace(article, url="https://example.org/" + "a" * 300)
    assert measured(long_address, "ar", tmp_path, width=500)["overflow"] <= 0


def test_marks_leave_the_letters_joined(article: Article, tmp_path: Path) -> None:
    """Marks that begin and end inside words: the line is as wide as without them."""
    text = "فقالت بلدية النهرين إنها تعتزم إغلاق الجسر"
    parts = [Span(1, 5), Span(8, 12), Span(22, 24), Span(31, 34), Span(38, 40)]
    statements = tuple(
        replace(article.statements[0], content=(span,), source=(Span(span.start + 1, span.end),), cue=(), medium=())
        for span in parts
    )
    seen = measured(replace(article, text=text, statements=statements), "ar", tmp_path)
    [with_marks], [without] = seen["marked"], seen["unmarked"]
    assert abs(with_marks - without) < 0.5
