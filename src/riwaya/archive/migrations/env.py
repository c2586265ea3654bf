"""What Alembic runs: the steps, on the connection of the archive that is being opened, in its transaction."""

from __future__ import annotations

from alembic import context

from riwaya.archive.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
