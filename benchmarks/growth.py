"""How time grows with the size of hostile inputs: the exponent is 1 where twice the input takes twice the time."""

from __future__ import annotations

import math
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING, Final

import riwaya
from benchmarks.hostile import Hostile, families
from benchmarks.reports import Report
from evaluation.reports import table

if TYPE_CHECKING:
    from collections.abc import Iterator

HIGHEST: Final = 1.3  # timings of a busy machine scatter by that much around 1; quadratic readers reach 1.8 and more
_FIRST, _LAST = 8_192, 2_097_152
_ENOUGH: Final = 1.0  # seconds; shorter runs are mostly noise, or hide what grows slowly
_PATIENCE: Final = 60


@dataclass(frozen=True, slots=True)
class Growth:
    """How a family of inputs was read; ``exponent`` is infinite if its reading had to be stopped."""

    id: str
    size: int
    seconds: float
    exponent: float


class TooLongError(Exception):
    """A reading that does not end in time."""


@contextmanager
def patience(seconds: int) -> Iterator[None]:
    """Stop what runs inside after some seconds.

    Raises:
        TooLongError: inside.
    """

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def reader(family: Hostile) -> Callable[[str], object]:
    """Return the call that reads a family's inputs."""
    if family.reader == "attribute":
        return riwaya.attribute
    media_type = "text/html" if family.reader == "html" else "text/plain"
    return lambda text: riwaya.read(text.encode(), media_type=media_type)


def slope(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Return the growth exponent: the slope of the line through the logarithms.

    >>> slope([1, 2, 4], [3.0, 12.0, 48.0])
    2.0
    """
    x, y = [math.log2(size) for size in sizes], [math.log2(max(taken, 1e-9)) for taken in seconds]
    middle_x, middle_y = sum(x) / len(x), sum(y) / len(y)
    spread = sum((each - middle_x) ** 2 for each in x)
    return sum((a - middle_x) * (b - middle_y) for a, b in zip(x, y, strict=True)) / spread


def measure(family: Hostile, *, enough: float = _ENOUGH, last: int = _LAST) -> Growth:
    """Return how a family is read, doubling its size until that takes long enough to be told from noise.

    Args:
        family: the inputs.
        enough: seconds.
        last: the largest size, in characters.
    """
    read, sizes, seconds, size = reader(family), [], [], _FIRST
    read(family.input(64))  # tables are loaded, patterns compiled
    while size <= last:
        text = family.input(size)
        try:
            with patience(_PATIENCE):
                seconds.append(min(_once(read, text) for _ in range(2)))
        except TooLongError:
            return Growth(family.id, size, math.inf, math.inf)
        sizes.append(len(text))
        if seconds[-1] > enough and len(sizes) > 2:  # noqa: PLR2004 - three points make a slope
            break
        size *= 2
    return Growth(family.id, sizes[-1], seconds[-1], slope(sizes[-3:], seconds[-3:]))


def _once(read: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    read(text)
    return time.process_time() - started


def report() -> Report:
    """Return the growth on every family, worst first."""
    found = sorted((measure(family) for family in families()), key=lambda growth: -growth.exponent)
    rows = [
        (
            f"`{each.id}`",
            f"{each.size:,}",
            f"{each.seconds:.2f}",
            f"{each.size / each.seconds:,.0f}",
            f"{each.exponent:.2f}",
        )
        for each in found
    ]
    head = ("input", "characters", "seconds", "characters a second", "growth exponent")
    failed = [f"growth: {each.id} has exponent {each.exponent:.2f}" for each in found if each.exponent > HIGHEST]
    return Report(table(head, rows), failed=failed)
