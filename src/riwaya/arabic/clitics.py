"""Small words that Arabic writes into the next one: conjunctions, prepositions, the article."""

from __future__ import annotations

from typing import Final

ARTICLE: Final = "\u0627\u0644"
CONJUNCTIONS: Final = "\u0648\u0641"
LETTERS: Final = CONJUNCTIONS + "\u0628\u0644\u0643"  # that stand for a word of their own before another
_SHORTEST: Final = 3
# With the article, two lams run together: «للوزير» is «ل» and «الوزير».
_PREFIXES: Final = ("\u0628" + ARTICLE, "\u0643" + ARTICLE, "\u0644\u0644", ARTICLE, "\u0628", "\u0644", "\u0643")


def unjoined(word: str) -> str:
    """Return a folded word without the conjunction that may be written into it.

    >>> unjoined("وقال"), unjoined("فقد"), unjoined("قال")
    ('قال', 'قد', 'قال')
    """
    return word[1:] if len(word) >= _SHORTEST and word[0] in CONJUNCTIONS else word


def bared(word: str) -> str:
    """Return a folded word without the preposition and the article that may be written into it.

    >>> bared("بالوزير"), bared("للوزير"), bared("الوزير"), bared("في")
    ('وزير', 'وزير', 'وزير', 'في')
    """
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST:
            return word[len(prefix) :]
    return word
