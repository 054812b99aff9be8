"""Runs revisions on the connection of `migrating.upgrade`, inside its transaction. There is no alembic.ini.

To write a new revision: change `tables.py`, raise SCHEMA_VERSION and REVISION there, add `versions/NNNN_what.py`, and
store an archive of the former revision in tests/data/archives.
"""

from __future__ import annotations

from alembic import context

from desktop_app.archive.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    # SQLite's DDL is transactional once the driver keeps its hands off BEGIN (see connections.engine_for).
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
