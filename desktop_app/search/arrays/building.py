"""One segment out of documents that are held in memory until it is written.

Two ways in. `add_document` asks the schema's field types for their terms, as stock Whoosh does. `add_words` takes words
that were cut and numbered beforehand, for many documents at once; it is what makes indexing quick.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_app.search.arrays.codec import ArrayCodec, ArraySegment, DocumentWriter, FieldWriter
from desktop_app.search.arrays.fields import ArrayText, unpack
from desktop_app.search.arrays.files import Array
from desktop_app.search.arrays.inverting import Layout, Occurrences, Words, inverted, term_arrays


class Vocabulary:
    """The distinct words of a segment, numbered as they were met. A word is a term and the form it is written in."""

    def __init__(self) -> None:
        self.words: list[tuple[bytes, str]] = []
        self._numbers: dict[tuple[bytes, str], int] = {}

    def number(self, term: bytes, form: str) -> int:
        """Return the number of a word, a new one if it was never met."""
        word = (term, form)
        found = self._numbers.get(word)
        if found is None:
            found = self._numbers[word] = len(self.words)
            self.words.append(word)
        return found

    def __len__(self) -> int:
        return len(self.words)


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
        for term, frequency, weight, packed in field.index(value):
            if weight != frequency:
                raise ValueError("only whole term frequencies are kept: boost when searching, not when indexing")
            where = unpack(packed) if isinstance(field, ArrayText) else np.arange(frequency, dtype="<u4")
            words += [self.vocabulary.number(term, "")] * len(where)
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
        order = sorted(range(len(self.vocabulary)), key=self.vocabulary.words.__getitem__)
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        for name in sorted(self._occurrences):
            field = self._schema[name]
            writer.put(name, self._field(rank, order, self._occurrences.pop(name), field))
        writer.close()
        self._segment.set_doc_count(self.count)
        return self._segment

    def _field(
        self, rank: NDArray[np.int64], order: list[int], parts: list[tuple[Array, Array, Array]], field: Any
    ) -> Mapping[str, Array]:
        words = rank[np.concatenate([part[0] for part in parts])]
        docs = np.concatenate([part[1] for part in parts])
        positions = np.concatenate([part[2] for part in parts])
        used = np.flatnonzero(np.bincount(words, minlength=len(rank)))
        lexicon = Words.of([self.vocabulary.words[order[at]] for at in used.tolist()])
        return filed(lexicon, used, len(rank), Occurrences(words, docs, positions, words), self.count, field)


def filed(
    lexicon: Words, used: NDArray[np.int64], words: int, found: Occurrences, documents: int, field: Any
) -> Mapping[str, Array]:
    """Return the arrays of a field whose occurrences name words (`terms`), of which `used` are those in the lexicon."""
    term_of, form_of = np.zeros(words, dtype=np.int64), np.zeros(words, dtype=np.int64)
    term_of[used], form_of[used] = lexicon.term_of, lexicon.form_of
    has_forms = getattr(field, "forms", False)
    occurrences = Occurrences(term_of[found.terms], found.docs, found.positions, form_of[found.terms])
    most_forms = int(lexicon.form_of.max(initial=0)) + 1
    layout = Layout.of(len(lexicon.terms), documents, int(found.positions.max(initial=0)), most_forms)
    postings = inverted(occurrences, layout, len(lexicon.terms))
    forms = lexicon.plain_forms() if has_forms else None
    return term_arrays(lexicon.terms, postings, documents, positions=isinstance(field, ArrayText), forms=forms)
