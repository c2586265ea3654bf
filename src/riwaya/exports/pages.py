"""An annotated page: articles with their sources, cues and contents marked, in one file that needs nothing else.

No script, no font, no address is loaded: what a page says cannot act on the reader's machine, and the file can be kept
as evidence. The page is written article by article, so that any number of them fits: :func:`opening`, an :func:`entry`
each, :func:`closing`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from riwaya.errors import Problem
from riwaya.exports.characters import direction, hidden
from riwaya.exports.digests import sign
from riwaya.exports.labels import Labels
from riwaya.exports.segments import paragraphs
from riwaya.model import Act, Article, Statement
from riwaya.text import cut

# Beyond this number a statement of one article is not lit when its words are pointed at; its card still opens.
_LIT = 80
_CAUTION: frozenset[Act] = frozenset({"allege", "accuse", "warn"})
_REFUSAL: frozenset[Act] = frozenset({"deny", "decline"})
_BADGE = Markup('<bdi dir="ltr" class="hidden">{}</bdi>')


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of an annotated page, written.

    Attributes:
        id: its anchor on the page.
        title: for the list of contents.
        direction: of the title.
        html: the article's part of the page.
    """

    id: str
    title: str | None
    direction: str
    html: str


def opening(labels: Labels) -> str:
    """Return the page up to its first article."""
    return _write("opening", labels, _style())


def entry(article: Article, anchor: str, labels: Labels) -> Entry:
    """Return an article's part of the page.

    Args:
        article: what to show.
        anchor: an id that no other article of the page has; ASCII letters and digits.
        labels: the words of the interface.
    """
    statements = [_Shown(article, number, statement) for number, statement in enumerate(article.statements)]
    for shown in statements:
        shown.card = Markup(_write("facts", labels, shown))  # noqa: S704  # the template has escaped it
    title = article.title or ""
    values = {
        "anchor": anchor,
        "title_direction": direction(title),
        "language": article.language or "ar",
        "direction": direction(article.text),
        "paragraphs": list(paragraphs(article)),
    }
    return Entry(anchor, article.title, direction(title), _write("entry", labels, article, values, statements))


def closing(entries: Iterable[Entry], problems: Iterable[Problem], labels: Labels) -> str:
    """Return the rest of the page: the list of its articles, and what went wrong.

    Args:
        entries: the articles of the page; of each, its ``html`` may be empty by now.
        problems: what was lost or doubtful.
        labels: the words of the interface.
    """
    return _write("closing", labels, list(entries), list(problems))


class _Shown:
    """A statement with all that its card shows."""

    def __init__(self, article: Article, number: int, statement: Statement) -> None:
        self.number = number
        self.statement = statement
        self.sign = sign(statement)
        self.tone = "refusal" if statement.act in _REFUSAL else "caution" if statement.act in _CAUTION else "plain"
        self.content = cut(article.text, statement.content)
        self.medium = cut(article.text, statement.medium)
        self.closeness = cut(article.text, statement.closeness)
        self.certainty = f"{statement.certainty:.2f}"
        self.chain = chain(article, statement)
        self.card = Markup()


def chain(article: Article, statement: Statement) -> list[str | None]:
    """Return the way a statement took, from the publisher to the speaker; ``None`` where somebody is not stated.

    >>> from riwaya.model import Capture
    >>> from riwaya.text import Alignment
    >>> article = Article("…", Alignment.identity(1), Capture(b"", "", "text/plain", "", "utf-8"), publisher="Al-Difaf")
    >>> chain(article, Statement((), (), (), (), None, "unnamed", "report", "indirect", via=("Wire",)))
    ['Al-Difaf', 'Wire', None]
    """
    stations = [article.publisher, *statement.via, statement.speaker]
    return [each for place, each in enumerate(stations) if place == 0 or each is None or each != stations[place - 1]]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    files = resources.files(__package__)
    environment = Environment(
        loader=FunctionLoader(lambda name: files.joinpath(name).read_text("utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = _visible
    return environment


def _visible(value: object) -> Markup:
    """Return a value escaped, each character that cannot be seen named by its code."""
    text = str(value)
    badges = list(hidden(text))
    if not badges:
        return escape(text)
    made, start = Markup(), 0
    for place, name in badges:
        made += escape(text[start:place]) + _BADGE.format(name)
        start = place + 1
    return made + escape(text[start:])


@lru_cache(maxsize=1)
def _style() -> Markup:
    css = resources.files(__package__).joinpath("page.css").read_text("utf-8")
    lit = "".join(
        f".entry:has(.s{n}:hover,.r{n}:focus) .s{n}{{background-color:var(--lit)}}"
        f".entry:has(.s{n}:hover) .i{n}{{outline:2px solid var(--line)}}\n"
        for n in range(_LIT)
    )
    return Markup(css + lit)  # noqa: S704  # both are ours, and hold no words of a page


def _write(macro: str, *arguments: object) -> str:
    """Return what a macro of the template makes of its arguments, each value escaped."""
    module = _environment().get_template("page.html").module
    return str(getattr(module, macro)(*arguments))
