"""Copies of the archive: made while it is in use, read through before they count, thinned with age; and the way back.

Promises: a file in the backup folder under a backup's name is whole and verified; a restore replaces the archive at
once or not at all, and keeps what it replaced. SQLite only: the backups of a server are made by the server.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from desktop_app import paths
from desktop_app.archive.articles import NotAnArchive
from desktop_app.archive.connections import Connections
from desktop_app.archive.files import SUFFIX, sync_folder
from desktop_app.archive.recognising import look_at, must_be_whole
from desktop_app.archive.troubles import (
    ArchiveLocked,
    ArchiveUnreachable,
    DamagedArchive,
    in_words,
)
from desktop_app.errors import UserError

Kind = Literal["copy", "before-update", "replaced"]
OnPages = Callable[[int, int], None]
"""Called with done and total pages; what it raises stops the copying and leaves nothing behind."""

_NAME = re.compile(r"-(\d{8}-\d{6})-(copy|before-update|replaced)(?:-\d+)?\.copydesk$")
_NOTE = "archive.json"

_NEWEST = 3
_DAYS = 7
_WEEKS = 4
_OTHERS = 5

_STALE_S = 86_400

_PATIENCE_S = 30.0
"""How long another program may hold either file while nothing moves."""

_PAGES = 1024
"""Pages a step, 4 MB: the source is read in a transaction of its own, so that writers are not held up."""


def folder_for(uid: str) -> Path:
    """Return the folder with the backups of an archive."""
    return paths.data_folder() / "backups" / re.sub(r"[^\w.-]", "_", uid)


def listed(uids: Sequence[str]) -> list[Path]:
    """Return the backups of an archive under its present and former uids, newest first."""
    found = [path for uid in uids for path in folder_for(uid).glob(f"*{SUFFIX}") if _NAME.search(path.name)]
    return sorted(found, key=lambda path: (_stamp(path), path.name), reverse=True)


def made_at(backup: Path) -> datetime | None:
    """Return when a backup of the backup folder was made, by its name."""
    found = _NAME.search(backup.name)
    return datetime.strptime(found[1], "%Y%m%d-%H%M%S").replace(tzinfo=UTC) if found else None


def _stamp(path: Path) -> str:
    found = _NAME.search(path.name)
    return found[1] if found else ""


def new_place(uid: str, name: str, path: Path | None, kind: Kind, now: datetime) -> Path:
    """Return a free name in the backup folder, and note there whose backups these are."""
    folder = folder_for(uid)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        note = {"name": name, "path": str(path) if path else ""}
        (folder / _NOTE).write_text(json.dumps(note, ensure_ascii=True), "utf-8")
    except OSError as error:
        raise ArchiveUnreachable(
            f"No backup could be made in {folder}: {error.strerror}. The archive is safe."
        ) from error
    stem = f"{name}-{now.astimezone(UTC):%Y%m%d-%H%M%S}-{kind}"
    place, number = folder / f"{stem}{SUFFIX}", 1
    while place.exists():
        number += 1
        place = folder / f"{stem}-{number}{SUFFIX}"
    return place


def _sweep(folder: Path) -> None:
    """Delete what a killed backup left half done; one of today may still be at work."""
    for left in folder.glob(".*.part*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _STALE_S:
                left.unlink()


def copy(source: sqlite3.Connection, place: Path, name: str, progress: OnPages | None = None) -> None:
    """Copy a database in use to `place`, verify the copy, and only then give it its name.

    `source` is in a read transaction: without one, each write in between would start the copying anew.
    """
    fresh = place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")
    try:
        with in_words(f"the backup of {name}", writing=True), closing(sqlite3.connect(fresh)) as target:
            source.backup(target, pages=_PAGES, progress=_reporter(name, progress))
            # The copy must be one file, whatever the archive itself is.
            target.execute("PRAGMA journal_mode = DELETE")
            _verify(source, target, place)
        _sync(fresh)
        os.replace(fresh, place)
        sync_folder(place.parent)
    except OSError as error:
        raise ArchiveUnreachable(
            f"The backup {place} could not be written: {error.strerror}. The archive is safe.", "Choose another folder."
        ) from error
    finally:
        for left in (fresh, Path(f"{fresh}-journal")):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def _reporter(name: str, progress: OnPages | None) -> Callable[[int, int, int], None]:
    """Return what hears of each step; it gives up where nothing moves, which SQLite by itself would never do."""
    stuck_since = 0.0

    def report(status: int, remaining: int, total: int) -> None:
        nonlocal stuck_since
        if status not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            stuck_since = 0.0
        elif not stuck_since:
            stuck_since = time.monotonic()
        elif time.monotonic() - stuck_since > _PATIENCE_S:
            raise ArchiveLocked(
                f"Another program holds “{name}”, and no backup could be made of it. The archive is safe.",
                "Try again when the other program has finished.",
            )
        if progress is not None:
            progress(total - remaining, total)

    return report


def _verify(source: sqlite3.Connection, target: sqlite3.Connection, place: Path) -> None:
    problems = [row[0] for row in target.execute("PRAGMA integrity_check(3)")]
    counts = [one.execute("SELECT count(*) FROM article").fetchone()[0] for one in (source, target)]
    if problems != ["ok"] or counts[0] != counts[1]:
        raise DamagedArchive(
            f"The copy for {place.name} could not be read through and was thrown away. Older backups were kept.",
            "The archive itself may be damaged: run a check.",
        )


def _sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def make(
    connections: Connections, uids: Sequence[str], path: Path | None, kind: Kind, progress: OnPages | None = None
) -> Path:
    """Copy an archive in use to `path`, or to a new name in the backup folder, where older copies are thinned then."""
    now = connections.now()
    if path is not None:
        _must_be_free(path, connections.path, uids)
        path.parent.mkdir(parents=True, exist_ok=True)
    place = path or new_place(uids[0], connections.name, connections.path, kind, now)
    with connections.driver() as source:
        copy(source, place, connections.name, progress)
    if path is None:
        rotate(uids[0], now)
    return place


def rotate(uid: str, now: datetime) -> list[Path]:
    """Delete backups that newer ones stand for: kept are the newest, one a day for a week, one a week for a month."""
    doomed: list[Path] = []
    mine = listed([uid])
    copies = [path for path in mine if "-copy" in path.name]
    kept = set(copies[:_NEWEST])
    kept |= set(_one_each(copies, lambda made: made.date().isoformat(), _DAYS))
    kept |= set(_one_each(copies, lambda made: f"{made.isocalendar()[:2]}", _WEEKS))
    doomed += [path for path in copies if path not in kept]
    for kind in ("before-update", "replaced"):
        doomed += [path for path in mine if f"-{kind}" in path.name][_OTHERS:]
    for path in doomed:
        with suppress(OSError):
            path.unlink()
    return doomed


def _one_each(copies: Sequence[Path], period: Callable[[datetime], str], number: int) -> list[Path]:
    """Return the newest copy of each of the last `number` periods that have one."""
    newest: dict[str, Path] = {}
    for path in copies:
        made = made_at(path)
        if made is not None:
            newest.setdefault(period(made), path)
    return list(newest.values())[:number]


def is_due(uids: Sequence[str], seq: int, now: datetime) -> bool:
    """Say whether a day has passed and something was written since the newest backup."""
    found = listed(uids)
    if not found:
        return seq > 0
    made = made_at(found[0])
    if made is not None and now - made < timedelta(hours=20):
        return False
    return seq_of(found[0]) != seq


def seq_of(backup: Path) -> int | None:
    """Return the number of the last write in a backup, None where it cannot be read."""
    with suppress(sqlite3.Error), _opened_quietly(backup) as connection:
        return int(connection.execute("SELECT seq FROM counter").fetchone()[0])
    return None


def uids_of(path: Path) -> list[str]:
    """Return present and former uids of an archive file that may be damaged; [] where they cannot be read."""
    with suppress(sqlite3.Error), _opened_quietly(path) as connection:
        rows = dict(connection.execute("SELECT name, value FROM about").fetchall())
        return [rows["uid"], *rows.get("former_uids", "").split()] if "uid" in rows else []
    return []


@contextmanager
def _opened_quietly(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file nobody writes to, without a trace beside it."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        yield connection


def known_for(path: Path) -> list[Path]:
    """Return the backups of an archive that cannot be opened: by its uid, else by the notes in the backup folders."""
    if uids := uids_of(path):
        return listed(uids)
    uids = []
    for note in (paths.data_folder() / "backups").glob(f"*/{_NOTE}"):
        with suppress(OSError, ValueError, TypeError, KeyError):
            if json.loads(note.read_text("utf-8"))["path"] == str(path):
                uids.append(note.parent.name)
    return listed(uids)


def hint_for(found: Sequence[Path]) -> str:
    """Say in a sentence what backups there are."""
    if not found:
        return "There is no backup of it in the usual folder."
    made = made_at(found[0])
    when = f", the newest of {made:%Y-%m-%d %H:%M} UTC" if made else ""
    number = "There is a backup" if len(found) == 1 else f"There are {len(found)} backups"
    return f"{number}{when}. Restore it with “copydesk restore {found[0]}”."


def restore(backup: Path, target: Path, *, new_uid: str, now: datetime) -> Path | None:
    """Put a backup in the place of an archive; return where the replaced one was kept.

    The restored archive gets a uid of its own and remembers the former: followers such as the search index would
    otherwise take it for the replaced one, whose numbers ran on.
    """
    must_be_whole(backup, look_at(backup))
    if backup.resolve() == target.resolve():
        raise UserError("This backup is the archive itself. Nothing was changed.")
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}.restored{SUFFIX}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            in_words(backup.name),
            closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as source,
        ):
            source.execute("BEGIN")
            source.execute("SELECT seq FROM counter").fetchone()
            copy(source, fresh, backup.name)
        with in_words(backup.name), closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
            _rename(connection, new_uid)
        kept = _keep_replaced(target, now) if target.exists() else None
        _sync(fresh)
        os.replace(fresh, target)
        sync_folder(target.parent)
    except OSError as error:
        raise ArchiveUnreachable(
            f"The backup could not be put to {target}: {error.strerror}. The archive there was left as it was."
        ) from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    return kept


def _rename(connection: sqlite3.Connection, uid: str) -> None:
    rows = dict(connection.execute("SELECT name, value FROM about").fetchall())
    former = " ".join(dict.fromkeys([rows["uid"], *rows.get("former_uids", "").split()]))
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("DELETE FROM about WHERE name IN ('uid', 'former_uids')")
    connection.executemany("INSERT INTO about (name, value) VALUES (?, ?)", [("uid", uid), ("former_uids", former)])
    connection.execute("COMMIT")


def _keep_replaced(target: Path, now: datetime) -> Path:
    """Keep the archive that is to be replaced: as a verified backup, or as it is beside its place when damaged."""
    head = look_at(target)
    name = target.stem
    try:
        must_be_whole(target, head)
        with in_words(target.name), closing(sqlite3.connect(target, timeout=5, isolation_level=None)) as connection:
            # Only one who is alone with the file may take away its write-ahead log.
            mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
            if mode != "delete":
                raise ArchiveLocked(
                    f"“{target.name}” is open in another program. Nothing was changed.", "Close it first."
                )
            uids = uids_of(target)
            place = new_place(uids[0] if uids else "unknown", name, target, "replaced", now)
            connection.execute("BEGIN")
            connection.execute("SELECT seq FROM counter").fetchone()
            copy(connection, place, target.name)
            return place
    except DamagedArchive:
        place = target.with_name(f"{name}-{now.astimezone(UTC):%Y%m%d-%H%M%S}-damaged{SUFFIX}")
        # A log left behind would be played into the restored archive and destroy it, so it goes first.
        for tail in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                os.replace(f"{target}{tail}", f"{place}{tail}")
        os.replace(target, place)
        return place


def _must_be_free(path: Path, archive: Path | None, uids: Sequence[str]) -> None:
    """Refuse a place for a backup that holds anything but an older backup of the same archive."""
    if archive is not None and path.exists() and path.samefile(archive):
        raise UserError("A backup cannot take the place of its archive. Nothing was written.", "Choose another name.")
    if path.exists():
        refusal = f"There is already something else at {path}. It was not touched, and no backup was made."
        try:
            look_at(path)
        except NotAnArchive:
            raise UserError(refusal, "Choose another name.") from None
        if not set(uids_of(path)) & set(uids):
            raise UserError(refusal, "Choose another name.")
