"""What rendering gives, as values: blocks of a page, a whole page. Without the renderer, which takes time to load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from desktop_app.markup.headings import Heading

_T = TypeVar("_T")


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


def alike(old: Sequence[_T], new: Sequence[_T]) -> tuple[int, int]:
    """Return how many items two sequences begin and end with alike; the two stretches never overlap."""
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return head, tail
