"""Which articles may be printings of the same text: those whose sketches share a hash or two.

An inverted index of the hashes, kept current article by article. Promises: never all pairs; work and memory grow with
the number of articles, whatever their texts have in common. Not for judging: candidates are looked at by `families`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from desktop_app.search.sketches import NONE, Sketch

Ints = NDArray[np.int64]
Rows = NDArray[np.int32]

ENOUGH = 3
"""Hashes two sketches must share: with 40 % of the words changed they share nine or ten, and one pair in 400 less than
three. With two, twice as many real texts would have to be compared for nothing."""

LONG = 64
"""Articles with the same hash up to which each is paired with each."""

PIVOTS = 8
"""In a longer list each is paired with the first ones alone: a text printed by the hundred still hangs together."""

_CHUNK = 1 << 19
"""Pairs to count at a time, some 20 MB."""

_FRESH = 2_000
"""Changed articles that are looked through one by one until all hashes are sorted anew."""

_HASH = np.uint64(32)
_HALVES = np.dtype([("row", "<u4"), ("hash", "<u4")])
"""A hash and a row in one number of 64 bits: sorted in a third of the time of two arrays, and in half of the memory."""


class Candidates:
    """The sketches of all articles, and who shares hashes with whom.

    Articles have a row each. Those that came since the hashes were last sorted stand behind all others; rows of
    articles that changed or went are dead until the next time.
    """

    def __init__(self, ids: Ints, sketches: Sketch) -> None:
        self._sort(np.asarray(ids, dtype=np.int64), sketches)

    def _sort(self, ids: Ints, sketches: Sketch) -> None:
        self._ids, self._sketches = ids, sketches
        self._fresh = sketches[:0]
        self._alive = np.ones(len(ids), bool)
        self._sizes = _sizes(sketches)
        self._rows = dict(zip(ids.tolist(), range(len(ids)), strict=True))
        self._postings: NDArray[np.uint64] | None = None

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, id_: object) -> bool:
        return id_ in self._rows

    def sketches(self, ids: Iterable[int]) -> Sketch:
        """Return the sketches of these articles, a row each."""
        return self._of_rows(np.array([self._rows[id_] for id_ in ids], dtype=np.int64))

    def replace(self, ids: Sequence[int], sketches: Sketch, gone: Iterable[int] = ()) -> None:
        """Put in new sketches, over those the articles had, and take out the articles that are gone."""
        for id_ in (*gone, *ids):
            row = self._rows.pop(id_, None)
            if row is not None:
                self._alive[row] = False
        self._rows.update(zip(ids, range(len(self._ids), len(self._ids) + len(ids)), strict=True))
        self._ids = np.concatenate((self._ids, np.asarray(ids, dtype=np.int64)))
        self._alive = np.concatenate((self._alive, np.ones(len(ids), bool)))
        self._sizes = np.concatenate((self._sizes, _sizes(sketches)))
        self._fresh = np.concatenate((self._fresh, sketches))
        if len(self._fresh) > _FRESH:
            self._sort_anew()

    def _sort_anew(self) -> None:
        rows = np.flatnonzero(self._alive)
        self._sort(self._ids[rows], self._of_rows(rows))

    def near(self, id_: int) -> list[int]:
        """Return the articles that share enough with this one, ascending."""
        own = self.sketches([id_])[0]
        own = own[own != NONE]
        postings = self._by_hash
        fresh: Rows = (len(self._sketches) + np.nonzero(np.isin(self._fresh, own))[0]).astype(np.int32)
        found = [fresh]
        for key in own.astype(np.uint64) << _HASH:
            start = np.searchsorted(postings, key)
            some = postings[start : start + LONG + 1]
            rows = _rows_of(some[some >> _HASH == key >> _HASH])
            found.append(rows if len(rows) <= LONG else rows[:PIVOTS])
        rows, shared = np.unique(np.concatenate(found), return_counts=True)
        enough = shared >= np.minimum(ENOUGH, np.minimum(self._sizes[rows], len(own)))
        ids = self._ids[rows[enough & self._alive[rows]]]
        return sorted(ids[ids != id_].tolist())

    def pairs(self) -> Iterator[tuple[Ints, Ints]]:
        """Yield all pairs of articles that share enough, each once, some at a time."""
        if not self._alive.all() or len(self._fresh):
            self._sort_anew()
        rows, behind = self._lists()
        order = np.argsort(rows, kind="stable")
        order = order[behind[order] > 0]
        owners, done = rows[order], np.cumsum(behind[order])
        at = 0
        while at < len(order):
            # Whole articles at a time, so that all that a pair shares is counted together.
            end = int(np.searchsorted(done, (done[at - 1] if at else 0) + _CHUNK))
            to = int(np.searchsorted(owners, owners[end])) if end < len(order) else len(order)
            if to <= at:
                to = int(np.searchsorted(owners, owners[at], side="right"))
            yield self._counted(rows, order[at:to], behind)
            at = to

    def _lists(self) -> tuple[Rows, Rows]:
        """Return the rows of all hashes that several have, list after list, and with how many behind it each is paired.

        A list of four pairs its first entry with three, the next with two, and so on: all pairs. A long one pairs only
        its first eight.
        """
        postings = self._by_hash
        hashes = postings.view(_HALVES)["hash"]
        first = np.ones(len(postings) + 1, bool)
        first[1:-1] = hashes[1:] != hashes[:-1]
        met = ~(first[:-1] & first[1:])
        rows = _rows_of(postings[met])
        heads = np.flatnonzero(first[:-1][met])
        sizes = np.diff(heads, append=len(rows)).astype(np.int32)
        ends: Rows = np.repeat(np.cumsum(sizes, dtype=np.int32), sizes)
        behind = (ends - np.arange(1, len(rows) + 1)).astype(np.int32)
        sizes = np.repeat(sizes, sizes)
        behind[(sizes > LONG) & (behind < sizes - PIVOTS)] = 0
        return rows, behind

    def _counted(self, rows: Rows, entries: Ints, behind: Rows) -> tuple[Ints, Ints]:
        counts = behind[entries].astype(np.int64)
        steps = np.arange(1, counts.sum() + 1) - np.repeat(np.cumsum(counts) - counts, counts)
        others = rows[np.repeat(entries, counts) + steps]
        owners = np.repeat(rows[entries].astype(np.int64), counts)
        keys, shared = np.unique(owners * len(self._ids) + others, return_counts=True)
        # Most pairs share one hash by chance; that much is enough for texts that have no more.
        one, other = keys // len(self._ids), keys % len(self._ids)
        enough = shared >= ENOUGH
        few = np.flatnonzero(~enough)
        enough[few] = shared[few] >= np.minimum(self._sizes[one[few]], self._sizes[other[few]])
        return self._ids[one[enough]], self._ids[other[enough]]

    @property
    def _by_hash(self) -> NDArray[np.uint64]:
        """Hash and row of all sorted sketches in one number each, ascending; made when first asked for."""
        if self._postings is None:
            used = self._sketches != NONE
            keys = self._sketches[used].astype("<u8")
            keys <<= _HASH
            keys |= np.repeat(np.arange(len(used), dtype=np.uint32), np.count_nonzero(used, axis=1))
            keys.sort()
            self._postings = keys
        return self._postings

    def _of_rows(self, rows: Ints | Rows) -> Sketch:
        found = np.empty((len(rows), self._sketches.shape[1]), dtype=np.uint32)
        old = rows < len(self._sketches)
        found[old] = self._sketches[rows[old]]
        found[~old] = self._fresh[rows[~old] - len(self._sketches)]
        return found


def _sizes(sketches: Sketch) -> NDArray[np.uint8]:
    """Return how many hashes each sketch holds, as far as that matters here."""
    sizes: NDArray[np.uint8] = np.count_nonzero(sketches[:, :ENOUGH] != NONE, axis=1).astype(np.uint8)
    return sizes


def _rows_of(postings: NDArray[np.uint64]) -> Rows:
    return postings.astype(np.uint32).astype(np.int32)
