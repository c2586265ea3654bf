"""What the command line names, as captures; what cannot be opened, as problems in the same place of the order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from riwaya import captures
from riwaya.errors import Problem
from riwaya.model import Capture


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of the pages beside their bytes.

    Attributes:
        url: the address of a single page.
        media_type: where looking should not decide.
        fields: for JSON rows, which field holds what.
    """

    url: str | None = None
    media_type: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


def captured(names: Sequence[str], hints: Hints) -> Iterator[Capture | Problem]:
    """Yield the captures of each named input, one after the other; a problem for one that gives none."""
    for name in names:
        found = 0
        try:
            for capture in captures.read(
                name if name == "-" else Path(name),
                url=hints.url,
                media_type=hints.media_type,
                fields=hints.fields or None,
            ):
                found += 1
                yield capture
        except OSError as error:
            yield _unopened(name, error)
            continue
        if not found:
            yield Problem("no-pages", "nothing in it can be read as a page", name)


def size(names: Sequence[str]) -> int | None:
    """Return how many bytes the pages of all named inputs have, about; ``None`` if one is standard input."""
    if "-" in names:
        return None
    return sum(captures.size(Path(name)) for name in names)


def _unopened(name: str, error: OSError) -> Problem:
    if isinstance(error, FileNotFoundError) and name.startswith(("http://", "https://")):
        return Problem("no-such-file", "addresses are not fetched: save the page and give its address with --url", name)
    if isinstance(error, FileNotFoundError):
        return Problem("no-such-file", "there is no file or folder of this name", name)
    return Problem("unreadable", f"cannot be opened ({error.strerror or error})", name)
