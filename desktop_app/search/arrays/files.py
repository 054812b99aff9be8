"""Files of named arrays, memory-mapped, in which damage is noticed before a damaged byte is used.

    header   64 bytes   magic
    arrays   each aligned to 64 bytes, little-endian, neither compressed nor delta-coded
    footer              CRC-32 of every 64 KiB block of every array, then the directory (JSON)
    trailer  32 bytes   where the footer lies, its CRC-32, format version, magic

The trailer is written last, so a file that was torn off in writing has none and is refused at open. Opening reads the
footer alone. A block is compared with its checksum when something in it is asked for the first time: 60 µs, once; what
a query does not touch costs it nothing, and `verify` looks at all of it in quiet hours.
"""

from __future__ import annotations

import json
import mmap
import os
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage

VERSION = 1
"""Grows when files written before can no longer be read."""

MAGIC = b"WHARRAYS"
ALIGNED = 64
BLOCK = 1 << 16
"""Bytes behind one checksum."""

_TRAILER = 32

Array = NDArray[Any]


class DamagedFile(Exception):
    """The file is not what was written: torn, of another format, or changed on disk."""


def narrow(array: Array) -> Array:
    """Return whole numbers in the smallest unsigned type that holds them all."""
    most = int(array.max()) if len(array) else 0
    for dtype in ("<u1", "<u2", "<u4"):
        if most <= np.iinfo(dtype).max:
            return array.astype(dtype)
    return array.astype("<u8")


class DurableStorage(FileStorage):  # type: ignore[misc]
    """A folder in which a file is on disk before it takes another's name: Whoosh's table of contents above all."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Rename once the file's contents are on disk, and the folder's once it is done."""
        path = os.path.join(self.folder, oldname)
        with open(path, "rb+") as file:
            os.fsync(file.fileno())
        super().rename_file(oldname, newname, safe=safe)
        sync_folder(self.folder)


def sync_folder(folder: str | os.PathLike[str]) -> None:
    """Wait until the names in a folder are on disk, where the system has folders that can be opened."""
    if os.name == "posix":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


class ArrayWriter:
    """Writes one file. Arrays come whole (`put`) or in pieces (`append`); nothing but checksums is kept in memory."""

    def __init__(self, file: IO[bytes], meta: Mapping[str, Any], folder: str | None = None) -> None:
        """`folder` is where pieces lie until they are put together; a system's own place for that may be small."""
        self._file = file
        self._folder = folder
        self._meta = dict(meta)
        self._directory: dict[str, tuple[int, str, int, int]] = {}
        self._checksums: list[int] = []
        self._spools: dict[str, tuple[np.dtype[Any], IO[bytes]]] = {}
        self._at = 0
        self._write(MAGIC)
        self._align()

    def put(self, name: str, array: Array) -> None:
        """Write an array."""
        array = np.ascontiguousarray(array)
        with self._entry(name, array.dtype, array.size):
            view = array.data.cast("B") if array.size else memoryview(b"")
            for start in range(0, len(view), BLOCK):
                self._block(view[start : start + BLOCK])

    def append(self, name: str, part: Array) -> None:
        """Add a piece to an array whose length is not known yet; pieces of several arrays may alternate."""
        if name not in self._spools:
            from tempfile import TemporaryFile  # Here: an index is opened without it.

            # On disk and not in memory: merging 65,536 articles would hold a gigabyte.
            self._spools[name] = (part.dtype, TemporaryFile(dir=self._folder))  # noqa: SIM115 - closed in finish()
        dtype, spool = self._spools[name]
        if part.dtype != dtype:
            raise TypeError(f"{name} is of {dtype}, not of {part.dtype}")
        if part.size:
            spool.write(np.ascontiguousarray(part).data.cast("B"))

    def finish(self, *, durable: bool = True) -> None:
        """Write what was spooled, the footer and the trailer; `durable` waits until the disk has it."""
        for name, (dtype, spool) in self._spools.items():
            size = spool.tell()
            spool.seek(0)
            with self._entry(name, dtype, size // dtype.itemsize):
                while block := spool.read(BLOCK):
                    self._block(block)
            spool.close()
        self._spools.clear()
        self._align()
        directory = json.dumps({"meta": self._meta, "arrays": self._directory}, ensure_ascii=False).encode()
        footer = np.array(self._checksums, dtype="<u4").tobytes() + directory
        start = self._at
        self._write(footer)
        trailer = b"".join(
            number.to_bytes(size, "little")
            for number, size in (
                (start, 8), (len(self._checksums), 4), (len(footer), 4), (zlib.crc32(footer), 4), (VERSION, 4),
            )
        )  # fmt: skip
        self._write(trailer + MAGIC)
        if durable and (number := descriptor(self._file)) is not None:
            self._file.flush()
            os.fsync(number)

    def abandon(self) -> None:
        """Let go of what was spooled."""
        for _, spool in self._spools.values():
            spool.close()
        self._spools.clear()

    @contextmanager
    def _entry(self, name: str, dtype: np.dtype[Any], count: int) -> Iterator[None]:
        if name in self._directory:
            raise ValueError(f"{name} was written already")
        self._align()
        self._directory[name] = (self._at, dtype.newbyteorder("<").str, count, len(self._checksums))
        yield

    def _block(self, block: bytes | memoryview) -> None:
        self._checksums.append(zlib.crc32(block))
        self._write(block)

    def _align(self) -> None:
        self._write(bytes(-self._at % ALIGNED))

    def _write(self, data: bytes | memoryview) -> None:
        self._file.write(data)
        self._at += len(data)


def descriptor(file: Any) -> int | None:
    """Return the number of an open file of the system, None for one in memory."""
    try:
        return int(file.fileno())
    except (AttributeError, OSError, ValueError):
        return None


class Stretch:
    """One array of a file. `array` is the bare view; ask through `part` and `whole`, which look at checksums first."""

    __slots__ = ("_buffer", "_checksums", "_name", "_shift", "_unseen", "array", "start")

    def __init__(self, buffer: Any, name: str, start: int, dtype: str, count: int, checksums: Array | None) -> None:
        self.start = start
        self.array: Array = np.frombuffer(buffer, dtype, count, start)
        self._buffer = memoryview(buffer)[start : start + self.array.nbytes]
        self._name = name
        self._shift = BLOCK.bit_length() - self.array.itemsize.bit_length()
        self._checksums = checksums
        self._unseen = bytearray(b"\1") * (0 if checksums is None else len(checksums))

    def __len__(self) -> int:
        return len(self.array)

    def part(self, start: int, stop: int) -> Array:
        """Return `array[start:stop]`; raise DamagedFile where that is not what was written."""
        if stop > start and self._unseen:
            first, last = start >> self._shift, (stop - 1) >> self._shift
            if self._unseen.find(1, first, last + 1) >= 0:
                self._look_at(first, last + 1)
        return self.array[start:stop]

    def whole(self) -> Array:
        """Return the whole array; raise DamagedFile where it is not what was written."""
        if self._unseen:
            self._look_at(0, len(self._unseen))
            self._unseen = bytearray()
        return self.array

    def forget(self) -> None:
        """Look at every block anew when it is next asked for."""
        self._unseen = bytearray(b"\1") * (0 if self._checksums is None else len(self._checksums))

    def _look_at(self, first: int, stop: int) -> None:
        assert self._checksums is not None
        for block in range(first, stop):
            if self._unseen[block]:
                data = self._buffer[block * BLOCK : (block + 1) * BLOCK]
                if zlib.crc32(data) != self._checksums[block]:
                    raise DamagedFile(f"{self._name}: block {block} has changed on disk")
                self._unseen[block] = 0


class ArrayFile:
    """A file of arrays, open for reading. `meta` is what the writer was given."""

    def __init__(self, storage: Any, name: str) -> None:
        if sys.byteorder != "little":
            raise DamagedFile("array files are read on little-endian machines only")
        self.name = name
        self._buffer, self._is_mapped = _open(storage, name)
        footer, checksums, start = self._footer()
        try:
            directory = json.loads(footer[4 * checksums :])
            self.meta: dict[str, Any] = directory["meta"]
            entries: dict[str, tuple[int, str, int, int]] = directory["arrays"]
            sums = np.frombuffer(footer, "<u4", checksums)
            self._arrays = {key: self._stretch(key, start, sums, *entry) for key, entry in entries.items()}
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedFile(f"{name}: {error}") from error

    def __contains__(self, key: str) -> bool:
        return key in self._arrays

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __getitem__(self, key: str) -> Stretch:
        return self._arrays[key]

    def find(self, key: str) -> Stretch | None:
        """Return an array, None if the file has none of that name."""
        return self._arrays.get(key)

    def verify(self) -> None:
        """Compare everything with its checksums, seen before or not, and all that is between; raise DamagedFile."""
        for _ in self.verifying():
            pass

    def verifying(self) -> Iterator[None]:
        """Do the same, one array a step."""
        end = self._footer()[2]
        at = len(MAGIC)
        for stretch in sorted(self._arrays.values(), key=lambda stretch: stretch.start):
            stretch.forget()
            stretch.whole()
            self._verify_blank(at, stretch.start)
            at = stretch.start + stretch.array.nbytes
            self._unmap(stretch.start, at)
            yield
        self._verify_blank(at, end)

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self._buffer)

    def _footer(self) -> tuple[bytes, int, int]:
        """Return checksums and directory as bytes, how many checksums, and where the arrays end."""
        size = len(self._buffer)
        trailer = bytes(self._buffer[max(0, size - _TRAILER) :])
        if len(trailer) < _TRAILER or trailer[24:] != MAGIC or self._buffer[:8] != MAGIC:
            raise DamagedFile(f"{self.name} is torn, or no file of arrays")
        start = int.from_bytes(trailer[:8], "little")
        checksums, length, crc, version = np.frombuffer(trailer[8:24], "<u4").tolist()
        if version != VERSION:
            raise DamagedFile(f"{self.name} is of format {version}, not {VERSION}")
        footer = bytes(self._buffer[start : start + length])
        if start + length + _TRAILER != size or zlib.crc32(footer) != crc or 4 * checksums > length:
            raise DamagedFile(f"{self.name} has changed on disk")
        return footer, checksums, start

    def _unmap(self, start: int, stop: int) -> None:
        """Take what was read only to be compared out of this process's memory; the system keeps it cached."""
        if self._is_mapped and hasattr(self._buffer, "madvise"):
            start -= start % mmap.PAGESIZE
            self._buffer.madvise(mmap.MADV_DONTNEED, start, stop - start)

    def _verify_blank(self, start: int, stop: int) -> None:
        if any(self._buffer[start:stop]):
            raise DamagedFile(f"{self.name} has changed on disk between its arrays")

    def _stretch(self, key: str, end: int, sums: Array, at: int, dtype: str, count: int, first: int) -> Stretch:
        size = np.dtype(dtype).itemsize * count
        blocks = -(-size // BLOCK)
        if at < 0 or count < 0 or at + size > end or first + blocks > len(sums):
            raise ValueError(f"{key} does not lie inside the file")
        # What lies in memory cannot change on disk.
        own = sums[first : first + blocks] if self._is_mapped else None
        return Stretch(self._buffer, f"{self.name}/{key}", at, dtype, count, own)


def _open(storage: Any, name: str) -> tuple[Any, bool]:
    """Map a file of a folder; take one in memory as it lies there."""
    file = storage.open_file(name)
    try:
        number = descriptor(file)
        if number is None:
            return file.get(0, storage.file_length(name)), False
        if os.fstat(number).st_size == 0:
            raise DamagedFile(f"{name} is empty")
        return mmap.mmap(number, 0, access=mmap.ACCESS_READ), True
    finally:
        file.close()
