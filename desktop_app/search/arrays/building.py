"""One segment out of documents that are held in memory until it is written.

Two ways in. `add_document` asks the schema's field types for their terms, as stock Whoosh does. `add_words` takes words
that were cut and numbered beforehand, for many documents at once; it is what makes indexing quick.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_app.search.arrays.codec import ArrayCodec, ArraySegment, DocumentWriter, FieldWriter
from desktop_app.search.arrays.fields import ArrayText, keeps_positions, unpack
from desktop_app.search.arrays.files import Array
from desktop_app.search.arrays.inverting import Layout, Occurrences, Words, inverted, term_arrays


class Vocabulary:
    """The distinct words of a segment, numbered as they were met. A word is a term and the form it is written in."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}

    def number(self, key: bytes) -> int:
        """Return the number of a word given as term NUL form, a new one if it was never met. A form holds no NUL."""
        return self._numbers.setdefault(key, len(self._numbers))

    def __len__(self) -> int:
        return len(self._numbers)

    def terms(self, first: int = 0) -> list[str]:
        """Return the terms of the words from a number on."""
        return [key.rpartition(b"\0")[0].decode() for key in islice(self._numbers, first, None)]

    def sorted(self) -> tuple[NDArray[np.uint32], Words]:
        """Return the rank of each word and the words in the order of their terms in UTF-8."""
        keys = list(self._numbers)
        order = sorted(range(len(keys)), key=keys.__getitem__)
        rank = np.empty(len(order), dtype=np.uint32)
        rank[order] = np.arange(len(order))
        return rank, Words.of([keys[at] for at in order])


class SegmentBuilder:
    """Gathers documents and writes them as a segment."""

    def __init__(self, schema: Any, storage: Any, indexname: str, vocabulary: Vocabulary | None = None) -> None:
        self.vocabulary = vocabulary or Vocabulary()
        self.count = 0
        self._schema = schema
        self._segment = ArrayCodec().new_segment(storage, indexname)
        self._documents = DocumentWriter(storage, self._segment)
        self._storage = storage
        self._occurrences: defaultdict[str, list[tuple[Array, Array, Array]]] = defaultdict(list)

    def add_document(self, **values: Any) -> int:
        """Add a document by the schema's own field types; return its number."""
        number = self.count
        self._documents.start_doc(number)
        for name, value in sorted(values.items()):
            if value is None:
                continue
            field = self._schema[name]
            length = self._add_terms(number, name, field, value) if field.indexed else 0
            self._documents.add_field(name, field, value if field.stored else None, length if field.scorable else 0)
            if field.column_type is not None:
                self._documents.add_column_value(name, field.column_type, field.to_column_value(value))
        self._documents.finish_doc()
        self.count += 1
        return number

    def _add_terms(self, number: int, name: str, field: Any, value: Any) -> int:
        words: list[int] = []
        positions: list[Array] = []
        length = 0
        has_positions = keeps_positions(name, field)
        for term, frequency, weight, packed in field.index(value):
            if weight != frequency:
                raise ValueError("only whole term frequencies are kept: boost when searching, not when indexing")
            where = unpack(packed) if has_positions else np.arange(frequency, dtype="<u4")
            words += [self.vocabulary.number(term + b"\0")] * len(where)
            positions.append(where)
            length += frequency
        if words:
            docs = np.full(len(words), number, dtype=np.uint32)
            self._occurrences[name].append((np.array(words, np.uint32), docs, np.concatenate(positions)))
        return length

    def add_words(self, field: str, words: NDArray[np.uint32], docs: Array, positions: Array) -> None:
        """File words of the vocabulary; each stands in a document added before, at a position.

        A word may stand at a position beside another. Lengths are taken from the last position of each document by the
        caller (`set_lengths`), who knows of gaps.
        """
        if len(words):
            self._occurrences[field].append((words, docs, positions))

    def set_lengths(self, field: str, lengths: Mapping[int, int]) -> None:
        """Say how many words a field has in each of these documents."""
        for number, length in lengths.items():
            if length:
                self._documents.set_length(field, number, length)

    def finish(self) -> ArraySegment:
        """Write the segment."""
        self._documents.close()
        writer = FieldWriter(self._storage, self._segment)
        rank, words = self.vocabulary.sorted()
        for name in sorted(self._occurrences):
            parts = self._occurrences.pop(name)
            numbers, docs, positions = (np.concatenate([part[column] for part in parts]) for column in range(3))
            del parts
            writer.put(name, filed(words, rank[numbers], docs, positions, self.count, self._schema[name]))
        writer.close()
        self._segment.set_doc_count(self.count)
        return self._segment


def filed(words: Words, found: Array, docs: Array, positions: Array, documents: int, field: Any) -> Mapping[str, Array]:
    """Return the arrays of a field in which these words were found, each in a document at a position."""
    used = np.flatnonzero(np.bincount(found, minlength=len(words)))
    own = words.chosen(used)
    place = np.zeros(len(words), dtype=np.uint32)
    place[used] = np.arange(len(used))
    at = place[found]
    most_forms = int(own.form_of.max(initial=0)) + 1
    layout = Layout.of(len(own.terms), documents, int(positions.max(initial=0)), most_forms)
    postings = inverted(Occurrences(own.term_of[at], docs, positions, own.form_of[at]), layout, len(own.terms))
    forms = own if getattr(field, "forms", False) else None
    return term_arrays(own.terms, postings, documents, positions=isinstance(field, ArrayText), forms=forms)
