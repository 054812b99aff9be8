"""One segment ready for searching: its terms, what is kept of its documents, and which of them are alive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_app.search.arrays.codec import LENGTHS, ArraySegment, DocumentReader, TermsReader
from desktop_app.search.arrays.files import Array
from desktop_app.search.arrays.terms import FieldTerms

Mask = NDArray[np.bool_]


class SegmentView:
    """A segment is immutable but for what is deleted in it; `with_deleted` shows the next state of that."""

    def __init__(self, storage: Any, segment: ArraySegment) -> None:
        self.storage = storage
        self.segment = segment
        self.name: str = segment.segment_id()
        self.count = segment.doc_count_all()
        self.documents = DocumentReader(storage, segment)
        self._terms = TermsReader(storage, segment, self.documents)
        self.fields: Mapping[str, FieldTerms] = self._terms.fields
        self.alive = _alive(segment)

    def with_deleted(self, segment: ArraySegment) -> SegmentView:
        """Return a view of the same files with what is deleted by now."""
        other = self._copy()
        other.segment = segment
        other.alive = _alive(segment)
        return other

    def without(self, docs: Array) -> SegmentView:
        """Return a view in which these documents are deleted too, although no table of contents says so (yet)."""
        if not len(docs):
            return self
        other = self._copy()
        other.alive = np.ones(self.count, dtype=np.bool_) if self.alive is None else self.alive.copy()
        other.alive[docs] = False
        return other

    def _copy(self) -> SegmentView:
        other = object.__new__(SegmentView)
        other.__dict__.update(self.__dict__)
        return other

    @property
    def live_count(self) -> int:
        """How many documents are not deleted."""
        return self.count if self.alive is None else int(np.count_nonzero(self.alive))

    def lengths(self, field: str) -> NDArray[np.float64]:
        """Return the length of a field in each document, rounded as it is kept."""
        codes = self.documents.lengths(field)
        return np.zeros(self.count) if codes is None else LENGTHS[codes]

    def codes_of_lengths(self, field: str) -> Array | None:
        """Return the same as bytes into `codec.LENGTHS`; None where no document has the field."""
        return self.documents.lengths(field)

    def column(self, field: str, default: float = 0) -> Array:
        """Return a column of numbers; one of the default's where no document of the segment has any."""
        found = self.documents.column(field)
        return np.full(self.count, default) if found is None else found

    @cached_property
    def size(self) -> int:
        """Bytes on disk."""
        return self.documents.file.size + self._terms.file.size

    def verifying(self) -> Iterator[None]:
        """Compare all of both files with their checksums, one array a step; raise files.DamagedFile."""
        yield from self.documents.file.verifying()
        yield from self._terms.file.verifying()


def _alive(segment: ArraySegment) -> Mask | None:
    """Return which documents are not deleted, None where none is."""
    if not segment.has_deletions():
        return None
    alive = np.ones(segment.doc_count_all(), dtype=np.bool_)
    alive[list(segment.deleted_docs())] = False
    return alive
