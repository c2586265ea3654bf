"""One page, read and shown in the forms that were asked for: the unit of work that travels between processes.

Articles are turned into text where they are read, and text is what comes back: the alignment of a large page costs
more to send than to use.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from riwaya import pipeline, rules
from riwaya.cli.jobs import Job
from riwaya.errors import Problem, RuleError
from riwaya.exports.digests import Look, digest
from riwaya.exports.labels import Labels
from riwaya.exports.lines import line
from riwaya.exports.pages import Entry, entry
from riwaya.model import Capture, Record


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms that were asked for.

    Attributes:
        language: of the interface.
        json: JSON lines instead of digests.
        digest: digests for a terminal.
        html: entries of an annotated page.
        width: columns of a digest.
        styled: whether digests are styled.
    """

    language: str = "en"
    json: bool = False
    digest: bool = False
    html: bool = False
    width: int = 80
    styled: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one page gave.

    Attributes:
        texts: what goes to standard output, an article each.
        entries: its articles for the annotated page.
        problems: what was lost or doubtful.
        articles: how many were found.
        statements: how many stand in them.
    """

    texts: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    articles: int = 0
    statements: int = 0

    @property
    def failed(self) -> bool:
        """Whether a problem kept every article from us."""
        return not self.articles and bool(self.problems)


def job(forms: Forms) -> Job[tuple[int, Capture | Problem], Outcome]:
    """Return the work on numbered captures; the number names a page's articles on the annotated page."""
    return Job(partial(_work, forms=forms), _lost, _weigh)


def _work(item: tuple[int, Capture | Problem], forms: Forms) -> Outcome:
    number, capture = item
    if isinstance(capture, Problem):
        return Outcome(problems=(capture,))
    try:
        return _shown(number, pipeline.process(capture), forms)
    except RuleError:
        raise
    except Exception as error:  # noqa: BLE001  # a bug met on one page of thousands may not cost the others
        reason = f"a defect in Riwaya, please report it ({type(error).__name__}: {error})"
        return Outcome(problems=(Problem("defect", reason, capture.name),))


def _shown(number: int, record: Record, forms: Forms) -> Outcome:
    labels = Labels(rules.load(), forms.language)
    texts: tuple[str, ...] = ()
    if forms.json:
        texts = tuple(map(line, record.articles))
    elif forms.digest:
        look = Look(labels, forms.width, forms.styled)
        texts = tuple(f"{digest(article, look)}\n" for article in record.articles)
    return Outcome(
        texts,
        tuple(_entries(number, record, labels)) if forms.html else (),
        record.told(),
        len(record.articles),
        sum(len(article.statements) for article in record.articles),
    )


def _entries(number: int, record: Record, labels: Labels) -> list[Entry]:
    return [entry(article, f"p{number}a{place}", labels) for place, article in enumerate(record.articles, start=1)]


def _lost(item: tuple[int, Capture | Problem]) -> Outcome:
    capture = item[1]
    name = capture.where if isinstance(capture, Problem) else capture.name
    return Outcome(problems=(Problem("worker-lost", "the process reading it was killed: read it alone", name),))


def _weigh(item: tuple[int, Capture | Problem]) -> int:
    return 0 if isinstance(item[1], Problem) else len(item[1].body)
