"""From words in documents to postings: one number an occurrence, one sort a field.

An occurrence is packed as term | document | position | form into 64 bits, so that sorting the numbers sorts the
postings. Where a segment is too large for that (a million words, and documents of a million), the four are sorted as
four columns, which is slower and gives the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, compress
from operator import eq, ne
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
    """Distinct words, that is (term, form) pairs, in order. A word is known by its place in it."""

    terms: list[bytes]
    forms: list[bytes]
    """The form of each word."""
    term_of: NDArray[np.uint32]
    """The term of each word."""
    form_of: NDArray[np.uint32]
    """Which of its term's forms each word is."""

    def __len__(self) -> int:
        return len(self.forms)

    @classmethod
    def of(cls, keys: Sequence[bytes]) -> Words:
        """Take apart words given as term NUL form, sorted and distinct."""
        pairs = [key.rpartition(b"\0") for key in keys]
        every = [pair[0] for pair in pairs]
        begins = np.fromiter(map(ne, every, chain([None], every)), np.bool_, len(every))
        terms = list(compress(every, begins.tolist()))
        return cls(terms, [pair[2] for pair in pairs], _groups(begins), _places(begins))

    def kept_forms(self) -> tuple[list[bytes], NDArray[np.int64]]:
        """Return the forms that say more than their terms do, and how many each term has.

        A term that is always written as it stands has none.
        """
        counts = np.bincount(self.term_of, minlength=len(self.terms))
        first = np.cumsum(counts) - counts
        single = np.flatnonzero(counts == 1)
        forms = [self.forms[at] for at in first[single].tolist()]
        texts = [self.terms[at] for at in single.tolist()]
        counts[single[np.fromiter(map(eq, forms, texts), np.bool_, len(forms))]] = 0
        kept = np.repeat(counts, np.bincount(self.term_of, minlength=len(self.terms))) > 0
        return list(compress(self.forms, kept.tolist())), counts


def _groups(begins: NDArray[np.bool_]) -> NDArray[np.uint32]:
    """Return the number of the group that each entry is in."""
    return np.cumsum(begins, dtype=np.uint32) - np.uint32(1)


def _places(begins: NDArray[np.bool_]) -> NDArray[np.uint32]:
    """Return the place of each entry within its group."""
    at = np.arange(len(begins), dtype=np.uint32)
    places: NDArray[np.uint32] = at - np.maximum.accumulate(np.where(begins, at, np.uint32(0)))
    return places


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
        return inverted_keys(
            packed(heads(found.terms, found.forms, layout), found.docs, found.positions, layout), layout, terms
        )
    order = np.lexsort((found.forms, found.positions, found.docs, found.terms))
    return grouped(Occurrences(*(column[order] for column in found)), terms)


def heads(terms: Array, forms: Array, layout: Layout) -> Keys:
    """Return keys in which there are a term and a form, and nothing yet between them."""
    return (terms.astype(np.uint64) << np.uint64(layout.doc + layout.position + layout.form)) | forms.astype(np.uint64)


def packed(keys: Keys, docs: Array, positions: Array, layout: Layout) -> Keys:
    """Put documents and positions into keys; they are ordered as the occurrences are."""
    for column, place in ((docs, layout.position + layout.form), (positions, layout.form)):
        keys |= np.left_shift(column, np.uint64(place), dtype=np.uint64, casting="unsafe")
    return keys


def inverted_keys(keys: Keys, layout: Layout, terms: int) -> Inverted:
    """Make postings of keys, which are sorted in place."""
    keys.sort()
    postings = keys >> np.uint64(layout.position + layout.form)
    first = np.flatnonzero(_begins(postings[1:] != postings[:-1], len(keys)))
    postings = postings[first]
    counts = np.bincount((postings >> np.uint64(layout.doc)).astype(np.int64), minlength=terms)
    docs = _low(postings, layout.doc)
    del postings
    ends = np.append(first, len(keys))
    forms = _low(keys, layout.form)
    keys >>= np.uint64(layout.form)
    starts = _starts(counts)
    return Inverted(starts, docs, np.diff(ends), ends[starts], _low(keys, layout.position), forms)


def _low(keys: Keys, bits: int) -> Array:
    """Return the lowest bits in as few bytes as they need."""
    dtype = np.min_scalar_type((1 << bits) - 1)
    low: Array = keys.astype(dtype)
    low &= dtype.type((1 << bits) - 1)
    return low


def grouped(found: Occurrences, terms: int) -> Inverted:
    """Make postings of sorted occurrences: those of one term in one document are one posting."""
    count = len(found.terms)
    first = np.flatnonzero(_begins((found.docs[1:] != found.docs[:-1]) | (found.terms[1:] != found.terms[:-1]), count))
    starts = _starts(np.bincount(found.terms[first].astype(np.int64), minlength=terms))
    ends = np.append(first, count)
    return Inverted(starts, found.docs[first], np.diff(ends), ends[starts], found.positions, found.forms)


def _begins(differs: NDArray[np.bool_], count: int) -> NDArray[np.bool_]:
    """Return where something begins, of which it is said where it differs from the one before."""
    begins = np.ones(count, dtype=np.bool_)
    begins[1:] = differs
    return begins


def document_type(documents: int) -> str:
    """Return the type of document numbers: two bytes up to 65,536 documents, which is why big segments stay there."""
    return "<u2" if documents <= 1 << 16 else "<u4"


def term_arrays(
    terms: Sequence[bytes],
    found: Inverted,
    documents: int,
    *,
    positions: bool = True,
    forms: Words | None = None,
) -> Mapping[str, Array]:
    """Return the arrays of a field as `terms.FieldTerms` reads them, with forms if it keeps any."""
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


def form_arrays(words: Words, found: Inverted) -> dict[str, Array]:
    """Return the arrays of `terms.Forms`: texts for all forms, codes for terms with several."""
    forms, counts = words.kept_forms()
    several = counts > 1
    sizes = np.diff(found.position_starts)
    text, offsets = joined(forms)
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
