"""Languages: which language a text is in, by its script and its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Final, NamedTuple

from riwaya.arabic import SILENT
from riwaya.rules import Rules

_LOOKED_AT: Final = 3_000
_WORD: Final = re.compile(r"[^\W\d_]+")
_SILENT: Final = re.compile(f"[{SILENT}]")
_SCRIPTS: Final = {
    "arabic": re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]"),
    "latin": re.compile("[A-Za-z\u00c0-\u024f]"),
    "cyrillic": re.compile("[\u0400-\u04ff]"),
    "hebrew": re.compile("[\u0590-\u05ff]"),
}
_LEAST: Final = 0.5
# Texts shorter than this can be in a language that is not told: a caption, a name.
_FEW: Final = 3
_OWN: Final = 0.01


def _has(letters: Counter[str], own: frozenset[str], of_all: int) -> bool:
    """Tell whether a language's own letters are frequent enough for it: its words may be another's abbreviations."""
    return not own or sum(letters[letter] for letter in own) >= _OWN * of_all


class _Language(NamedTuple):
    code: str
    plain: bool
    script: str
    letters: frozenset[str]
    words: frozenset[str]


def of(text: str, rules: Rules) -> str | None:
    """Return the ISO 639-1 code of a text's language, or ``None`` if it cannot be told.

    >>> from riwaya import rules
    >>> of("قالت البلدية إن الجسر مفتوح", rules.load()), of("شهردار گفت که پل باز است", rules.load())
    ('ar', 'fa')
    """
    sample = _SILENT.sub("", text[:_LOOKED_AT])
    counts = {script: len(pattern.findall(sample)) for script, pattern in _SCRIPTS.items()}
    script = max(counts, key=lambda name: counts[name])
    if counts[script] < _FEW or counts[script] < _LEAST * sum(counts.values()):
        return None
    run = Counter(_WORD.findall(sample.lower()))
    letters = Counter(sample)
    scores = {
        language.code: sum(run[word] for word in language.words)
        + sum(letters[letter] for letter in language.letters) / 2
        for language in _languages(rules)
        if language.script == script and (language.plain or _has(letters, language.letters, counts[script]))
    }
    best = max(scores, key=lambda code: scores[code], default=None)
    return best if best is not None and scores[best] > 0 else None


@lru_cache(maxsize=4)
def _languages(rules: Rules) -> tuple[_Language, ...]:
    return tuple(
        _Language(
            row.id.removeprefix("language."),
            row.text("script") != "arabic" or row.flag("plain"),
            row.text("script"),
            frozenset(row.text("letters")),
            frozenset(word.lower() for word in row.texts("words")),
        )
        for row in rules.rows("languages")
    )
