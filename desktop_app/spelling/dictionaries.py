"""Where hunspell dictionaries are: the user's own, those that ship with the program, those of the system.

Promises: `find_dictionaries` only looks at names of files. Per language and region one pair of files is taken, the
user's before the shipped one before the system's, so that spelling is the same on every machine unless somebody
wished it otherwise.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from desktop_app import paths

Origin = Literal["own", "shipped", "system"]

_NAME = re.compile(r"([a-z]{2,3})(?:[_-]([A-Za-z]{2,4}|\d{3}))?(?:[_-][\w.-]+)?\Z")
_DEEP = 2
"""Folders below one that is looked into: LibreOffice keeps each language in a folder of its own."""


@dataclass(frozen=True, slots=True)
class DictionaryFile:
    """A pair of `.aff` and `.dic`; `language` is `en` or, of a region, `en-GB`."""

    language: str
    path: Path
    """Without its ending."""
    origin: Origin

    @property
    def main(self) -> str:
        """The language without its region."""
        return self.language.partition("-")[0]


def own_folder() -> Path:
    """Return where a user puts dictionaries: `dictionaries` in the data folder. It need not exist."""
    return paths.data_folder() / "dictionaries"


def system_folders() -> tuple[Path, ...]:
    """Return where this system keeps hunspell dictionaries; they need not exist."""
    named = [Path(part) for part in os.environ.get("DICPATH", "").split(os.pathsep) if part]
    home = Path.home()
    if sys.platform == "win32":
        programs = [Path(os.environ[name]) for name in ("ProgramFiles", "ProgramFiles(x86)") if name in os.environ]
        return (*named, *(folder / "LibreOffice" / "share" / "extensions" for folder in programs))
    if sys.platform == "darwin":
        office = Path("/Applications/LibreOffice.app/Contents/Resources/extensions")
        return (*named, home / "Library" / "Spelling", Path("/Library/Spelling"), office)
    return (
        *named,
        home / ".local/share/hunspell",
        Path("/usr/local/share/hunspell"),
        Path("/usr/share/hunspell"),
        Path("/usr/share/myspell"),
        Path("/usr/lib/libreoffice/share/extensions"),
    )


def find_dictionaries(
    own: Path | None = None, system: Sequence[Path] | None = None
) -> dict[str, tuple[DictionaryFile, ...]]:
    """Return what there is for each language (`en`), each region once, the user's own first."""
    places: list[tuple[Origin, Path]] = [
        ("own", own if own is not None else own_folder()),
        ("shipped", paths.resource("dictionaries")),
        *(("system", folder) for folder in (system if system is not None else system_folders())),
    ]
    found: dict[str, DictionaryFile] = {}
    for origin, folder in places:
        for file in _pairs(folder, origin):
            found.setdefault(file.language, file)
    by_language: dict[str, list[DictionaryFile]] = {}
    for file in found.values():
        by_language.setdefault(file.main, []).append(file)
    return {language: tuple(files) for language, files in sorted(by_language.items())}


def chosen(files: Sequence[DictionaryFile], language: str) -> tuple[DictionaryFile, ...]:
    """Return which of a language's dictionaries count: those of its region (`en-GB`), else all but the system's.

    The system's count where there is nothing else.
    """
    exact = [file for file in files if file.language == language and "-" in language]
    better = [file for file in files if file.origin != "system"]
    return tuple(exact or better or files)


def _pairs(folder: Path, origin: Origin, deep: int = _DEEP) -> Iterator[DictionaryFile]:
    try:
        entries = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError:
        return
    names = {path.name for path in entries}
    for path in entries:
        if path.suffix == ".dic" and f"{path.stem}.aff" in names and (match := _NAME.match(path.stem)):
            region = f"-{match[2].upper()}" if match[2] and len(match[2]) == 2 else ""
            yield DictionaryFile(match[1] + region, path.with_suffix(""), origin)
        elif deep and path.suffix == "" and path.is_dir():
            yield from _pairs(path, origin, deep - 1)
