"""Archives filled with pages of one denial each, and whether they are whole."""

from __future__ import annotations

from pathlib import Path

import riwaya
from riwaya.archive import Archive


def page(number: int) -> bytes:
    return f"{number}\n\nنفت بلدية النهرين إغلاق الجسر رقم {number} أمام المارة.".encode()


def fill(archive: Archive, number: int, first: int = 0) -> None:
    archive.add(record for at in range(first, first + number) for record in riwaya.records(page(at)))


def whole(path: Path) -> dict[str, int]:
    """Return the counts of an archive in which nothing is broken."""
    with riwaya.open(path) as archive:
        assert list(archive.verify()) == []
        return archive.counts()
