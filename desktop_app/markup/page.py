"""What rendering gives, as values: blocks of a page, a whole page. Without the renderer, which takes time to load."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.markup.headings import Heading


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the page; `line` is the 0-based source line it begins on (footnotes: where the first one stands)."""

    line: int
    html: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A whole text as safe HTML."""

    html: str
    outline: tuple[Heading, ...]
    footnotes: int
