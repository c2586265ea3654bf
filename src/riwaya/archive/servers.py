"""Servers: from the address of a PostgreSQL database to connections with it."""

from __future__ import annotations

import datetime as dt
import getpass
import os
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, ExceptionContext, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from riwaya.archive.stores import ArchiveError, Place

SECONDS_TO_SEARCH: Final = 10
_SECONDS_TO_CONNECT: Final = 10
_SECONDS_TO_WAIT: Final = 60
_WRITERS: Final = int.from_bytes(b"riwaya", "big")  # the lock that writers take turns by
_SESSION: Final = (
    "SET synchronous_commit = on",  # what is committed survives a loss of power
    "SET jit = off",  # it takes longer than any of our queries
    "SET datestyle = ISO",
    "SET standard_conforming_strings = on",
    "COMMIT",
)
_READING: Final = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
# What comparing words with an entry costs is more than PostgreSQL thinks: it would rather go through all of them.
_SEARCHING: Final = (
    f"{_READING}; SET LOCAL statement_timeout = '{SECONDS_TO_SEARCH}s'; "
    "SET LOCAL enable_seqscan = off; SET LOCAL max_parallel_workers_per_gather = 0"
)
_WRITING: Final = f"SET LOCAL lock_timeout = '{_SECONDS_TO_WAIT}s'; SELECT pg_advisory_xact_lock({_WRITERS})"
_SEALED: Final[Mapping[str, Any]] = {"disable": False, "prefer": None, "require": True, "verify-full": "verify-full"}
_DATE: Final = 1082  # PostgreSQL's number of the type
_ADDRESS: Final = "postgresql://user@host/database"


@dataclass(frozen=True, slots=True)
class _Server:
    """Where a server is, and who asks it."""

    host: str  # or the folder of its socket
    port: int
    user: str
    password: str | None = field(repr=False)
    database: str
    sealed: Any  # whether the connection is encrypted, as the driver puts it

    @property
    def name(self) -> str:
        """What messages call it."""
        mask = ":***" if self.password else ""
        host = "" if self.host.startswith("/") else f"{self.host}:{self.port}"
        return f"postgresql://{self.user}{mask}@{host}/{self.database}"


def place(address: str) -> Place:
    """Return the connections with a database, and its name without the password.

    Raises:
        ArchiveError: if the address cannot be understood, or the driver is not installed.
    """
    try:
        from pg8000 import dbapi  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ArchiveError(
            "an archive on PostgreSQL needs a driver: install it with pip install 'riwaya[postgresql]'"
        ) from error
    server = _server(address)
    made = create_engine("postgresql+pg8000://", creator=lambda: _connected(dbapi, server))
    made.dialect.use_insertmanyvalues_wo_returning = True  # the driver would send them row by row

    @event.listens_for(made, "connect")
    def prepare(connection: Any, _: object) -> None:  # noqa: ANN401 - of the driver
        connection.register_in_adapter(_DATE, dt.date.fromisoformat)  # its own way takes twenty times as long
        cursor = connection.cursor()
        cursor.execute("; ".join(_SESSION))
        cursor.close()

    @event.listens_for(made, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        # Who writes waits for the other writer here, where waiting cannot deadlock.
        first = _WRITING if options.get("writes") else _SEARCHING if options.get("searches") else _READING
        connection.exec_driver_sql(first)

    @event.listens_for(made, "handle_error")
    def lost(context: ExceptionContext) -> None:
        if isinstance(context.original_exception, OSError):
            context.is_disconnect = True  # it is not used again

    return Place(made, server.name)


def _server(address: str) -> _Server:
    """Return the server that an address names; what it leaves out is as for PostgreSQL's own programs."""
    try:
        url = make_url(f"postgresql://{address.partition('://')[2]}")
    except (ArgumentError, ValueError):
        raise ArchiveError(f"the address of the database is not understood: write {_ADDRESS}") from None
    asked = dict(url.query)
    host, sealed = asked.pop("host", url.host), asked.pop("sslmode", "prefer")
    if asked:
        raise ArchiveError(f"the address of a database knows host and sslmode, and no {min(asked)}: write {_ADDRESS}")
    if sealed not in _SEALED:
        raise ArchiveError(f"sslmode is one of {', '.join(_SEALED)}")
    host = str(host or os.environ.get("PGHOST") or _nearest())
    user = url.username or os.environ.get("PGUSER") or _user()
    port = url.port or os.environ.get("PGPORT") or "5432"
    if not str(port).isdecimal():
        raise ArchiveError(f"PGPORT is no number: {port!r}")
    password = url.password if url.password is None else str(url.password)
    return _Server(
        host,
        int(port),
        user,
        password or os.environ.get("PGPASSWORD"),
        url.database or user,
        False if host.startswith("/") else _SEALED[str(sealed)],
    )


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # in a container, a user may have no name
        raise ArchiveError(f"the user has no name here: give one, {_ADDRESS}") from None


def _nearest() -> str:
    folder = "/var/run/postgresql"
    return folder if Path(folder).is_dir() else "localhost"


def _connected(dbapi: Any, server: _Server) -> Any:  # noqa: ANN401 - of the driver
    """Return a connection to a server.

    Raises:
        ArchiveError: if none answers.
    """

    class Connection(dbapi.Connection):  # type: ignore[misc]  # of a driver without types
        """A connection that can be closed also when it is lost."""

        def close(self) -> None:
            with suppress(dbapi.Error):
                super().close()

    try:
        sock = _socket(server)
    except OSError as error:
        where = f"{server.host}, port {server.port}"
        raise ArchiveError(f"{server.name}: no server answers at {where}: is it running, and within reach?") from error
    try:
        sealed = ssl.create_default_context() if server.sealed == "verify-full" else server.sealed
        return Connection(
            server.user,
            server.host,
            server.database,
            password=server.password,
            ssl_context=sealed,
            sock=sock,
            application_name="riwaya",
        )
    except BaseException as error:
        sock.close()
        if isinstance(error, dbapi.Error) or not isinstance(error, Exception):
            raise
        # What no server of PostgreSQL says lets the driver stumble in many ways.
        raise ArchiveError(f"{server.name}: what answers is no PostgreSQL, or refuses sslmode") from error


def _socket(server: _Server) -> socket.socket:
    if not server.host.startswith("/"):
        made = socket.create_connection((server.host, server.port), _SECONDS_TO_CONNECT)
        made.settimeout(None)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        return made
    made = socket.socket(socket.AF_UNIX)
    try:
        made.connect(f"{server.host}/.s.PGSQL.{server.port}")
    except BaseException:
        made.close()
        raise
    return made
