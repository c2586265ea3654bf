"""Where the tests of archives keep them: in a file, and on a server that runs as long as the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from tests.archive.filled import fill
from tests.archive.servers import Server, running

import riwaya

Fresh: TypeAlias = Callable[[], str]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server of our own."""
    with running() as found:
        if found is None:
            pytest.skip("PostgreSQL is not installed (on Debian and Ubuntu: apt-get install postgresql)")
        yield found


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    """Gives addresses where no archive is yet; what uses it is tested on each kind of database."""
    if request.param == "postgresql":
        found: Server = request.getfixturevalue("server")
        return found.address
    return lambda: str(tmp_path_factory.mktemp("archive") / "news.db")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An archive of three pages."""
    with riwaya.open(tmp_path / "news.db") as archive:
        fill(archive, 3)
    return tmp_path / "news.db"
