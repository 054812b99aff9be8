"""Hits of terms: one posting list, the lists of many terms summed, words one after another.

Scores are stock Whoosh's BM25F in stock's order of operations, so that they agree to the last places:
idf = ln(N / (df + 1)) + 1, score = idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / mean length)).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_app.search.arrays.files import Array
from desktop_app.search.arrays.hits import (
    NOTHING,
    Chosen,
    Hits,
    Intersection,
    Places,
    Scores,
    common,
    contains,
    distinct,
    intersected,
    mask_of,
    places,
    summed,
    united,
    where,
)
from desktop_app.search.arrays.segments import SegmentView
from desktop_app.search.arrays.statistics import Statistics


class TermHits:
    """One term of one field: nothing but slices until scores are asked for."""

    def __init__(self, segment: SegmentView, statistics: Statistics, field: str, term: int, boost: float) -> None:
        self.docs, self.tf = segment.fields[field].postings(term)
        self.terms = segment.fields[field]
        self.term = term
        self._segment = segment
        self._statistics = statistics
        self._field = field
        self._boost = boost

    def scores(self, at: Places | None = None) -> Scores:
        tf = self.tf if at is None or self.tf is None else self.tf[at]
        if not self._statistics.is_scored(self._field):
            return (1.0 if tf is None else tf.astype(np.float64)) * self._boost
        idf = self._statistics.idf(self._field, self.terms[self.term])
        docs = self.docs if at is None else self.docs[at]
        norm = self._statistics.norms(self._segment, self._field)[places(docs)]
        scores = bm25(idf, tf, norm, self._statistics.k1)
        return scores if self._boost == 1.0 else scores * self._boost


def bm25(idf: NDArray[np.float64] | float, tf: Array | None, norm: NDArray[np.float64], k1: float) -> Scores:
    """Return BM25F of one field; `norm` is k1 * (1 - b + b * length / mean length)."""
    top = k1 + 1
    result: Scores = idf * (top / (1.0 + norm)) if tf is None else idf * ((tf * top) / (tf + norm))
    return result


class SummedTerms:
    """Documents of many terms of a field; BM25F is summed for those documents that are asked for."""

    def __init__(
        self,
        segment: SegmentView,
        statistics: Statistics,
        field: str,
        terms: Sequence[int] | NDArray[np.int64],
        boost: float,
    ) -> None:
        self._terms = np.asarray(terms, dtype=np.int64)
        self._all, self._tf = segment.fields[field].postings_of(self._terms)
        self.docs = united([self._all], segment.count)
        self._segment = segment
        self._statistics = statistics
        self._field = field
        self._boost = boost

    def scores(self, at: Places | None = None) -> Scores:
        segment, field, statistics = self._segment, self._field, self._statistics
        chosen, docs, tf = self.docs, self._all, self._tf
        term = np.repeat(np.arange(len(self._terms)), segment.fields[field].frequencies_of(self._terms))
        if at is not None:
            chosen = self.docs[at]
            kept = np.flatnonzero(mask_of(segment.count, chosen)[places(docs)])
            docs, term, tf = docs[kept], term[kept], None if tf is None else tf[kept]
        if statistics.is_scored(field):
            # Only of terms that have a say: the survivors of an intersection are few.
            said = np.flatnonzero(np.bincount(term, minlength=len(self._terms)))
            idf = np.zeros(len(self._terms))
            idf[said] = statistics.idfs(field, segment, self._terms[said])
            parts: Any = bm25(idf[term], tf, statistics.norms(segment, field)[places(docs)], statistics.k1)
        else:
            parts = tf
        return summed([docs], [parts], chosen) * self._boost


def in_order(parts: Sequence[TermHits], slop: int, boost: float) -> Hits:
    """Return the documents where terms stand in this order, each at most `slop` places behind the one before.

    Scored as the sum of its terms, as stock Whoosh scores a phrase.
    """
    docs = intersected(parts)
    if not len(docs):
        return NOTHING

    starts = np.arange(len(docs)) << 32

    def keys(part: TermHits) -> NDArray[np.int64]:
        counts, positions, _ = part.terms.positions_in(part.term, where(part.docs, docs))
        return starts.repeat(counts) + positions

    ends = keys(parts[0])
    for part in parts[1:]:
        following = keys(part)
        if slop == 1:
            ends = common(ends + 1, following)
        else:
            near = np.searchsorted(ends, following - slop) < np.searchsorted(ends, following)
            ends = following[near]
    return Intersection(parts, boost=boost, docs=docs[distinct(ends >> 32)])


def without(part: Hits, docs: Array) -> Hits:
    """Return a part without these documents."""
    return Chosen(part, np.flatnonzero(~contains(docs, part.docs)))


def only(part: Hits, docs: Array) -> Hits:
    """Return those documents of a part that are among these."""
    return Chosen(part, np.flatnonzero(contains(docs, part.docs)))
