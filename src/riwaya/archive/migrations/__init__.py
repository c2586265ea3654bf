"""How an archive of an earlier version becomes one of this version: run when it is opened, by Alembic."""
