"""What a statement puts forward, freed from how it is put: without lead-ins, with its polarity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from riwaya.arabic.phrases import placed
from riwaya.claims.lexicon import Hit, Lexicon, compiled
from riwaya.model import Proposition, Stance, Statement
from riwaya.rules import Rules
from riwaya.text import Extent, Span, cut, merge

_BETWEEN: Final = 14  # words between what names a claim and what opens it, at most
_LEADS: Final = 6  # lead-ins in a row, at most
_MAIN: Final = 6  # words among which the negation of the claim itself stands
_WEIGHTY: Final = 2  # words that a claim has at least: what is shorter is left whole
_SHORT: Final = 5  # words that a content which only points has at most
_NEAR: Final = 600  # characters back to what is pointed to, at most
_STANCES: Final[dict[str, Stance]] = {"confirm": "confirms", "deny": "denies", "decline": "declines"}
_PASSED_ON: Final = frozenset({"say", "report", "reveal", "predict", "allege"})  # by the media, who were not there
_STOPS: Final = ".\u061f!;\u061b\u060c\n"


@dataclass(frozen=True, slots=True)
class _Peeled:
    """How far a content has been peeled: words ``[start, end)`` are left.

    Attributes:
        start: the first word that is left.
        end: where it ends.
        cut_letters: letters of the first word that belong to a lead-in.
        claimed: whether the content says that somebody claims it.
        false: whether it calls it false.
        rules: the rows that say so.
    """

    start: int
    end: int
    cut_letters: int = 0
    claimed: bool = False
    false: bool = False
    rules: tuple[str, ...] = ()


def propositions(
    statements: Sequence[Statement], text: str, rules: Rules, *, title: str | None = None
) -> list[Proposition]:
    """Return what each statement of an article puts forward; what only points is led back to what it points to.

    Args:
        statements: those of the article, in its order.
        text: the article's text.
        rules: the tables; ``claims.toml`` is used.
        title: the headline, which a denial that opens the text points to.
    """
    found = [proposition(each, text, rules) for each in statements]
    return [_resolved(at, found, statements, title) if each.pointing else each for at, each in enumerate(found)]


def proposition(statement: Statement, text: str, rules: Rules) -> Proposition:
    """Return what a statement puts forward.

    Args:
        statement: one of an article's.
        text: the article's text.
        rules: the tables; ``claims.toml`` is used.

    >>> from riwaya import attribute, rules
    >>> text = "نفت البلدية صحة الأنباء التي تحدثت عن إغلاق الجسر القديم."
    >>> found = proposition(attribute(text)[0], text, rules.load())
    >>> found.text, found.stance, found.rumour
    ('إغلاق الجسر القديم', 'denies', True)
    """
    lexicon = compiled(rules)
    run, spans = _words(text, statement.content)
    peeled = _peel(run, lexicon, denial=statement.act == "deny")
    words = _extent(statement.content, spans, peeled, text)
    left = run[peeled.start : peeled.end]
    negation, hedge = _negation(left, lexicon), lexicon.first("hedge", left, 0, _MAIN)
    rows = [hit.row.id for hit in (negation, hedge) if hit]
    return Proposition(
        words=words,
        text=_printed(text, words),
        stance="denies" if peeled.false and not statement.negated else _stance(statement),
        negative=negation is not None,
        hedged=hedge is not None,
        rumour=peeled.claimed,
        pointing=_points(run, lexicon),
        rules=(*peeled.rules, *rows),
    )


def _words(text: str, extent: Extent) -> tuple[list[str], list[Span]]:
    run: list[str] = []
    spans: list[Span] = []
    for start, end in extent:
        found, places = placed(text[start:end])
        run += found
        spans += (Span(start + first, start + last) for first, last in places)
    return run, spans


def _extent(content: Extent, spans: Sequence[Span], peeled: _Peeled, text: str) -> Extent:
    """Return the characters of the words that are left, with the marks among them."""
    if not spans or (peeled.start, peeled.end) == (0, len(spans)):
        return content
    start, end = spans[peeled.start].start + peeled.cut_letters, spans[peeled.end - 1].end
    inside = merge(Span(max(start, first), min(end, last)) for first, last in content if first < end and last > start)
    return tuple(Span(first, last) for first, last in inside if text[first:last].strip())


def _printed(text: str, extent: Extent) -> str:
    return " ".join(cut(text, extent, join=" ").split())


def _stance(statement: Statement) -> Stance:
    """Return how a statement stands to its content: what its act says, and what becomes of it under a negation."""
    if statement.negated:
        return "declines" if statement.act in {"confirm", "deny"} else "asserts"
    if statement.act == "report" and statement.kind in {"unnamed", None}:
        return "reports"
    if statement.kind == "media" and statement.act in _PASSED_ON:
        return "reports"
    return _STANCES.get(statement.act, "asserts")


# -- peeling -----------------------------------------------------------------------------------------------------------


def _peel(run: Sequence[str], lexicon: Lexicon, *, denial: bool) -> _Peeled:
    peeled = _Peeled(0, len(run))
    for _ in range(_LEADS):
        following = _once(run, peeled, lexicon, denial=denial)
        if following is None or following.end - following.start < min(_WEIGHTY, len(run)):
            break
        peeled = following
    if denial or peeled.claimed or peeled.false:
        peeled = _clipped(run, peeled, lexicon)
    return _without_verdict(run, peeled, lexicon, denial=denial)


def _once(run: Sequence[str], peeled: _Peeled, lexicon: Lexicon, *, denial: bool) -> _Peeled | None:
    """Return what is left without the next lead-in, or none."""
    start = peeled.start
    hit = lexicon.at("false", run, start)
    if hit and hit.row.id != "claims.false":
        letters = len(hit.row.text("takes"))
        taken = letters if hit.end < len(run) and run[hit.end].startswith(hit.row.text("takes")) else 0
        if not letters or taken:
            return replace(
                peeled, start=hit.end, cut_letters=taken, false=not peeled.false, rules=(*peeled.rules, hit.row.id)
            )
    hit = lexicon.at("claimed", run, start, joined=True)
    if hit and (opened := _opened(run, hit, lexicon)):
        return replace(peeled, start=opened, cut_letters=0, claimed=True, rules=(*peeled.rules, hit.row.id))
    hit = lexicon.at("lead", run, start) if denial or peeled.claimed or peeled.false else None
    if hit:
        return replace(peeled, start=hit.end, cut_letters=0, rules=(*peeled.rules, hit.row.id))
    return None


def _opened(run: Sequence[str], claimed: Hit, lexicon: Lexicon) -> int | None:
    """Return where the claim begins that was named: behind what opens it, or where it is named again."""
    for at in range(claimed.end, min(claimed.end + _BETWEEN, len(run))):
        if (about := lexicon.at("about", run, at)) is not None:
            return about.end
        if at > claimed.end and (again := lexicon.at("claimed", run, at, joined=True)) is not None:
            return again.start
    return None


def _clipped(run: Sequence[str], peeled: _Peeled, lexicon: Lexicon) -> _Peeled:
    """Return what is left without a second claim behind it."""
    hit = lexicon.first("further", run, peeled.start + _WEIGHTY, peeled.end)
    return replace(peeled, end=hit.start) if hit else peeled


def _without_verdict(run: Sequence[str], peeled: _Peeled, lexicon: Lexicon, *, denial: bool) -> _Peeled:
    """Return what is left without the words behind it that call it false: «… is untrue»."""
    hit = lexicon.first("false", run, peeled.start + 1, peeled.end)
    if hit is None or hit.row.id != "claims.false":
        return peeled
    closed = hit.end == peeled.end or lexicon.at("further", run, hit.end) is not None
    if not (closed or peeled.claimed or (denial and hit.end - hit.start > 1)):
        return peeled
    return replace(peeled, end=hit.start, false=True, rules=(*peeled.rules, hit.row.id))


def _negation(run: Sequence[str], lexicon: Lexicon) -> Hit | None:
    """Return the negation of the claim itself, and not of a clause in it."""
    at = 0
    while at < min(_MAIN, len(run)):
        if (affirming := lexicon.at("affirming", run, at)) is not None:
            at = affirming.end
            continue
        if (hit := lexicon.at("negation", run, at)) is not None:
            return hit
        if at and lexicon.at("subordinate", run, at):
            return None
        at += 1
    return None


# -- pointing ----------------------------------------------------------------------------------------------------------


def _points(run: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether a content only points to a claim: all of it does, or all but a word or two."""
    hit = lexicon.at("pointing", run, 0)
    return (
        hit is not None and len(run) <= max(_SHORT, hit.end) and lexicon.first("about", run, hit.end, len(run)) is None
    )


def _resolved(at: int, found: Sequence[Proposition], statements: Sequence[Statement], title: str | None) -> Proposition:
    """Return a proposition that only points with the words it points to: said just before, or in the headline."""
    start = statements[at].content[0].start if statements[at].content else 0
    for earlier in _before(at, found, statements):
        if start - earlier.words[-1].end <= _NEAR:
            return replace(found[at], words=earlier.words, text=earlier.text, negative=earlier.negative)
    return replace(found[at], text=title) if title else found[at]


def _before(at: int, found: Sequence[Proposition], statements: Sequence[Statement]) -> Iterator[Proposition]:
    for place in range(at - 1, -1, -1):
        mine = statements[place].speaker is not None and statements[place].speaker == statements[at].speaker
        if found[place].words and not found[place].pointing and not mine:
            yield found[place]
