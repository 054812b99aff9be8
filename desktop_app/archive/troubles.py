"""What can go wrong with an archive file, in words: each error says what became of the text, and the way out.

`in_words` turns what the database driver raises into these; what it does not know is a bug and passes through.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from desktop_app.archive.articles import ReadOnlyArchive
from desktop_app.errors import NotFound, UserError

UNSAVED = "What was not saved yet is still in the window that holds it."


class ArchiveMissing(NotFound):
    """There is no file at this place."""


class AlreadyThere(UserError):
    """Something lies where a new archive was to be made; it was not touched."""


class ArchiveLocked(UserError):
    """Another program writes into the archive and did not finish in time."""


class ArchiveGone(UserError):
    """The file was moved, replaced or deleted while it was open."""


class DiskFull(UserError):
    """No room for another page."""


class ArchiveUnreachable(UserError):
    """The disk does not answer, or may not be read."""


class DamagedArchive(UserError):
    """The file is an archive but cannot be read through; `backups` are its verified copies, newest first."""

    def __init__(self, message: str, hint: str = "", backups: Sequence[Path] = ()) -> None:
        super().__init__(message, hint)
        self.backups = tuple(backups)


@contextmanager
def in_words(name: str, *, writing: bool = False) -> Iterator[None]:
    """Raise expected trouble of the database as a `UserError` about the archive called `name`."""
    import sqlalchemy as sa  # Here, so that the classes above can be had without it.

    try:
        yield
    except sa.exc.DBAPIError as error:
        known = translate(error.orig, name, writing=writing)
        if known is None and isinstance(error, sa.exc.OperationalError) and not isinstance(error.orig, sqlite3.Error):
            known = ArchiveUnreachable(
                f"The database of “{name}” cannot be reached. All that was saved before is safe.",
                f"{UNSAVED if writing else ''} The database says: {error.orig}".strip(),
            )
        if known is None:
            raise
        raise known from error
    except sa.exc.TimeoutError as error:
        raise ArchiveLocked(f"“{name}” is busy with too many readers at once.", UNSAVED) from error
    except sqlite3.Error as error:
        known = translate(error, name, writing=writing)
        if known is None:
            raise
        raise known from error


def translate(error: BaseException | None, name: str, *, writing: bool) -> UserError | None:
    """Return the words for a driver's error, or None where it is a bug."""
    code = getattr(error, "sqlite_errorname", "") or ""
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return ArchiveLocked(
            f"Another program is writing into “{name}”; nothing was changed by this one.",
            f"{UNSAVED} Try again when the other program has finished.",
        )
    if code == "SQLITE_FULL":
        return DiskFull(
            f"The disk is full: “{name}” could not be written. All that was saved before is safe.",
            f"{UNSAVED} Make some room on the disk, then save again.",
        )
    if code.startswith("SQLITE_READONLY"):
        return ReadOnlyArchive(
            f"“{name}” may not be written here (the file or its folder is read-only). Nothing in it was changed.",
            f"{UNSAVED} Copy the archive to a folder of your own, or ask for the right to write.",
        )
    if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return DamagedArchive(
            f"“{name}” is damaged and could not be read through. It was left as it is.",
            f"{UNSAVED if writing else ''} Run a check, or restore a backup.".strip(),
        )
    if code.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH", "SQLITE_NOLFS")):
        return ArchiveUnreachable(
            f"“{name}” cannot be reached: the disk does not answer, or the file may not be opened.",
            f"All that was saved before is untouched. {UNSAVED if writing else ''}".strip(),
        )
    if code == "SQLITE_TOOBIG":
        return UserError("A text or picture is too large for the archive. Nothing was changed.", UNSAVED)
    return None
