"""Sketches: thirty-two numbers that tell how much of their wording two texts share.

The 32 smallest hashes of all runs of four words. Of two texts, the share of common ones among the 32 smallest of both
estimates the share of common runs (bottom-k, Cohen and Kaplan 2007). The byline and the headline are no part of it.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from desktop_app.search.schema import SKETCH_SIZE

SHINGLE = 4
"""Words a run: with 10 % of the words changed, two thirds of the runs survive."""

FEWEST = 8
"""Runs under which nothing is said: a line or two is no reprint."""

NONE = np.uint32(0xFFFFFFFF)
"""Stands where a text has fewer than 32 different runs."""

Sketch = NDArray[np.uint32]


@lru_cache(maxsize=1 << 16)
def _hash(word: str) -> int:
    return zlib.crc32(word.encode())


def sketch(folded: Sequence[str]) -> Sketch:
    """Return the sketch of a text given as folded words, ascending."""
    kept = np.full(SKETCH_SIZE, NONE, dtype=np.uint32)
    runs = len(folded) - SHINGLE + 1
    if runs < FEWEST:
        return kept
    word = np.fromiter(map(_hash, folded), dtype=np.uint64, count=len(folded))
    mixed = np.zeros(runs, dtype=np.uint64)
    for at in range(SHINGLE):
        # 64-bit arithmetic wraps, which is what a hash wants; the odd factor is that of splitmix64.
        mixed = (mixed ^ word[at : at + runs]) * np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(29)
    hashes = np.unique((mixed >> np.uint64(32)).astype(np.uint32))
    hashes = hashes[hashes != NONE][:SKETCH_SIZE]
    kept[: len(hashes)] = hashes
    return kept


def resemblance(one: Sketch, other: Sketch) -> float:
    """Return the share of common wording, 0 to 1."""
    first, second = set(one.tolist()), set(other.tolist())
    smallest = sorted((first | second) - {int(NONE)})[:SKETCH_SIZE]
    return len((first & second).intersection(smallest)) / len(smallest) if smallest else 0.0
