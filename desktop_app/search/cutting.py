"""Cuts many texts into words at once: the very words of `text.words`, some ten times as quick.

NumPy finds the runs of letters and gives each a number; only a run that was never met before is handed to
`text.words.run_words`, which knows all the rules. An archive has a few hundred thousand different runs, and hundreds of
millions of words.

A run is known by a 64-bit rolling hash, and a second, independent sum is compared wherever the hash is met again: two
runs that share a hash are told apart by their letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop_app.text.folding import APOSTROPHES
from desktop_app.text.words import letter_class

Codes = NDArray[np.uint32]
Hashes = NDArray[np.uint64]

AT_ONCE = 250_000
"""Characters cut at once: the arrays stay in the processor's cache."""

_CODES = 0x110000
_MULTIPLIER = 0x9E3779B97F4A7C15
"""Odd, so that it has an inverse modulo 2 ** 64."""


class Runs(NamedTuple):
    """The runs of some texts in order: how many each text has, and the number of each run."""

    counts: NDArray[np.int64]
    numbers: Codes


class _Tables(NamedTuple):
    is_letter: NDArray[np.bool_]
    is_apostrophe: NDArray[np.bool_]
    mix: Hashes
    check: Hashes


@cache
def _tables() -> _Tables:
    """Return what is known of each code point; a tenth of a second, once a process."""
    codes = np.arange(_CODES, dtype="<u4")
    codes[0xD800:0xE000] = 0
    every = codes.tobytes().decode("utf-32-le")
    is_letter = np.zeros(_CODES, dtype=np.bool_)
    for stretch in re.finditer(f"[{letter_class()}]+", every):
        is_letter[stretch.start() : stretch.end()] = True
    is_apostrophe = np.zeros(_CODES, dtype=np.bool_)
    is_apostrophe[[ord(char) for char in APOSTROPHES]] = True
    chance = np.random.default_rng(7)
    mix, check = (chance.integers(1, 1 << 63, _CODES, dtype=np.uint64) | np.uint64(1) for _ in range(2))
    return _Tables(is_letter, is_apostrophe, mix, check)


@cache
def _powers(count: int) -> tuple[Hashes, Hashes]:
    """Return the powers of the multiplier and of its inverse."""
    powers = []
    for base in (_MULTIPLIER, pow(_MULTIPLIER, -1, 1 << 64)):
        factors = np.full(count, base, dtype=np.uint64)
        factors[0] = 1
        powers.append(np.multiply.accumulate(factors))
    return powers[0], powers[1]


class Cutter:
    """Numbers the runs it meets. `learn` is handed those that are new, in the order of their numbers."""

    def __init__(self, learn: Callable[[Sequence[str]], None]) -> None:
        self.count = 0
        self._learn = learn
        self._known = _HashTable()
        self._checks = np.empty(0, dtype=np.uint64)
        self._told_apart: dict[str, int] = {}

    def cut(self, texts: Sequence[str]) -> Runs:
        """Return the runs of these texts."""
        parts = []
        at = 0
        while at < len(texts):
            size, first = 0, at
            while at < len(texts) and (size == 0 or size + len(texts[at]) <= AT_ONCE):
                size += len(texts[at]) + 1
                at += 1
            parts.append(self._cut(texts[first:at]))
        if not parts:
            return Runs(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.uint32))
        return Runs(np.concatenate([part.counts for part in parts]), np.concatenate([part.numbers for part in parts]))

    def _cut(self, texts: Sequence[str]) -> Runs:
        tables = _tables()
        # What stands between two texts is no letter, so no run reaches over it.
        joined = "\0".join(texts) + "\0"
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4")
        inside = tables.is_letter[codes]
        marks = np.flatnonzero(tables.is_apostrophe[codes[1:-1]]) + 1
        inside[marks[inside[marks - 1] & inside[marks + 1]]] = True
        edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
        if inside[0]:
            edges = np.append(0, edges)
        starts, ends = edges[::2], edges[1::2]
        bounds = np.cumsum([0, *(len(text) + 1 for text in texts)])
        counts = np.diff(np.searchsorted(starts, bounds))
        return Runs(counts, self._numbered(joined, starts, ends, *_hashes(codes, starts, ends)))

    def _numbered(
        self, joined: str, starts: NDArray[np.int64], ends: NDArray[np.int64], hashes: Hashes, checks: Hashes
    ) -> Codes:
        numbers = self._known.find(hashes)
        new = np.flatnonzero(numbers < 0)
        if len(new):
            unique, first = np.unique(hashes[new], return_index=True)
            first = new[first]
            self._known.add(unique, self.count)
            self._meet([joined[start:end] for start, end in zip(starts[first], ends[first], strict=True)])
            self._checks = np.concatenate((self._checks, checks[first]))
            numbers[new] = self._known.find(hashes[new])
        for run in np.flatnonzero(self._checks[numbers] != checks).tolist():
            numbers[run] = self._by_letters(joined[starts[run] : ends[run]])
        return numbers.astype(np.uint32)

    def _by_letters(self, run: str) -> int:
        """Return the number of a run that has the hash of another one."""
        known = self._told_apart.get(run)
        if known is None:
            known = self._told_apart[run] = self.count
            self._meet([run])
            self._checks = np.append(self._checks, np.uint64(0))
        return known

    def _meet(self, runs: Sequence[str]) -> None:
        self._learn(runs)
        self.count += len(runs)


class _HashTable:
    """Numbers by hash: open addressing, all look-ups of a call at once."""

    def __init__(self) -> None:
        self._size = 0
        self._allocate(1 << 12)

    def _allocate(self, slots: int) -> None:
        self._hashes = np.zeros(slots, dtype=np.uint64)
        self._numbers = np.full(slots, -1, dtype=np.int64)
        self._shift = np.uint64(64 - slots.bit_length() + 1)

    def find(self, hashes: Hashes) -> NDArray[np.int64]:
        """Return the number of each hash, -1 for those that are not known."""
        slots = (hashes >> self._shift).astype(np.int64)
        numbers = self._numbers[slots]
        # What lies in its first slot is done; the others look into the next ones until they meet an empty slot.
        open_ = np.flatnonzero((numbers >= 0) & (self._hashes[slots] != hashes))
        while len(open_):
            slots[open_] = (slots[open_] + 1) & (len(self._hashes) - 1)
            numbers[open_] = self._numbers[slots[open_]]
            wrong = (numbers[open_] >= 0) & (self._hashes[slots[open_]] != hashes[open_])
            open_ = open_[wrong]
        return numbers

    def add(self, hashes: Hashes, first: int) -> None:
        """Number distinct, unknown hashes from `first` on."""
        self._size += len(hashes)
        if 2 * self._size > len(self._hashes):
            known, numbers = self._hashes[self._numbers >= 0], self._numbers[self._numbers >= 0]
            self._allocate(1 << (4 * self._size).bit_length())
            self._put(known, numbers)
        self._put(hashes, np.arange(first, first + len(hashes)))

    def _put(self, hashes: Hashes, numbers: NDArray[np.int64]) -> None:
        slots = (hashes >> self._shift).astype(np.int64)
        left = np.arange(len(hashes))
        while len(left):
            free = left[self._numbers[slots[left]] < 0]
            # Of those that want the same slot the first one gets it.
            _, winners = np.unique(slots[free], return_index=True)
            won = free[winners]
            self._hashes[slots[won]], self._numbers[slots[won]] = hashes[won], numbers[won]
            left = np.setdiff1d(left, won, assume_unique=True)
            slots[left] = (slots[left] + 1) & (len(self._hashes) - 1)


def _hashes(codes: Codes, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> tuple[Hashes, Hashes]:
    """Return two sums of each run: one that knows the order of its letters, one that does not."""
    tables = _tables()
    size = max(2 * AT_ONCE, 1 << len(codes).bit_length())
    powers, inverses = _powers(size)
    sums = np.zeros(len(codes) + 1, dtype=np.uint64)
    np.cumsum(tables.mix[codes] * powers[: len(codes)], out=sums[1:])
    hashes = (sums[ends] - sums[starts]) * inverses[starts]
    np.cumsum(tables.check[codes], out=sums[1:])
    return hashes, sums[ends] - sums[starts]
