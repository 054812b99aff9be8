"""What is done about memory by hand: giving back what is free, and leaving alone what stays.

The C library of Linux keeps what arrays leave behind, 20 MB after some dozens of pages. And to find circles of garbage
Python goes through all that there is, every sixty pages or so: 50 ms among 100,000 articles.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Callable
from functools import cache


def give_back() -> None:
    """Hand freed memory to the system, where the C library does not by itself; takes about a millisecond."""
    if (trim := _trim()) is not None:
        trim(0)


def leave_alone() -> None:
    """Let the search for garbage pass over all that there is by now.

    For once only, when what stays has been made: what is passed over and becomes garbage in a circle is never freed.
    """
    gc.collect()
    gc.freeze()


@cache
def _trim() -> Callable[[int], object] | None:
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
