"""What a benchmark hands back, and how it gets into a page of the documentation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Report:
    """Figures as a Markdown table, and what is worse than promised."""

    text: str
    failed: list[str] = field(default_factory=list)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table.

    >>> print(table(("what", "seconds"), [("start", "0.1")]))
    | what | seconds |
    |---|---|
    | start | 0.1 |
    """
    lines = [head, ["---"] * len(head)]
    out = [f"| {' | '.join(lines[0])} |", f"|{'|'.join(lines[1])}|"]
    return "\n".join([*out, *(f"| {' | '.join(row)} |" for row in rows)])


def replace_block(page: str, name: str, text: str) -> str:
    """Return the page with new words between ``<!-- name -->`` and ``<!-- /name -->``.

    Raises:
        LookupError: if the page has no such block.
    """
    block = re.compile(rf"(?<=<!-- {re.escape(name)} -->\n).*?(?=<!-- /{re.escape(name)} -->)", re.DOTALL)
    if not block.search(page):
        raise LookupError(f"no block named {name}")
    return block.sub(lambda _: f"{text}\n", page)
