"""An archive in one SQLite file: connections, the index of words, copies.

SQLite comes with the package ``pysqlite3``, not with Python: versions 3.7.0 to 3.51.2 can corrupt a file when two
connections write to the log and to the file at the same moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pysqlite3  # type: ignore[import-untyped]
from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    Float,
    Integer,
    Select,
    Text,
    bindparam,
    column,
    create_engine,
    delete,
    event,
    func,
    insert,
    literal_column,
    select,
    table,
    type_coerce,
)

from riwaya.archive.queries import variants
from riwaya.archive.stores import WEIGHTS, ArchiveError, Sought

SOUND: Final = (3, 51, 3)  # the first version without that defect
_BUSY_MILLISECONDS: Final = 60_000
_PRAGMAS: Final = (
    f"busy_timeout = {_BUSY_MILLISECONDS}",
    "journal_mode = WAL",
    "synchronous = FULL",  # what is committed survives a loss of power
    "foreign_keys = ON",
    "trusted_schema = OFF",  # a file from elsewhere may not call functions
    "journal_size_limit = 67108864",
    "cache_size = -65536",
)
# Words in their indexed form, spaces between; the texts themselves are kept once, in their own tables.
_INDEXES: Final = {
    name: table(name, column("rowid", Integer), *map(column, columns)) for name, columns in WEIGHTS.items()
}
_HEADER: Final = b"SQLite format 3\x00"
_TOTALS: Final = 1  # where FTS5 keeps how many entries and words there are, among the blocks of an index

ERRORS: Final[tuple[type[Exception], ...]] = (pysqlite3.Error,)


def connections(address: str) -> tuple[Engine, str, Path | None]:
    """Return the engine for a file, which need not exist yet, its name, and its path.

    Raises:
        ArchiveError: if the path is none of an archive, or the linked SQLite is one that can corrupt files.
    """
    path = Path(address)
    if address == ":memory:":
        raise ArchiveError("an archive is a file: name one")
    if path.is_dir():
        raise ArchiveError(f"{path} is a folder: name a file")
    if not path.parent.is_dir():
        raise ArchiveError(f"{path.parent} is no folder: make it first")
    if path.exists() and path.stat().st_size:
        with path.open("rb") as file:
            if file.read(len(_HEADER)) != _HEADER:
                raise ArchiveError(f"{path} is no archive: name another file")
    return _engine(path), str(path), path


def _engine(path: Path) -> Engine:
    if pysqlite3.sqlite_version_info < SOUND:
        wanted = ".".join(map(str, SOUND))
        raise ArchiveError(
            f"SQLite {pysqlite3.sqlite_version} can corrupt archives: install one from {wanted} on (pysqlite3)"
        )
    # By its parts, not as an address: a path may hold what addresses are cut at.
    made = create_engine(URL.create("sqlite", database=str(path.absolute())), module=pysqlite3)

    @event.listens_for(made, "connect")
    def prepare(connection: Any, _: object) -> None:  # noqa: ANN401 - of the driver
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(made, "begin")
    def begin(connection: Connection) -> None:
        # Who writes waits for the other writer here, where waiting cannot deadlock.
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return made


def make_indexes(connection: Connection) -> None:
    """Make the indexes of words: they come as they are searched for, and the tokeniser only cuts at spaces."""
    options = "content='', contentless_delete=1, tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\""
    for name, columns in WEIGHTS.items():
        connection.exec_driver_sql(f"CREATE VIRTUAL TABLE {name} USING fts5({', '.join(columns)}, {options})")


def enter(connection: Connection, index: str, entries: Sequence[Mapping[str, Any]]) -> None:
    """Add entries to an index."""
    numbered = [{("rowid" if name == "id" else name): words for name, words in each.items()} for each in entries]
    connection.execute(insert(_INDEXES[index]), numbered)


def remove(connection: Connection, index: str, numbers: Sequence[int]) -> None:
    """Take entries out of an index: once a transaction, and before others are added.

    FTS5 does not count them out of its totals where it keeps no content, and ranks by these: we do it in its place,
    before it reads them.
    """
    blocks = table(f"{index}_data", column("id"), column("block"))
    sizes = table(f"{index}_docsize", column("id"), column("sz"))
    there = select(blocks.c.block).where(blocks.c.id == _TOTALS)
    totals = _unpacked(connection.execute(there).scalar_one())
    for number in numbers:
        lengths = connection.execute(select(sizes.c.sz).where(sizes.c.id == number)).scalar()
        if lengths is not None:
            totals = [total - gone for total, gone in zip(totals, (1, *_unpacked(lengths)), strict=True)]
    connection.execute(blocks.update().where(blocks.c.id == _TOTALS).values(block=_packed(totals)))
    gone = delete(_INDEXES[index]).where(_INDEXES[index].c.rowid == bindparam("number"))
    connection.execute(gone, [{"number": number} for number in numbers])


def _unpacked(block: bytes) -> list[int]:
    """Return the numbers of a block: seven bits a byte, the high ones first, the last byte below 128.

    >>> _unpacked(_packed([0, 127, 128, 300_000])), list(_packed([300]))
    ([0, 127, 128, 300000], [130, 44])
    """
    numbers, number = [], 0
    for byte in block:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:  # noqa: PLR2004 - see above
            numbers.append(number)
            number = 0
    return numbers


def _packed(numbers: Sequence[int]) -> bytes:
    block = bytearray()
    for number in numbers:
        parts = [number & 0x7F]
        while number := number >> 7:
            parts.append(number & 0x7F | 0x80)
        block += bytes(reversed(parts))
    return bytes(block)


def entries(index: str, sought: Sequence[Sought]) -> Select[int]:
    """Return the query for the numbers of the entries in which all that is sought stands."""
    return select(_INDEXES[index].c.rowid).where(_matches(index, sought))


def _matches(index: str, sought: Sequence[Sought]) -> ColumnElement[bool]:
    wanted = " AND ".join(f"({_expression(each)})" for each in sought)
    return literal_column(index, Text).op("MATCH", is_comparison=True)(wanted)


def _expression(sought: Sought) -> str:
    """Return the FTS5 expression for a phrase in some columns. Words are of letters and digits, and quoted."""
    runs = " OR ".join(f'"{" ".join(run)}"' for run in variants(sought.phrase))
    return f"{{{' '.join(sought.columns)}}} : ({runs})"


def fewer(connection: Connection, numbers: Select[int], than: int) -> bool:
    """Return whether a query gives fewer numbers than some."""
    some = numbers.limit(than).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one() < than


def ranks(connection: Connection, index: str, sought: Sequence[Sought], numbers: Sequence[int]) -> dict[int, float]:
    """Return the BM25 of entries in which all that is sought stands: the larger, the better."""
    at = _INDEXES[index].c.rowid
    weights = ", ".join(map(str, WEIGHTS[index].values()))
    rank = literal_column(f"bm25({index}, {weights})", Float)  # the better the smaller
    # By their number, it would look for the words once for each of them.
    unsought = type_coerce(at.op("+")(0), Integer)
    found = connection.execute(select(at, -rank).where(_matches(index, sought), unsought.in_(numbers)))
    return {row[0]: row[1] for row in found}


def backup(engine: Engine, path: Path | None, target: Path) -> None:
    """Write a copy of an archive to a file, which appears under its name when it is complete.

    Raises:
        ArchiveError: if the file is the archive itself, is in use, or lies in no folder.
    """
    if not target.parent.is_dir():
        raise ArchiveError(f"{target.parent} is no folder: make it first")
    if path and target.exists() and target.samefile(path):
        raise ArchiveError(f"{target} is the archive itself: name another file")
    # What an archive wrote last stands beside it; beside the copy it would be taken for the copy's own.
    beside = target.with_name(f"{target.name}-wal")
    if beside.exists() and beside.stat().st_size:
        raise ArchiveError(
            f"{target} is in use, or was left in the middle of something: open it once, or name another file"
        )
    part = target.with_name(f".{target.name}.part")
    connection = engine.raw_connection()
    try:
        copy = pysqlite3.connect(part)
        try:
            connection.dbapi_connection.backup(copy)  # type: ignore[union-attr]  # it is open
        finally:
            copy.close()
        part.replace(target)
        beside.unlink(missing_ok=True)
        target.with_name(f"{target.name}-shm").unlink(missing_ok=True)
    finally:
        part.unlink(missing_ok=True)
        connection.close()


def following(connection: Connection, name: str) -> int:
    """Return the next number of a table; one that was given once is never given again."""
    given = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (name,)).scalar()
    return (given or 0) + 1


def given(connection: Connection, name: str, last: int) -> None:
    """Note the last number of a table that was given: SQLite does so itself."""


def check(connection: Connection) -> Iterator[str]:
    """Yield what SQLite finds broken in its own file."""
    for (message,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if message != "ok":
            yield message


def advice(error: BaseException) -> str:
    """Return what a person can do about an error of the driver.

    >>> advice(pysqlite3.OperationalError("database or disk is full"))
    'the disk is full: make room and run the same command again, nothing that was reported is lost'
    """
    message = str(error)
    for part, told in _ADVICE.items():
        if part in message:
            return told
    return f"SQLite says {message!r}"


_ADVICE: Final = {
    "disk is full": "the disk is full: make room and run the same command again, nothing that was reported is lost",
    "disk I/O error": "the disk failed: check it, then run the same command again, nothing that was reported is lost",
    "database is locked": "another process has been writing for a minute: run the same command again when it is done",
    "readonly database": "the file may not be written: check its permissions and those of its folder",
    "unable to open": "the file cannot be opened: check its permissions and those of its folder",
    "malformed": "the file is broken: go back to a copy",
    "not a database": "the file is no archive: name another one",
}
