"""Which articles may be printings of the same text: those whose sketches share a hash or two.

An inverted index of the hashes, kept current article by article. Promises: never all pairs; work and memory grow with
the number of articles, whatever their texts have in common. Not for judging: candidates are looked at by `families`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from desktop_app.search.sketches import NONE, SIZE, Sketch

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

    def __init__(self, ids: Ints, sketches: Sketch | Callable[[], Sketch], words: NDArray[np.integer]) -> None:
        """Know these articles: row i of `sketches` and `words` (their number) belongs to `ids[i]`.

        Sketches that can be read are read when they are first needed, which is when an article has changed.
        """
        self._sort(np.asarray(ids, dtype=np.int64), sketches, np.asarray(words, dtype=np.int32))

    def _sort(self, ids: Ints, sketches: Sketch | Callable[[], Sketch], words: Rows) -> None:
        self._ids, self._read_or_known, self._words = ids, sketches, words
        self._old = len(ids)
        self._fresh = np.empty((0, SIZE), dtype=np.uint32)
        self._fresh_rows: dict[int, int] = {}
        self._alive = np.ones(len(ids), bool)
        # Arrays and no dictionary, which takes ten times the memory.
        self._by_id: Rows = np.argsort(ids).astype(np.int32)
        self._sorted_ids = ids[self._by_id]
        self._postings: NDArray[np.uint64] | None = None

    def __len__(self) -> int:
        return int(np.count_nonzero(self._alive))

    def __contains__(self, id_: int) -> bool:
        if id_ in self._fresh_rows:
            return True
        at = int(self._sorted_ids.searchsorted(id_))
        return at < len(self._by_id) and self._sorted_ids[at] == id_ and bool(self._alive[self._by_id[at]])

    def knows(self, ids: Ints) -> NDArray[np.bool_]:
        """Say of each of these articles whether it is among them."""
        return self._rows(ids) >= 0

    def sketches(self, ids: Sequence[int]) -> Sketch:
        """Return the sketches of these articles, a row each."""
        return self._of_rows(self._rows(ids))

    def words(self, ids: Sequence[int]) -> Rows:
        """Return how many words each of these articles has."""
        return self._words[self._rows(ids)]

    def _rows(self, ids: Sequence[int] | Ints) -> Ints:
        """Return the row of each article, -1 for one that is not there."""
        wanted = np.array(ids, dtype=np.int64)
        rows = np.full(len(wanted), -1, dtype=np.int64)
        at = np.searchsorted(self._sorted_ids, wanted)
        known = np.flatnonzero(at < len(self._sorted_ids))
        known = known[self._sorted_ids[at[known]] == wanted[known]]
        found = self._by_id[at[known]]
        rows[known] = np.where(self._alive[found], found, -1)
        if self._fresh_rows:
            for place, id_ in enumerate(wanted.tolist()):
                rows[place] = self._fresh_rows.get(id_, rows[place])
        return rows

    def replace(self, ids: Sequence[int], sketches: Sketch, words: Sequence[int], gone: Iterable[int] = ()) -> None:
        """Put in new sketches, over those the articles had, and take out the articles that are gone."""
        left = [*gone, *ids]
        rows = self._rows(left)
        self._alive[rows[rows >= 0]] = False
        for id_ in left:
            self._fresh_rows.pop(id_, None)
        self._fresh_rows.update(zip(ids, range(len(self._ids), len(self._ids) + len(ids)), strict=True))
        self._ids = np.concatenate((self._ids, np.asarray(ids, dtype=np.int64)))
        self._words = np.concatenate((self._words, np.asarray(words, dtype=np.int32)))
        self._alive = np.concatenate((self._alive, np.ones(len(ids), bool)))
        self._fresh = np.concatenate((self._fresh, sketches))
        if len(self._fresh) > _FRESH:
            self._sort_anew()

    def _sort_anew(self) -> None:
        rows = np.flatnonzero(self._alive)
        self._sort(self._ids[rows], self._of_rows(rows), self._words[rows])

    def near(self, id_: int) -> list[int]:
        """Return the articles that share enough with this one, ascending."""
        own = self.sketches([id_])[0]
        own = own[own != NONE]
        postings = self._by_hash
        fresh: Rows = (self._old + np.nonzero(np.isin(self._fresh, own))[0]).astype(np.int32)
        found = [fresh]
        for key in own.astype(np.uint64) << _HASH:
            start = np.searchsorted(postings, key)
            some = postings[start : start + LONG + 1]
            rows = _rows_of(some[some >> _HASH == key >> _HASH])
            found.append(rows if len(rows) <= LONG else rows[:PIVOTS])
        rows, shared = np.unique(np.concatenate(found), return_counts=True)
        enough = shared >= np.minimum(ENOUGH, np.minimum(_sizes(self._of_rows(rows)), len(own)))
        ids = self._ids[rows[enough & self._alive[rows]]]
        return sorted(ids[ids != id_].tolist())

    def pairs(self) -> Iterator[tuple[Ints, Ints]]:
        """Yield all pairs of articles that share enough, each once, some at a time."""
        if not self._alive.all() or len(self._fresh):
            self._sort_anew()
        rows, behind = self._lists()
        sizes = _sizes(self._sketches)
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
            yield self._counted(rows, order[at:to], behind, sizes)
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

    def _counted(self, rows: Rows, entries: Ints, behind: Rows, sizes: NDArray[np.uint8]) -> tuple[Ints, Ints]:
        counts = behind[entries].astype(np.int64)
        steps = np.arange(1, counts.sum() + 1) - np.repeat(np.cumsum(counts) - counts, counts)
        others = rows[np.repeat(entries, counts) + steps]
        owners = np.repeat(rows[entries].astype(np.int64), counts)
        keys, shared = np.unique(owners * len(self._ids) + others, return_counts=True)
        # Most pairs share one hash by chance; that much is enough for texts that have no more.
        one, other = keys // len(self._ids), keys % len(self._ids)
        enough = shared >= ENOUGH
        few = np.flatnonzero(~enough)
        enough[few] = shared[few] >= np.minimum(sizes[one[few]], sizes[other[few]])
        return self._ids[one[enough]], self._ids[other[enough]]

    @property
    def _sketches(self) -> Sketch:
        """The sketches of the articles whose hashes are sorted."""
        if callable(self._read_or_known):
            self._read_or_known = self._read_or_known()
        return self._read_or_known

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
        found = np.empty((len(rows), SIZE), dtype=np.uint32)
        old = rows < self._old
        if old.any():
            found[old] = self._sketches[rows[old]]
        found[~old] = self._fresh[rows[~old] - self._old]
        return found


def _sizes(sketches: Sketch) -> NDArray[np.uint8]:
    """Return how many hashes each sketch holds, as far as that matters here."""
    sizes: NDArray[np.uint8] = np.count_nonzero(sketches[:, :ENOUGH] != NONE, axis=1).astype(np.uint8)
    return sizes


def _rows_of(postings: NDArray[np.uint64]) -> Rows:
    return postings.astype(np.uint32).astype(np.int32)
