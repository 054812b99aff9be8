"""Documents of one segment that match a part of a query, and their scores for as few of them as are asked for.

`docs` ascend. `scores(at)` are those of `docs[at]`, or of all of them without `at`; one number stands for "the same for
each". An intersection of ten common words computes scores for the survivors alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from desktop_app.search.arrays.files import Array
from desktop_app.search.arrays.segments import Mask

Places = NDArray[np.int64]
Scores = NDArray[np.float64] | float

NO_DOCS: Array = np.empty(0, dtype=np.uint32)


class Hits(Protocol):
    """See the module."""

    @property
    def docs(self) -> Array: ...
    def scores(self, at: Places | None = None) -> Scores: ...


class Found(NamedTuple):
    """Where needles stand in a sorted array, and which of them are there at all."""

    at: Places
    there: Mask


_DEAR = 32
"""Steps in order that take as long as one step of a binary search, which jumps about in memory."""


def find(hay: Array, needles: Array) -> Found:
    """Look sorted numbers up in a sorted array."""
    if not len(hay) or not len(needles):
        return Found(np.zeros(len(needles), dtype=np.int64), np.zeros(len(needles), dtype=np.bool_))
    if (size := _laid_out(hay, needles)) is not None:
        place = np.zeros(size, dtype=np.uint32)
        place[hay] = np.arange(1, len(hay) + 1, dtype=np.uint32)
        found = place[needles].astype(np.int64)
        return Found(np.maximum(found - 1, 0), found > 0)
    if needles.dtype != hay.dtype:
        # searchsorted would copy the whole list to the needles' type.
        needles = needles.astype(hay.dtype)
    at = np.searchsorted(hay, needles)
    np.minimum(at, len(hay) - 1, out=at)
    return Found(at, hay[at] == needles)


def contains(hay: Array, needles: Array) -> Mask:
    """Say which of some sorted numbers stand in a sorted array."""
    if len(hay) and len(needles) and (size := _laid_out(hay, needles)) is not None:
        there: Mask = mask_of(size, hay)[needles]
        return there
    return find(hay, needles).there


def _laid_out(hay: Array, needles: Array) -> int | None:
    """Return how many documents to lay out side by side, None where a binary search for each needle is quicker."""
    if hay.dtype.kind != "u":
        return None
    size = max(int(hay[-1]), int(needles[-1])) + 1
    return size if len(needles) * _DEAR > len(hay) + size // 8 else None


def common(some: Array, others: Array) -> Array:
    """Return the numbers that two sorted arrays of distinct numbers share, sorted."""
    # Neighbours after one sort: a tenth of the time of looking each up.
    both = np.concatenate((some, others))
    both.sort(kind="stable")
    twice: Array = both[1:][both[1:] == both[:-1]]
    return twice


def mask_of(count: int, *lists: Array) -> Mask:
    """Return which documents stand in any of the lists."""
    mask = np.zeros(count, dtype=np.bool_)
    for docs in lists:
        mask[docs] = True
    return mask


def docs_of(mask: Mask) -> Array:
    """Return the documents of a mask."""
    return np.flatnonzero(mask).astype(np.uint32)


def distinct(docs: Array) -> Array:
    """Return sorted numbers, each once. np.unique, which hashes them first, takes ten times as long."""
    if len(docs) < 2:
        return docs
    first = np.ones(len(docs), dtype=np.bool_)
    np.not_equal(docs[1:], docs[:-1], out=first[1:])
    return docs[first]


def spread(scores: Scores, count: int) -> NDArray[np.float64]:
    """Return scores as an array of their own, whatever they were."""
    return np.array(np.broadcast_to(scores, count), dtype=np.float64)


class Fixed:
    """Documents with scores that are known already."""

    def __init__(self, docs: Array, scores: Scores = 0.0) -> None:
        self.docs = docs
        self._scores = scores

    def scores(self, at: Places | None = None) -> Scores:
        known = self._scores
        return known if at is None or isinstance(known, float) else known[at]


NOTHING = Fixed(NO_DOCS)


class Intersection:
    """Documents that all parts have; scores are added."""

    def __init__(
        self, parts: Sequence[Hits], extra: float = 0.0, boost: float = 1.0, docs: Array | None = None
    ) -> None:
        self.docs = intersected(parts) if docs is None else docs
        self._parts = parts
        self._extra = extra
        self._boost = boost

    def scores(self, at: Places | None = None) -> Scores:
        docs = self.docs if at is None else self.docs[at]
        total: Scores = self._extra
        for part in self._parts:
            total = total + part.scores(find(part.docs, docs).at)
        return total * self._boost


def intersected(parts: Sequence[Hits]) -> Array:
    """Return the documents that all parts have, beginning with the rarest; none where there are no parts."""
    if not parts:
        return NO_DOCS
    first, *rest = sorted(parts, key=lambda part: len(part.docs))
    docs = first.docs
    for part in rest:
        if not len(docs):
            return NO_DOCS
        docs = docs[contains(part.docs, docs)]
    return docs


class Union:
    """Documents that any part has; scores are added."""

    def __init__(self, parts: Sequence[Hits], count: int, boost: float = 1.0) -> None:
        self._parts = parts
        self._count = count
        self._boost = boost
        total = sum(len(part.docs) for part in parts)
        if total * 16 < count:
            self.docs = (
                distinct(np.sort(np.concatenate([part.docs for part in parts]), kind="stable")) if parts else NO_DOCS
            )
        else:
            self.docs = docs_of(mask_of(count, *(part.docs for part in parts)))

    def scores(self, at: Places | None = None) -> Scores:
        docs = self.docs if at is None else self.docs[at]
        if len(docs) * 8 < self._count:
            total: NDArray[np.float64] = np.zeros(len(docs))
            for part in self._parts:
                found = find(part.docs, docs)
                if found.there.all():
                    total += part.scores(found.at)
                elif found.there.any():
                    total[found.there] += part.scores(found.at[found.there])
            return total * self._boost
        dense = np.zeros(self._count)
        for part in self._parts:
            dense[part.docs] += part.scores()
        summed: Scores = dense[docs] * self._boost
        return summed


class Chosen:
    """Some documents of another part."""

    def __init__(self, part: Hits, at: Places) -> None:
        self.docs = part.docs[at]
        self._part = part
        self._at = at

    def scores(self, at: Places | None = None) -> Scores:
        return self._part.scores(self._at if at is None else self._at[at])


class Raised:
    """Documents of a part, whose scores rise where another part has them too."""

    def __init__(self, part: Hits, other: Hits) -> None:
        self.docs = part.docs
        self._part = part
        self._other = other

    def scores(self, at: Places | None = None) -> Scores:
        docs = self.docs if at is None else self.docs[at]
        total = spread(self._part.scores(at), len(docs))
        found = find(self._other.docs, docs)
        if found.there.any():
            total[found.there] += self._other.scores(found.at[found.there])
        return total
