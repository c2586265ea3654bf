"""Tables in Parquet: the rows of :mod:`riwaya.exports.tables` with their types, written group by group.

Needs pyarrow, which the extra ``parquet`` brings; importing this module fails without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

import pyarrow as pa  # type: ignore[import-untyped]
from pyarrow import parquet

from riwaya.exports.characters import whole
from riwaya.exports.tables import Columns, Row, Type, Value
from riwaya.text import Span

_ROWS_AT_ONCE: Final = 8192
_CHARACTERS_AT_ONCE: Final = 8 << 20  # texts are long: what is held at once is bounded by them, not by rows
_TYPES: Final[dict[Type, pa.DataType]] = {
    "text": pa.string(),
    "word": pa.dictionary(pa.int32(), pa.string()),
    "texts": pa.list_(pa.string()),
    "day": pa.date32(),
    "number": pa.int64(),
    "share": pa.float64(),
    "truth": pa.bool_(),
    "extent": pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64())])),
}


def schema(columns: Columns) -> pa.Schema:
    """Return the Arrow schema of a table."""
    return pa.schema([(name, _TYPES[each]) for name, each in columns.items()])


def write(file: BinaryIO, rows: Iterable[Row], columns: Columns) -> None:
    """Write rows as they come; of them no more than a group is held.

    Args:
        file: that is open for writing.
        rows: of :mod:`riwaya.exports.tables`.
        columns: that they have.
    """
    types = schema(columns)
    with parquet.ParquetWriter(file, types, compression="zstd") as writer:
        for group in _groups(rows):
            writer.write_table(pa.Table.from_pylist(group, types))


def _groups(rows: Iterable[Row]) -> Iterator[list[dict[str, object]]]:
    group: list[dict[str, object]] = []
    size = 0
    for row in rows:
        group.append({name: _told(value) for name, value in row.items()})
        size += sum(len(value) for value in row.values() if isinstance(value, str))
        if len(group) == _ROWS_AT_ONCE or size > _CHARACTERS_AT_ONCE:
            yield group
            group, size = [], 0
    if group:
        yield group


def _told(value: Value) -> object:
    """Return a value as pyarrow takes it."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, tuple):
        return [whole(one) if isinstance(one, str) else _place(one) for one in value]
    return value


def _place(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}
