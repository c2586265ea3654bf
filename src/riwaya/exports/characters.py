"""Characters that nobody sees, and which way a text runs.

A page may hold characters that have no shape and change what is around them: an override that turns the order of a
line, an escape that a terminal obeys, half of a surrogate pair that no file may hold. Exports never pass them on as
they are.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator

# Joiners and variation selectors are left alone: they shape the letters beside them and move nothing.
_MARKS = "\u00ad\u061c\u200b\u200e\u200f\u2060-\u2064\ufeff"
_MOVERS = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u206f"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f"
)
_HIDDEN = re.compile(f"[{_MARKS}{_MOVERS}]")
_UNSHOWN = re.compile(f"[{_MARKS}]+")
_UNSAFE = re.compile(f"[{_MOVERS}]")
_ACTING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_HALVES = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_STRONG_LETTERS = 400


def code(character: str) -> str:
    r"""Return how a character is called when it cannot be shown.

    >>> code("\u202e")
    'U+202E'
    """
    return f"U+{ord(character):04X}"


def hidden(text: str) -> Iterator[tuple[int, str]]:
    r"""Yield the place and the code of each character that cannot be seen.

    >>> list(hidden("a\u202eb"))
    [(1, 'U+202E')]
    """
    return ((found.start(), code(found[0])) for found in _HIDDEN.finditer(text))


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun.

    >>> counted(1, "article"), counted(2, "article"), counted(0, "party", "parties")
    ('1 article', '2 articles', '0 parties')
    """
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def one_line(text: str) -> str:
    r"""Return a text safe to print on one line: nothing in it steers the terminal or turns the line.

    Marks without any effect inside an isolated run are left out; what would have an effect is shown by its code.

    >>> one_line("two\u202e\nlines\x1b[31m")
    'two⟨U+202E⟩ lines⟨U+001B⟩[31m'
    """
    shown = _UNSAFE.sub(lambda found: f"⟨{code(found[0])}⟩", _SPACES.sub(" ", _UNSHOWN.sub("", text)))
    return shown.strip()


def json_line(values: object) -> str:
    """Return JSON-ready values as one line of JSON, safe to print.

    >>> json_line({"act": "deny"})
    '{"act": "deny"}'
    """
    return json_safe(json.dumps(values, ensure_ascii=False))


def json_safe(text: str) -> str:
    r"""Return JSON text in which nothing acts on a screen or ends a line: such characters are escaped.

    Half a surrogate pair becomes U+FFFD: no UTF-8 holds it, many readers of JSON refuse its escape, and the escapes of
    two halves would be read as one character, so that all places behind it would be wrong.

    >>> json_safe('"a\u202e\ud800"')
    '"a\\u202e\ufffd"'
    """
    return _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", whole(text))


def whole(text: str) -> str:
    r"""Return a text that UTF-8 can hold: half of a surrogate pair becomes U+FFFD, so that all places stay right.

    >>> whole("a\ud800b")
    'a\ufffdb'
    """
    return _HALVES.sub("\ufffd", text)


def direction(text: str) -> str:
    """Return ``rtl`` or ``ltr``, as most of the first letters go.

    The first letter alone does not tell: a sentence in Arabic may begin with a Latin name.

    >>> direction("BBC: قال المتحدث"), direction("The mayor")
    ('rtl', 'ltr')
    """
    right = left = 0
    for character in text:
        kind = unicodedata.bidirectional(character)
        right += kind in {"R", "AL"}
        left += kind == "L"
        if right + left >= _STRONG_LETTERS:
            break
    return "rtl" if right > left else "ltr"
