"""HTML, the way in: pages saved from the web, exported by other programs, or written by this one."""

from __future__ import annotations

from desktop_app.transfer.reading import ReadFile, Surroundings
from desktop_app.transfer.shelves import SourceFile

SUFFIXES = frozenset((".html", ".htm", ".xhtml"))


def read(source: SourceFile, text: str, around: Surroundings) -> ReadFile:
    """Read one page."""
    # Loaded with the first page: the parsers behind it cost a quarter of a second, and the window imports this file.
    from desktop_app.transfer import saved_page

    return saved_page.read(source, text, around)
