"""File names for articles: from the title, safe on every system, each only once in a run."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import unquote

from desktop_app.markup import slug

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\Z", re.IGNORECASE)
MAX_BYTES = 150
"""Of the name alone. Systems allow 255 with suffix; cloud folders and encrypted disks less."""


def name_from(title: str) -> str:
    """Return a file name without suffix: letters and digits of any script, small, joined by hyphens; may be empty."""
    name = slug(title) if re.search(r"[^\W_]", title) else ""
    while len(name.encode()) > MAX_BYTES:
        name = name[:-1]
    name = name.rstrip("-")
    return f"_{name}" if _RESERVED.match(name) else name


class Names:
    """Gives each article a name of its own; systems that do not tell capitals apart are thought of."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, title: str, number: int) -> str:
        """Return a name nobody has yet: the title, with the article's number where two are called the same."""
        name = name_from(title) or f"article-{number}"
        while not self.free(name):
            name = f"{name_from(title) or 'article'}-{number}"
            number += 1
        self._taken.add(_folded(name))
        return name

    def free(self, name: str) -> bool:
        return _folded(name) not in self._taken


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def picture_place(address: str) -> tuple[int, PurePosixPath] | None:
    """Return where a picture lies from an article that names it so: how many folders up, and the path from there.

    None where it is no place near the article. A leading slash is the root of a site, which an importer looks for in
    the folder it was given.
    """
    plain = unquote(re.split(r"[?#]", address, maxsplit=1)[0]) or address
    if re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:|//", plain) or "\\" in plain or "\0" in plain:
        return None
    parts: list[str] = []
    up = 0
    for part in plain.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part == "..":
            up += 1
        elif part not in ("", "."):
            parts.append(part)
    if not parts or up > 5 or not all(map(_possible, parts)):
        return None
    return up, PurePosixPath(*parts)


def _possible(part: str) -> bool:
    if len(part.encode()) > 200 or _RESERVED.match(part.partition(".")[0]) or not part.isprintable():
        return False
    return os.name != "nt" or (re.search(r'[<>:"|?*]', part) is None and part == part.rstrip(". "))
