"""How far a text looks like Arabic, letter by letter."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache
from typing import Final

from riwaya import rules

# Measured on the news corpus: runs of 12 letters of real Arabic lie above -3.7 (mean -3.0); Arabic bytes read through a
# wrong codec, and Russian, Greek, Hebrew, German and Chinese bytes read as Arabic, below -4.5.
ARABIC: Final = -4.0
# A character that the table does not know.
_STRANGE: Final = math.log(1e-4)
_SIGNS: Final = re.compile("[\u064b-\u0652]")


@lru_cache(maxsize=1)
def _shares() -> dict[str, float]:
    return {row.text("form"): math.log(row.number("share") / 1000) for row in rules.load().rows("letter_shares")}


def likeness(text: str) -> float:
    """Return the mean log-likelihood of the letters under the frequencies of Arabic news, spaces left out.

    Vowel signs are left out too: newspapers hardly write them, and a page that does is none the less Arabic.
    Presentation forms count as the letters they show. Above :data:`ARABIC`, a dozen letters or more are Arabic.

    >>> likeness("فتحت البلدية الجسر") > ARABIC > likeness("ÝĘÍĘ ÇáČáĎíÉ ÇáĚÓŃ")
    True
    """
    letters = "".join(_SIGNS.sub("", unicodedata.normalize("NFKC", text)).split())
    if not letters:
        return _STRANGE
    shares = _shares()
    return sum(shares.get(letter, _STRANGE) for letter in letters) / len(letters)
