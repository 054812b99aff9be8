"""Opening an archive: what is at the place, what may be done with it, and whether it must be migrated first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from desktop_app.archive import files
from desktop_app.archive.connections import Connections, engine_for
from desktop_app.archive.reading import about_value
from desktop_app.archive.tables import SCHEMA_VERSION
from desktop_app.archive.troubles import in_words
from desktop_app.errors import UserError


@dataclass(frozen=True, slots=True)
class Means:
    """What an archive needs from outside: the time, new uids, and whether a backup precedes a migration."""

    clock: Callable[[], datetime]
    new_uid: Callable[[], str]
    backups: bool = True


@dataclass(frozen=True, slots=True)
class Opened:
    """An archive that is ready for use."""

    connections: Connections
    url: str
    uid: str
    schema_version: int


def open_archive(where: str | Path, means: Means, *, read_only: bool, create: bool) -> Opened:
    """Open an archive by path or URL."""
    text = str(where)
    if "://" not in text:
        return _open_file(Path(text), means, read_only=read_only, create=create)
    try:
        url = sa.make_url(text)
        backend = url.get_backend_name()
    except sa.exc.ArgumentError as error:
        raise UserError(f"“{text}” is not the address of an archive.", "Give a file name or a database URL.") from error
    if backend != "sqlite":
        return _open_server(url, means, read_only=read_only, create=create)
    if url.database in (None, "", ":memory:"):
        return _open_memory(means)
    return _open_file(Path(str(url.database)), means, read_only=read_only, create=create)


def create_archive(path: str | Path, means: Means) -> Opened:
    """Make a new archive file and open it."""
    place = Path(path).expanduser().absolute()
    files.create_file(place, new_uid=means.new_uid, now=means.clock())
    return _open_file(place, means, read_only=False, create=False)


def _open_file(path: Path, means: Means, *, read_only: bool, create: bool) -> Opened:
    path = path.expanduser().absolute()
    if create and not path.exists():
        files.create_file(path, new_uid=means.new_uid, now=means.clock())
    files.must_be_whole(path, files.look_at(path))
    url = files.url_of(path)
    engine = engine_for(url)
    return _opened(engine, path.stem, path, "", means, url)


def _open_memory(means: Means) -> Opened:
    engine = engine_for("sqlite://")
    with engine.begin() as connection:
        files.create_schema(connection, uid=means.new_uid(), now=means.clock())
    return _opened(engine, "memory", None, "", means, "sqlite://")


def _open_server(url: sa.URL, means: Means, *, read_only: bool, create: bool) -> Opened:
    shown = url.render_as_string()
    try:
        engine = engine_for(url.render_as_string(hide_password=False))
        with engine.begin() as connection:
            if create and not files.has_schema(connection):
                files.create_schema(connection, uid=means.new_uid(), now=means.clock())
    except (sa.exc.SQLAlchemyError, ImportError) as error:
        raise UserError(f"The archive at {shown} cannot be reached.", f"The database says: {error}") from error
    reason = f"“{shown}” was opened for reading only." if read_only else ""
    return _opened(engine, url.database or shown, None, reason, means, shown)


def _opened(engine: sa.Engine, name: str, path: Path | None, reason: str, means: Means, url: str) -> Opened:
    connections = Connections(
        engine, name, path=path, read_only_reason=reason, clock=means.clock, new_uid=means.new_uid
    )
    try:
        with in_words(name), connections.reading() as connection:
            uid, schema = about_value(connection, "uid"), files.schema_version(connection)
    except BaseException:
        connections.close()
        raise
    assert schema <= SCHEMA_VERSION or reason
    return Opened(connections, url, uid, schema)
