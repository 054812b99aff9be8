"""The terms of one field of one segment, sorted, and where each stands.

Postings lie in term order, so the postings of neighbouring terms are one slice: a prefix costs no more than a term.

    terms    texts, UTF-8, each followed by a line end      toff   where each begins in it (n + 1)
    poff     first posting of each term (n + 1)             docs   document numbers, ascending within a term
    tf       occurrences a posting; left out where all 1    ppoff  first position of each term (n + 1)
    pos      positions, ascending within a posting

A field may also keep in which written form a term stands at each place (`Bakı'nın` under `baki`):

    ftext    the forms, each followed by a line end         foff   where each begins in it (forms + 1)
    fstart   first form of each term (n + 1); a term without any is written as it stands
    codes    number of the form at each position, for terms with several forms
    coff     first code of each term (n + 1); empty for terms with one form
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import translate
from functools import cached_property
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from desktop_app.search.arrays.files import Array, ArrayFile, Stretch

Numbers = NDArray[np.int64]

_ABOVE = b"\xff" * 4
"""Sorts after any UTF-8 text."""

_END = b"\n"

_MILE = 256
"""Terms between two that a binary search looks at first."""


class Postings(NamedTuple):
    """A stretch of posting lists: documents, and how often each has the term (None = once)."""

    docs: Array
    tf: Array | None


class TermWords(NamedTuple):
    """Terms with their forms as term NUL form; `first[n]` is where those of the n-th term begin."""

    keys: list[bytes]
    first: Numbers


class FieldTerms(Sequence[bytes]):
    """A sequence of texts; a term is known by its place in it."""

    def __init__(self, file: ArrayFile, field: str) -> None:
        def stretch(name: str) -> Stretch:
            return file[f"{field}/{name}"]

        self._text = stretch("terms")
        self._offsets = stretch("toff")
        self._posting_starts = stretch("poff")
        self._docs = stretch("docs")
        self._tf = file.find(f"{field}/tf")
        self._position_starts = file.find(f"{field}/ppoff")
        self._positions = file.find(f"{field}/pos")
        self.forms = Forms(file, field) if f"{field}/fstart" in file else None

    def __len__(self) -> int:
        return len(self._offsets) - 1

    @overload
    def __getitem__(self, at: int) -> bytes: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[bytes]: ...
    def __getitem__(self, at: int | slice) -> bytes | Sequence[bytes]:
        """Return the text of a term, or of several."""
        if isinstance(at, slice):
            first, last, step = at.indices(len(self))
            return self.texts(first, last)[::step] if step > 0 else [self[n] for n in range(first, last, step)]
        return bytes(self._letters_of_all[self._starts[at] : self._starts[at + 1] - 1])

    @cached_property
    def _starts(self) -> memoryview:
        """Where each text begins in all of them."""
        return self._offsets.whole().data

    @cached_property
    def _letters_of_all(self) -> memoryview:
        """The texts of all terms: a look-up touches a dozen places in them, so they are looked at once."""
        return self._text.whole().data

    def find(self, text: bytes) -> int:
        """Return the number of a term, -1 where there is none."""
        first, last = self._between(text)
        at = (_END + self._blob(first, last)).find(_END + text + _END)
        if at < 0:
            return -1
        start = self._starts[first] + at
        found = bisect_left(self._starts, start, first, last)
        if self._starts[found] == start and self._starts[found + 1] == start + len(text) + 1:
            return found
        # Whole values may hold line ends, so that was a part of one.
        found = bisect_left(self, text, first, last)
        return found if found < last and self[found] == text else -1

    def place(self, text: bytes) -> int:
        """Return the first term that does not sort before a text."""
        return bisect_left(self, text, *self._between(text))

    def range(self, prefix: bytes) -> tuple[int, int]:
        """Return the first term with this prefix and the first after it."""
        return self.place(prefix), self.place(prefix + _ABOVE)

    def _between(self, text: bytes) -> tuple[int, int]:
        """Return between which terms the first that does not sort before a text must stand."""
        at = bisect_left(self._milestones, text)
        return max(0, at - 1) * _MILE, min(at * _MILE + 1, len(self))

    @cached_property
    def _milestones(self) -> list[bytes]:
        """Terms at even distances: a binary search jumps about in these, not in the file."""
        blob, starts = bytes(self._letters_of_all), np.asarray(self._starts)
        bounds = zip(starts[:-1:_MILE].tolist(), starts[1::_MILE].tolist(), strict=True)
        return [blob[start : end - 1] for start, end in bounds]

    def texts(self, first: int, last: int) -> list[bytes]:
        """Return the texts of terms side by side."""
        found = self._blob(first, last).split(_END)[:-1]
        # Whole values (an ID field) may hold line ends of their own.
        return found if len(found) == last - first else [self[term] for term in range(first, last)]

    def _blob(self, first: int, last: int) -> bytes:
        return bytes(self._letters_of_all[self._starts[first] : self._starts[last]])

    # Postings

    def frequency(self, term: int) -> int:
        """Return in how many documents a term stands, deleted ones included."""
        start, stop = self._posting_starts.part(term, term + 2).tolist()
        return int(stop - start)

    def lengths(self, chosen: Numbers) -> Numbers:
        """Return the lengths of terms in bytes."""
        starts = np.asarray(self._starts)
        lengths: Numbers = starts[chosen + 1].astype(np.int64) - starts[chosen] - 1
        return lengths

    def frequencies(self, first: int, last: int) -> Numbers:
        """Return the same for terms side by side."""
        starts = self._posting_starts.part(first, last + 1).astype(np.int64)
        return starts[1:] - starts[:-1]

    def postings(self, first: int, last: int | None = None) -> Postings:
        """Return the postings of a term, or of terms side by side, one list after the other."""
        start, stop = _bounds(self._posting_starts, first, last)
        tf = None if self._tf is None else self._tf.part(start, stop)
        return Postings(self._docs.part(start, stop), tf)

    def postings_of(self, terms: Numbers) -> Postings:
        """Return the postings of some ascending terms, one list after the other."""
        if not len(terms):
            return Postings(self._docs.array[:0], None)
        first, last = int(terms[0]), int(terms[-1]) + 1
        found = self.postings(first, last)
        if last - first == len(terms):
            return found
        starts = self._posting_starts.whole()[terms].astype(np.int64)
        starts -= starts[0]
        counts = self.frequencies_of(terms)
        places = np.arange(counts.sum()) + np.repeat(starts - (np.cumsum(counts) - counts), counts)
        return Postings(found.docs[places], None if found.tf is None else found.tf[places])

    def frequencies_of(self, terms: Numbers) -> Numbers:
        """Return in how many documents each of some terms stands, deleted ones included."""
        starts = self._posting_starts.whole()
        return starts[terms + 1].astype(np.int64) - starts[terms]

    @property
    def has_positions(self) -> bool:
        """Say whether the field keeps where in a document a term stands."""
        return self._positions is not None

    def positions(self, first: int, last: int | None = None) -> Array:
        """Return all positions of a term, or of terms side by side, in the order of the postings."""
        start, stop = self._position_range(first, last)
        assert self._positions is not None
        return self._positions.part(start, stop)

    def _position_range(self, first: int, last: int | None) -> tuple[int, int]:
        if self._position_starts is None:
            raise ValueError("the field keeps no positions")
        return _bounds(self._position_starts, first, last)

    def positions_in(self, term: int, chosen: Numbers) -> tuple[Numbers, Array, Numbers | None]:
        """Return how many positions each chosen posting of a term has, those positions, and their places in the list.

        The places are None where every posting is chosen.
        """
        postings = self.postings(term)
        positions = self.positions(term)
        if postings.tf is None:
            counts = np.ones(len(chosen), dtype=np.int64)
            return counts, positions[chosen], chosen
        if len(chosen) == len(postings.docs):
            return postings.tf.astype(np.int64), positions, None
        if not len(chosen):
            return np.zeros(0, dtype=np.int64), positions[:0], chosen
        # Sums from one chosen posting to the next: a running sum of all takes four times as long.
        between = np.add.reduceat(postings.tf, np.concatenate(([0], chosen)), dtype=np.uint32)[:-1]
        if chosen[0] == 0:
            between[0] = 0
        counts = postings.tf[chosen].astype(np.int64)
        places = np.repeat(between.astype(np.int64).cumsum() - (counts.cumsum() - counts), counts)
        places += np.arange(len(places))
        return counts, positions[places], places

    # All of it, for merging

    @property
    def frequency_type(self) -> str:
        """The type of the frequencies, "" where every term stands once in each of its documents."""
        return "" if self._tf is None else self._tf.array.dtype.str

    @property
    def position_type(self) -> str:
        """The type of the positions."""
        return "<u2" if self._positions is None else self._positions.array.dtype.str

    def size_of(self, first: int, last: int) -> int:
        """Return how many occurrences terms side by side have, or postings where the field keeps no positions."""
        if self._position_starts is None:
            start, stop = _bounds(self._posting_starts, first, last)
        else:
            start, stop = self._position_range(first, last)
        return stop - start

    def occurrences(self, first: int, last: int) -> tuple[Numbers, Array, Array, Numbers]:
        """Return term (from `first` on), document, position and form of every occurrence of terms side by side."""
        docs, tf = self.postings(first, last)
        term = np.repeat(np.arange(last - first), self.frequencies(first, last))
        if tf is not None:
            docs, term = np.repeat(docs, tf), np.repeat(term, tf)
        if self.has_positions:
            positions = self.positions(first, last)
        elif tf is None:
            positions = np.zeros(len(docs), dtype=np.uint8)
        else:
            positions = np.arange(len(docs)) - np.repeat(np.cumsum(tf, dtype=np.int64) - tf, tf)
        form = np.zeros(len(docs), dtype=np.int64)
        if self.forms is not None and len(docs):
            codes, sizes = self.forms.codes_of(first, last)
            form[np.repeat(sizes > 0, np.bincount(term, minlength=last - first))] = codes
        return term, docs, positions, form

    def words(self, first: int, last: int) -> TermWords:
        """Return terms side by side, each in all its forms."""
        texts = self.texts(first, last)
        if self.forms is None:
            return TermWords([text + b"\0" for text in texts], np.arange(len(texts)))
        forms, counts = self.forms.of_range(first, last)
        texts = [text for text, count in zip(texts, counts.tolist(), strict=True) for _ in range(max(1, count))]
        every = np.maximum(counts, 1)
        kept = iter(forms)
        keys = [
            text + b"\0" + (next(kept) if has else text)
            for text, has in zip(texts, np.repeat(counts > 0, every).tolist(), strict=True)
        ]
        return TermWords(keys, np.cumsum(every) - every)

    # Terms like another

    def matching(self, pattern: str) -> Numbers:
        """Return the terms that fit a pattern of `*` (any letters), `?` (one letter) and `[...]` (one of these)."""
        head = re.match(r"[^*?\[]*", pattern)
        assert head is not None
        first, last = self.range(head[0].encode()) if head[0] else (0, len(self))
        if "[" not in pattern and pattern == head[0] + "*":
            return np.arange(first, last)
        fits = re.compile(translate(pattern)).match
        blob, starts = self._blob(first, last), np.asarray(self._starts)[first : last + 1].astype(np.int64)
        starts -= starts[0]
        found = _holding(_longest_literal(pattern, head[0]), blob, starts)
        bounds = zip(found.tolist(), starts[found].tolist(), (starts[found + 1] - 1).tolist(), strict=True)
        return np.array([term for term, at, end in bounds if fits(blob[at:end].decode())], dtype=np.int64) + first

    def within(self, text: str, edits: int, prefix: int = 0, *, swaps: bool = False) -> list[tuple[int, int]]:
        """Return the terms at most so many edits away, with how many; the first `prefix` letters are the same.

        An edit puts in, takes out or replaces a letter (Levenshtein); with `swaps`, two neighbours changing place are
        one edit as well (optimal string alignment).
        """
        from rapidfuzz.distance import OSA, Levenshtein  # Here: it takes 10 ms to load, and few questions need it.

        letters, terms, starts = self._letters
        most = len(starts) - 1
        first, last = (starts[min(max(length, 0), most)] for length in (len(text) - edits, len(text) + edits + 1))
        # An edit changes the set of letters by two at most, so that some fifty terms are left.
        near = terms[first:last][np.bitwise_count(letters[first:last] ^ _letter_set(text)) <= 2 * edits]
        near.sort()
        if prefix:
            near = near[slice(*near.searchsorted(self.range(text[:prefix].encode())))]
        distance = OSA.distance if swaps else Levenshtein.distance
        found = []
        for term in near.tolist():
            far = distance(text, self[term].decode(), score_cutoff=edits)
            if far <= edits:
                found.append((term, far))
        return found

    @cached_property
    def _letters(self) -> tuple[NDArray[np.uint64], Numbers, list[int]]:
        """Sets of letters in 64 bits, of which term each is, and where those of terms of each length begin."""
        blob = self._blob(0, len(self))
        points = np.frombuffer(blob.decode().encode("utf-32-le"), "<u4")
        # Offsets in letters; a line end is no sure sign, since whole values may hold some.
        letters = np.append(0, np.cumsum((np.frombuffer(blob, np.uint8) & 0xC0) != 0x80))
        borders = letters[np.asarray(self._starts)]
        starts, ends = borders[:-1], borders[1:] - 1
        bits = np.left_shift(np.uint64(1), (points & 63).astype(np.uint64))
        bits[ends] = 0
        sets = np.bitwise_or.reduceat(bits, starts) if len(ends) else np.empty(0, dtype=np.uint64)
        terms = np.argsort(ends - starts, kind="stable")
        return sets[terms], terms, [0, *np.cumsum(np.bincount(ends - starts)).tolist()]

    def warm(self) -> None:
        """Work out what the first search for near words would wait for."""
        assert len(self._letters[0]) == len(self)


class Forms:
    """In which written form a term stands where. A form is a text; what it says is the caller's business."""

    def __init__(self, file: ArrayFile, field: str) -> None:
        self._text = file[f"{field}/ftext"]
        self._starts = file[f"{field}/foff"]
        self._first = file[f"{field}/fstart"]
        self._codes = file[f"{field}/codes"]
        self._code_starts = file[f"{field}/coff"]

    def of(self, term: int, text: bytes) -> list[str]:
        """Return the forms of a term, whose text is the form where none is kept."""
        first, last = _bounds(self._first, term)
        if first == last:
            return [text.decode()]
        blob = self._text.part(*_bounds(self._starts, first, last)).tobytes()
        return blob.decode().split("\n")[:-1]

    def of_range(self, first: int, last: int) -> tuple[list[bytes], Numbers]:
        """Return the forms kept of terms side by side, and how many each has."""
        starts = self._first.part(first, last + 1).astype(np.int64)
        blob = self._text.part(*_bounds(self._starts, int(starts[0]), int(starts[-1]))).tobytes()
        return blob.split(_END)[:-1], starts[1:] - starts[:-1]

    def codes_of(self, first: int, last: int) -> tuple[Array, Numbers]:
        """Return the codes of terms side by side, and how many each has."""
        starts = self._code_starts.part(first, last + 1).astype(np.int64)
        return self._codes.part(int(starts[0]), int(starts[-1])), np.diff(starts)

    def codes(self, term: int) -> Array | None:
        """Return the number of the form at each position of a term; None where it has but one."""
        start, stop = _bounds(self._code_starts, term)
        return self._codes.part(start, stop) if stop > start else None


def _bounds(starts: Stretch, first: int, last: int | None = None) -> tuple[int, int]:
    """Return where what belongs to a term begins and ends, or to terms side by side."""
    if last is None:
        start, stop = starts.part(first, first + 2).tolist()
        return start, stop
    return int(starts.part(first, first + 1)[0]), int(starts.part(last, last + 1)[0])


def _longest_literal(pattern: str, head: str) -> bytes:
    """Return the longest stretch of letters behind the head that every fitting term must hold."""
    if "[" in pattern:
        return b""
    parts = re.split(r"[*?]", pattern[len(head) :])
    # A stretch at the end of the pattern ends the term, and so stands before a line end.
    literals = [part.encode() for part in parts[:-1]] + ([parts[-1].encode() + _END] if parts[-1] else [])
    return max(literals, key=len, default=b"")


def _holding(literal: bytes, blob: bytes, starts: Numbers) -> Numbers:
    """Return which of the texts in a blob hold a literal: one `find` over all of them is quicker than one each."""
    if len(literal) < 2 or len(starts) < 64:
        return np.arange(len(starts) - 1)
    places, at = [], -1
    while (at := blob.find(literal, at + 1)) >= 0:
        places.append(at)
    return np.unique(np.searchsorted(starts, np.array(places, dtype=np.int64), "right") - 1)


def _letter_set(text: str) -> np.uint64:
    found = 0
    for char in text:
        found |= 1 << (ord(char) & 63)
    return np.uint64(found)


def joined(texts: Iterable[bytes]) -> tuple[Array, Numbers]:
    """Return texts as one array, each followed by a line end, and where each begins (n + 1)."""
    texts = list(texts)
    starts = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1, out=starts[1:])
    blob = _END.join(texts) + _END if texts else b""
    return np.frombuffer(blob, np.uint8), starts


def fields_of(file: ArrayFile) -> Mapping[str, FieldTerms]:
    """Return the terms of every field of a segment's file of terms."""
    names = sorted({key.rpartition("/")[0] for key in file})
    return {name: FieldTerms(file, name) for name in names}


def counted(terms: FieldTerms, first: int, last: int) -> Iterator[tuple[bytes, int]]:
    """Yield terms side by side and in how many documents each stands."""
    yield from zip(terms.texts(first, last), terms.frequencies(first, last).tolist(), strict=True)
