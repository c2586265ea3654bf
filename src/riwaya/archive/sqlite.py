"""An archive in one SQLite file: connections, the index of words, copies.

SQLite comes with the package ``pysqlite3``, not with Python: versions 3.7.0 to 3.51.2 can corrupt a file when two
connections write to the log and to the file at the same moment.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pysqlite3  # type: ignore[import-untyped]
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Float,
    Integer,
    QueuePool,
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
from sqlalchemy.exc import DatabaseError

from riwaya.archive.guarding import Access, File
from riwaya.archive.queries import variants
from riwaya.archive.stores import WEIGHTS, ArchiveBusyError, ArchiveError, ArchiveFullError, Place, Sought

SOUND: Final = (3, 51, 3)  # the first version without that defect
PATIENCE: Final = 60.0  # seconds for which who writes waits for another one
_ROOM: Final = 1 << 20  # bytes; a disk that has less left is full, whatever SQLite calls it
_MODES: Final = {"write": "mode=rwc", "read": "mode=ro", "still": "mode=ro&immutable=1"}
_PRAGMAS: Final = (
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


def place(address: str) -> Place:
    """Return the connections with a file, which need not exist yet.

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
        try:
            with path.open("rb") as opened:
                head = opened.read(len(_HEADER))
        except OSError as error:
            raise ArchiveError(f"{path} cannot be read ({error.strerror}): check its permissions") from error
        if head != _HEADER:
            raise ArchiveError(f"{path} is no archive: name another file")
    file = File(path)
    return Place(engine(path, file.access), str(path), path, file)


def sound() -> str:
    """Return which SQLite is linked, in words.

    Raises:
        ArchiveError: if it is one that can corrupt files.
    """
    if pysqlite3.sqlite_version_info < SOUND:
        wanted = ".".join(map(str, SOUND))
        raise ArchiveError(
            f"SQLite {pysqlite3.sqlite_version} can corrupt archives: install one from {wanted} on (pysqlite3)"
        )
    return f"SQLite {pysqlite3.sqlite_version}, of the package pysqlite3"


def engine(path: Path, access: Access = "write") -> Engine:
    """Return an engine for a file.

    Args:
        path: of the file, which need not exist yet.
        access: as told by :class:`riwaya.archive.guarding.File`.

    Raises:
        ArchiveError: if the linked SQLite is one that can corrupt files.
    """
    sound()
    address = f"{path.absolute().as_uri()}?{_MODES[access]}"
    pragmas = _PRAGMAS if access == "write" else _PRAGMAS[1:]  # the journal's mode is written into the file

    def connect() -> Any:  # noqa: ANN401 - of the driver
        # Any thread may close what the pool holds; no two have one at once.
        return pysqlite3.connect(address, uri=True, timeout=PATIENCE, check_same_thread=False)

    made = create_engine("sqlite://", module=pysqlite3, creator=connect, poolclass=QueuePool)

    @event.listens_for(made, "connect")
    def prepare(connection: Any, _: object) -> None:  # noqa: ANN401 - of the driver
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in pragmas:
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
    """Yield what SQLite finds broken in its own file: in pages, in indexes, in what leads from table to table."""
    for (message,) in _lines(connection, "PRAGMA integrity_check"):
        if message != "ok":
            yield " ".join(message.split())
    for line in _lines(connection, "PRAGMA foreign_key_check"):
        yield f"row {line[1]} of {line[0]} leads to no {line[2]}" if len(line) > 1 else line[0]


def _lines(connection: Connection, statement: str) -> Iterator[Sequence[Any]]:
    """Yield the lines that a check prints; if it breaks off, because it cannot read on, why."""
    try:
        yield from connection.exec_driver_sql(statement)
    except DatabaseError as error:
        yield (str(error.orig),)


def failure(error: BaseException, name: str) -> ArchiveError:
    """Return what an error comes to, with what a person can do about it."""
    message = str(error)
    if "disk I/O error" in message and shutil.disk_usage(Path(name).parent).free < _ROOM:
        message = "disk is full"  # SQLite has no other word, when it is a shared memory that lacks room
    kind = next((kind for part, kind in _KINDS.items() if part in message), ArchiveError)
    return kind(f"{name}: {advice(message)}")


def advice(message: str) -> str:
    """Return what a person can do about what SQLite says.

    >>> advice("database or disk is full")
    'the disk is full: make room and run the same command again, nothing that was reported is lost'
    """
    for part, told in _ADVICE.items():
        if part in message:
            return told
    return f"SQLite says {message!r}"


_KINDS: Final[dict[str, type[ArchiveError]]] = {"disk is full": ArchiveFullError, "is locked": ArchiveBusyError}
_ADVICE: Final = {
    "disk is full": "the disk is full: make room and run the same command again, nothing that was reported is lost",
    "disk I/O error": "the disk failed: check it, then run the same command again, nothing that was reported is lost",
    "is locked": "another process has been writing for too long: run the same command again when it is done",
    "readonly database": "the file may not be written: check its permissions and those of its folder",
    "unable to open": "the file cannot be opened: check its permissions and those of its folder",
    "malformed": "the file is broken: go back to a copy",
    "not a database": "the file is no archive: name another one",
}
