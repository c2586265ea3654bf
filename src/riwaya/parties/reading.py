"""Names and offices as the statements of an article give them; descriptions give none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Final, NamedTuple

from riwaya.arabic import bare, clitics
from riwaya.arabic.phrases import words
from riwaya.model import Article, Kind, Mention, Name, Statement
from riwaya.parties.lexicon import lexicon
from riwaya.parties.outlets import outlet
from riwaya.parties.spelling import common_family, folded, foreign_given, letters, native_given, shape
from riwaya.text import cut

_MARKS: Final = re.compile(r"[\"'`«»“”„‟‘’‹›()\[\]{}<>…*_|/\\]+")
_EDGES: Final = "،,.;:؛!؟?-–—"
_COMMAS: Final = ("،", ",", "؛", ":", ";", "-", "–")
_JOINED: Final = "\u0648\u0641\u0644\u0628\u0643"
_WAW: Final = "\u0648"
_LAM: Final = "\u0644"
_BY_OR_FOR: Final = "\u0628\u0644"
_LONGEST_PERSON: Final = 6
_LONGEST_BODY: Final = 10
_LONGEST_OFFICE: Final = 12
_LEAST: Final = 3
_PAIR: Final = 2
# Classes of words of which one alone names nobody.
_SINGLE: Final = (
    "role", "unnamed", "plural", "document", "media", "place_word", "audience", "time", "adverb", "pointer",
    "demonstrative", "relative", "preposition", "honorific", "nationality", "title", "others", "medium", "claim_noun",
    "question", "speech_head", "body.plain", "body.many", "body.paper", "name.kin", "name.end", "name.nobody",
    "name.particle",
)  # fmt: skip


class Word(NamedTuple):
    """A word as printed, folded, and whether a comma follows."""

    printed: str
    plain: str
    ends: bool = False


def mentions(article: Article) -> list[Mention | None]:
    """Return who speaks in each statement of an article, as a name that other articles may give as well.

    Args:
        article: with its statements.

    Returns:
        One for each of ``article.statements``; ``None`` where nobody is named: unnamed sources, mere descriptions
        («الوزارة»), several at once («ريدغر ولوندال»), and what is no name.
    """
    found: list[Mention | None] = []
    text = _Text(article.text)
    for statement in article.statements:
        name = named(statement, text.words)
        found.append(Mention(name, _office(name, statement, article.text)) if name else None)
    return found


def offices_alone(article: Article) -> list[str | None]:
    """Return the offices that stand for people whom an article does not name; see :func:`riwaya.parties.holder`.

    Returns:
        One for each of ``article.statements``: «الرئيس الفرنسي» where that is all that is said of the speaker.
    """
    found: list[str | None] = []
    text = _Text(article.text)
    for statement in article.statements:
        office = None
        if statement.speaker and statement.kind in ("person", None) and named(statement, text.words) is None:
            run = _split(statement.speaker)
            office = _phrase(run[_titles(run) :] if _is_office(run) is False else run)
        found.append(office)
    return found


class _Text:
    """The words of an article, found when they are first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words: frozenset[str] | None = None

    @property
    def words(self) -> AbstractSet[str]:
        if self._words is None:
            self._words = frozenset(words(self._text))
        return self._words


def named(statement: Statement, around: AbstractSet[str]) -> Name | None:
    """Return the name of a statement's speaker; ``around`` holds the words of the article, folded."""
    if not statement.speaker or statement.kind in ("unnamed", None):
        return None
    run = _split(statement.speaker)
    if not run:
        return None
    kind = statement.kind
    if outlet(_words(run)):
        return Name(_words(run), "media")
    first = letters(run[0].plain)
    if len(run) > 1 and (foreign_given(first) or (kind == "document" and native_given(first))):
        kind = "person"
    return _person(run, around) if kind == "person" else _body(run, kind, around)


def _split(text: str) -> list[Word]:
    plain, _ = bare(text)
    run = []
    for piece in _MARKS.sub(" ", plain).split():
        printed = piece.strip(_EDGES)
        plain_word = folded(printed)
        if plain_word:
            run.append(Word(printed, plain_word, piece[-1] in _COMMAS))
        elif run:
            run[-1] = run[-1]._replace(ends=True)
    return run


def _words(run: Sequence[Word]) -> str:
    return " ".join(word.printed for word in run)


def _unjoined(run: list[Word], around: AbstractSet[str]) -> list[Word]:
    """Take the small words that are written into the first one off."""
    first = run[0]
    rest = first.plain[1:]
    if first.plain[0] not in _JOINED or len(rest) < _LEAST or _given(first.plain):
        return run
    article = first.plain[0] == _WAW and rest.startswith(clitics.ARTICLE)
    known = first.plain[0] in _WAW + _LAM and _given(rest)
    if article or known or (rest in around and first.plain not in lexicon().words("waw_name")):
        return [Word(first.printed[1:], rest, first.ends), *run[1:]]
    return run


def _given(word: str) -> bool:
    key = letters(word)
    return native_given(key) or foreign_given(key)


def _titles(run: Sequence[Word]) -> int:
    """Return how many words at the beginning are titles, with the nations and nouns that belong to them."""
    table = lexicon()
    plain = [word.plain for word in run]
    at = 0
    while at < len(run):
        found = table.phrases("name.title").at(plain, at)
        if found is not None and not (_given(plain[at]) and found.end == at + 1):
            at = found.end
            continue
        nation = table.nations.at(plain, at) if at else None
        if nation is None or nation.end == len(run):
            return at
        at = nation.end
    return at


def _is_office(run: Sequence[Word]) -> bool:
    """Tell whether words begin with an office, and not with a name that looks like one («أمين», «سلطان»)."""
    if not run or run[0].plain not in lexicon().bare("role"):
        return False
    if not _given(run[0].plain) or len(run) == 1:
        return True
    after = [word.plain for word in run[1:]]
    table = lexicon()
    return after[0] in table.bare("place_word") or table.nations.at(after, 0) is not None


def _person(run: list[Word], around: AbstractSet[str]) -> Name | None:
    table = lexicon()
    run = _unjoined(run, around)
    plain = [word.plain for word in run]
    nobody = table.phrases("name.nobody").at(plain, 0)
    if nobody is not None and (nobody.end == len(run) or nobody.end > 1):
        return None
    titles = _titles(run)
    rest = _ended(run[titles:])
    if len(rest) == 1 and _many(rest[0].plain):
        if not titles or run[titles - 1].plain not in table.words("name.rank"):
            return None
        rest = [run[titles - 1], *rest]
    elif not rest or not _names(rest, around):
        return None
    if len(shape(_words(rest)).words) > _LONGEST_PERSON or outlet(_words(rest)) or _bodily(rest):
        return None
    return Name(_words(rest), "person")


def _serves(word: Word) -> bool:
    """Tell whether a word is a body with a preposition («بوزارة»): what begins with a name's look is an office."""
    table = lexicon()
    plain = clitics.bared(word.plain)
    return word.plain[0] in _BY_OR_FOR and plain != word.plain and plain in table.words("organisation")


def _owned(word: str) -> bool:
    """Tell whether a word is somebody's thing or person («خصومهم»), or the beginning of a compound."""
    table = lexicon()
    return word in table.words("name.compound") or (
        not _given(word) and word.endswith(tuple(table.words("name.owned")))
    )


def _many(word: str) -> bool:
    """Tell whether a name alone is that of very many: a first name, or a common family name."""
    return _given(word) or common_family(letters(word))


def _bodily(run: Sequence[Word]) -> bool:
    """Tell whether words begin like the name of a body."""
    return len(run) > 1 and run[0].plain in lexicon().bare("organisation") and not _given(run[0].plain)


def _names(run: Sequence[Word], around: AbstractSet[str]) -> bool:
    """Tell whether words may be a person's name: neither an office nor somebody's relative, nor several people."""
    table = lexicon()
    first = run[0].plain
    if _is_office(run):
        return False
    if not _given(first) and (first in table.bare("name.kin") or first in table.bare("unnamed")):
        return first in table.words("name.particle") and len(run) > 1
    if len(run) == 1 and (_common(first) or len(first) < _LEAST or _owned(first)):
        return False
    if len(run) == _PAIR and first in table.words("name.kunya") and native_given(letters(run[1].plain)):
        return False
    if any(character.isdigit() for word in run for character in word.plain) or any(map(_serves, run)):
        return False
    return not any(_joins(word.plain, around) for word in run[1:])


def _joins(word: str, around: AbstractSet[str]) -> bool:
    """Tell whether a word inside a name goes on with another person («ولوندال»)."""
    table = lexicon()
    if word[0] != _WAW or len(word) <= _LEAST or _given(word) or word in table.words("waw_name"):
        return word == _WAW
    rest = word[1:]
    return rest.startswith(clitics.ARTICLE) or _given(rest) or rest in around


def _common(word: str) -> bool:
    """Tell whether a word alone names nobody."""
    table = lexicon()
    if _given(word):
        return False
    plain = word.removeprefix(clitics.ARTICLE)
    return any(word in table.bare(name) or plain in table.words(name) for name in _SINGLE)


def _ended(run: Sequence[Word]) -> list[Word]:
    """Return the words until the name is over: a comma, a word that no name has, an office after it."""
    table = lexicon()
    found: list[Word] = []
    for at, word in enumerate(run):
        over = word.plain in table.words("name.end") and not _given(word.plain)
        office = at > 1 and word.plain in table.words("role") and at + 1 < len(run) and not _given(word.plain)
        if over or office:
            break
        found.append(word)
        if word.ends:
            break
    if found:
        found[-1] = found[-1]._replace(ends=False)
    return found


def _body(run: list[Word], kind: Kind, around: AbstractSet[str]) -> Name | None:
    table = lexicon()
    run = _unjoined(run, around)
    run = _ended(run) if len(run) > 1 else run
    plain = [word.plain for word in run]
    if not plain or len(run) > _LONGEST_BODY or table.phrases("body.many").at(plain, 0) is not None:
        return None
    if _describes(plain, kind) or any(_joins_body(word) for word in plain[1:]):
        return None
    if outlet(_words(run)):
        return Name(_words(run), "media")
    if kind == "document" and plain[0] not in table.bare("body.paper"):
        kind = "organisation"
    return Name(_words(run), kind)


def _joins_body(word: str) -> bool:
    """Tell whether a word inside a body's name goes on with another body («والاتحاد»)."""
    rest = word.removeprefix(_WAW)
    return word == _WAW or (rest != word and rest in lexicon().words("body.other"))


def _describes(plain: Sequence[str], kind: Kind) -> bool:
    """Tell whether words describe a body or a paper, and name none."""
    table = lexicon()
    if len(plain) == 1:
        return not _proper(plain) and (len(plain[0]) < _LEAST or _common(plain[0]))
    paper = plain[0] in table.bare("body.paper")
    whole = table.phrases("body.plain").at(plain, 0)
    general = paper or plain[0] in table.bare("body.plain")
    part = table.phrases("body.part").at(plain, 0)
    if part is not None and part.end < len(plain) and _describes(plain[part.end :], kind):
        return True
    return (
        plain[0] in table.bare("demonstrative")
        or plain[0] in table.words("name.end")
        or (paper and kind != "organisation" and len(plain) <= _LEAST)
        or (whole is not None and whole.end == len(plain))
        or (general and all(word in table.bare("body.adjective") for word in plain[1:]))
    )


def _proper(plain: Sequence[str]) -> bool:
    """Tell whether one word names a country, a place, or a body that has no other."""
    table = lexicon()
    known = plain[0] in table.words("organisation") and plain[0] not in table.bare("body.plain")
    return known or table.countries.at(plain, 0) is not None or table.places.at(plain, 0) is not None


def _office(name: Name, statement: Statement, text: str) -> str | None:
    """Return what the source says of a person beside the name."""
    if name.kind != "person" or not statement.source:
        return None
    run = _split(cut(text, statement.source))
    known = {*shape(name.words).words, *(letters(word.plain) for word in _split(name.words))}
    known -= lexicon().words("name.particle")
    inside = {at for at, word in enumerate(run) if letters(word.plain) in known}
    for at, (word, after) in enumerate(pairwise(run)):
        if letters(word.plain + after.plain) in known:  # a compound that is written apart here
            inside |= {at, at + 1}
    if not inside:
        return None
    return _before(run[: min(inside)]) or _after(run, inside)


def _before(run: list[Word]) -> str | None:
    honours = lexicon().words("name.title")
    while run and run[-1].plain in honours and not (len(run) > 1 and run[-2].plain in lexicon().words("role")):
        run = run[:-1]
    at = 0
    while at < len(run):
        title = lexicon().phrases("name.title").at([word.plain for word in run], at)
        if title is not None and title.end > at + 1:
            at = title.end
        elif _is_office(run[at:]) and not any(word.ends for word in run[at:-1]):
            return _phrase(run[at:])
        else:
            at += 1
    return None


def _after(run: list[Word], inside: AbstractSet[int]) -> str | None:
    last = min(inside)
    while last + 1 in inside:
        last += 1
    return _phrase(run[last + 1 :])


def _phrase(run: Sequence[Word]) -> str | None:
    """Return the office with which words begin."""
    if not _is_office(run):
        return None
    office = [run[0]]
    for word in run[1:_LONGEST_OFFICE]:
        if office[-1].ends or word.plain in lexicon().words("name.end"):
            break
        office.append(word)
    return _words(office) if len(office) > 1 else None
