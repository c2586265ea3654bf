"""Words as they are searched for: one normaliser, whose output every database indexes, so that all find the same.

Light stemming after Larkey, Ballesteros and Connell (*Light Stemming for Arabic Information Retrieval*, 2007): the
article goes, with what is written before it, and one of the commonest endings; none that makes another word («بلد»,
«بلدية»). A small word without the article is ambiguous («بلدية» is not «ب» and «لدية»), so an index keeps it, and a
query asks for the word with each of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from riwaya.arabic import phrases
from riwaya.arabic.clitics import ARTICLE
from riwaya.text import Span

_LEAST: Final = 3  # letters that are left after an article at least
_LAM: Final = "\u0644"
_BEFORE_ARTICLE: Final = tuple(
    conjunction + preposition for conjunction in ("\u0648", "\u0641", "") for preposition in ("\u0628", "\u0643", "")
)  # with them the article stays whole: «وبالأسد», «كالأسد»
_DOUBLED: Final = tuple(conjunction + _LAM * 2 for conjunction in ("\u0648", "\u0641", ""))  # «ل» before an article
_ARTICLES: Final = tuple(sorted((*(before + ARTICLE for before in _BEFORE_ARTICLE), *_DOUBLED), key=len, reverse=True))
# Endings, and how many letters are left before them at least: «بوتين» and «لبنان» are whole, «مسؤولين» is not.
_ENDINGS: Final = (
    ("\u0647\u0627", 3), ("\u0647\u0645", 4), ("\u0627\u062a", 3),
    ("\u0627\u0646", 4), ("\u0648\u0646", 4), ("\u064a\u0646", 4), ("\u0647", 3), ("\u0627", 3),
)  # fmt: skip
_JOINED: Final = tuple(
    conjunction + preposition
    for conjunction in ("", "\u0648", "\u0641")
    for preposition in ("", "\u0628", _LAM, "\u0643")
)


def _without_article(word: str) -> str:
    for prefix in _ARTICLES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _LEAST:
            return word[len(prefix) :]
    return word


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return the form of a folded word that is indexed: without the article and an ending.

    >>> stem("وبالاسد"), stem("للشركه"), stem("شركات"), stem("سوريا"), stem("سوريه"), stem("بلد"), stem("بلديه")
    ('اسد', 'شرك', 'شرك', 'سوري', 'سوري', 'بلد', 'بلدي')
    """
    word = _without_article(word)
    for ending, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: -len(ending)]
    return word


def stems(text: str) -> list[str]:
    """Return the indexed forms of a text's words, in their order.

    >>> stems("قال الأسد: «لا صحّة لذلك»")
    ['قال', 'اسد', 'لا', 'صحه', 'لذلك']
    """
    return [stem(word) for word in phrases.words(text)]


def located(text: str) -> tuple[list[str], Callable[[int], Span]]:
    """Return the indexed forms of a text's words, and what tells where a word stands, by its number.

    >>> forms, where = located("قال الأسد")
    >>> forms, where(1)
    (['قال', 'اسد'], Span(start=4, end=9))
    """
    words, where = phrases.located(text)
    return [stem(word) for word in words], where


def asked(word: str) -> tuple[str, ...]:
    """Return the indexed forms that a word of a query may have: as it is, and with the small words written into it.

    With them a word is longer, so that it may lose an ending that it keeps alone («سنه», «بسنه»), and may look as if it
    had an article («لجنه», «للجنه») or another one («المانيا», «لالمانيا»); a short one keeps its article («الحق»).

    >>> "بسوري" in asked("سوريا"), "وسوري" in asked("سوريا"), "سوري" in asked("وبالسوريا")
    (True, True, True)
    >>> "بسن" in asked("سنه"), "جنه" in asked("لجنه"), "لالماني" in asked("المانيا")
    (True, True, True)
    """
    form = stem(word)
    if not form.isalpha() or form.isascii():
        return (form,)
    written = [before + each for each in (_without_article(word), word) for before in (*_JOINED, *_ARTICLES)]
    if word.startswith(ARTICLE):
        written += [before + word[len(ARTICLE) :] for before in _DOUBLED]
    return tuple(dict.fromkeys((form, *(before + form for before in _JOINED), *map(stem, written))))
