"""Where an archive's index lies on disk, which of its states is the good one, and who may write.

    index/<archive uid>/
        which.json    the folder that answers, and the one being built beside it
        lock          held by the one process that writes
        g1/           one index: Whoosh's files and `cursor.json`
        damaged/      the last index that was found corrupt, set aside

`cursor.json` is written after each commit, whole or not at all: up to which change of the archive the index has come,
by which rules it was made, and the size and checksum of every file: of the table of contents all of it, of a segment's
files their end, which holds the checksums of the rest (`arrays.files`). Killed in between, an index has newer words
than its cursor says, which does no harm: the changes are applied once more. The index holds pickles, so it lies in the
user's own cache folder and is opened from nowhere else; its checksums are looked at before anything is unpickled.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from whoosh.index import TOC, EmptyIndexError
from whoosh.util.filelock import FileLock

from desktop_app.search import analysis, schema
from desktop_app.search.arrays import DurableStorage
from desktop_app.search.arrays.codec import DOCUMENTS, TERMS
from desktop_app.search.schema import INDEX_NAME
from desktop_app.values import as_dict, dataclass, field, replace

Condition = Literal["ready", "absent", "corrupt", "outdated"]

PARTS = "parts"
"""Folder inside an index for segments that are not adopted yet."""

_END = 64
"""Bytes at the end of a segment's file that tell it from any other."""


class IndexBusy(Exception):
    """Another process writes the index."""


class IndexBroken(Exception):
    """The files of the index are not what was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How far an index has come and what it is made of."""

    uid: str
    seq: int = 0
    stamp: str = ""
    """The archive's stamp of that number: another one there means another past."""
    complete: bool = False
    """False until the first build has come to its end."""
    format: int = schema.FORMAT
    words: str = field(default_factory=analysis.fingerprint)
    made_by: str = ""
    """Which program was last seen to have these rules (`analysis.made_by`)."""
    files: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Size and CRC-32 of each file."""


@dataclass(frozen=True, slots=True)
class Which:
    """The folder that answers (empty = none), the one being built, and why there is none that answers."""

    current: str = ""
    building: str = ""
    reason: Condition = "absent"


_Mark = tuple[int, int, int]
"""Number, size and time of a file: what tells it from one that has taken its place, and from one cut short."""


class Shelf:
    """The folder of one archive's indexes."""

    def __init__(self, root: Path, uid: str) -> None:
        self.root = root
        self.uid = uid
        self._verified: dict[str, dict[str, tuple[int, int]]] = {}
        self._read: dict[str, _Mark | None] = {}
        self._seen: dict[str, _Mark | None] = {}

    # Who may write

    @contextlib.contextmanager
    def writing(self, timeout_s: float) -> Iterator[None]:
        """Be the one process that writes, or raise IndexBusy."""
        self.root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(self.root / "lock"))
        until = time.monotonic() + timeout_s
        while not lock.acquire(blocking=False):
            if time.monotonic() >= until:
                raise IndexBusy
            time.sleep(0.02)
        try:
            yield
        finally:
            lock.release()

    # Which folder answers

    def which(self) -> Which:
        """Read which folder answers."""
        try:
            return Which(**self._value(self.root / "which.json"))
        except FileNotFoundError:
            return Which()
        except (OSError, ValueError, TypeError, KeyError):
            return Which(reason="corrupt")

    def current(self) -> tuple[Path | None, Condition]:
        """Return the folder that answers, or None and why."""
        which = self.which()
        if not which.current:
            return None, which.reason
        folder = self.root / which.current
        try:
            cursor = self.cursor(folder)
        except IndexBroken:
            return None, "corrupt"
        return (folder, "ready") if self._fits(cursor) else (None, "outdated")

    def writable(self) -> tuple[Path, Condition]:
        """Return the folder changes go to, made where there is none, and why it may not answer yet ("ready" = it may).

        Call it while writing. A corrupt or outdated index is set aside here; its successor answers when it is whole.
        """
        folder, condition = self.current()
        if folder is not None:
            return folder, "ready"
        which = self.which()
        if which.current:
            self.set_aside(condition)
            which = self.which()
        building = self.root / which.building
        if not (which.building and self._usable(building)):
            building = self.begin()
        if which.reason == "absent":
            # Nothing else answers: the first thousand articles are better than the plain search.
            self.adopt(building)
            return building, "ready"
        return building, which.reason

    def begin(self) -> Path:
        """Make an empty index beside the one that answers. Call it while writing."""
        which = self.which()
        if which.building and which.building != which.current:
            remove(self.root / which.building)
        taken = {path.name for path in self.root.iterdir()}
        name = next(f"g{n}" for n in range(1, 1 << 30) if f"g{n}" not in taken)
        folder = self.root / name
        folder.mkdir()
        DurableStorage(str(folder)).create_index(schema.SCHEMA, indexname=INDEX_NAME)
        self.write_cursor(folder, Cursor(uid=self.uid))
        self._write_which(replace(which, building=name))
        return folder

    def adopt(self, folder: Path) -> None:
        """Let this folder answer from now on, and remove the others. Call it while writing."""
        if self.which() != Which(current=folder.name):
            self._write_which(Which(current=folder.name))
        for other in self.root.glob("g*"):
            if other != folder:
                # Where a system refuses to remove what another process has open, the next adoption will.
                remove(other)

    def sweep(self, folder: Path) -> None:
        """Remove what killed writers left beside this folder and in it. Call it while writing."""
        remove(folder / PARTS)
        for draft in folder.glob(f"_{INDEX_NAME}_*.toc.*"):
            draft.unlink(missing_ok=True)
        if self.which().current == folder.name:
            self.adopt(folder)

    def set_aside(self, condition: Condition) -> None:
        """Take the answering folder out of use: a corrupt one is kept once, for whoever wants to know why."""
        which = self.which()
        if not which.current:
            self._write_which(Which(reason=condition))
            return
        folder = self.root / which.current
        self._write_which(Which(building=which.building, reason=condition))
        if condition == "corrupt":
            remove(self.root / "damaged")
            with contextlib.suppress(OSError):
                folder.rename(self.root / "damaged")
        remove(folder)

    def _usable(self, folder: Path) -> bool:
        try:
            cursor = self.cursor(folder)
            self.verify(folder, cursor)
        except IndexBroken:
            return False
        return self._fits(cursor)

    def _fits(self, cursor: Cursor) -> bool:
        if (cursor.uid, cursor.format) != (self.uid, schema.FORMAT):
            return False
        known = cursor.made_by and cursor.made_by == analysis.made_by(cursor.words)
        return bool(known) or cursor.words == analysis.fingerprint()

    def _write_which(self, which: Which) -> None:
        _write(self.root / "which.json", as_dict(which))

    def is_as_seen(self) -> bool:
        """Say whether all files are what they were when an index was last verified: nothing needs to be read again."""
        return bool(self._seen) and all(_mark(path) == mark for path, mark in self._seen.items())

    def _value(self, path: Path) -> dict[str, Any]:
        # Before it is read: what takes its place while it is read has another mark.
        self._read[str(path)] = _mark(str(path))
        return _read(path)

    # How far an index has come

    def cursor(self, folder: Path) -> Cursor:
        """Read how far an index has come."""
        try:
            read = self._value(folder / "cursor.json")
            return Cursor(**read | {"files": {name: (size, crc) for name, (size, crc) in read["files"].items()}})
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise IndexBroken(f"cursor.json: {error}") from error

    def write_cursor(self, folder: Path, cursor: Cursor) -> None:
        """Write how far an index has come, with the checksums of the files as they are now."""
        known = self._verified.setdefault(folder.name, {})
        segments = _segments(folder)
        toc = f"_{INDEX_NAME}_{_newest_generation(folder)}.toc"
        files = {segment + ending for segment in segments for ending in (TERMS, DOCUMENTS)}
        names = {name for name in os.listdir(folder) if name == toc or name in files}
        for name in known.keys() - names:
            del known[name]
        for name in names - known.keys():
            known[name] = _checksum(folder / name)
        made_by = analysis.made_by(cursor.words)
        if cursor.made_by != made_by and cursor.words != analysis.fingerprint():
            made_by = ""
        _write(folder / "cursor.json", as_dict(cursor) | {"files": known, "made_by": made_by})

    def verify(self, folder: Path, cursor: Cursor) -> None:
        """Compare the files with their checksums; raise IndexBroken. Files seen before are only measured again.

        But for the table of contents: it is read anew each time, and it alone says what is deleted.
        """
        known = self._verified.setdefault(folder.name, {})
        heads = {str(path): self._read.get(str(path)) for path in (self.root / "which.json", folder / "cursor.json")}
        self._seen = {}
        marks = {str(path): _mark(str(path)) for path in map(folder.joinpath, cursor.files)}
        # The table of contents first: it is unpickled to say which of the other files must be there.
        for name in sorted(cursor.files, key=lambda name: not name.endswith(".toc")):
            path = folder / name
            try:
                is_known = known.get(name) == cursor.files[name] and not name.endswith(".toc")
                if is_known and path.stat().st_size == cursor.files[name][0]:
                    continue
                if _checksum(path) != cursor.files[name]:
                    raise IndexBroken(f"{name} has changed on disk")
            except FileNotFoundError as error:
                if not _is_left_behind(folder, name):
                    raise IndexBroken(f"{name} is missing") from error
            except OSError as error:
                raise IndexBroken(str(error)) from error
            known[name] = cursor.files[name]
        self._seen = heads | marks if None not in heads.values() else {}


def remove(folder: Path) -> None:
    """Remove a folder and what is in it, as far as that can be done."""
    # Here: it knows all kinds of compressed files, which take longer to load than an index to open.
    from shutil import rmtree

    rmtree(folder, ignore_errors=True)


def _is_left_behind(folder: Path, name: str) -> bool:
    """Say whether a missing file was taken out by a commit whose cursor is not written (yet, or for a kill)."""
    if name.endswith(".toc"):
        return _newest_generation(folder) > _generation(name)
    return name.partition(".")[0] not in _segments(folder)


def _mark(path: str) -> _Mark | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _segments(folder: Path) -> set[str]:
    """Return the names of the segments that the newest table of contents lists."""
    try:
        toc = TOC.read(DurableStorage(str(folder)), INDEX_NAME, schema=schema.SCHEMA)
    except (OSError, EmptyIndexError) as error:
        raise IndexBroken(str(error)) from error
    return {segment.segment_id() for segment in toc.segments}


def _generation(name: str) -> int:
    return int(name.removesuffix(".toc").rpartition("_")[2])


def _newest_generation(folder: Path) -> int:
    return max((_generation(path.name) for path in folder.glob(f"_{INDEX_NAME}_*.toc")), default=-1)


def _checksum(path: Path) -> tuple[int, int]:
    """Return the size of a file, and the checksum of what must be looked at before it is used."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0 if path.suffix == ".toc" else max(0, size - _END))
        return size, zlib.crc32(file.read())


def _write(path: Path, value: dict[str, Any]) -> None:
    """Write a value whole or not at all, with a checksum: a flipped digit must not pass for another number."""
    text = json.dumps(value)
    draft = path.with_suffix(".new")
    with draft.open("w", encoding="utf-8") as file:
        json.dump({"crc": zlib.crc32(text.encode()), "value": text}, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)


def _read(path: Path) -> dict[str, Any]:
    """Read what `_write` wrote, or raise OSError or ValueError."""
    read = json.loads(path.read_text("utf-8"))
    text: str = read["value"]
    if zlib.crc32(text.encode()) != read["crc"]:
        raise ValueError(f"{path.name} has changed on disk")
    value: dict[str, Any] = json.loads(text)
    return value
