"""The archive as a file: making a new one, and what its schema is.

Promises: a new archive appears under its name whole or not at all. What a file is before anything touches it is told by
`recognising.py`.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from desktop_app.archive.connections import engine_for
from desktop_app.archive.form import APPLICATION_ID, REVISION, SCHEMA_VERSION
from desktop_app.archive.tables import about, counter, metadata
from desktop_app.archive.troubles import AlreadyThere, ArchiveUnreachable, in_words

SUFFIX = ".copydesk"

_alembic_version = sa.Table(
    "alembic_version", sa.MetaData(), sa.Column("version_num", sa.String(32), primary_key=True, nullable=False)
)


def create_file(path: Path, *, new_uid: Callable[[], str], now: datetime) -> None:
    """Make an empty archive; refuses to overwrite anything."""
    refusal = AlreadyThere(f"There is already something at {path}. It was not touched.", "Choose another name.")
    if path.exists() or path.is_symlink():
        raise refusal
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with in_words(path.name, writing=True):
            engine = engine_for(url_of(fresh))
            try:
                with engine.begin() as connection:
                    create_schema(connection, uid=new_uid(), now=now)
            finally:
                engine.dispose()
        _appear(fresh, path)
    except FileExistsError:
        raise refusal from None
    except OSError as error:
        raise ArchiveUnreachable(
            f"No archive could be made at {path}: {error.strerror}.", "Nothing was changed. Choose another folder."
        ) from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def _appear(fresh: Path, path: Path) -> None:
    """Give a finished file its name, never over another file."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise
    except OSError:
        # FAT and some network disks know no links; between the check above and here nothing of value can be lost.
        if path.exists():
            raise FileExistsError(path) from None
        fresh.rename(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder last through a power cut, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def create_schema(connection: sa.Connection, *, uid: str, now: datetime) -> None:
    """Make all tables at the newest revision, in the transaction of the caller."""
    metadata.create_all(connection)
    _alembic_version.create(connection)
    connection.execute(sa.insert(_alembic_version), [{"version_num": REVISION}])
    connection.execute(sa.insert(counter), [{"id": 1, "seq": 0, "last_article": 0}])
    connection.execute(sa.insert(about), [{"name": "uid", "value": uid}, {"name": "created", "value": now.isoformat()}])
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def schema_version(connection: sa.Connection) -> int:
    """Return the number of the schema an archive has."""
    if connection.dialect.name == "sqlite":
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    return int(connection.execute(sa.select(_alembic_version.c.version_num)).scalar_one())


def has_schema(connection: sa.Connection) -> bool:
    """Say whether the tables are there (a database of a server may be empty yet)."""
    return sa.inspect(connection).has_table("counter")


def url_of(path: Path) -> sa.URL:
    """Return the database URL of an archive file."""
    return sa.URL.create("sqlite", database=str(path))
