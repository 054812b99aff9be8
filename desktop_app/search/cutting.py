"""Cuts many texts into words at once: the very words of `text.words`, some twenty times as quick.

NumPy finds the runs of letters and gives each a number; only a run that was never met before is handed to
`text.words.run_words`, which knows all the rules. An archive has a few hundred thousand different runs, and hundreds of
millions of words.

A run is known by a 64-bit hash of its letters, four of which are taken in at once. A second hash is compared wherever
the first is met again: two runs that share one are told apart by their letters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop_app.text.expressions import expression
from desktop_app.text.folding import APOSTROPHES, INVISIBLE

Codes = NDArray[np.uint32]
Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]

AT_ONCE = 250_000
"""Characters cut at once: the arrays stay in the processor's cache."""

_LONGEST = 64
"""Code units of a run hashed by arrays; the few that are longer are hashed one by one."""

_FACTORS = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_MASKS = np.array([(1 << 16 * units) - 1 for units in range(5)], dtype=np.uint64)
"""What is kept of four code units of which so many belong to the run."""

_LONE_SURROGATE = expression("[\ud800-\udfff]")


class Runs(NamedTuple):
    """The runs of some texts in order: how many each text has, and the number of each run."""

    counts: NDArray[np.int64]
    numbers: NDArray[np.int64]


class Growing:
    """An array that grows at its end."""

    def __init__(self, dtype: Any) -> None:
        self._room = np.empty(1 << 10, dtype=dtype)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def array(self) -> NDArray[Any]:
        """What it holds now; it may be another array once it has grown."""
        return self._room[: self._count]

    def extend(self, values: Sequence[int] | NDArray[Any]) -> None:
        """Add values."""
        count = self._count + len(values)
        if count > len(self._room):
            room = np.empty(1 << count.bit_length(), dtype=self._room.dtype)
            room[: self._count] = self.array
            self._room = room
        self._room[self._count : count] = values
        self._count = count


_UNKNOWN, _OTHER, _LETTER, _APOSTROPHE = range(4)

_kinds = np.zeros(0x110000, dtype=np.uint8)
"""What each code point is, of those that were met: all of Unicode would take half a second, a text has a hundred."""


def _kinds_of(codes: NDArray[Any]) -> NDArray[np.uint8]:
    """Return what each of some code points is."""
    kinds = _kinds.take(codes)
    if not kinds.all():
        for code in np.unique(codes[kinds == _UNKNOWN]).tolist():
            _kinds[code] = _kind(chr(code))
        kinds = _kinds.take(codes)
    return kinds


def _kind(char: str) -> int:
    if char.isalnum() or char == "_" or char in INVISIBLE or unicodedata.category(char)[0] == "M":
        return _LETTER  # Some apostrophes are letters, which join words anyway.
    return _APOSTROPHE if char in APOSTROPHES else _OTHER


class Cutter:
    """Numbers the runs it meets. `learn` is handed those that are new, in the order of their numbers."""

    def __init__(self, learn: Callable[[Sequence[str]], None]) -> None:
        self.count = 0
        self._learn = learn
        self._known = _HashTable()
        self._checks = Growing(np.uint64)
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
            return Runs(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))
        return Runs(np.concatenate([part.counts for part in parts]), np.concatenate([part.numbers for part in parts]))

    def _cut(self, texts: Sequence[str]) -> Runs:
        joined = _Joined(texts)
        kinds = _kinds_of(joined.units)
        if joined.pairs is not None:
            kinds[joined.pairs] = kinds[joined.pairs + 1] = _kinds_of(joined.codes_of_pairs())
        inside = kinds == _LETTER
        marks = np.flatnonzero(kinds[1:-1] == _APOSTROPHE) + 1
        inside[marks[inside[marks - 1] & inside[marks + 1]]] = True
        edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
        if inside[0]:
            edges = np.append(0, edges)
        starts, ends = edges[::2], edges[1::2]
        counts = np.diff(np.searchsorted(starts, joined.bounds))
        return Runs(counts, self._numbered(joined, starts, ends))

    def _numbered(self, joined: _Joined, starts: Places, ends: Places) -> Places:
        hashes, checks = _hashes(joined, starts, ends)
        numbers = self._known.find(hashes)
        new = np.flatnonzero(numbers < 0)
        if len(new):
            unique, first = np.unique(hashes[new], return_index=True)
            first = new[first]
            self._known.add(unique, self.count)
            self._meet(
                [
                    joined.text(start, end)
                    for start, end in zip(starts[first].tolist(), ends[first].tolist(), strict=True)
                ]
            )
            self._checks.extend(checks[first])
            numbers[new] = self._known.find(hashes[new])
        for run in np.flatnonzero(self._checks.array.take(numbers) != checks).tolist():
            numbers[run] = self._by_letters(joined.text(int(starts[run]), int(ends[run])))
        return numbers

    def _by_letters(self, run: str) -> int:
        """Return the number of a run that has the hash of another one."""
        known = self._told_apart.get(run)
        if known is None:
            known = self._told_apart[run] = self.count
            self._meet([run])
            self._checks.extend([0])
        return known

    def _meet(self, runs: Sequence[str]) -> None:
        self._learn(runs)
        self.count += len(runs)


class _Joined:
    """Texts laid end to end in UTF-16, in which nearly every character is one unit of two bytes."""

    def __init__(self, texts: Sequence[str]) -> None:
        # What stands between two texts is no letter, so no run reaches over it.
        self._letters = "\0".join(texts) + "\0"
        try:
            self.data = (self._letters + _ROOM).encode("utf-16-le")
        except UnicodeEncodeError:
            # A lone surrogate is no letter either.
            self._letters = _LONE_SURROGATE.sub(" ", self._letters)
            self.data = (self._letters + _ROOM).encode("utf-16-le")
        self.units: NDArray[np.uint16] = np.frombuffer(self.data, "<u2")[: -len(_ROOM)]
        self.bounds = np.cumsum([0, *(len(text) + 1 for text in texts)])
        self.pairs: Places | None = None
        if len(self.units) > len(self._letters):
            self.pairs = np.flatnonzero((self.units & 0xFC00) == 0xD800)
            self.bounds += np.searchsorted(self.pairs - np.arange(len(self.pairs)), self.bounds)

    def codes_of_pairs(self) -> Places:
        """Return the code points that take two units."""
        assert self.pairs is not None
        upper, lower = (self.units[self.pairs + at].astype(np.int64) & 0x3FF for at in (0, 1))
        return 0x10000 + (upper << 10 | lower)

    def text(self, start: int, end: int) -> str:
        """Return what stands between two places, counted in units."""
        return self._letters[start:end] if self.pairs is None else self.data[2 * start : 2 * end].decode("utf-16-le")


_ROOM = "\0" * 3
"""Stands behind the last unit, so that four can be read at each."""


class _HashTable:
    """Numbers by hash: open addressing, all look-ups of a call at once.

    An entry is the upper 40 bits of a hash and, in the lower 24, its number and one more, so that a look-up is one look
    at memory. Hashes that differ in their lower bits alone are taken for one another.
    """

    def __init__(self) -> None:
        self._size = 0
        self._allocate(1 << 12)

    def _allocate(self, slots: int) -> None:
        self._entries = np.zeros(slots, dtype=np.uint64)
        self._shift = np.uint64(64 - slots.bit_length() + 1)

    def find(self, hashes: Hashes) -> Places:
        """Return the number of each hash, -1 for those that are not known."""
        slots = (hashes >> self._shift).view(np.int64)
        entries = self._entries.take(slots)
        # What lies in its first slot is done; the others look into the next ones until they meet an empty slot.
        open_ = np.flatnonzero((entries ^ hashes) > _NUMBER)
        open_ = open_[entries[open_] != 0]
        while len(open_):
            slots[open_] = (slots[open_] + 1) & (len(self._entries) - 1)
            entries[open_] = found = self._entries[slots[open_]]
            open_ = open_[(found != 0) & ((found ^ hashes[open_]) > _NUMBER)]
        return (entries & _NUMBER).view(np.int64) - 1

    def add(self, hashes: Hashes, first: int) -> None:
        """Number distinct, unknown hashes from `first` on."""
        self._size += len(hashes)
        if self._size >= _NUMBER:
            raise OverflowError("more runs than can be numbered")
        if 2 * self._size > len(self._entries):
            known = self._entries[self._entries != 0]
            self._allocate(1 << (4 * self._size).bit_length())
            self._put(known)
        self._put((hashes & ~_NUMBER) | np.arange(first + 1, first + 1 + len(hashes), dtype=np.uint64))

    def _put(self, entries: Hashes) -> None:
        slots = (entries >> self._shift).view(np.int64)
        left = np.arange(len(entries))
        while len(left):
            free = left[self._entries[slots[left]] == 0]
            # Of those that want the same slot the last one gets it.
            self._entries[slots[free]] = entries[free]
            left = left[self._entries[slots[left]] != entries[left]]
            slots[left] = (slots[left] + 1) & (len(self._entries) - 1)


_NUMBER = np.uint64((1 << 24) - 1)


def _hashes(joined: _Joined, starts: Places, ends: Places) -> tuple[Hashes, Hashes]:
    """Return two hashes of each run."""
    lengths = ends - starts
    # Four code units at each unit.
    fours: Hashes = np.ndarray(len(joined.units), "<u8", joined.data, 0, (2,))
    letters = fours.take(starts) & _MASKS.take(lengths, mode="clip")
    hashes, checks = (_mixed(letters + lengths.view(np.uint64) * factor, factor) for factor in _FACTORS)
    taken = 4
    some = np.flatnonzero((lengths > taken) & (lengths <= _LONGEST))
    while len(some):
        letters = fours.take(starts[some] + taken) & _MASKS.take(lengths[some] - taken, mode="clip")
        hashes[some] = _mixed(hashes[some] ^ letters, _FACTORS[0])
        checks[some] = _mixed(checks[some] + letters, _FACTORS[1])
        taken += 4
        some = some[lengths[some] > taken]
    for run in np.flatnonzero(lengths > _LONGEST).tolist():
        hashes[run], checks[run] = _digest(joined.data[2 * starts[run] : 2 * ends[run]])
    return hashes, checks


def _digest(run: bytes) -> Hashes:
    # Here: it brings OpenSSL with it, and there are next to no such runs.
    from hashlib import blake2b

    return np.frombuffer(blake2b(run, digest_size=16).digest(), np.uint64)


def _mixed(hashes: Hashes, factor: np.uint64) -> Hashes:
    hashes = hashes * factor
    mixed: Hashes = hashes ^ (hashes >> np.uint64(32))
    return mixed
