"""One segment out of documents that are held in memory until it is written.

Two ways in. `add_document` asks the schema's field types for their terms, as stock Whoosh does. `add_words` takes words
that were cut and numbered beforehand, for many documents at once; it is what makes indexing quick.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_app.search.arrays.codec import ArrayCodec, ArraySegment, DocumentWriter, FieldWriter
from desktop_app.search.arrays.fields import ArrayText, keeps_positions, unpack
from desktop_app.search.arrays.files import Array, narrow
from desktop_app.search.arrays.inverting import (
    Layout,
    Occurrences,
    Words,
    heads,
    inverted,
    inverted_keys,
    packed,
    term_arrays,
)


class Vocabulary:
    """Distinct words, numbered as they were met. A word is a term and the form it is written in.

    It may serve one segment after another.
    """

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._keys: list[bytes] = []
        self._order = np.empty(0, dtype=np.uint32)

    def number(self, key: bytes) -> int:
        """Return the number of a word given as term NUL form, a new one if it was never met. A form holds no NUL."""
        return self._numbers[key]

    def numbers(self, keys: Iterable[bytes]) -> list[int]:
        """Return the numbers of several words."""
        return [*map(self._numbers.__getitem__, keys)]

    def __len__(self) -> int:
        return len(self._numbers)

    def keys(self) -> Sequence[bytes]:
        """Return the words as term NUL form, by number."""
        if len(self._keys) < len(self):
            self._keys += islice(self._numbers, len(self._keys), None)
        return self._keys

    def terms(self, first: int = 0) -> list[str]:
        """Return the terms of the words from a number on."""
        return [key.rpartition(b"\0")[0].decode() for key in islice(self.keys(), first, None)]

    def in_order(self, used: NDArray[np.int64]) -> NDArray[np.integer[Any]]:
        """Return the numbers of words in the order of their terms in UTF-8."""
        key = self.keys().__getitem__
        if len(self._order) < len(self):
            if _FEW * len(used) < len(self):
                return np.array(sorted(used.tolist(), key=key), dtype=np.int64)
            # What was in order stays so: sorting then is merging.
            order = self._order.tolist() + sorted(range(len(self._order), len(self)), key=key)
            order.sort(key=key)
            self._order = np.array(order, dtype=np.uint32)
        chosen = np.zeros(len(self), dtype=np.bool_)
        chosen[used] = True
        return self._order[chosen[self._order]]


_FEW = 8
"""Words are put in order by themselves where there are so many times as many others."""


class _Numbers(dict[bytes, int]):
    """The number of each word."""

    def __missing__(self, key: bytes) -> int:
        number = self[key] = len(self)
        return number


class SegmentBuilder:
    """Gathers documents and writes them as a segment."""

    def __init__(self, schema: Any, storage: Any, indexname: str, vocabulary: Vocabulary | None = None) -> None:
        self.vocabulary = Vocabulary() if vocabulary is None else vocabulary
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

    def add_columns(self, **values: Sequence[Any]) -> None:
        """Add documents by the values of their columns alone, in the form the columns keep; their words follow."""
        columns = {name: (self._schema[name].column_type, column) for name, column in values.items()}
        self._documents.add_columns(self.count, columns)
        self.count += len(next(iter(values.values())))

    def _add_terms(self, number: int, name: str, field: Any, value: Any) -> int:
        words: list[int] = []
        positions: list[Array] = []
        length = 0
        has_positions = keeps_positions(name, field)
        for term, frequency, weight, value_packed in field.index(value):
            if weight != frequency:
                raise ValueError("only whole term frequencies are kept: boost when searching, not when indexing")
            where = unpack(value_packed) if has_positions else np.arange(frequency, dtype="<u4")
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
            # In four bytes, all occurrences of a segment would take half of the memory of a build.
            self._occurrences[field].append((words, narrow(docs), narrow(positions)))

    def set_lengths(self, field: str, lengths: Mapping[int, int]) -> None:
        """Say how many words a field has in each of these documents."""
        if some := {number: length for number, length in lengths.items() if length}:
            self._documents.set_lengths(field, some)

    def finish(self) -> ArraySegment:
        """Write the segment."""
        self._documents.close()
        writer = FieldWriter(self._storage, self._segment)
        for name in sorted(self._occurrences):
            writer.put(name, self._filed(name))
        writer.close()
        self._segment.set_doc_count(self.count)
        return self._segment

    def _filed(self, name: str) -> Mapping[str, Array]:
        """Return the arrays of a field, and forget what was gathered of it."""
        parts = self._occurrences.pop(name)
        numbers, docs, positions = (np.concatenate([part[column] for part in parts]) for column in range(3))
        del parts
        used = np.flatnonzero(np.bincount(numbers, minlength=len(self.vocabulary)))
        ordered = self.vocabulary.in_order(used)
        keys = self.vocabulary.keys()
        words = Words.of([keys[number] for number in ordered.tolist()])
        places = np.empty((2, len(self.vocabulary)), dtype=np.uint32)
        places[0, ordered], places[1, ordered] = words.term_of, words.form_of
        return filed(words, (places[0], places[1]), numbers, docs, positions, self.count, self._schema[name])


def filed(
    words: Words,
    numbered: tuple[Array, Array],
    found: Array,
    docs: Array,
    positions: Array,
    documents: int,
    field: Any,
) -> Mapping[str, Array]:
    """Return the arrays of a field in which these words were found, each in a document at a position.

    `found` has for each occurrence the number of its word, `numbered` the term and the form of each number.
    """
    most_forms = int(words.form_of.max(initial=0)) + 1
    layout = Layout.of(len(words.terms), documents, int(positions.max(initial=0)), most_forms)
    if layout.fits:
        # One look at a table an occurrence, whose words lie all over it.
        keys = packed(heads(*numbered, layout).take(found), docs, positions, layout)
        postings = inverted_keys(keys, layout, len(words.terms))
    else:
        terms, forms_found = (column.take(found) for column in numbered)
        postings = inverted(Occurrences(terms, docs, positions, forms_found), layout, len(words.terms))
    forms = words if getattr(field, "forms", False) else None
    return term_arrays(words.terms, postings, documents, positions=isinstance(field, ArrayText), forms=forms)
