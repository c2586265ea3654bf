"""How figures get into the pages of the documentation: tables, between marks."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table.

    >>> print(table(("what", "seconds"), [("start", "0.1")]))
    | what | seconds |
    |---|---|
    | start | 0.1 |
    """
    lines = [head, *rows]
    shown = [f"| {' | '.join(row)} |" for row in lines]
    return "\n".join([shown[0], f"|{'---|' * len(head)}", *shown[1:]])


def shown(value: float) -> str:
    """Return a figure as all tables show it.

    >>> shown(0.5), shown(math.nan)
    ('0.500', '-')
    """
    return "-" if math.isnan(value) else f"{value:.3f}"


def replace_block(page: str, name: str, text: str) -> str:
    """Return the page with new words between ``<!-- name -->`` and ``<!-- /name -->``.

    Raises:
        LookupError: if the page has no such block.
    """
    block = re.compile(rf"(?<=<!-- {re.escape(name)} -->\n).*?(?=<!-- /{re.escape(name)} -->)", re.DOTALL)
    if not block.search(page):
        raise LookupError(f"no block named {name}")
    return block.sub(lambda _: f"{text}\n", page)
