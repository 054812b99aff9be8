"""What crosses the pipe between a program and its search process: questions, and answers to them.

A page has a thousand values. They are pickled by their fields alone (`desktop_app.values`): left to itself, pickle asks
each for a state and sets it attribute by attribute, which takes longer than a search for a rare word.
"""

from __future__ import annotations

from typing import Any, Literal

from desktop_app.values import dataclass

ReplyKind = Literal["result", "progress", "user_error", "bug"]


@dataclass(frozen=True, slots=True)
class Call:
    """One question; `number` comes back with the answer."""

    number: int
    method: str
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, or word of how far the work has come."""

    number: int
    kind: ReplyKind
    value: Any
