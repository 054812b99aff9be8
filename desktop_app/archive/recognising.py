"""Telling what a file is before anything touches it.

Promises: a file that is no archive of ours is read for 100 bytes and never opened as a database.
"""

from __future__ import annotations

import os
from pathlib import Path

from desktop_app.archive.articles import NotAnArchive
from desktop_app.archive.form import APPLICATION_ID
from desktop_app.archive.troubles import ArchiveMissing, ArchiveUnreachable, DamagedArchive
from desktop_app.values import dataclass

_MAGIC = b"SQLite format 3\0"


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


def may_write(path: Path) -> bool:
    """Say whether the file and its folder (for the write-ahead log) may be written."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
