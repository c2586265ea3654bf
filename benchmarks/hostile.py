"""Inputs that make naive readers slow: each is a unit said over and over, from the table beside this module."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final


@dataclass(frozen=True, slots=True)
class Hostile:
    """One family of inputs of any size.

    Attributes:
        id: ASCII, stable.
        reader: ``attribute`` (a plain text), ``flat`` (a flattened page) or ``html``.
        unit: what is repeated; ``{n}`` in it is the number of the repetition.
        head: what stands before.
        tail: what stands behind.
    """

    id: str
    reader: str
    unit: str
    head: str = ""
    tail: str = ""

    def input(self, size: int) -> str:
        """Return an input of about this many characters."""
        times = max(1, size // len(self.unit))
        if "{n}" in self.unit:
            body = "".join(self.unit.replace("{n}", str(number)) for number in range(times))
        else:
            body = self.unit * times
        return self.head + body + self.tail


def _table() -> dict[str, object]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def families() -> list[Hostile]:
    """Return all families in the order of their ids."""
    rows = _table()["row"]
    assert isinstance(rows, list)
    return [Hostile(**row) for row in rows]


ORDINARY: Final = str(_table()["ordinary"])
"""A few paragraphs of ordinary news, numbered ``{n}``, which large inputs are made of."""
