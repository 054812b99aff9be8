"""Several segments made one by copying postings; nothing is cut into words again, and deleted documents are left out.

The terms are taken a range at a time, and what is written goes to disk as it is made: however large the segments, a
merge holds the postings of one range in memory.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_app.search.arrays.building import filed
from desktop_app.search.arrays.codec import (
    DOCUMENTS,
    LENGTHS,
    TERMS,
    ArrayCodec,
    ArraySegment,
    DocumentReader,
    TermsReader,
    number_type,
)
from desktop_app.search.arrays.files import Array, ArrayWriter, narrow
from desktop_app.search.arrays.inverting import Words, document_type
from desktop_app.search.arrays.terms import FieldTerms, Numbers

POSITIONS = 1_500_000
"""Positions sorted at once: some 100 MB with all that is worked out about them."""

TERMS_AT_ONCE = 50_000
"""Terms of the largest segment taken at once."""

MAPPED = 8_000_000
"""Postings after which the files are mapped anew: what was read of a map counts as this process's memory."""

_OFFSETS = ("toff", "poff", "ppoff", "foff", "fstart", "coff")
"""Arrays that say where something begins, with one entry more for its end."""


class _Source:
    """A segment to be merged; `places` has the new number of each document, -1 for deleted ones."""

    def __init__(self, storage: Any, segment: ArraySegment, first: int) -> None:
        """`first` is the new number of its first document."""
        self._storage, self._segment = storage, segment
        self.documents = DocumentReader(storage, segment)
        self.live: NDArray[np.bool_] = np.ones(segment.doc_count_all(), dtype=np.bool_)
        self.live[list(segment.deleted_docs())] = False
        self.places: Numbers = np.where(self.live, np.cumsum(self.live) - 1 + first, -1)
        self.open()

    def open(self) -> None:
        """Look at the terms through a new map of their file, so that the memory behind the old one is let go."""
        self.fields: Mapping[str, FieldTerms] = TermsReader(self._storage, self._segment, self.documents).fields


def merge(source: Any, segments: Sequence[ArraySegment], schema: Any, target: Any, indexname: str) -> ArraySegment:
    """Write one segment into the storage `target` with all live documents of segments in `source`, in their order."""
    *_, merged = in_steps(source, segments, schema, target, indexname, POSITIONS, TERMS_AT_ONCE)
    assert merged is not None
    return merged


def in_steps(
    source: Any,
    segments: Sequence[ArraySegment],
    schema: Any,
    target: Any,
    indexname: str,
    positions: int = POSITIONS // 15,
    terms: int = TERMS_AT_ONCE // 10,
) -> Iterator[ArraySegment | None]:
    """Do the same a piece at a time, of so many positions and terms at the most; the last step yields the segment.

    May be given up between two steps.
    """
    merged = ArrayCodec().new_segment(target, indexname)
    sources: list[_Source] = []
    count = 0
    for segment in segments:
        sources.append(_Source(source, segment, count))
        count += int(np.count_nonzero(sources[-1].live))
    folder = getattr(target, "folder", None) or None
    with merged.create_file(target, DOCUMENTS) as file:
        _merge_documents(file, sources, schema, folder)
    yield None
    with merged.create_file(target, TERMS) as file:
        writer = ArrayWriter(file, {}, folder)
        try:
            for name in sorted({name for one in sources for name in one.fields}):
                for _ in _FieldMerge(writer, name, schema[name], sources, count).run(positions, terms):
                    yield None
            writer.finish()
        except BaseException:
            writer.abandon()
            raise
    merged.set_doc_count(count)
    yield merged


# Documents


def _merge_documents(file: Any, sources: Sequence[_Source], schema: Any, folder: str | None) -> None:
    names = list(dict.fromkeys(name for one in sources for name in one.documents.stored_names))
    keys = list(dict.fromkeys(key for one in sources for key in one.documents.file if "/" in key))
    writer = ArrayWriter(file, {"names": names, "totals": _totals(sources, keys)}, folder)
    try:
        writer.append("stored", np.empty(0, np.uint8))
        sizes = [_copy_rows(writer, one, names) for one in sources]
        writer.put("soff", narrow(np.cumsum(np.concatenate([[0], *sizes]))))
        for key in keys:
            writer.put(key, _merged_rows(key, sources, schema))
        writer.finish()
    except BaseException:
        writer.abandon()
        raise


def _merged_rows(key: str, sources: Sequence[_Source], schema: Any) -> Array:
    """Return an array that has so many elements a document, for the live documents of all segments."""
    parts = []
    for one in sources:
        found = one.documents.file.find(key)
        if found is None or not len(found):
            parts.append(np.tile(_missing(key, schema), np.count_nonzero(one.live)))
        else:
            parts.append(found.whole().reshape(len(one.live), -1)[one.live].ravel())
    dtype = max((part.dtype for part in parts if len(part)), key=lambda dtype: "iuf".index(dtype.kind), default="<i8")
    return np.concatenate([part.astype(dtype) for part in parts])


def _missing(key: str, schema: Any) -> Array:
    """Return what stands for a document whose segment has no such array."""
    kind, _, name = key.partition("/")
    if kind == "len":
        return np.zeros(1, "<u1")
    default = schema[name].column_type.default_value()
    return np.frombuffer(default, "<u1") if kind == "bytes" else np.array([default], number_type([default]))


def _totals(sources: Sequence[_Source], keys: Sequence[str]) -> dict[str, int]:
    """Return the summed length of each field over the live documents.

    Of one document only the rounded length is known. Without deletions the sum stays what it was, and with it every
    score; with deletions it shrinks as the sum of the rounded lengths does, so that no number of merges lets it drift.
    Stock Whoosh adds up the rounded lengths, and its scores change with every merge.
    """
    totals = {}
    for name in (key.removeprefix("len/") for key in keys if key.startswith("len/")):
        total = 0.0
        for one in sources:
            lengths = one.documents.lengths(name)
            if lengths is not None and one.live.any():
                rounded = LENGTHS[lengths]
                total += one.documents.field_length(name) * (rounded[one.live].sum() / (rounded.sum() or 1.0))
        totals[name] = round(total)
    return totals


def _copy_rows(writer: ArrayWriter, one: _Source, names: Sequence[str]) -> Numbers:
    """Copy the stored fields of a segment's live documents; return their sizes in bytes."""
    own = one.documents.stored_names
    offsets = one.documents.file["soff"].whole().astype(np.int64)
    if own == list(names[: len(own)]) and one.live.all():
        writer.append("stored", one.documents.file["stored"].whole())
        return np.diff(offsets)
    rows = [one.documents.stored_row(doc) for doc in np.flatnonzero(one.live).tolist()]
    if own != list(names[: len(own)]):
        rows = [_reordered(row, own, names) for row in rows]
    writer.append("stored", np.frombuffer(b"".join(rows), np.uint8))
    return np.fromiter(map(len, rows), np.int64, len(rows))


def _reordered(row: bytes, own: Sequence[str], names: Sequence[str]) -> bytes:
    values = dict(zip(own, json.loads(row) if row else [], strict=False))
    return json.dumps([values.get(name) for name in names], ensure_ascii=False).encode()


# Terms


class _FieldMerge:
    """Merges the postings of one field, a range of terms at a time."""

    def __init__(self, writer: ArrayWriter, name: str, field: Any, sources: Sequence[_Source], documents: int) -> None:
        self._writer = writer
        self._name = name
        self._field = field
        self._sources = [one for one in sources if name in one.fields]
        self._documents = documents
        self._ends: dict[str, int] = {}
        self._types = self._array_types()

    def run(self, positions: int, terms: int) -> Iterator[None]:
        """Merge all of it, a range a step."""
        merged = 0
        for bounds in self._ranges(positions, terms):
            arrays = self._merged(bounds)
            if arrays:
                self._append(arrays)
                merged += len(arrays["docs"])
            if merged > MAPPED:
                merged = 0
                for one in self._sources:
                    one.open()
            yield
        for name in _OFFSETS:
            # A field whose every document is deleted has no terms, and still an end of the last one.
            if name in self._types and name not in self._ends:
                self._writer.append(f"{self._name}/{name}", np.zeros(1, self._types[name]))
        for name, dtype in self._types.items():
            self._writer.append(f"{self._name}/{name}", np.empty(0, dtype))

    @property
    def _parts(self) -> list[tuple[FieldTerms, _Source]]:
        return [(one.fields[self._name], one) for one in self._sources]

    def _array_types(self) -> dict[str, str]:
        """Settle the types of the merged arrays before the first piece is written."""
        types = {"terms": "<u1", "toff": "<u4", "poff": "<u4", "docs": document_type(self._documents)}
        frequencies = [terms.frequency_type for terms, _ in self._parts]
        if any(frequencies):
            types["tf"] = max((dtype for dtype in frequencies if dtype), key=lambda dtype: np.dtype(dtype).itemsize)
        if any(terms.has_positions for terms, _ in self._parts):
            types["ppoff"] = "<u4"
            types["pos"] = max(
                (terms.position_type for terms, _ in self._parts), key=lambda dtype: np.dtype(dtype).itemsize
            )
        if getattr(self._field, "forms", False):
            types |= {"ftext": "<u1", "foff": "<u4", "fstart": "<u4", "codes": "<u2", "coff": "<u4"}
        return types

    def _ranges(self, positions: int, at_once: int) -> Iterator[list[tuple[int, int]]]:
        """Yield for each part which of its terms come next, so that no range has too many positions."""
        at = [0] * len(self._sources)
        first = 0
        sizes = [len(terms) for terms, _ in self._parts]
        which = sizes.index(max(sizes))
        while first < sizes[which]:
            largest, step = self._parts[which][0], at_once
            while True:
                last = min(len(largest), first + step)
                # The last range takes all that is left, also what sorts behind the largest part's last term.
                ends = (
                    [len(terms) for terms, _ in self._parts]
                    if last == len(largest)
                    else [bisect_left(terms, largest[last], at[n]) for n, (terms, _) in enumerate(self._parts)]
                )
                size = sum(
                    terms.size_of(start, end) for (terms, _), start, end in zip(self._parts, at, ends, strict=True)
                )
                if size <= positions or step == 1:
                    break
                step = max(1, step // 2)
            yield list(zip(at, ends, strict=True))
            at, first = ends, last

    def _merged(self, bounds: Sequence[tuple[int, int]]) -> dict[str, Array]:
        """Return the arrays of the terms in these bounds."""
        words = [terms.words(*bound) for (terms, _), bound in zip(self._parts, bounds, strict=True)]
        distinct = sorted(set().union(*(of_part.keys for of_part in words)))
        number = {word: at for at, word in enumerate(distinct)}
        columns: list[tuple[Array, Array, Array]] = []
        for (terms, one), bound, of_part in zip(self._parts, bounds, words, strict=True):
            own = np.fromiter(map(number.__getitem__, of_part.keys), np.int64, len(of_part.keys))
            term, docs, positions, form = terms.occurrences(*bound)
            place = one.places[docs]
            kept = slice(None) if one.live.all() else place >= 0
            columns.append((own[of_part.first[term] + form][kept], place[kept], positions[kept]))
        found, docs, positions = (np.concatenate([column[n] for column in columns]) for n in range(3))
        if not len(found):
            return {}
        if any(not one.live.all() for _, one in self._parts):
            # Some words may have stood in deleted documents alone.
            used = np.flatnonzero(np.bincount(found, minlength=len(distinct)))
            place = np.zeros(len(distinct), dtype=np.int64)
            place[used] = np.arange(len(used))
            distinct, found = [distinct[at] for at in used.tolist()], place[found]
        every = Words.of(distinct)
        numbered = every.term_of, every.form_of
        return dict(filed(every, numbered, found, docs, positions, self._documents, self._field))

    def _append(self, arrays: dict[str, Array]) -> None:
        if "tf" in self._types and "tf" not in arrays:
            arrays["tf"] = np.ones(len(arrays["docs"]), dtype=np.uint8)
        for name, dtype in self._types.items():
            array = arrays[name]
            if name in _OFFSETS:
                # Offsets of the pieces are laid end to end.
                end = self._ends.get(name)
                array = array.astype(np.int64) + (end or 0)
                self._ends[name] = int(array[-1])
                if end is not None:
                    array = array[1:]
            if len(array) and array.max() > np.iinfo(dtype).max:
                raise OverflowError(f"{self._name}/{name}: more than {np.iinfo(dtype).max:,} in one segment")
            self._writer.append(f"{self._name}/{name}", array.astype(dtype))
