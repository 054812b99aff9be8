"""Bringing an archive of an older Copydesk up to date: all revisions in one transaction, or nothing.

Killed at any moment, the archive is the old one or the new one. The revisions themselves stand in
`migrations/versions`; Alembic is only loaded when there is something to do (it costs 0.2 s at start).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from desktop_app.archive.form import SCHEMA_VERSION
from desktop_app.archive.troubles import DamagedArchive, in_words

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def upgrade(engine: sa.Engine, name: str, revision: str = "head") -> None:
    """Apply all revisions up to `revision` that the archive has not seen. Safe to call twice, and by two programs."""
    from alembic import command

    config = _config()
    with in_words(name, writing=True), engine.connect() as plain:
        sqlite = plain.dialect.name == "sqlite"
        if sqlite:
            # Past SQLAlchemy, which would begin a transaction, in which SQLite ignores this. Without it a table that a
            # migration rebuilds would take with it, by cascade, every row that points to it.
            plain.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]
        try:
            connection = plain.execution_options(copydesk_begin="BEGIN IMMEDIATE")
            with connection.begin():
                config.attributes["connection"] = connection
                command.upgrade(config, revision)
                if sqlite:
                    _must_be_sound(connection, name)
                    number = SCHEMA_VERSION if revision == "head" else int(revision)
                    connection.exec_driver_sql(f"PRAGMA user_version = {number}")
        finally:
            # The next user of this connection gets it as `_prepare` made it.
            plain.invalidate()


def _must_be_sound(connection: sa.Connection, name: str) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise DamagedArchive(
            f"“{name}” could not be brought up to date: {len(broken)} rows point to nothing. It was left as it was.",
            "Open it with the Copydesk that made it and run a check, or restore a backup.",
        )


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    # Without a file; "%" would be taken for an interpolation.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def script_revisions() -> list[str]:
    """Return all revisions that ship with the program, oldest first."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(MIGRATIONS))
    return [script.revision for script in scripts.walk_revisions()][::-1]
