"""A PostgreSQL server for tests: a cluster of its own in a temporary folder, reached by a socket in it."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Final
from urllib.parse import quote

from pg8000 import dbapi

USER: Final = "desk"
PASSWORD: Final = "s3cret/@:%é"  # noqa: S105 - of a server that lives as long as the tests; each character is there to be quoted
_SETTINGS: Final = (
    "listen_addresses=",
    "fsync=off",
    "shared_buffers=64MB",
    "max_connections=40",
    "log_min_messages=fatal",
)
_PATIENCE: Final = 60.0
_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a folder of our own in it; many small files come and go more quickly there
_ROOM: Final = 4 << 30


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest; ``None`` if they are not installed."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name), reverse=True)
    return next((each for each in folders if (each / "initdb").is_file() and (each / "postgres").is_file()), None)


class Server:
    """A server that runs.

    Attributes:
        folder: of its socket.
        AT_ONCE: how it stops as in a crash.
    """

    AT_ONCE: Final = signal.SIGQUIT

    def __init__(self, folder: Path, binaries: Path) -> None:
        self.folder = folder
        self._binaries = binaries
        self._numbers = count()
        self._process: subprocess.Popen[bytes] | None = None
        # PostgreSQL refuses to be run by root.
        self._user = next((each for each in ("postgres", "nobody") if os.geteuid() == 0 and _is_there(each)), None)
        if self._user:
            shutil.chown(folder, self._user)
        secret = folder / "secret"
        secret.write_text(PASSWORD, encoding="utf-8")
        secret.chmod(0o644)
        data, given = folder / "data", ("-U", USER, "-A", "scram-sha-256", "--pwfile", secret)
        self._run("initdb", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8", *given, "-D", data)

    def _run(self, name: str, *arguments: object) -> None:
        command = [str(self._binaries / name), *map(str, arguments)]
        subprocess.run(command, check=True, user=self._user, cwd="/", stdout=subprocess.DEVNULL)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = [part for each in (*_SETTINGS, f"unix_socket_directories={self.folder}") for part in ("-c", each)]
        self._process = subprocess.Popen(
            [str(self._binaries / "postgres"), "-D", str(self.folder / "data"), *settings],
            user=self._user, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                self.ask("postgres", "SELECT 1")
            except (OSError, dbapi.Error):
                if time.monotonic() > until or self._process.poll() is not None:
                    raise
                time.sleep(0.05)
            else:
                return

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT ends what is under way, SIGQUIT leaves it as a crash would."""
        if self._process:
            self._process.send_signal(how)
            self._process.wait(_PATIENCE)
            self._process = None

    def ask(self, database: str, statement: str) -> list[list[object]]:
        """Return the answer to a statement, run by itself."""
        connection = dbapi.connect(
            USER, database=database, password=PASSWORD, unix_sock=str(self.folder / ".s.PGSQL.5432"), ssl_context=False
        )
        try:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(statement)
            return [list(row) for row in cursor.fetchall()] if cursor.description else []
        finally:
            connection.close()

    def database(self) -> str:
        """Make an empty database, and return its name."""
        name = f"news{next(self._numbers)}"
        self.ask("postgres", f"CREATE DATABASE {name} TEMPLATE template0")
        return name

    def address(self, database: str | None = None, password: str = PASSWORD) -> str:
        """Return the address of a database; of an empty one without a name."""
        name = self.database() if database is None else database
        return f"postgresql://{USER}:{quote(password, safe='')}@/{name}?host={quote(str(self.folder), safe='')}"


@contextmanager
def running() -> Iterator[Server | None]:
    """Run a server as long as the block lasts; ``None`` where it is not installed."""
    binaries = programs()
    if binaries is None:
        yield None
        return
    roomy = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM
    place = _MEMORY if roomy else None
    with tempfile.TemporaryDirectory(prefix="riwaya-", dir=place, ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = Server(Path(folder), binaries)
        server.start()
        try:
            yield server
        finally:
            server.stop(Server.AT_ONCE)  # nothing of it is kept


def _is_there(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
