"""Which statements are won and which are lost: kept beside the gold, compared with what the last commit kept.

A file holds one line a statement, ``article start-end act outcome``; no words.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evaluation.corpora import ROOT
from evaluation.scores import Verdict

FOLDER: Final = ROOT / "evaluation" / "outcomes"
_RANK: Final = {"false": -1, "missed": 0, "content": 1, "whole": 2}


@dataclass(frozen=True, slots=True)
class Change:
    """A statement whose outcome differs from the last commit's; ``None`` is a false statement that was not there."""

    key: str
    before: str | None
    after: str | None
    words: str

    def __str__(self) -> str:
        """Return one line for people."""
        return f"{self.key}: {self.before or '-'} → {self.after or '-'}  {self.words}"

    @property
    def won(self) -> bool:
        """Whether it is better now. Where there is no statement nothing false is found, which ranks as a miss does."""
        return _RANK[self.after or "missed"] > _RANK[self.before or "missed"]


def by_key(verdicts: Iterable[Verdict]) -> dict[str, Verdict]:
    """Return verdicts by keys that differ: a statement that shares article, extent and act gets a number."""
    found: dict[str, Verdict] = {}
    for verdict in verdicts:
        key, number = verdict.key, 1
        while key in found:
            number += 1
            key = f"{verdict.key}#{number}"
        found[key] = verdict
    return found


def write(folder: Path, name: str, verdicts: Mapping[str, Verdict]) -> None:
    """Keep the outcomes of a set."""
    folder.mkdir(exist_ok=True)
    lines = [f"{key} {verdict.outcome}\n" for key, verdict in sorted(verdicts.items())]
    (folder / f"{name}.txt").write_text("".join(lines), encoding="utf-8")


def read(content: str) -> dict[str, str]:
    """Return outcomes by key from a file's content."""
    return {key: outcome for key, _, outcome in (line.rpartition(" ") for line in content.splitlines() if line)}


def committed(name: str) -> dict[str, str] | None:
    """Return the outcomes that the last commit kept; ``None`` if it kept none or this is no clone."""
    place = (FOLDER / f"{name}.txt").relative_to(ROOT).as_posix()
    shown = subprocess.run(["git", "show", f"HEAD:{place}"], cwd=ROOT, capture_output=True, check=False)  # noqa: S603, S607
    return read(shown.stdout.decode("utf-8")) if shown.returncode == 0 else None


def compare(before: Mapping[str, str], after: Mapping[str, Verdict]) -> list[Change]:
    """Return the changes, losses first.

    A statement that only one of the two golds holds is no change, nor is anything in an article that only one of them
    holds: what is found false in it was not there to be won or lost.
    """
    now = {key: verdict.outcome for key, verdict in after.items()}
    apart = _only_in(now, before) | _only_in(before, now)
    changes = []
    for key in sorted({*before, *after}):
        old = before.get(key)
        verdict = after.get(key)
        new = verdict.outcome if verdict else None
        one_sided = old is None or new is None
        if old == new or (one_sided and ("false" not in {old, new} or key.split()[0] in apart)):
            continue
        changes.append(Change(key, old, new, verdict.words if verdict else ""))
    return sorted(changes, key=lambda change: change.won)


def _only_in(one: Mapping[str, str], other: Mapping[str, str]) -> set[str]:
    """Return the articles that have annotated statements in the first and no line at all in the second."""
    annotated = {key.split()[0] for key, outcome in one.items() if outcome != "false"}
    return annotated - {key.split()[0] for key in other}
