"""Ids of articles as they come from outside: which of them a row can have, and in how long lists they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

CHUNK = 500
"""Values of one IN list; SQLite takes 32,766, some servers fewer, and 500 is as quick."""

LAST_ID = 2**31 - 1
"""The largest id a row can have; larger numbers name nothing."""

_T = TypeVar("_T")


def chunks(values: Iterable[_T], size: int = CHUNK) -> Iterator[list[_T]]:
    """Cut into lists of `size`."""
    left = iter(values)
    while part := list(islice(left, size)):
        yield part


def possible(ids: Iterable[int]) -> list[int]:
    """Keep the ids that a row can have, each once, in order."""
    return [id_ for id_ in dict.fromkeys(ids) if 0 < id_ <= LAST_ID]
