"""Which articles are printings of the same text: candidates by shared hashes, then a look at both sketches.

Plain in this form: two articles are printings of each other when their sketches say that they share two fifths of
their wording; families are not drawn further. A headline, a byline or a note before the text changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop_app.search.engine import Segment, WordIndex
from desktop_app.search.schema import SKETCH_SIZE
from desktop_app.search.sketching import NONE, Sketch, resemblance

SAME = 0.4
"""Share of common runs of words: a text with one word in ten changed has 0.49, one in twenty 0.68."""

_COMMON = 1000
"""Articles of a segment with the same hash from which on it is boilerplate and says nothing."""

_AT_ONCE = 500


class Printing(NamedTuple):
    """Another printing of an article, and the share of common wording."""

    id: int
    likeness: float


def printings(index: WordIndex, ids: Sequence[int]) -> dict[int, list[Printing]]:
    """Return the other printings of each of these articles; those without any are left out."""
    sketches = _sketches(index, ids)
    found: dict[int, list[Printing]] = {}
    for segment in index.segments:
        for id_, document in _candidates(segment, sketches):
            other = int(segment.ids[document])
            likeness = resemblance(sketches[id_], segment.sketches[document])
            if other != id_ and likeness >= SAME:
                found.setdefault(id_, []).append(Printing(other, likeness))
    return found


def all_reprints(index: WordIndex) -> NDArray[np.int64]:
    """Return the ids of all articles that have another printing."""
    found: list[int] = []
    ids = index.ids.tolist()
    for at in range(0, len(ids), _AT_ONCE):
        found += printings(index, ids[at : at + _AT_ONCE])
    return np.array(found, dtype=np.int64)


def _sketches(index: WordIndex, ids: Sequence[int]) -> dict[int, Sketch]:
    wanted = np.array(sorted(ids), dtype=np.int64)
    found: dict[int, Sketch] = {}
    for segment in index.segments:
        for document in np.flatnonzero(np.isin(segment.ids, wanted) & segment.alive):
            found[int(segment.ids[document])] = segment.sketches[document]
    return found


def _candidates(segment: Segment, sketches: dict[int, Sketch]) -> list[tuple[int, int]]:
    """Return pairs of asked article and document of the segment that share enough hashes to be looked at."""
    if not sketches:
        return []
    asked = np.array(list(sketches), dtype=np.int64)
    flat = np.concatenate(list(sketches.values()))
    owner = np.repeat(np.arange(len(asked)), SKETCH_SIZE)
    owner, flat = owner[flat != NONE], flat[flat != NONE]
    hashes, documents = segment.by_hash
    first = np.searchsorted(hashes, flat)
    counts = np.searchsorted(hashes, flat, side="right") - first
    counts[counts > _COMMON] = 0
    # Each shared hash as a pair of asked article and document; pairs met often enough are candidates.
    at = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    keys = np.repeat(owner, counts) * len(segment) + documents[np.repeat(first, counts) + at]
    pairs, shared = np.unique(keys, return_counts=True)
    size = np.array([np.count_nonzero(sketch != NONE) for sketch in sketches.values()])
    # Half of what is needed, as hashes of boilerplate were not counted.
    enough = shared >= SAME * size[pairs // len(segment)] / 2
    chosen = pairs[enough]
    alive = segment.alive[chosen % len(segment)]
    return [(int(asked[pair // len(segment)]), int(pair % len(segment))) for pair in chosen[alive]]
