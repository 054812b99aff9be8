"""From words in documents to postings: one number an occurrence, one sort a field.

An occurrence is packed as term | document | position | form into 64 bits, so that sorting the numbers sorts the
postings. Where a segment is too large for that (a million words, and documents of a million), the four are sorted as
four columns, which is slower and gives the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop_app.search.arrays.files import Array, narrow
from desktop_app.search.arrays.terms import joined

Keys = NDArray[np.uint64]


class Occurrences(NamedTuple):
    """Occurrences as four columns of the same length; `terms` and `forms` are numbers in lists of the caller's."""

    terms: Array
    docs: Array
    positions: Array
    forms: Array


class Words(NamedTuple):
    """Distinct (term, form) pairs in order, as terms with their forms. A word is known by its place in the order."""

    terms: list[bytes]
    forms: list[list[str]]
    term_of: NDArray[np.int64]
    """The term of each word."""
    form_of: NDArray[np.int64]
    """Which of its term's forms each word is."""

    @classmethod
    def of(cls, words: Sequence[tuple[bytes, str]]) -> Words:
        """Group words that are sorted and distinct."""
        terms: list[bytes] = []
        forms: list[list[str]] = []
        numbers = np.empty(len(words), dtype=np.int64)
        places = np.empty(len(words), dtype=np.int64)
        for at, (term, form) in enumerate(words):
            if not terms or terms[-1] != term:
                terms.append(term)
                forms.append([])
            numbers[at], places[at] = len(terms) - 1, len(forms[-1])
            forms[-1].append(form)
        return cls(terms, forms, numbers, places)

    def plain_forms(self) -> list[list[str]]:
        """Return the forms of each term, none where the term itself is its only one."""
        return [
            [] if len(own) == 1 and own[0].encode() == term else own
            for term, own in zip(self.terms, self.forms, strict=True)
        ]


class Inverted(NamedTuple):
    """Postings in term order; `starts` and `position_starts` have one entry more than there are terms."""

    starts: NDArray[np.int64]
    docs: Array
    tf: Array
    position_starts: NDArray[np.int64]
    positions: Array
    codes: Array
    """The form of each position."""


class Layout(NamedTuple):
    """How many bits of a key each column takes."""

    term: int
    doc: int
    position: int
    form: int

    @classmethod
    def of(cls, terms: int, docs: int, last_position: int, forms: int) -> Layout:
        """Return the layout for so many terms, documents and forms of a term."""
        bits = [max(0, count - 1).bit_length() for count in (terms, docs, last_position + 1, forms)]
        return cls(*bits)

    @property
    def fits(self) -> bool:
        """Say whether all that is 64 bits at most."""
        return sum(self) <= 64


def inverted(found: Occurrences, layout: Layout, terms: int) -> Inverted:
    """Sort occurrences by term, document and position."""
    if layout.fits:
        keys = packed(found, layout)
        keys.sort()
        columns = unpacked(keys, layout)
    else:
        order = np.lexsort((found.forms, found.positions, found.docs, found.terms))
        columns = Occurrences(*(column[order] for column in found))
    return grouped(columns, terms)


def packed(found: Occurrences, layout: Layout) -> Keys:
    """Return one number an occurrence, ordered as the occurrences are."""
    keys = found.terms.astype(np.uint64)
    for column, bits in ((found.docs, layout.doc), (found.positions, layout.position), (found.forms, layout.form)):
        keys <<= np.uint64(bits)
        keys |= column.astype(np.uint64)
    return keys


def unpacked(keys: Keys, layout: Layout) -> Occurrences:
    """Return the columns of keys."""
    columns = []
    for bits in (layout.form, layout.position, layout.doc):
        columns.append(keys & np.uint64((1 << bits) - 1))
        keys = keys >> np.uint64(bits)
    return Occurrences(keys, columns[2], columns[1], columns[0])


def grouped(found: Occurrences, terms: int) -> Inverted:
    """Make postings of sorted occurrences: those of one term in one document are one posting."""
    count = len(found.terms)
    begins = np.empty(count, dtype=np.bool_)
    begins[:1] = True
    begins[1:] = (found.docs[1:] != found.docs[:-1]) | (found.terms[1:] != found.terms[:-1])
    first = np.flatnonzero(begins)
    starts = np.searchsorted(found.terms[first], np.arange(terms + 1, dtype=found.terms.dtype))
    ends = np.append(first, count)
    return Inverted(starts, found.docs[first], np.diff(ends), ends[starts], found.positions, found.forms)


def document_type(documents: int) -> str:
    """Return the type of document numbers: two bytes up to 65,536 documents, which is why big segments stay there."""
    return "<u2" if documents <= 1 << 16 else "<u4"


def term_arrays(
    terms: Sequence[bytes],
    found: Inverted,
    documents: int,
    *,
    positions: bool = True,
    forms: Sequence[Sequence[str]] | None = None,
) -> Mapping[str, Array]:
    """Return the arrays of a field as `terms.FieldTerms` reads them.

    `forms[term]` are its written forms, numbered as in `found.codes`; empty where it is written as it stands.
    """
    text, offsets = joined(terms)
    arrays: dict[str, Array] = {
        "terms": text,
        "toff": offsets.astype("<u4"),
        "poff": found.starts.astype("<u4"),
        "docs": found.docs.astype(document_type(documents)),
    }
    if len(found.tf) and found.tf.max() > 1:
        arrays["tf"] = narrow(found.tf)
    if positions:
        arrays["ppoff"] = found.position_starts.astype("<u4")
        arrays["pos"] = narrow_positions(found.positions)
    if forms is not None:
        arrays |= form_arrays(forms, found)
    return arrays


def narrow_positions(positions: Array) -> Array:
    """Return positions in two bytes, or in four where some text has more than 65,536 words."""
    return positions.astype("<u2" if not len(positions) or positions.max() < 1 << 16 else "<u4")


def form_arrays(forms: Sequence[Sequence[str]], found: Inverted) -> dict[str, Array]:
    """Return the arrays of `terms.Forms`: texts for all forms, codes for terms with several."""
    counts = np.fromiter(map(len, forms), np.int64, len(forms))
    several = counts > 1
    sizes = np.diff(found.position_starts)
    text, offsets = joined(form.encode() for of_term in forms for form in of_term)
    return {
        "ftext": text,
        "foff": offsets.astype("<u4"),
        "fstart": _starts(counts).astype("<u4"),
        "codes": narrow(found.codes[np.repeat(several, sizes)]),
        "coff": _starts(np.where(several, sizes, 0)).astype("<u4"),
    }


def _starts(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    starts = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts
