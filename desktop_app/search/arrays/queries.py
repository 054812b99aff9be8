"""Query nodes of our own, beside those of Whoosh, in one tree with them.

A *fielded* node finds words in several fields at once and is scored by BM25F proper: what each field has of the words
is tamed by its length, added up by weight, and saturated once for the whole document (Robertson, Zaragoza and Taylor
2004). Stock Whoosh scores each field and adds the scores, which counts a word in title and text twice.

Nodes are values: equal nodes find the same, and `searching.ArraySearcher` remembers what they found.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from math import expm1, log, log1p
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from whoosh import query

from desktop_app.search.arrays.files import Array
from desktop_app.search.arrays.hits import (
    NO_DOCS,
    Hits,
    Places,
    Scores,
    common,
    contains,
    find,
    places,
    summed,
    united,
    where,
)
from desktop_app.search.arrays.segments import SegmentView
from desktop_app.search.arrays.terms import FieldTerms, Numbers
from desktop_app.values import dataclass, field

if TYPE_CHECKING:
    from desktop_app.search.arrays.evaluator import Evaluator

_FEW = 8
"""Postings for each document asked for, above which each is looked up and the others are left alone."""


class OwnQuery(Protocol):
    """A node that finds its hits itself."""

    def hits(self, evaluator: Evaluator, segment: SegmentView) -> Hits: ...


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """How much a word in a field counts; `b` 0 = long fields are as good as short ones, 1 = counts are divided by
    length."""

    weight: float
    b: float


@dataclass(frozen=True)
class Ranking:
    """BM25F for fielded nodes, with words that cluster weighing more than words that are strewn about.

    The weight of a word is idf * (1 + burst * ridf). Residual idf, ridf = idf observed - idf expected of as many
    occurrences dealt at random (Poisson), tells "hackathon" from "therefore" without any list (Church and Gale 1995);
    it is taken from `text_field` and cut at `most_residual`. With `burst` 0 this is plain BM25F.
    """

    fields: Mapping[str, FieldWeight]
    k1: float = 1.2
    burst: float = 0.0
    most_residual: float = 1.5
    text_field: str = ""

    def rarity(self, documents: int, found: int, occurrences: int) -> float:
        """Return the weight of a word in `found` of so many documents, standing so often in their text fields."""
        if not found:
            return 0.0
        idf = log1p((documents - found + 0.5) / (found + 0.5))
        if not self.burst:
            return idf
        # Of so many occurrences dealt at random this share of the documents would have one.
        expected = -expm1(-max(occurrences, found) / documents)
        residual = log(expected * documents / found)
        return idf * (1 + self.burst * min(max(residual, 0.0), self.most_residual))


class Piece(NamedTuple):
    """Postings in one field. Documents may come more than once, and in any order where `is_list` is False."""

    field: str
    docs: Array
    tf: Array | None
    weight: float = 1.0
    is_list: bool = True


class FieldedHits:
    """Documents with something in any of the pieces."""

    def __init__(self, evaluator: Evaluator, node: FieldedQuery, segment: SegmentView, pieces: Sequence[Piece]) -> None:
        self._pieces = [piece for piece in pieces if len(piece.docs)]
        self._evaluator = evaluator
        self._node = node
        self._segment = segment
        self.docs = _united([piece.docs for piece in self._pieces], self._pieces, segment.count)

    def occurrences(self, field: str) -> int:
        """Return how often the words stand in a field of the segment."""
        own = [piece for piece in self._pieces if piece.field == field]
        return sum(len(piece.docs) if piece.tf is None else int(piece.tf.sum(dtype=np.int64)) for piece in own)

    def amounts(self, at: Places | None = None) -> NDArray[np.float64]:
        """Return how much of the words a document has, before saturation."""
        is_few = at is not None and len(at) * _FEW < sum(len(piece.docs) for piece in self._pieces)
        if at is None or not (is_few and all(piece.is_list for piece in self._pieces)):
            every = [self._tamed(piece, piece.docs, slice(None)) for piece in self._pieces]
            amounts = summed([piece.docs for piece in self._pieces], every, self.docs)
            return amounts if at is None else amounts[at]
        docs = self.docs[at]
        total = np.zeros(len(docs))
        for piece in self._pieces:
            found = find(piece.docs, docs)
            # Of documents that a piece does not have, whatever stands where they would.
            total += found.there * self._tamed(piece, docs, found.at)
        return total

    def _tamed(self, piece: Piece, docs: Array, chosen: Places | slice) -> NDArray[np.float64]:
        share = self._evaluator.shares(self._segment, piece.field)[places(docs)] * piece.weight
        tamed: NDArray[np.float64] = share if piece.tf is None else share * piece.tf[chosen]
        return tamed

    def scores(self, at: Places | None = None) -> Scores:
        amounts = self.amounts(at)
        k1 = self._evaluator.ranking.k1
        return self._evaluator.rarity(self._node) * (k1 + 1) * amounts / (amounts + k1)


def _united(lists: Sequence[Array], pieces: Sequence[Piece], count: int) -> Array:
    if not lists:
        return NO_DOCS
    if len(lists) == 1 and pieces[0].is_list:
        return lists[0]
    return united(lists, count)


class FieldedQuery(query.Query):  # type: ignore[misc]
    """A node that finds pieces of postings in several fields."""

    def pieces(self, evaluator: Evaluator, segment: SegmentView) -> Iterator[Piece]:
        """Yield where the node's words stand in a segment."""
        raise NotImplementedError

    def hits(self, evaluator: Evaluator, segment: SegmentView) -> FieldedHits:
        """Return the documents, scored by BM25F."""
        return FieldedHits(evaluator, self, segment, list(self.pieces(evaluator, segment)))


def terms_of(segment: SegmentView, fields: Sequence[str]) -> Iterator[tuple[str, FieldTerms]]:
    """Yield those of the fields that a segment has, with their terms."""
    for name in fields:
        terms = segment.fields.get(name)
        if terms is not None:
            yield name, terms


@dataclass(frozen=True)
class Alternative:
    """A word that counts `weight` times.

    `among` names the documents in which it counts, `forms` are the written forms that count (None = all).
    """

    text: str
    weight: float = 1.0
    among: Hashable = None
    forms: frozenset[str] | None = None


@dataclass(frozen=True)
class Group:
    """Words looked for in the same fields."""

    fields: tuple[str, ...]
    words: tuple[Alternative, ...]


@dataclass(frozen=True)
class AnyOf(FieldedQuery):
    """At least one of the words of these groups."""

    groups: tuple[Group, ...]

    def pieces(self, evaluator: Evaluator, segment: SegmentView) -> Iterator[Piece]:
        for group in self.groups:
            for name, terms in terms_of(segment, group.fields):
                for word in group.words:
                    at = terms.find(word.text.encode())
                    if at >= 0:
                        docs, tf = terms.postings(at) if word.forms is None else _in_forms(terms, at, word)
                        if word.among is not None:
                            kept = evaluator.documents_of(segment, word.among)[docs]
                            docs, tf = docs[kept], None if tf is None else tf[kept]
                        yield Piece(name, docs, tf, word.weight)


def _in_forms(terms: FieldTerms, at: int, word: Alternative) -> tuple[Array, Array | None]:
    """Return the postings of a term in some of its forms."""
    docs, tf = terms.postings(at)
    if terms.forms is None or word.forms is None:
        return docs, tf
    codes = terms.forms.codes(at)
    fits = np.array([form in word.forms for form in terms.forms.of(at, word.text.encode())], dtype=np.bool_)
    if codes is None:
        return (docs, tf) if fits[0] else (NO_DOCS, None)
    places = docs if tf is None else np.repeat(docs, tf)
    found, counts = np.unique(places[fits[codes]], return_counts=True)
    return found, counts


@dataclass(frozen=True)
class Like(FieldedQuery):
    """Words that fit a pattern of `*` and `?`; at most so many of a field and segment, the shortest first."""

    fields: tuple[str, ...]
    pattern: str
    most: int = 5000

    def pieces(self, evaluator: Evaluator, segment: SegmentView) -> Iterator[Piece]:
        for name, terms in terms_of(segment, self.fields):
            found = terms.matching(self.pattern)
            if len(found) > self.most:
                evaluator.cut_short.add(self)
                if self.pattern[:-1].isalnum():
                    found = found[: self.most]
                else:
                    # The ending a person leaves open is mostly a short one.
                    found = np.sort(found[np.argsort(terms.lengths(found), kind="stable")[: self.most]])
            yield from _summed(name, terms, found)


@dataclass(frozen=True)
class Near(FieldedQuery):
    """Words at most so many edits away."""

    fields: tuple[str, ...]
    text: str
    edits: int

    def pieces(self, evaluator: Evaluator, segment: SegmentView) -> Iterator[Piece]:
        for name, terms in terms_of(segment, self.fields):
            found = [at for at, _ in terms.within(self.text, self.edits)]
            yield from _summed(name, terms, np.array(found, dtype=np.int64))


def _summed(name: str, terms: FieldTerms, found: Numbers) -> Iterator[Piece]:
    """Yield the postings of many terms as one piece."""
    if len(found):
        yield Piece(name, *terms.postings_of(found), is_list=len(found) == 1)


@dataclass(frozen=True)
class FormWord:
    """A word in one of these written forms."""

    text: str
    forms: frozenset[str]


@dataclass(frozen=True)
class AsWritten(FieldedQuery):
    """Words one after another, each in one of its forms. One word alone is that word as written.

    `reads(form)` says which forms a kept one stands for, where it may stand for several.
    """

    fields: tuple[str, ...]
    words: tuple[FormWord, ...]
    reads: Callable[[str], Sequence[str]] = field(default=lambda form: (form,), compare=False)

    def pieces(self, evaluator: Evaluator, segment: SegmentView) -> Iterator[Piece]:
        for name, terms in terms_of(segment, self.fields):
            numbers = [terms.find(word.text.encode()) for word in self.words]
            if min(numbers, default=-1) >= 0:
                yield self._piece(name, terms, numbers)

    def _piece(self, name: str, terms: FieldTerms, numbers: Sequence[int]) -> Piece:
        docs = _common(terms, numbers)
        starts: Numbers | None = None
        for at, (word, number) in enumerate(zip(self.words, numbers, strict=True)):
            if not len(docs):
                break
            keys = self._keys(terms, word, number, docs) - at
            starts = keys if starts is None else common(starts, keys)
        if starts is None:
            return Piece(name, NO_DOCS, None)
        found, counts = np.unique(starts >> 32, return_counts=True)
        return Piece(name, docs[found], counts)

    def _keys(self, terms: FieldTerms, word: FormWord, number: int, docs: Array) -> Numbers:
        """Return where a word stands in one of its forms, as document (a place in `docs`) << 32 | position."""
        at = where(terms.postings(number).docs, docs)
        counts, positions, places = terms.positions_in(number, at)
        keys: Numbers = (np.repeat(np.arange(len(docs)), counts) << 32) + positions.astype(np.int64)
        if terms.forms is None:
            return keys
        known = terms.forms.of(number, word.text.encode())
        fits = np.array([not word.forms.isdisjoint(self.reads(form)) for form in known], dtype=np.bool_)
        if fits.all():
            return keys
        codes = terms.forms.codes(number)
        if codes is None:
            return keys if fits[0] else keys[:0]
        return keys[fits[codes if places is None else codes[places]]]


def _common(terms: FieldTerms, numbers: Sequence[int]) -> Array:
    """Return the documents that have all of these terms."""
    lists = sorted((terms.postings(number).docs for number in set(numbers)), key=len)
    docs = lists[0]
    for other in lists[1:]:
        docs = docs[contains(other, docs)]
    return docs


@dataclass(frozen=True)
class Together(FieldedQuery):
    """All these words, in any order, within so many words of each other."""

    fields: tuple[str, ...]
    words: tuple[str, ...]
    slop: int

    def pieces(self, evaluator: Evaluator, segment: SegmentView) -> Iterator[Piece]:
        for name, terms in terms_of(segment, self.fields):
            numbers = [terms.find(word.encode()) for word in self.words]
            if min(numbers, default=-1) < 0:
                continue
            docs = _common(terms, numbers)
            if len(docs):
                keys = {number: _all_keys(terms, number, docs) for number in set(numbers)}
                starts = _windows(keys, numbers, len(numbers) + self.slop)
                found, counts = np.unique(starts >> 32, return_counts=True)
                yield Piece(name, docs[found], counts)


def _all_keys(terms: FieldTerms, number: int, docs: Array) -> Numbers:
    counts, positions, _ = terms.positions_in(number, where(terms.postings(number).docs, docs))
    keys: Numbers = (np.repeat(np.arange(len(docs)), counts) << 32) + positions.astype(np.int64)
    return keys


def _windows(keys: Mapping[int, Numbers], numbers: Sequence[int], width: int) -> Numbers:
    """Return the first key of each stretch of at most `width` places that holds all the words.

    A stretch begins at one of the words; each word must stand in it as often as it is asked for, so that `"new new"~3`
    wants two of them. It never leaves its document: the next one is 2 ** 32 away.
    """
    # A stable sort finds the stretches that are in order already.
    starts: Numbers = np.sort(np.concatenate(list(keys.values())), kind="stable")
    starts = starts[np.diff(starts, prepend=-1) != 0]
    good = np.ones(len(starts), dtype=np.bool_)
    for number, own in keys.items():
        inside = np.searchsorted(own, starts + width) - np.searchsorted(own, starts)
        good &= inside >= numbers.count(number)
    return starts[good]
