"""Opening an archive: what is at the place, what may be done with it, and whether it must be migrated first."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from desktop_app.archive import backups, files, migrating, recognising
from desktop_app.archive.connections import Connections, engine_for
from desktop_app.archive.form import SCHEMA_VERSION
from desktop_app.archive.reading import about_value
from desktop_app.archive.tables import metadata
from desktop_app.archive.troubles import AlreadyThere, ArchiveMissing, ArchiveUnreachable, DamagedArchive, in_words
from desktop_app.errors import UserError


@dataclass(frozen=True, slots=True)
class Means:
    """What an archive needs from outside: the time, new uids, and whether a backup precedes a migration."""

    clock: Callable[[], datetime]
    new_uid: Callable[[], str]
    backups: bool = True


@dataclass(frozen=True, slots=True)
class Opened:
    """An archive that is ready for use. `uids`: its own, then those it had before it was restored."""

    connections: Connections
    url: str
    uids: tuple[str, ...]
    schema_version: int


def open_archive(where: str | Path, means: Means, *, read_only: bool, create: bool) -> Opened:
    """Open an archive by path or URL."""
    text = str(where)
    if "://" not in text:
        return _open_file(Path(text), means, read_only=read_only, create=create)
    try:
        url = sa.make_url(text)
        backend = url.get_backend_name()
    except (sa.exc.ArgumentError, ValueError) as error:
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


def _open_memory(means: Means) -> Opened:
    engine = engine_for(sa.make_url("sqlite://"))
    with engine.begin() as connection:
        files.create_schema(connection, uid=means.new_uid(), now=means.clock())
    return _opened(engine, "memory", None, "", means)


def _open_server(url: sa.URL, means: Means, *, read_only: bool, create: bool) -> Opened:
    """Open the archive in a database of a server. Its backups, before a migration too, are the server's own."""
    shown, name = url.render_as_string(), url.database or url.render_as_string()
    try:
        engine = engine_for(url)
    except (sa.exc.SQLAlchemyError, ImportError) as error:
        raise ArchiveUnreachable(f"The archive at {shown} cannot be reached.", f"It was said: {error}") from error
    with in_words(name), _closing_on_error(engine), engine.begin() as connection:
        if not files.has_schema(connection):
            if not create or read_only:
                raise ArchiveMissing(f"There is no archive in the database {shown}.", "Make one with “copydesk new”.")
            files.create_schema(connection, uid=means.new_uid(), now=means.clock())
        schema = files.schema_version(connection)
    if schema > SCHEMA_VERSION:
        _must_be_readable(engine, name, schema)
        return _opened(engine, name, None, _newer(name, schema), means, shown)
    if schema < SCHEMA_VERSION:
        if read_only:
            engine.dispose()
            raise _too_old(name)
        migrating.upgrade(engine, name)
    return _opened(engine, name, None, _as_asked(name) if read_only else "", means, shown)


def _open_file(path: Path, means: Means, *, read_only: bool, create: bool) -> Opened:
    path = path.expanduser().absolute()
    if create and not (path.exists() or path.is_symlink()):
        # Somebody else who opens it for the first time at the same moment has made it as good.
        with suppress(AlreadyThere):
            files.create_file(path, new_uid=means.new_uid, now=means.clock())
    try:
        recognising.must_be_whole(path, recognising.look_at(path))
        return _open_whole(path, means, read_only=read_only)
    except DamagedArchive as error:
        found = backups.known_for(path)
        raise DamagedArchive(error.message, backups.hint_for(found), found) from error


def _open_whole(path: Path, means: Means, *, read_only: bool) -> Opened:
    url = files.url_of(path)
    if not recognising.may_write(path):
        return _open_unwritable(path, means)
    engine = engine_for(url, query_only=read_only)
    with in_words(path.name), _closing_on_error(engine), engine.connect() as connection:
        schema = files.schema_version(connection)
    if schema > SCHEMA_VERSION:
        return _open_newer(engine, path, schema, means)
    if schema < SCHEMA_VERSION:
        if read_only:
            engine.dispose()
            raise _too_old(path.stem)
        _bring_up_to_date(engine, path, means)
    if not read_only:
        with in_words(path.name), _closing_on_error(engine), engine.connect() as connection:
            # Some network disks cannot; then readers and the writer take turns, and nothing else changes.
            connection.connection.driver_connection.execute("PRAGMA journal_mode = WAL")  # type: ignore[union-attr]
    return _opened(engine, path.stem, path, _as_asked(path.stem) if read_only else "", means)


def _open_unwritable(path: Path, means: Means) -> Opened:
    """Open a file that may not be written, or that lies in a folder that may not."""
    url = files.url_of(path)
    reason = f"“{path.stem}” is open for reading only: the file or its folder may not be written."
    log = Path(f"{path}-wal")
    # Without the right to make the files beside it SQLite reads such an archive only as one that nobody writes to,
    # which is true here unless a log lies there.
    alone = not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
    engine = engine_for(url, read_only=True, immutable=alone)
    with in_words(path.name), _closing_on_error(engine), engine.connect() as connection:
        schema = files.schema_version(connection)
    if schema > SCHEMA_VERSION:
        return _open_newer(engine, path, schema, means)
    if schema < SCHEMA_VERSION:
        engine.dispose()
        raise _too_old(path.stem)
    return _opened(engine, path.stem, path, reason, means)


def _open_newer(engine: sa.Engine, path: Path, schema: int, means: Means) -> Opened:
    """Open a file of a newer Copydesk for reading, and in a way that cannot write."""
    engine.dispose()
    engine = engine_for(files.url_of(path), read_only=True)
    _must_be_readable(engine, path.stem, schema)
    return _opened(engine, path.stem, path, _newer(path.stem, schema), means)


def _must_be_readable(engine: sa.Engine, name: str, schema: int) -> None:
    """Raise UserError where a newer archive lacks something that this program reads."""
    try:
        with engine.connect() as connection:
            for table in metadata.sorted_tables:
                connection.execute(sa.select(table).limit(0))
    except (sa.exc.OperationalError, sa.exc.ProgrammingError) as error:
        engine.dispose()
        raise UserError(
            f"“{name}” was made by a newer Copydesk (form {schema}) and cannot be read by this one. "
            "It was not touched.",
            "Open it with the newer Copydesk.",
        ) from error


def _newer(name: str, schema: int) -> str:
    return (
        f"“{name}” was last used by a newer Copydesk (form {schema}, this one writes form {SCHEMA_VERSION}), "
        "so it is open for reading only."
    )


def _as_asked(name: str) -> str:
    return f"“{name}” was opened for reading only."


def _too_old(name: str) -> UserError:
    return UserError(
        f"“{name}” was made by an older Copydesk and must be brought up to date once. It was not touched.",
        "Open it for writing once, or copy it to a place that may be written.",
    )


def _bring_up_to_date(engine: sa.Engine, path: Path, means: Means) -> None:
    """Back up an archive of an older Copydesk, then migrate it."""
    before = _opened(engine, path.stem, path, "", means)
    if means.backups:
        backups.make(before.connections, before.uids, None, "before-update")
    migrating.upgrade(engine, path.name)


def _opened(
    engine: sa.Engine, name: str, path: Path | None, reason: str, means: Means, url: str = "sqlite://"
) -> Opened:
    connections = Connections(
        engine, name, path=path, read_only_reason=reason, clock=means.clock, new_uid=means.new_uid
    )
    with _closing_on_error(engine), connections.reading() as connection:
        uids = (about_value(connection, "uid"), *about_value(connection, "former_uids").split())
        schema = files.schema_version(connection)
    return Opened(connections, url if path is None else _address(path), uids, schema)


def _address(path: Path) -> str:
    """Return a text that opens this file again: its URL, or the path where SQLAlchemy's URLs lose a sign of it."""
    url = files.url_of(path).render_as_string()
    return url if sa.make_url(url).database == str(path) else str(path)


@contextmanager
def _closing_on_error(engine: sa.Engine) -> Iterator[None]:
    """Let go of the file when it cannot be opened, or it stays locked on Windows."""
    try:
        yield
    except BaseException:
        engine.dispose()
        raise
