"""HTML, the way in: pages saved from the web, exported by other programs, or written by this one."""

from __future__ import annotations

from desktop_app.transfer.saved_page import read

__all__ = ["SUFFIXES", "read"]

SUFFIXES = frozenset((".html", ".htm", ".xhtml"))
