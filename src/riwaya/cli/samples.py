"""``riwaya samples``: the invented pages that come with the package."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path


def copy(folder: str | Path) -> Iterator[Path]:
    """Copy each sample page into a folder, which is made if need be, and yield where it went."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for page in sorted(resources.files("riwaya").joinpath("samples").iterdir(), key=lambda each: each.name):
        if not page.name.endswith(".toml"):  # what we expect to read from the page of that name
            path = target / page.name
            path.write_bytes(page.read_bytes())
            yield path
