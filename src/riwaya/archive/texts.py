"""A column type for text as found: it may hold what databases refuse."""

from __future__ import annotations

import re
from typing import Final

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

_ESCAPE: Final = "\U000f0000"  # of a plane that is for private use
_REFUSED: Final = re.compile("[\x00\ud800-\udfff\U000f0000]")
_ESCAPED: Final = re.compile("\U000f0000([0-9a-f]{4}|\U000f0000)")


def kept(text: str) -> str:
    r"""Return a text with NUL and lone surrogates spelled out, which PostgreSQL or UTF-8 refuse; `found` undoes it.

    >>> kept("a\x00b") == "a\U000f00000000b", found(kept("a\x00b\ud800")) == "a\x00b\ud800"
    (True, True)
    """
    if _REFUSED.search(text) is None:
        return text
    return _REFUSED.sub(lambda match: _ESCAPE + (_ESCAPE if match[0] == _ESCAPE else f"{ord(match[0]):04x}"), text)


def found(text: str) -> str:
    """Return the text that was given to `kept`."""
    if _ESCAPE not in text:
        return text
    return _ESCAPED.sub(lambda match: _ESCAPE if match[1] == _ESCAPE else chr(int(match[1], 16)), text)


class Found(TypeDecorator[str]):
    """Text as found, of any characters and any length."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text as it is kept."""
        del dialect
        return None if value is None else kept(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text as it was found."""
        del dialect
        return None if value is None else found(value)
