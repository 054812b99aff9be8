"""Files that are there whole or not at all: written under a temporary name, flushed, renamed, and read again."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from desktop_app.errors import UserError


def write_whole(path: Path, data: bytes, check: Callable[[bytes], bool] | None = None) -> str:
    """Write a file so that no reader ever sees half of it; return the SHA-256 of what was read back.

    `check` looks at the bytes as they came back. Where anything fails, what stood at `path` before stays. A link is
    written through, and what is no ordinary file (a device, a pipe) is refused: renaming would take its place.
    """
    path = Path(os.path.realpath(path))
    refuse_no_file(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".copydesk-", suffix=".part", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files for the owner alone; an export is a file like any other.
        temporary.chmod(0o666 & ~_umask())
        again = temporary.read_bytes()
        if again != data or (check is not None and not check(again)):
            raise UserError(
                f"“{path.name}” did not come back from the disk as it was written, and was thrown away.",
                "The article is unchanged. The disk may be full or failing; try another folder.",
            )
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)
    return hashlib.sha256(again).hexdigest()


def refuse_no_file(path: Path) -> None:
    """Raise UserError where something lies that a file must not replace; /dev/null itself would be gone."""
    if path.exists() and not path.is_file():
        what = "a folder" if path.is_dir() else "no ordinary file"
        raise UserError(f"“{path}” is {what}.", "It was left as it is. Choose another name.")


@cache
def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _flush_folder(folder: Path) -> None:
    """Make the renaming itself lasting; Windows knows no such thing."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
