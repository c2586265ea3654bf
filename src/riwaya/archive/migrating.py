"""Bringing an archive up to this version, with Alembic; an archive of a later version is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, inspect, text

from riwaya.archive.stores import ArchiveError

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

HEAD: Final = "0002"
_STEPS: Final = "riwaya.archive:migrations"


def version(connection: Connection) -> str | None:
    """Return the version of an archive's tables; ``None`` if there are none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def rewrites(there: str | None) -> bool:
    """Tell whether a step from a version to this one rewrites what is kept: ``rewrites = True`` in its module says so.

    Before such a step a copy is made: a step that only adds leaves everything as it was.
    """
    steps = _steps()
    if there is None or there not in _known(steps):
        return False
    return any(getattr(step.module, "rewrites", False) for step in steps.iterate_revisions(HEAD, there))


def migrate(connection: Connection, there: str | None) -> None:
    """Run the steps from a version to this one, in the connection's transaction.

    Raises:
        ArchiveError: if the version is none that we know: the archive was written by a later Riwaya, or is none.
    """
    from alembic import command  # noqa: PLC0415 - it takes a while, and most archives are up to date

    if there is not None and there not in _known(_steps()):
        raise ArchiveError(f"the archive is of a later version ({there}): update Riwaya")
    if there is None and inspect(connection).get_table_names():
        raise ArchiveError("the database holds other tables, and no archive: name another one")
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)


def _config() -> Config:
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", _STEPS)
    return config


def _steps() -> ScriptDirectory:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see above

    return ScriptDirectory.from_config(_config())


def _known(steps: ScriptDirectory) -> set[str]:
    return {step.revision for step in steps.walk_revisions()}
