"""An archive as the first version made it: its steps up to 0001, and rows written as that version wrote them."""

from __future__ import annotations

import hashlib
import json
import zlib
from pathlib import Path

from alembic import command
from alembic.config import Config

from riwaya.archive import sqlite

FIRST = "0001"
SENTENCE = "نفت بلدية النهرين إغلاق الجسر رقم {} أمام المارة."


def make(path: Path, pages: int = 3) -> None:
    """Make an archive of the first version, of so many pages, each with an article of one statement."""
    engine = sqlite.engine(path)
    config = Config()
    config.set_main_option("script_location", "riwaya.archive:migrations")
    with engine.execution_options(writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, FIRST)
        for number in range(1, pages + 1):
            text = SENTENCE.format(number)
            body, size = text.encode(), len(text)
            rows: list[tuple[str, tuple[object, ...]]] = [
                (
                    "INSERT INTO capture VALUES (?, ?, ?, ?, 'text/plain', 'utf-8', NULL, NULL, '{}', '[]', 'first')",
                    (number, hashlib.sha256(body).hexdigest(), zlib.compress(body), len(body)),
                ),
                (
                    "INSERT INTO sighting VALUES (?, ?, ?, '', '2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00+00:00', 1)",
                    (number, number, f"{number}.txt"),
                ),
                (
                    "INSERT INTO article VALUES (?, ?, 0, NULL, ?, '2026-01-01', NULL, NULL, NULL, NULL, '[]', NULL, 'ar', '{}', ?, '[]')",
                    (number, number, text, zlib.compress(json.dumps([[size, 1, 0, size]]).encode())),
                ),
                (
                    "INSERT INTO statement VALUES (?, ?, 0, '[[16, 40]]', '[[3, 16]]', '[[0, 2]]', '[]', '[]', 'بلدية النهرين', 'organisation', 'deny', 'indirect', '[]', NULL, NULL, 0, 1.0, 'cue:1')",
                    (number, number),
                ),
                ("INSERT INTO article_words (rowid, title, text, publisher) VALUES (?, '', ?, '')", (number, "جسر")),
                (
                    "INSERT INTO statement_words (rowid, text, speaker, medium, via) VALUES (?, ?, ?, '', '')",
                    (number, "جسر", "بلدية"),
                ),
            ]
            for statement, values in rows:
                connection.exec_driver_sql(statement, values)
    engine.dispose()
