"""What the language is: tables of rules, one row a line, each with an example that the tests read from it.

Each ``NAME.toml`` in this folder holds one array, ``row``, of inline tables. Every row has an ``id`` (ASCII, stable,
kept in the results) and an ``example``. :func:`load` gives the tables; stages take the :class:`Rules` as an argument
and read no file themselves.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

from riwaya.errors import RuleError


@dataclass(frozen=True, slots=True)
class Row:
    """One rule: its id, its example and its other columns.

    >>> row = Row("verbs", "verb.qala", {"form": "قال", "takes": ["إن"]})
    >>> row.text("form"), row.texts("takes"), row.texts("missing"), row.flag("missing")
    ('قال', ('إن',), (), False)
    """

    table: str
    id: str
    values: Mapping[str, object] = field(hash=False)

    def text(self, column: str, default: str = "") -> str:
        """Return a column of text, or ``default`` if the row lacks it."""
        value = self.values.get(column, default)
        if not isinstance(value, str):
            raise RuleError(f"{self.table}.toml, row {self.id}: {column} must be a string")
        return value

    def texts(self, column: str) -> tuple[str, ...]:
        """Return a column that lists texts; empty if the row lacks it."""
        value = self.values.get(column, ())
        if not isinstance(value, (list, tuple)) or not all(isinstance(each, str) for each in value):
            raise RuleError(f"{self.table}.toml, row {self.id}: {column} must be a list of strings")
        return tuple(value)

    def number(self, column: str, default: float = 0.0) -> float:
        """Return a column of numbers, or ``default`` if the row lacks it."""
        value = self.values.get(column, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise RuleError(f"{self.table}.toml, row {self.id}: {column} must be a number")
        return value

    def flag(self, column: str) -> bool:
        """Return a column of true and false; false if the row lacks it."""
        value = self.values.get(column, False)
        if not isinstance(value, bool):
            raise RuleError(f"{self.table}.toml, row {self.id}: {column} must be true or false")
        return value


class Rules:
    """All tables of one folder, each read when it is first asked for.

    Raises:
        RuleError: from :meth:`rows`, if a table is missing or broken; names the file and the row.
    """

    def __init__(self, folder: Traversable) -> None:
        """Name the folder that holds the tables."""
        self._folder = folder
        self._tables: dict[str, tuple[Row, ...]] = {}

    def rows(self, table: str) -> tuple[Row, ...]:
        """Return the rows of ``table.toml`` in the order of the file."""
        if table not in self._tables:
            self._tables[table] = self._read(table)
        return self._tables[table]

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables, sorted."""
        names = (entry.name for entry in self._folder.iterdir())
        return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))

    @cached_property
    def version(self) -> str:
        """A digest of all tables, stored beside results so that they can be traced to their rules."""
        digest = hashlib.sha256()
        for table in self.tables:
            digest.update(table.encode())
            digest.update(self._folder.joinpath(f"{table}.toml").read_bytes())
        return digest.hexdigest()[:12]

    def _read(self, table: str) -> tuple[Row, ...]:
        try:
            content = self._folder.joinpath(f"{table}.toml").read_text(encoding="utf-8")
            rows = tomllib.loads(content)["row"]
        except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
            raise RuleError(f"{table}.toml: {error}") from error
        seen: set[str] = set()
        for row in rows:
            if not row.get("id") or row["id"] in seen:
                raise RuleError(f"{table}.toml, row {row}: missing or repeated id")
            seen.add(row["id"])
        return tuple(Row(table, row["id"], row) for row in rows)


@lru_cache(maxsize=1)
def load() -> Rules:
    """Return the tables that come with Riwaya."""
    return Rules(resources.files(__name__))
