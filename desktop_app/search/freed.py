"""Giving freed memory back: the C library of Linux keeps what arrays leave behind, 20 MB after some dozens of pages."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from functools import cache


def give_back() -> None:
    """Hand freed memory to the system, where the C library does not by itself; takes about a millisecond."""
    if (trim := _trim()) is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], object] | None:
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
