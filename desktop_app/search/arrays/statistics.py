"""What scoring needs to know of a whole index at one moment: counts over all segments, as stock Whoosh counts them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_app.search.arrays.codec import LENGTHS
from desktop_app.search.arrays.segments import SegmentView
from desktop_app.search.arrays.terms import FieldTerms

K1 = 1.2
B = 0.75
"""Stock Whoosh's BM25F."""

_SCATTERED = 16
"""Terms looked through for each that is looked for, above which each is looked up by itself."""

_REMEMBERED = 4096
"""Terms whose places in the segments are kept: a query asks for each in every segment, and for its rarity."""


class Statistics:
    """Deleted documents count until they are merged away: also that is stock's way."""

    def __init__(self, segments: Sequence[SegmentView], schema: Any, k1: float = K1, b: float = B) -> None:
        self.k1 = k1
        self.b = b
        self.documents = sum(segment.count for segment in segments)
        self._segments = segments
        self._schema = schema
        self._found: dict[tuple[str, bytes], Mapping[str, int]] = {}
        self._idf: dict[tuple[str, bytes], float] = {}
        self._norms: dict[tuple[str, str], NDArray[np.float64]] = {}
        self._means: dict[str, float] = {}
        self._filled_means: dict[str, float] = {}

    def is_scored(self, field: str) -> bool:
        """Say whether a field has lengths to score by."""
        return bool(self._schema[field].scorable)

    def found(self, field: str, text: bytes) -> Mapping[str, int]:
        """Return the number of a term in each segment, by its name, that has it."""
        known = self._found.get((field, text))
        if known is None:
            known = {
                segment.name: at
                for segment in self._segments
                if (terms := segment.fields.get(field)) is not None and (at := terms.find(text)) >= 0
            }
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            self._found[field, text] = known
        return known

    def frequency(self, field: str, text: bytes) -> int:
        """Return in how many documents a term stands."""
        found = self.found(field, text)
        return sum(view.fields[field].frequency(found[view.name]) for view in self._segments if view.name in found)

    def idf(self, field: str, text: bytes) -> float:
        """Return the rarity of a term."""
        known = self._idf.get((field, text))
        if known is None:
            known = self._idf[field, text] = log(self.documents / (self.frequency(field, text) + 1)) + 1
        return known

    def idfs(self, field: str, segment: SegmentView, terms: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the rarities of ascending terms of a segment."""
        if not len(terms):
            return np.empty(0)
        own = segment.fields[field]
        found = own.frequencies_of(terms)
        others = [view.fields[field] for view in self._segments if view.name != segment.name and field in view.fields]
        if others:
            first, last = int(terms[0]), int(terms[-1]) + 1
            texts = own.texts(first, last) if last - first == len(terms) else [own[term] for term in terms.tolist()]
            found = found + sum(_frequencies(other, texts) for other in others)
        rarities: NDArray[np.float64] = np.log(self.documents / (found + 1)) + 1
        return rarities

    def mean_length(self, field: str) -> float:
        """Return the mean length of a field over all documents, 1 where none has it."""
        known = self._means.get(field)
        if known is None:
            total = sum(segment.documents.field_length(field) for segment in self._segments)
            known = self._means[field] = total / (self.documents or 1) or 1.0
        return known

    def mean_filled_length(self, field: str) -> float:
        """Return the mean length of a field over the documents that have it, 1 where none has."""
        known = self._filled_means.get(field)
        if known is None:
            total = sum(segment.documents.field_length(field) for segment in self._segments)
            codes = [segment.codes_of_lengths(field) for segment in self._segments]
            filled = sum(int(np.count_nonzero(code)) for code in codes if code is not None)
            known = self._filled_means[field] = max(1.0, total / max(1, filled))
        return known

    def norms(self, segment: SegmentView, field: str) -> NDArray[np.float64]:
        """Return k1 * (1 - b + b * length / mean length) of every document of a segment."""
        key = segment.name, field
        known = self._norms.get(key)
        if known is None:
            table = self.k1 * ((1 - self.b) + self.b * LENGTHS / self.mean_length(field))
            codes = segment.codes_of_lengths(field)
            # A document without the field is scored by stock Whoosh as one of length 1.
            known = self._norms[key] = np.full(segment.count, table[1]) if codes is None else table[codes]
        return known


def _frequencies(terms: FieldTerms, texts: Sequence[bytes]) -> NDArray[np.int64]:
    """Return in how many documents of a segment terms stand, given in ascending order."""
    first, last = terms.place(texts[0]), terms.place(texts[-1] + b"\0")
    if last - first > _SCATTERED * len(texts):
        places = map(terms.find, texts)
        return np.array([terms.frequency(at) if at >= 0 else 0 for at in places], dtype=np.int64)
    known = dict(zip(terms.texts(first, last), terms.frequencies(first, last).tolist(), strict=True))
    return np.array([known.get(text, 0) for text in texts], dtype=np.int64)
