"""The texts that the gold speaks about, read from where they lie; none of them is in this repository."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Paper:
    """One row of a newspaper archive.

    Attributes:
        file: the name of the archive it stands in.
        url: its address.
        publisher: the outlet, as the archive names it.
        title: the headline; not part of ``text``.
        text: the article's text, exactly as the archive has it.
        extracted: the day and hour it was collected.
    """

    file: str
    url: str
    publisher: str
    title: str
    text: str
    extracted: str

    @property
    def sha256(self) -> str:
        """The digest by which gold recognises the text."""
        return digest(self.text)


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def shared() -> Path | None:
    """Return the folder of texts and scorers beside the repository, or the one that ``RIWAYA_SHARED`` names.

    Returns:
        The folder, or ``None`` if there is none: everything that needs it is skipped then.
    """
    named = os.environ.get("RIWAYA_SHARED")
    folder = Path(named) if named else ROOT.parent / "shared"
    return folder if folder.is_dir() else None


def papers(archive: Path) -> Iterator[Paper]:
    """Yield the articles of one archive of SaudiNewsNet (a zip that holds a JSON array), in its order."""
    with zipfile.ZipFile(archive) as opened:
        rows = json.loads(opened.read(opened.namelist()[0]).decode("utf-8-sig"))
    for row in rows:
        yield Paper(
            file=archive.name,
            url=row["url"],
            publisher=row["source"],
            title=row["title"] or "",
            text=row["content"] or "",
            extracted=row["date_extracted"] or "",
        )


def archives(folder: Path) -> list[Path]:
    """Return the archives of SaudiNewsNet in the order of their days."""
    return sorted((folder / "data" / "saudinewsnet").glob("*.zip"))
