"""Archives of earlier versions: brought up to this one, with a copy before what rewrites them; later ones are left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests import commands
from tests.archive import oldest

import riwaya
from riwaya.archive import ArchiveError, migrating, sqlite

ENV = "from alembic import context\ncontext.configure(connection=context.config.attributes['connection'])\ncontext.run_migrations()\n"
STEP = """
from alembic import op
revision, down_revision, rewrites = {revision!r}, {before!r}, {rewrites}
def upgrade():
    {does}
"""
OURS = {"v0001": "v0001_tables", "v0002": "v0002_parties"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    oldest.make(tmp_path / "news.db")
    return tmp_path / "news.db"


@pytest.fixture
def step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put steps after ours: the last of them is the version that is expected."""
    folder = tmp_path / "steps"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text(ENV)
    for name, module in OURS.items():
        (folder / "versions" / f"{name}.py").write_text(f"from riwaya.archive.migrations.versions.{module} import *\n")
    monkeypatch.setattr(migrating, "_STEPS", str(folder))
    steps = [name[1:] for name in OURS]

    def add(does: str, *, rewrites: bool) -> None:
        steps.append(f"{len(steps) + 1:04}")
        made = STEP.format(revision=steps[-1], before=steps[-2], rewrites=rewrites, does=does)
        (folder / "versions" / f"v{steps[-1]}.py").write_text(made)
        monkeypatch.setattr(migrating, "HEAD", steps[-1])

    return add


def versioned(path: Path) -> str | None:
    engine = sqlite.engine(path)
    with engine.connect() as connection:
        found = migrating.version(connection)
    engine.dispose()
    return found


def acts(path: Path) -> list[str]:
    engine = sqlite.engine(path)
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT act FROM statement ORDER BY id").scalars().all()
    engine.dispose()
    return list(found)


REWRITE = "op.execute(\"UPDATE statement SET act = 'say'\")"
ADD = "op.execute(\"INSERT INTO problem (code, message) VALUES ('empty', 'added')\")"
BREAK = "op.execute(\"UPDATE statement SET act = 'say'\"); op.execute('SELECT nothing')"


def test_an_archive_of_the_first_version_is_read_searched_and_exported_by_this_one(path: Path) -> None:
    with riwaya.open(path) as archive:
        assert list(archive.verify()) == []
        assert archive.counts() == {"capture": 3, "article": 3, "statement": 3, "name": 0, "party": 0, "problem": 0}
        assert [article.text for article in archive.articles()] == [oldest.SENTENCE.format(at) for at in (1, 2, 3)]
        [found] = archive.search("act:deny الجسر", limit=1).hits
        assert found.statement is not None
        assert found.statement.speaker == "بلدية النهرين"
        assert len(list(archive.unread())) == 3, "what another version read is read anew"
        archive.add(riwaya.records(oldest.SENTENCE.format(4).encode()))
        assert list(archive.verify()) == []


def test_a_step_that_rewrites_leaves_a_copy_and_says_so(path: Path, step: Callable[..., None]) -> None:
    step(ADD, rewrites=False)
    step(REWRITE, rewrites=True)
    ended = commands.riwaya("problems", path)
    assert ended.returncode == 0
    before = path.with_name("news.db.version-0001")
    assert ended.stderr.decode("ascii", "backslashreplace").splitlines() == [
        f"riwaya: {path} was brought up to this version; as it was before: {before}"
    ]
    assert (versioned(path), acts(path)) == ("0004", ["say"] * 3)
    assert (versioned(before), acts(before)) == (oldest.FIRST, ["deny"] * 3)
    assert commands.riwaya("problems", path).stderr == b"", "once"


def test_a_step_that_only_adds_leaves_no_copy(path: Path, step: Callable[..., None]) -> None:
    step(ADD, rewrites=False)
    assert commands.riwaya("problems", path).stderr == b""
    assert versioned(path) == "0003"
    assert not list(path.parent.glob("news.db.*"))


def test_half_a_copy_that_an_earlier_attempt_left_is_made_anew(path: Path, step: Callable[..., None]) -> None:
    path.with_name("news.db.version-0001").write_bytes(b"half of a copy")
    step(REWRITE, rewrites=True)
    with riwaya.open(path) as archive:
        assert archive.before == path.with_name("news.db.version-0001")
    assert acts(path.with_name("news.db.version-0001")) == ["deny"] * 3


def test_a_step_that_fails_leaves_everything_as_it_was(path: Path, step: Callable[..., None]) -> None:
    step(BREAK, rewrites=True)
    with pytest.raises(ArchiveError):
        riwaya.open(path)
    assert (versioned(path), acts(path)) == (oldest.FIRST, ["deny"] * 3)


def test_a_new_archive_needs_no_copy(tmp_path: Path, step: Callable[..., None]) -> None:
    step(REWRITE, rewrites=True)
    with riwaya.open(tmp_path / "new.db") as archive:
        assert archive.before is None
    assert versioned(tmp_path / "new.db") == "0003"


def test_a_later_version_is_refused_and_left_alone(path: Path, step: Callable[..., None]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        step(REWRITE, rewrites=True)
        riwaya.open(path).close()
        patch.undo()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrating, "_STEPS", "riwaya.archive:migrations")
        patch.setattr(migrating, "HEAD", oldest.FIRST)
        kept = path.read_bytes()
        with pytest.raises(ArchiveError, match=r"later version \(0003\)"):
            riwaya.open(path)
    assert path.read_bytes() == kept
    assert not path.with_name("news.db.version-0003").exists()
