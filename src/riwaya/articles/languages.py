"""Languages: which language a text is in, by its script and its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Final, NamedTuple

from riwaya.arabic import SILENT
from riwaya.arabic.phrases import without_marks
from riwaya.rules import Rules

_LOOKED_AT: Final = 3_000
_WORD: Final = re.compile(r"[^\W\d_]+")
_CUT: Final = bytes(ord(chr(at).lower()) if chr(at).isalpha() else ord(" ") for at in range(0x80)) + bytes(
    range(0x80, 0x100)
)
_ASCII: Final = bytes(range(0x80))
_TATWEEL: Final = "\u0640"
_SILENT: Final = re.compile(f"[{SILENT}]")
_SCRIPTS: Final = {
    "arabic": re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]+"),
    "latin": re.compile("[A-Za-z\u00c0-\u024f]+"),
    "cyrillic": re.compile("[\u0400-\u04ff]+"),
    "hebrew": re.compile("[\u0590-\u05ff]+"),
}
_LEAST: Final = 0.5
# Texts shorter than this can be in a language that is not told: a caption, a name.
_FEW: Final = 3
_OWN: Final = 0.01


class _Language(NamedTuple):
    code: str
    plain: bool
    letters: frozenset[str]
    words: frozenset[str]


def of(text: str, rules: Rules) -> str | None:
    """Return the ISO 639-1 code of a text's language, or ``None`` if it cannot be told.

    >>> from riwaya import rules
    >>> of("قالت البلدية إن الجسر مفتوح", rules.load()), of("شهردار گفت که پل باز است", rules.load())
    ('ar', 'fa')
    """
    sample = text[:_LOOKED_AT]
    cut = without_marks(sample).lower().encode(errors="surrogatepass").translate(_CUT)
    found = cut.decode(errors="surrogatepass").split()
    letters = "".join(found)
    count = len(letters.encode("ascii", "ignore"))
    script: str | None = "latin"
    # Most texts in Latin script hold nothing but such letters once the marks are gone, and need no search.
    if not letters.isalpha() or _TATWEEL in letters or count < _FEW or 2 * count <= len(sample):
        sample = _SILENT.sub("", sample)
        found = _WORD.findall(sample.lower())
        script, count = _script(sample)
    known = _languages(rules).get(script, ()) if script is not None else ()
    # Most words are no language's commonest ones, and need no counting.
    run = Counter(filter(_words(rules).__contains__, found))
    # The letters that are one language's own lie beyond ASCII.
    beyond = sample.encode(errors="surrogatepass").translate(None, _ASCII).decode(errors="surrogatepass")
    best, best_score = None, 0.0
    for language in known:
        own = sum(map(beyond.count, language.letters))
        # A language's own letters are frequent enough for it, or its words may be another's abbreviations.
        if not language.plain and language.letters and own < _OWN * count:
            continue
        score = sum(run[word] for word in language.words if word in run) + own / 2
        if score > best_score:
            best, best_score = language.code, score
    return best


def is_arabic(text: str, rules: Rules) -> bool:
    """Tell whether a text is in Arabic, the sooner where it has no letter of its script."""
    sample = text[:_LOOKED_AT]
    return not sample.isascii() and _SCRIPTS["arabic"].search(sample) is not None and of(sample, rules) == "ar"


def _script(sample: str) -> tuple[str | None, int]:
    """Return the script of most letters, if there is one, and how many are of it."""
    counts: dict[str, int] = {}
    for script, pattern in _SCRIPTS.items():
        counts[script] = count = sum(map(len, pattern.findall(sample)))
        if count >= _FEW and 2 * count > len(sample):
            return script, count
    script = max(counts, key=lambda name: counts[name])
    count = counts[script]
    return (script, count) if count >= _FEW and count >= _LEAST * sum(counts.values()) else (None, 0)


@lru_cache(maxsize=4)
def _words(rules: Rules) -> frozenset[str]:
    """Return the commonest words of all languages."""
    return frozenset(word for known in _languages(rules).values() for language in known for word in language.words)


@lru_cache(maxsize=4)
def _languages(rules: Rules) -> dict[str, list[_Language]]:
    """Return the languages by their scripts, in the order of the table."""
    found: dict[str, list[_Language]] = {}
    for row in rules.rows("languages"):
        script = row.text("script")
        plain = script != "arabic" or row.flag("plain")
        words = frozenset(word.lower() for word in row.texts("words"))
        code = row.id.removeprefix("language.")
        found.setdefault(script, []).append(_Language(code, plain, frozenset(row.text("letters")), words))
    return found
