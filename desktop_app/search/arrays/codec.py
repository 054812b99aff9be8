"""A Whoosh codec whose segments are two files of arrays. Stock search, writers and parsers work on them unchanged.

    SEGMENT.npt   the terms of every field and their postings (`terms.py`)
    SEGMENT.npd   what is kept of every document: stored fields (JSON rows), lengths of scorable fields in a byte each,
                  as stock Whoosh rounds them, and columns (numbers and fixed-width bytes)

Built on Whoosh's public classes alone. The table of contents pickles `ArraySegment`, `ArrayCodec` and the field types:
their module paths and names are part of the file format.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import columns
from whoosh.codec import base
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound
from whoosh.util.numeric import byte_to_length, length_to_byte

from desktop_app.search.arrays.fields import keeps_positions, pack, unpack
from desktop_app.search.arrays.files import Array, ArrayFile, ArrayWriter, Stretch, narrow
from desktop_app.search.arrays.inverting import Layout, Occurrences, inverted, term_arrays
from desktop_app.search.arrays.terms import FieldTerms, fields_of

TERMS, DOCUMENTS = ".npt", ".npd"

LENGTHS: NDArray[np.float64] = np.array([byte_to_length(code) for code in range(256)], dtype=np.float64)
"""Length of a field by the byte it is kept as."""


class ArraySegment(base.Segment):  # type: ignore[misc]
    """What the table of contents keeps of a segment: its name, how many documents it has, which are deleted."""

    def __init__(self, codec: ArrayCodec, indexname: str) -> None:
        super().__init__(indexname)
        self._codec = codec
        self._count = 0
        self._deleted: set[int] = set()

    def codec(self) -> ArrayCodec:
        return self._codec

    def should_assemble(self) -> bool:
        # A compound file would have to be copied to be made and to be read.
        return False

    def set_doc_count(self, doccount: int) -> None:
        self._count = doccount

    def doc_count_all(self) -> int:
        return self._count

    def deleted_count(self) -> int:
        return len(self._deleted)

    def deleted_docs(self) -> Iterator[int]:
        return iter(self._deleted)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._deleted

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        (self._deleted.add if delete else self._deleted.discard)(docnum)

    def delete_documents(self, docnums: Iterable[int]) -> None:
        """Mark several documents deleted."""
        self._deleted.update(docnums)


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """Hand it to `index.writer(codec=ArrayCodec(), compound=False)`; `building.SegmentBuilder` is 30 times quicker."""

    length_stats = False

    def per_document_writer(self, storage: Any, segment: ArraySegment) -> DocumentWriter:
        return DocumentWriter(storage, segment)

    def field_writer(self, storage: Any, segment: ArraySegment) -> FieldWriter:
        return FieldWriter(storage, segment)

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> DocumentReader:
        return DocumentReader(storage, segment)

    def terms_reader(self, storage: Any, segment: ArraySegment) -> TermsReader:
        return TermsReader(storage, segment, DocumentReader(storage, segment))

    def new_segment(self, storage: Any, indexname: str) -> ArraySegment:
        return ArraySegment(self, indexname)


# Documents


class DocumentWriter(base.PerDocumentWriter):  # type: ignore[misc]
    """Gathers what is kept of each document and writes it at the end."""

    def __init__(self, storage: Any, segment: ArraySegment) -> None:
        self.is_closed = False
        self._storage = storage
        self._segment = segment
        self._names: dict[str, int] = {}
        self._rows: list[bytes] = []
        self._row: dict[int, Any] = {}
        self._lengths: dict[str, dict[int, int]] = {}
        self._numbers: dict[str, dict[int, int]] = {}
        self._bytes: dict[str, dict[int, bytes]] = {}
        self._defaults: dict[str, Any] = {}
        self._number = -1

    def start_doc(self, docnum: int) -> None:
        self._number, self._row = docnum, {}

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int) -> None:
        if value is not None:
            self._row[self._names.setdefault(fieldname, len(self._names))] = value
        if length:
            self.set_lengths(fieldname, {self._number: length})

    def set_lengths(self, fieldname: str, lengths: Mapping[int, int]) -> None:
        """Keep the lengths of a field that became known only after its documents were added."""
        self._lengths.setdefault(fieldname, {}).update(lengths)

    def add_column_value(self, fieldname: str, columnobj: Any, value: Any) -> None:
        self._column(fieldname, columnobj)[self._number] = value

    def add_columns(self, first: int, values: Mapping[str, tuple[Any, Sequence[Any]]]) -> None:
        """Add documents of which nothing is kept but columns, from a number on: by name the column and its values."""
        count = 0
        for fieldname, (columnobj, column) in values.items():
            count = len(column)
            self._column(fieldname, columnobj).update(zip(range(first, first + count), column, strict=True))
        self._rows += [b""] * count

    def _column(self, fieldname: str, columnobj: Any) -> dict[int, Any]:
        self._defaults[fieldname] = columnobj.default_value()
        if isinstance(columnobj, columns.NumericColumn):
            return self._numbers.setdefault(fieldname, {})
        if isinstance(columnobj, columns.FixedBytesColumn):
            return self._bytes.setdefault(fieldname, {})
        raise TypeError(f"{fieldname}: columns are kept of numbers and of fixed-width bytes alone")

    def finish_doc(self) -> None:
        row = [self._row.get(at) for at in range(len(self._names))]
        self._rows.append(json.dumps(row, ensure_ascii=False).encode() if row else b"")

    def cancel_doc(self) -> None:
        self._row = {}

    def close(self) -> None:
        count = len(self._rows)
        totals = {name: sum(lengths.values()) for name, lengths in self._lengths.items()}
        with self._segment.create_file(self._storage, DOCUMENTS) as file:
            writer = ArrayWriter(file, {"names": list(self._names), "totals": totals})
            writer.put("stored", np.frombuffer(b"".join(self._rows), np.uint8))
            writer.put("soff", narrow(np.cumsum([0, *map(len, self._rows)])))
            for name, lengths in self._lengths.items():
                rounded = {length: length_to_byte(length) for length in set(lengths.values())}
                codes = {doc: rounded[length] for doc, length in lengths.items()}
                writer.put(f"len/{name}", _column(codes, count, 0).astype("<u1"))
            for name, numbers in self._numbers.items():
                writer.put(f"col/{name}", _column(numbers, count, self._defaults[name]))
            for name, values in self._bytes.items():
                table = b"".join(values.get(doc, self._defaults[name]) for doc in range(count))
                writer.put(f"bytes/{name}", np.frombuffer(table, np.uint8))
            writer.finish()
        self.is_closed = True


def _column(values: dict[int, Any], count: int, default: Any) -> Array:
    """Return a value for every document."""
    column = [values.get(doc, default) for doc in range(count)]
    return np.array(column, dtype=number_type(column))


def number_type(values: Sequence[float]) -> str:
    """Return the type of a column: whole numbers in int64, or uint64 if they must; else float64."""
    if not all(isinstance(value, int) for value in values):
        return "<f8"
    return "<i8" if max(values, default=0) < 1 << 63 else "<u8"


class DocumentReader(base.PerDocumentReader):  # type: ignore[misc]
    """Reads what is kept of each document."""

    def __init__(self, storage: Any, segment: ArraySegment) -> None:
        self.file = ArrayFile(storage, segment.make_filename(DOCUMENTS))
        self._segment = segment
        self._names: list[str] = self.file.meta["names"]
        self._offsets = self.file["soff"]

    def doc_count(self) -> int:
        return self.doc_count_all() - self._segment.deleted_count()

    def doc_count_all(self) -> int:
        return self._segment.doc_count_all()

    def has_deletions(self) -> bool:
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> Iterator[int]:
        return self._segment.deleted_docs()

    def lengths(self, fieldname: str) -> Array | None:
        """Return the length of a field in every document, as bytes into LENGTHS; None where none has the field."""
        found = self.file.find(f"len/{fieldname}")
        return None if found is None else found.whole()

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        lengths = self.lengths(fieldname)
        return default if lengths is None or not lengths[docnum] else int(byte_to_length(int(lengths[docnum])))

    def field_length(self, fieldname: str) -> int:
        return int(self.file.meta["totals"].get(fieldname, 0))

    def min_field_length(self, fieldname: str) -> int:
        lengths = self.lengths(fieldname)
        return 0 if lengths is None else int(byte_to_length(int(lengths.min())))

    def max_field_length(self, fieldname: str) -> int:
        lengths = self.lengths(fieldname)
        return 0 if lengths is None else int(byte_to_length(int(lengths.max())))

    def stored_row(self, docnum: int) -> bytes:
        """Return the stored fields of a document as a JSON list, in the order of `stored_names`."""
        start, stop = self._offsets.part(docnum, docnum + 2).tolist()
        return self.file["stored"].part(start, stop).tobytes()

    @property
    def stored_names(self) -> list[str]:
        """Return the names of the stored fields."""
        return self._names

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        row = self.stored_row(docnum)
        values = json.loads(row) if row else []
        # A field first met in a later document is missing at the end of the rows before.
        return {name: value for name, value in zip(self._names, values, strict=False) if value is not None}

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        return f"col/{fieldname}" in self.file or f"bytes/{fieldname}" in self.file

    def column(self, fieldname: str) -> Array | None:
        """Return a column of numbers, one a document; None where no document has one."""
        found = self.file.find(f"col/{fieldname}")
        return None if found is None else found.whole()

    def records(self, fieldname: str, dtype: np.dtype[Any]) -> Array:
        """Return a column of fixed-width bytes as records of a type."""
        found: Stretch | None = self.file.find(f"bytes/{fieldname}")
        return np.empty(0, dtype) if found is None else found.whole().view(dtype)

    def column_reader(self, fieldname: str, column: Any) -> ColumnReader:
        numbers = self.column(fieldname)
        if numbers is not None:
            return ColumnReader(numbers.tolist())
        data, width = self.file[f"bytes/{fieldname}"].whole().tobytes(), len(column.default_value())
        return ColumnReader([data[at : at + width] for at in range(0, len(data), width)])


class ColumnReader(columns.ColumnReader):  # type: ignore[misc]
    """A column for stock Whoosh: values by document."""

    def __init__(self, values: list[Any]) -> None:
        self._values = values
        self._is_reversed = False

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, docnum: int) -> Any:
        return self._values[docnum]

    def sort_key(self, docnum: int) -> Any:
        return -self._values[docnum] if self._is_reversed else self._values[docnum]

    def set_reverse(self) -> None:
        self._is_reversed = True

    def load(self) -> list[Any]:
        return self._values


# Terms


class FieldWriter(base.FieldWriter):  # type: ignore[misc]
    """Takes postings one by one from stock Whoosh's writers, or whole fields by `put`."""

    def __init__(self, storage: Any, segment: ArraySegment) -> None:
        self.is_closed = False
        self._file = segment.create_file(storage, TERMS)
        self._writer = ArrayWriter(self._file, {})

    def put(self, fieldname: str, arrays: Any) -> None:
        """Write the arrays of a field."""
        for name, array in arrays.items():
            self._writer.put(f"{fieldname}/{name}", array)

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        self._field, self._has_positions = fieldname, keeps_positions(fieldname, fieldobj)
        self._terms: list[bytes] = []
        self._docs: list[int] = []
        self._counts: list[int] = []
        self._of_term: list[int] = []
        self._positions: list[Array] = []

    def start_term(self, text: bytes) -> None:
        self._terms.append(text)

    def add(self, docnum: int, weight: float, vbytes: Any, length: int) -> None:
        if weight != int(weight):
            raise ValueError("only whole term frequencies are kept: boost when searching, not when indexing")
        count = int(weight)
        self._docs.append(docnum)
        self._counts.append(count)
        self._of_term.append(len(self._terms) - 1)
        self._positions.append(unpack(vbytes) if self._has_positions else np.arange(count, dtype="<u4"))

    def finish_term(self) -> None:
        pass

    def finish_field(self) -> None:
        counts = np.array(self._counts, dtype=np.int64)
        positions = np.concatenate(self._positions) if self._positions else np.empty(0, dtype="<u4")
        terms = np.repeat(np.array(self._of_term, dtype=np.int64), counts)
        docs = np.repeat(np.array(self._docs, dtype=np.int64), counts)
        found = Occurrences(terms, docs, positions, np.zeros(len(terms), dtype=np.uint8))
        documents = int(docs.max(initial=0)) + 1
        layout = Layout.of(len(self._terms), documents, int(positions.max(initial=0)), 1)
        postings = inverted(found, layout, len(self._terms))
        self.put(self._field, term_arrays(self._terms, postings, documents, positions=self._has_positions))

    def close(self) -> None:
        self._writer.finish()
        self._file.close()
        self.is_closed = True


class TermsReader(base.TermsReader):  # type: ignore[misc]
    """The terms of a segment for stock Whoosh; `fields` is what the evaluator reads."""

    def __init__(self, storage: Any, segment: ArraySegment, documents: DocumentReader) -> None:
        self.file = ArrayFile(storage, segment.make_filename(TERMS))
        self.fields = fields_of(self.file)
        self._documents = documents

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._find(*term) >= 0

    def _find(self, fieldname: str, text: bytes) -> int:
        terms = self.fields.get(fieldname)
        return -1 if terms is None else terms.find(text)

    def indexed_field_names(self) -> list[str]:
        return list(self.fields)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return ((name, text) for name, terms in self.fields.items() for text in terms)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        names = list(self.fields)
        for name in names[bisect_left(names, fieldname) :]:
            terms = self.fields[name]
            for at in range(bisect_left(terms, prefix) if name == fieldname else 0, len(terms)):
                yield name, terms[at]

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def cursor(self, fieldname: str, fieldobj: Any) -> Cursor:
        return Cursor(self.fields.get(fieldname), fieldobj)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        at = self._find(fieldname, text)
        if at < 0:
            raise TermNotFound(f"{fieldname}:{text!r}")
        docs, tf = self.fields[fieldname].postings(at)
        lengths = self._documents.lengths(fieldname)
        own = np.zeros(1, dtype=np.uint8) if lengths is None else lengths[docs]
        return TermInfo(
            weight=float(len(docs) if tf is None else tf.sum(dtype=np.int64)),
            df=len(docs),
            minlength=byte_to_length(int(own.min())),
            maxlength=byte_to_length(int(own.max())),
            maxweight=1.0 if tf is None else float(tf.max()),
            minid=int(docs[0]),
            maxid=int(docs[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        return float(self.term_info(fieldname, text).weight()) if (fieldname, text) in self else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        at = self._find(fieldname, text)
        return self.fields[fieldname].frequency(at) if at >= 0 else 0

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Matcher:
        at = self._find(fieldname, text)
        if at < 0:
            raise TermNotFound(f"{fieldname}:{text!r}")
        return Matcher(self.fields[fieldname], at, self.term_info(fieldname, text), format_, (fieldname, text), scorer)


class Cursor(base.FieldCursor):  # type: ignore[misc]
    """Walks over the terms of a field."""

    def __init__(self, terms: FieldTerms | None, fieldobj: Any) -> None:
        self._terms: Any = terms if terms is not None else ()
        self._field = fieldobj
        self._at = 0

    def first(self) -> Any:
        self._at = 0
        return self.text()

    def find(self, string: Any) -> Any:
        self._at = bisect_left(self._terms, string if isinstance(string, bytes) else self._field.to_bytes(string))
        return self.text()

    def next(self) -> Any:
        self._at += 1
        return self.text()

    def is_valid(self) -> bool:
        return self._at < len(self._terms)

    def text(self) -> Any:
        return self._field.from_bytes(self._terms[self._at]) if self.is_valid() else None

    term = text


class Matcher(LeafMatcher):  # type: ignore[misc]
    """A posting list for stock Whoosh: one block, the whole list."""

    def __init__(
        self, terms: FieldTerms, at: int, info: TermInfo, format_: Any, term: tuple[str, bytes], scorer: Any
    ) -> None:
        self.format = format_
        self.scorer = scorer
        self._docs, self._tf = terms.postings(at)
        self._positions = terms.positions(at) if terms.has_positions else None
        self._ends: NDArray[np.int64] | None = None
        self._info = info
        self._term = term
        self._at = 0

    def term(self) -> tuple[str, bytes]:
        return self._term

    def is_active(self) -> bool:
        return self._at < len(self._docs)

    def reset(self) -> None:
        self._at = 0

    def id(self) -> int:
        return int(self._docs[self._at])

    def all_ids(self) -> Iterator[int]:
        return iter(self._docs[self._at :].tolist())

    def weight(self) -> float:
        return 1.0 if self._tf is None else float(self._tf[self._at])

    def value(self) -> bytes:
        if self._positions is None:
            return b""
        if self._tf is None:
            return pack(self._positions[self._at : self._at + 1])
        if self._ends is None:
            self._ends = np.cumsum(self._tf, dtype=np.int64)
        end = int(self._ends[self._at])
        return pack(self._positions[end - int(self._tf[self._at]) : end])

    def next(self) -> bool:
        self._at += 1
        return not self.is_active()

    def skip_to(self, id: int) -> None:
        if not self.is_active():
            raise ReadTooFar
        # numpy's searchsorted would copy the whole list to the type of `id`.
        self._at = bisect_left(self._docs, id, self._at)

    def skip_to_quality(self, minquality: float) -> int:
        if self.block_quality() <= minquality:
            self._at = len(self._docs)
        return 0

    def supports_block_quality(self) -> bool:
        return bool(self.scorer and self.scorer.supports_block_quality())

    def block_min_length(self) -> int:
        return int(self._info.min_length())

    def block_max_length(self) -> int:
        return int(self._info.max_length())

    def block_max_weight(self) -> float:
        return float(self._info.max_weight())
