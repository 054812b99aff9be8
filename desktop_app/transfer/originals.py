"""The file an imported article was made from, as it lies there today."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from desktop_app.archive.articles import Provenance
from desktop_app.transfer.encodings import NotText, decode
from desktop_app.transfer.shelves import TEXT_LIMIT, Folder, ShelfTrouble, Zip


@dataclass(frozen=True, slots=True)
class Original:
    """What became of the file. `text` is "" and `trouble` says why where it cannot be read."""

    text: str = ""
    is_same: bool = False
    """Its bytes are those that were imported."""
    trouble: str = ""


def read_original(origin: Provenance) -> Original:
    """Read the file again, also one in a zip archive, in the encoding it was imported with; nothing of it is run."""
    try:
        data = _bytes(Path(origin.path))
    except ShelfTrouble as trouble:
        return Original(trouble=str(trouble))
    is_same = hashlib.sha256(data).hexdigest() == origin.sha256
    try:
        return Original(decode(data, origin.encoding if is_same else None).text, is_same)
    except NotText as trouble:
        return Original("", is_same, str(trouble))


def _bytes(path: Path) -> bytes:
    for parent in path.parents:
        if parent.suffix.lower() == ".zip" and parent.is_file():
            return Zip(parent).read(path.relative_to(parent).as_posix(), TEXT_LIMIT)
    return Folder(path.parent).read(path.name, TEXT_LIMIT)
