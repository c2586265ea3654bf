"""Chains: the way a statement took to the page, text that articles share, and what changed on the way."""

from __future__ import annotations

from riwaya.chains.copies import Copy, CopyKind, Side, copy_of, kind_of
from riwaya.chains.passages import Likeness, Passage, likeness, shared
from riwaya.chains.sketches import (
    EDITION,
    MOST_ARTICLES,
    MOST_DAYS,
    Sketch,
    Spread,
    candidates,
    resemblance,
    sketch,
    telling,
    worth_aligning,
)

__all__ = [
    "EDITION",
    "MOST_ARTICLES",
    "MOST_DAYS",
    "Copy",
    "CopyKind",
    "Likeness",
    "Passage",
    "Side",
    "Sketch",
    "Spread",
    "candidates",
    "copy_of",
    "kind_of",
    "likeness",
    "resemblance",
    "shared",
    "sketch",
    "telling",
    "worth_aligning",
]
