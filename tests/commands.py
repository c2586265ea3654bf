"""Running a command in this process, for the tests of the command line."""

from __future__ import annotations

import io
import sys
from typing import NamedTuple

import pytest

from riwaya import cli


class Ended(NamedTuple):
    """A run that has ended."""

    returncode: int
    stdout: bytes
    stderr: bytes


def riwaya(*arguments: object, given: bytes = b"") -> Ended:
    """Run the command here; what only shows from outside is tested in a process of its own."""
    out, err = io.BytesIO(), io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="ascii"))
        patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding="ascii"))
        code = cli.main([str(each) for each in arguments])
        sys.stdout.flush()
        sys.stderr.flush()
        return Ended(code, out.getvalue(), err.getvalue())


class Told(NamedTuple):
    """A run that has ended, and what it printed, as text."""

    returncode: int
    stdout: str
    stderr: str


def told(*arguments: object, given: bytes = b"") -> Told:
    """Run the command here, and return what it printed as text."""
    code, out, err = riwaya(*arguments, given=given)
    return Told(code, out.decode(), err.decode())


# Two pages, of an article with one statement each.
DENIAL = "بلدية النهرين تنفي إغلاق الجسر\n\nنفت بلدية النهرين إغلاق الجسر القديم أمام المارة خلال الأسبوع المقبل.\n"
REPORT = "ميناء الرمال\n\nقال مدير الميناء سامي نعمان إن الرصيف الجديد يفتح أمام السفن غدا.\n"
