"""Ctrl-C: the first asks to stop when what is under way is written, the second insists."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType

_TOLD = b"\nriwaya: stopping when what is under way is written; Ctrl-C again stops now\n"


@dataclass(slots=True)
class Stop:
    """Whether a run was asked to stop."""

    asked: bool = False


@contextmanager
def patient() -> Iterator[Stop]:
    """Let the first Ctrl-C ask and the second raise; where interrupts are ignored, they stay so.

    Raises:
        KeyboardInterrupt: at the second.
    """
    stop = Stop()

    def ask(_number: int, _frame: FrameType | None) -> None:
        if stop.asked:
            raise KeyboardInterrupt
        stop.asked = True
        with suppress(OSError, ValueError):  # past the stream: it may be in the middle of a line of its own
            os.write(sys.stderr.fileno(), _TOLD)

    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield stop
        return
    signal.signal(signal.SIGINT, ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
