"""HTML pages: saved from the web, or written by this program."""

from __future__ import annotations

from desktop_app.transfer.reading import ReadFile, Surroundings, UnreadableFile
from desktop_app.transfer.shelves import SourceFile

SUFFIXES = frozenset((".html", ".htm", ".xhtml"))


def read(source: SourceFile, text: str, around: Surroundings) -> ReadFile:
    """Read one page."""
    raise UnreadableFile("Pages are not read yet.")
