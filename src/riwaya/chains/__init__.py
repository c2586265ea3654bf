"""Chains: the way a statement took to the page, the text that articles share, and what changed on the way.

Four questions, each a function. Which articles may share text? `sketch`, `candidates`. What do two share, and is one a
copy? `shared`, `likeness`, `copy_of`. Which way did a statement take, and where does it end? `trace`. What changed
between two accounts of one thing? `drift`, for the statements that `aligned` pairs.
"""

from __future__ import annotations

from riwaya.chains.copies import Copy, CopyKind, Side, copy_of, kind_of
from riwaya.chains.drift import DriftKind, Finding, aligned, drift
from riwaya.chains.passages import LEAST_WORDS, Likeness, Passage, likeness, shared
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
from riwaya.chains.tracing import Chain, Link, LinkKind, Original, OriginKind, trace

__all__ = [
    "EDITION",
    "LEAST_WORDS",
    "MOST_ARTICLES",
    "MOST_DAYS",
    "Chain",
    "Copy",
    "CopyKind",
    "DriftKind",
    "Finding",
    "Likeness",
    "Link",
    "LinkKind",
    "OriginKind",
    "Original",
    "Passage",
    "Side",
    "Sketch",
    "Spread",
    "aligned",
    "candidates",
    "copy_of",
    "drift",
    "kind_of",
    "likeness",
    "resemblance",
    "shared",
    "sketch",
    "telling",
    "trace",
    "worth_aligning",
]
