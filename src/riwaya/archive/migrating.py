"""Bringing an archive up to this version, with Alembic; an archive of a later version is left alone."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, inspect, text

from riwaya.archive.stores import ArchiveError

HEAD: Final = "0001"


def version(connection: Connection) -> str | None:
    """Return the version of an archive's tables; ``None`` if there are none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def migrate(connection: Connection, there: str | None) -> None:
    """Run the steps from a version to this one, in the connection's transaction.

    Raises:
        ArchiveError: if the version is none that we know: the archive was written by a later Riwaya, or is none.
    """
    from alembic import command  # noqa: PLC0415 - it takes a while, and most archives are up to date
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "riwaya.archive:migrations")
    known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    if there is not None and there not in known:
        raise ArchiveError(f"the archive is of a later version ({there}): update Riwaya")
    if there is None and inspect(connection).get_table_names():
        raise ArchiveError("the database holds other tables, and no archive: name another one")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
