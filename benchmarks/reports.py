"""What a benchmark hands back."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Report:
    """Figures as a Markdown table, and what is worse than promised."""

    text: str
    failed: list[str] = field(default_factory=list)
