"""Where texts stand before they are imported: folders, single files and zip archives, all walked the same way.

A shelf lists its files in a fixed order and reads what lies beside them (pictures, author pages), never anything
outside its `top`. Promises: hidden and system files are passed over, links cannot lead round in circles, a zip cannot
unfold into more than its limits. What the files mean is the readers' affair.
"""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import normpath as posix_normpath
from typing import Protocol

TEXT_LIMIT = 50_000_000
"""Bytes of one text file; the archive takes no longer body either."""

ZIP_FILES = 200_000
ZIP_BYTES = 4_000_000_000
ZIP_RATIO = 200
"""A text packs to a third or a tenth; to a two-hundredth only what was made to burst."""

SKIPPED_NAMES = frozenset(
    ("node_modules", "__macosx", "__pycache__", "thumbs.db", "desktop.ini", "$recycle.bin", "system volume information")
)


class ShelfTrouble(Exception):
    """A file or folder could not be read; the message is the reason, for the report."""


class Shelf(Protocol):
    """A tree of files; names are relative to its top, with `/`."""

    @property
    def label(self) -> str:
        """Return the absolute path of the top."""

    def read(self, name: str, limit: int) -> bytes:
        """Return the bytes of a file; raise ShelfTrouble where it is missing, too large or out of reach."""

    def has(self, name: str) -> bool:
        """Tell whether there is such a file."""

    def names(self, folder: str) -> list[str]:
        """Return the names of what lies in a folder; none where there is no such folder."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be read: `path` names it in reports and for ever, `name` within its shelf."""

    path: str
    name: str
    shelf: Shelf
    named: bool = False
    """True when the user named this very file, so that silence about it would be a lie."""

    @property
    def suffix(self) -> str:
        return os.path.splitext(self.name)[1].lower()

    def data(self) -> bytes:
        """Read the file; raise ShelfTrouble with the reason where that fails."""
        return self.shelf.read(self.name, TEXT_LIMIT)


@dataclass(slots=True)
class Walk:
    """What a walk came across besides files."""

    troubles: list[tuple[str, str]] = field(default_factory=list)
    """Paths that could not be read, each with its reason."""


def walk(paths: Sequence[Path], found: Walk) -> Iterator[SourceFile]:
    """Yield every file under `paths` once, sorted within each; zips are opened, hidden files passed over."""
    seen: set[str] = set()
    for path in paths:
        path = Path(os.path.abspath(path.expanduser()))
        if path.is_dir():
            files = _folder_files(path, found)
        elif not path.exists():
            found.troubles.append((shown(path), "There is no such file or folder."))
            continue
        elif path.suffix.lower() == ".zip":
            files = _zip_files(path, found)
        else:
            files = iter([_single(path)])
        for file in files:
            if file.path not in seen:
                seen.add(file.path)
                yield file


def shown(path: str | Path) -> str:
    """Return a path as text that can be stored and printed: names of files need not be Unicode."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def is_hidden(name: str) -> bool:
    """Tell files and folders that no writer made: dot files, editors' and systems' own."""
    return name.startswith(".") or name.lower() in SKIPPED_NAMES or name.endswith(("~", ".tmp", ".swp")) or name == "#"


# -- folders -----------------------------------------------------------------------------------------------------------


class Folder:
    """A folder on the disk; links inside it are followed as long as they stay inside it."""

    def __init__(self, top: Path) -> None:
        self._top = top
        self._real = os.path.realpath(top)

    @property
    def label(self) -> str:
        return str(self._top)

    def read(self, name: str, limit: int) -> bytes:
        path = self._path(name)
        try:
            # Asked before opening: a pipe would be waited for until somebody writes into it.
            status = os.stat(path)
            if stat.S_ISDIR(status.st_mode):
                raise ShelfTrouble("It is a folder.")
            if not stat.S_ISREG(status.st_mode):
                raise ShelfTrouble("It is no ordinary file.")
            if status.st_size > limit:
                raise ShelfTrouble(f"It is larger than {limit // 1_000_000} MB.")
            with open(path, "rb") as file:
                return file.read(limit + 1)
        except FileNotFoundError as error:
            raise ShelfTrouble("There is no such file.") from error
        except OSError as error:
            raise ShelfTrouble(f"It could not be read ({error.strerror or error}).") from error
        except ValueError as error:
            raise ShelfTrouble("Its name cannot be the name of a file.") from error

    def has(self, name: str) -> bool:
        inside = self._inside(name)
        # Most questions are answered with no, and that without following links.
        if inside is None or not os.path.isfile(os.path.join(self._top, inside)):
            return False
        try:
            return self._path(name).is_file()
        except (ShelfTrouble, OSError):
            return False

    def names(self, folder: str) -> list[str]:
        try:
            return sorted(os.listdir(self._path(folder)))
        except (ShelfTrouble, OSError, ValueError):
            return []

    def _path(self, name: str) -> Path:
        inside = self._inside(name)
        if inside is None:
            raise ShelfTrouble("It lies outside the imported folder.")
        path = self._top / inside
        try:
            real = os.path.realpath(path)
        except (OSError, ValueError) as error:
            raise ShelfTrouble("Its name cannot be the name of a file.") from error
        if real != self._real and not real.startswith(self._real.rstrip(os.sep) + os.sep):
            raise ShelfTrouble("It lies outside the imported folder.")
        return path

    def _inside(self, name: str) -> str | None:
        """Return the normal form of a name; one with `\\` or `A:` in it may be just that on the disk."""
        if os.sep == "/" and ("\\" in name or name[1:2] == ":") and "\0" not in name:
            plain = posix_normpath(name)
            if not plain.startswith(("/", "../")) and os.path.lexists(os.path.join(self._top, plain)):
                return plain
        return inside_name(name)


def inside_name(name: str) -> str | None:
    """Return the normal form of a relative name, or None where it leads out of the shelf."""
    plain = posix_normpath(name.replace("\\", "/"))
    if plain.startswith(("/", "../")) or plain == ".." or "\0" in plain or (len(plain) > 1 and plain[1] == ":"):
        return None
    return plain


def _folder_files(start: Path, found: Walk) -> Iterator[SourceFile]:
    top = site_top(start)
    shelf = Folder(top)
    prefix = start.relative_to(top).as_posix()
    visited: set[tuple[int, int]] = set()
    for path in _descend(start, visited, found):
        inside = path.relative_to(start).as_posix()
        if path.suffix.lower() == ".zip":
            yield from _zip_files(path, found)
        else:
            yield SourceFile(shown(path), inside if prefix == "." else f"{prefix}/{inside}", shelf)


def _descend(folder: Path, visited: set[tuple[int, int]], found: Walk) -> Iterator[Path]:
    """Yield the files below a folder, sorted; a folder met again through a link is passed over."""
    try:
        status = os.stat(folder)
        if (status.st_dev, status.st_ino) in visited:
            return
        visited.add((status.st_dev, status.st_ino))
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        found.troubles.append((shown(folder), f"The folder could not be read ({error.strerror or error})."))
        return
    for entry in entries:
        if is_hidden(entry.name):
            continue
        try:
            if entry.is_dir():
                yield from _descend(Path(entry.path), visited, found)
            elif entry.is_file() or entry.is_symlink():
                yield Path(entry.path)
        except OSError as error:
            found.troubles.append((shown(entry.path), f"It could not be read ({error.strerror or error})."))


_SITE_MARKS = (
    "hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "_config.yml", "_config.yaml", "pelicanconf.py", "mkdocs.yml",
    ".obsidian", "config.toml", "config.yaml", "config.yml",
)  # fmt: skip


def site_top(start: Path) -> Path:
    """Return the folder of the web site or vault that `start` is a part of, else `start` itself.

    Pictures (`static/`), author pages and data files often lie beside the folder a user chooses.
    """
    for folder in (start, *start.parents)[:8]:
        if folder == Path(folder.anchor) or folder == Path.home():
            break
        if folder.name == "content" and not _has_mark(folder):
            return folder.parent
        if _has_mark(folder):
            return folder
    return start


def _has_mark(folder: Path) -> bool:
    for mark in _SITE_MARKS:
        if (folder / mark).exists():
            # A config file alone may belong to anything.
            return not mark.startswith("config.") or (folder / "content").is_dir()
    return False


def _single(path: Path) -> SourceFile:
    top = site_top(path.parent)
    return SourceFile(shown(path), path.relative_to(top).as_posix(), Folder(top), named=True)


# -- zip archives ------------------------------------------------------------------------------------------------------


class Zip:
    """A zip archive: its files are read one at a time, never unpacked to the disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise ShelfTrouble(f"It is no zip archive that can be opened ({error}).") from error
        infos = self._file.infolist()
        if len(infos) > ZIP_FILES:
            raise ShelfTrouble(f"It holds more than {ZIP_FILES:,} files.")
        self._infos: dict[str, zipfile.ZipInfo] = {}
        self.refused: list[str] = []
        for info in infos:
            inside = inside_name(_member_name(info))
            if inside is None:
                self.refused.append(info.filename)
            elif not info.is_dir():
                self._infos.setdefault(inside, info)
        if sum(info.file_size for info in self._infos.values()) > ZIP_BYTES:
            raise ShelfTrouble(f"It would unfold to more than {ZIP_BYTES // 1_000_000_000} GB.")

    @property
    def label(self) -> str:
        return str(self._path)

    def members(self) -> list[str]:
        return sorted(self._infos)

    def read(self, name: str, limit: int) -> bytes:
        info = self._infos.get(inside_name(name) or "")
        if info is None:
            raise ShelfTrouble("There is no such file in the zip archive.")
        if info.file_size > limit:
            raise ShelfTrouble(f"It is larger than {limit // 1_000_000} MB.")
        if info.file_size > 1_000_000 and info.file_size > ZIP_RATIO * max(info.compress_size, 1):
            raise ShelfTrouble("It is packed too densely to be a text.")
        try:
            with self._file.open(info) as member:
                # The size in the directory is a claim; what comes out is what counts.
                data = member.read(limit + 1)
        except RuntimeError as error:
            raise ShelfTrouble("It is locked with a password.") from error
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
            raise ShelfTrouble(f"It is damaged ({error}).") from error
        if len(data) > limit:
            raise ShelfTrouble(f"It is larger than {limit // 1_000_000} MB.")
        return data

    def has(self, name: str) -> bool:
        return (inside_name(name) or "") in self._infos

    def names(self, folder: str) -> list[str]:
        start = "" if folder in ("", ".") else f"{inside_name(folder)}/"
        return sorted({name[len(start) :].split("/", 1)[0] for name in self._infos if name.startswith(start)})


def _member_name(info: zipfile.ZipInfo) -> str:
    """Return the name as it was meant: without the UTF-8 flag, zip programs write the system's own encoding."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "cp866"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _zip_files(path: Path, found: Walk) -> Iterator[SourceFile]:
    try:
        shelf = Zip(path)
    except ShelfTrouble as trouble:
        found.troubles.append((shown(path), str(trouble)))
        return
    for name in shelf.refused:
        found.troubles.append((f"{path}/{name}", "Its name leads out of the zip archive."))
    for name in shelf.members():
        if not any(is_hidden(part) for part in name.split("/")):
            yield SourceFile(shown(f"{path}/{name}"), name, shelf)
