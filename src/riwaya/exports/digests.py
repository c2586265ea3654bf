"""The digest: an article and who says what in it, for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from riwaya.exports.characters import one_line
from riwaya.exports.labels import Labels
from riwaya.exports.terminals import Styles, columns, isolate, shorten, wrap
from riwaya.model import Article, Statement
from riwaya.text import cut

_SIGNS = {"deny": "✗", "confirm": "✓", "allege": "?", "decline": "∅", "accuse": "!", "warn": "!"}
_PLAIN = "•"
_CONTENT_LINES = 3
_DEEPEST = 3
_NARROWEST = 30


@dataclass(frozen=True, slots=True)
class Look:
    """How a digest looks.

    Attributes:
        labels: the words of the interface.
        width: the columns of a line.
        styled: whether the terminal understands styles and the reader wants them.
    """

    labels: Labels
    width: int = 80
    styled: bool = False


def sign(statement: Statement) -> str:
    """Return the sign of what a source does, so that a denial is seen without colour."""
    return _SIGNS.get(statement.act, _PLAIN)


def digest(article: Article, look: Look) -> str:
    """Return an article for a person to read: its title, where it is from, and its statements in their order."""
    return "\n".join(_Digest(article, look).lines())


class _Digest:
    def __init__(self, article: Article, look: Look) -> None:
        self._article = article
        self._label = look.labels
        self._styles = Styles(on=look.styled)
        self._width = max(look.width, _NARROWEST)

    def lines(self) -> Iterator[str]:
        title = one_line(self._article.title or "") or self._label("untitled")
        for line in wrap(title, self._width):
            yield self._styles.bold(isolate(line))
        yield from self._facts(self._origin(), 2)
        if not self._article.statements:
            yield f"  {self._styles.faint(self._label('none'))}"
        for number, statement in enumerate(self._article.statements, start=1):
            yield ""
            yield from self._statement(number, statement)

    def _origin(self) -> Iterator[str]:
        article = self._article
        yield self._fact("publisher", article.publisher)
        yield self._fact("published", article.published)
        if article.updated:
            yield self._fact("updated", article.updated)
        if article.byline:
            yield self._fact("byline", article.byline)
        if article.credits:
            yield self._fact("credits", *article.credits)

    def _statement(self, number: int, statement: Statement) -> Iterator[str]:
        indent = 2 + 2 * self._depth(statement)
        kind = f" ({self._label('kind.' + statement.kind)})" if statement.kind else ""
        act = f"{sign(statement)} {self._label('act.' + statement.act)}"
        if statement.act == "deny":
            act = self._styles.warning(act)
        yield f"{' ' * indent}{number} {self._styles.bold(self._value(statement.speaker))}{kind} {act}"
        inner = indent + len(str(number)) + 1
        content = one_line(cut(self._article.text, statement.content))
        lines = list(islice(wrap(content, self._width - inner), _CONTENT_LINES + 1))
        if len(lines) > _CONTENT_LINES:
            lines[_CONTENT_LINES - 1 :] = [shorten(f"{lines[_CONTENT_LINES - 1]} …", self._width - inner)]
        for line in lines:
            yield " " * inner + isolate(line)
        yield from self._facts(self._circumstances(statement), inner)

    def _circumstances(self, statement: Statement) -> Iterator[str]:
        for name in ("medium", "closeness"):
            words = cut(self._article.text, getattr(statement, name))
            if words:
                yield self._fact(name, words)
        if statement.said:
            yield self._fact("said", statement.said)
        if statement.via:
            yield self._fact("via", *statement.via)
        if statement.within is not None:
            yield self._fact("within", statement.within + 1)
        if statement.negated:
            yield self._label("negated")
        yield self._fact("certainty", f"{statement.certainty:.2f}")

    def _depth(self, statement: Statement) -> int:
        depth, outer = 0, statement.within
        while outer is not None and depth < _DEEPEST:
            depth, outer = depth + 1, self._article.statements[outer].within
        return depth

    def _fact(self, name: str, *values: object) -> str:
        return f"{self._label(name)} {', '.join(map(self._value, values))}"

    def _value(self, value: object) -> str:
        words = "" if value is None else one_line(str(value))
        return isolate(shorten(words, self._width - _NARROWEST // 2)) if words else self._label("unstated")

    def _facts(self, facts: Iterable[str], indent: int) -> Iterator[str]:
        line = ""
        for fact in facts:
            if line and columns(line) + 3 + columns(fact) > self._width - indent:
                yield " " * indent + self._styles.faint(line)
                line = fact
            else:
                line = f"{line} · {fact}" if line else fact
        if line:
            yield " " * indent + self._styles.faint(line)
