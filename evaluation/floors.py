"""Figures that must not fall, with the digest of the gold they were measured on."""

from __future__ import annotations

import hashlib
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

# One statement of a set weighs about 0.003; a floor leaves that much air.
MARGIN: Final = 0.003
FLOORED: Final = (
    "content.f1", "content.precision", "content.recall", "content.exact_recall", "whole.f1", "denials.f1",
    "speaker", "source", "cue", "act", "form", "kind", "medium", "via.f1",
)  # fmt: skip
_HEAD: Final = """\
# Figures that must not fall. `python -m evaluation --raise` lifts them to what is reached now, less a small margin;
# `--lower REASON` is the only way down, and keeps the reason.
"""


@dataclass(slots=True)
class Floors:
    """Floors by set and figure.

    Attributes:
        gold: digest of each set's gold, so that a change of the gold is noticed.
        figures: floor of each figure of each set.
        lowered: reasons given for lowering, oldest first.
    """

    gold: dict[str, str] = field(default_factory=dict)
    figures: dict[str, dict[str, float]] = field(default_factory=dict)
    lowered: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> Floors:
        """Return the floors of a file; none if there is no file."""
        if not path.exists():
            return cls()
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return cls(content.get("gold", {}), content.get("floor", {}), content.get("lowered", []))

    def write(self, path: Path) -> None:
        """Write the file anew."""
        parts = [_HEAD]
        if self.lowered:
            parts.append("lowered = [\n" + "".join(f"  {_quoted(reason)},\n" for reason in self.lowered) + "]\n")
        parts.append("[gold]\n" + "".join(f'{name} = "{digest}"\n' for name, digest in self.gold.items()))
        for name, floors in self.figures.items():
            rows = "".join(f'"{figure}" = {floor:.3f}\n' for figure, floor in floors.items())
            parts.append(f"[floor.{name}]\n{rows}")
        path.write_text("\n".join(parts), encoding="utf-8")

    def fallen(self, name: str, figures: Mapping[str, float]) -> list[str]:
        """Return the names of a set's figures that lie below their floors or cannot be counted any more."""
        floors = self.figures.get(name, {})
        return [figure for figure, floor in floors.items() if not figures.get(figure, math.nan) >= floor]

    def lift(self, name: str, figures: Mapping[str, float], *, digest: str) -> None:
        """Raise a set's floors to its figures less the margin; none is lowered."""
        floors = self.figures.setdefault(name, {})
        for figure, reached in _reachable(figures).items():
            floors[figure] = max(reached, floors.get(figure, 0.0))
        self.gold[name] = digest

    def lower(self, name: str, figures: Mapping[str, float], reason: str) -> None:
        """Lower those of a set's floors that its figures do not reach, and keep the reason.

        Raises:
            ValueError: if the reason is empty.
        """
        if not reason.strip():
            raise ValueError("lowering a floor needs a reason")
        floors, reachable = self.figures.get(name, {}), _reachable(figures)
        for figure in self.fallen(name, figures):
            self.lowered.append(f"{name} {figure} from {floors[figure]:.3f}: {reason}")
            floors.pop(figure)
            if figure in reachable:
                floors[figure] = reachable[figure]


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a gold file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _reachable(figures: Mapping[str, float]) -> dict[str, float]:
    """Return the floors that figures allow: less the margin, cut to three places."""
    return {
        name: max(math.floor((figures[name] - MARGIN) * 1000) / 1000, 0.0)
        for name in FLOORED
        if not math.isnan(figures.get(name, math.nan))
    }


def _quoted(words: str) -> str:
    plain = " ".join(words.split()).replace("\\", "/").replace('"', "'")
    return f'"{plain}"'
