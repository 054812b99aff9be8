"""The archive as a file: telling what a file is before anything touches it, making a new one, opening an old one.

Promises: a file that is no archive of ours is read for 100 bytes and never opened as a database; a new archive appears
under its name whole or not at all; an archive made by a newer Copydesk is opened for reading only.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from desktop_app.archive.articles import NotAnArchive
from desktop_app.archive.connections import engine_for
from desktop_app.archive.tables import APPLICATION_ID, REVISION, SCHEMA_VERSION, about, counter, metadata
from desktop_app.archive.troubles import AlreadyThere, ArchiveMissing, ArchiveUnreachable, DamagedArchive, in_words

SUFFIX = ".copydesk"

_MAGIC = b"SQLite format 3\0"

_alembic_version = sa.Table(
    "alembic_version", sa.MetaData(), sa.Column("version_num", sa.String(32), primary_key=True, nullable=False)
)


@dataclass(frozen=True, slots=True)
class Head:
    """What the first 100 bytes of a database file say (https://sqlite.org/fileformat.html, 1.3)."""

    application_id: int
    expected_size: int
    """Bytes; 0 where the head does not say."""
    size: int


def look_at(path: Path) -> Head:
    """Read the head of a file that should be an archive, or raise what it is instead. Changes nothing."""
    name = path.name
    try:
        if path.is_dir():
            raise NotAnArchive(f"“{name}” is a folder, not an archive. It was not touched.")
        if path.exists() and not path.is_file():
            # Asked before opening: a pipe would be waited for until somebody writes into it.
            raise NotAnArchive(f"“{name}” is no ordinary file, and not an archive. It was not touched.")
        with path.open("rb") as file:
            head = file.read(100)
        size = path.stat().st_size
    except FileNotFoundError:
        raise ArchiveMissing(
            f"There is no archive at {path}.", "Make one with “copydesk new”, or open another."
        ) from None
    except OSError as error:
        raise ArchiveUnreachable(
            f"“{name}” cannot be read: {error.strerror}. It was not touched.",
            "Check the disk and your rights to the file.",
        ) from error
    if not head:
        raise NotAnArchive(
            f"“{name}” is an empty file, not an archive. It was not touched.", "Make a new archive instead."
        )
    if len(head) < 100 or head[:16] != _MAGIC:
        raise NotAnArchive(f"“{name}” is not an archive of Copydesk. It was not touched.", "Import it instead.")
    application_id = int.from_bytes(head[68:72], "big")
    if application_id != APPLICATION_ID:
        raise NotAnArchive(f"“{name}” is a database of another program. It was not touched.")
    page_size = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    # The page count is only to be believed when the two change counters beside it agree.
    counts = head[24:28] == head[92:96]
    return Head(application_id, (65536 if page_size == 1 else page_size) * pages if counts else 0, size)


def must_be_whole(path: Path, head: Head) -> None:
    """Raise DamagedArchive for a file that is shorter than its head says."""
    if head.size < head.expected_size:
        raise DamagedArchive(
            f"“{path.name}” is cut short: {head.size:,} of {head.expected_size:,} bytes are there. "
            "It was left as it is.",
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


def may_write(path: Path) -> bool:
    """Say whether the file and its folder (for the write-ahead log) may be written."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def url_of(path: Path) -> sa.URL:
    """Return the database URL of an archive file."""
    return sa.URL.create("sqlite", database=str(path))
