"""The word index: words in, article ids and scores out, as NumPy arrays. Reading only; `writing.py` writes.

The only other side of this seam is Whoosh's files, read posting list by posting list. And, Or and Not are no business
of it: they are array operations of the caller, over every match, so that totals are exact and the faults of stock
Whoosh's compound queries (a wrong AndNot, lost hits under a boosted compound) cannot touch an answer.

Not thread-safe: a posting list is read by seeking in an open file.
"""

from __future__ import annotations

import mmap
import os
import pickle
import re
import struct
import zlib
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property
from itertools import islice, takewhile
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC, EmptyIndexError
from whoosh.reading import TermNotFound

from desktop_app.search.lexicon import Lexicon
from desktop_app.search.ranking import NOWHERE, Found, Places, Scores, rank
from desktop_app.search.schema import (
    CARD,
    FIELDS,
    SCHEMA,
    SEPARATOR,
    SKETCH_SIZE,
    split_term,
    term,
    unpack_positions,
)
from desktop_app.search.sketching import NONE

INDEX_NAME = "words"

_CACHED_POSTINGS = 2_000_000
"""Postings kept decoded in memory between two queries: some 100 MB at the very most, mostly far less."""

Docs = NDArray[np.int64]

READ_TROUBLE = (OSError, EmptyIndexError, EOFError, struct.error, zlib.error, pickle.UnpicklingError)
"""What reading an index raises whose files are not what was written."""


class Postings(NamedTuple):
    """Where one term stands in one field of one segment: documents ascending, weight and packed positions of each."""

    docs: Docs
    weights: Scores
    values: list[bytes]


class Spelling(NamedTuple):
    """A word as it stands in texts (capitals aside), and in how many documents."""

    text: str
    documents: int


class MappedFile(StructFile):  # type: ignore[misc]
    """A file of the index in memory, as far as it is looked at."""

    def get(self, position: int, length: int) -> bytes:
        """Return bytes from a place."""
        return bytes(self.file[position : position + length])


class MappedStorage(FileStorage):  # type: ignore[misc]
    """Opens files by mapping them: finding a term in an open file takes seventy system calls, 170 µs; mapped, 40 µs."""

    def open_file(self, name: str, **kwargs: Any) -> Any:
        """Open a file for reading."""
        with open(Path(self.folder) / name, "rb") as file:
            if os.fstat(file.fileno()).st_size == 0:
                return super().open_file(name, **kwargs)
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return MappedFile(mapped, name=name, **kwargs)


class Segment:
    """One immutable part of the index. What is deleted in it may change from one snapshot to the next."""

    def __init__(self, storage: FileStorage, segment: Any) -> None:
        codec = segment.codec()
        self.name: str = segment.segment_id()
        self._terms = codec.terms_reader(storage, segment)
        facts = codec.per_document_reader(storage, segment)
        column = facts.column_reader("card", SCHEMA["card"].column_type)
        cards = np.frombuffer(b"".join(column), dtype=CARD)
        facts.close()
        self._cards = cards
        self.ids = cards["id"].copy()
        self.lengths = {name: cards["lengths"][:, at].astype(np.float32) for at, name in enumerate(FIELDS)}
        self.sketches = cards["sketch"]
        self.alive = np.ones(len(cards), dtype=np.bool_)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def lexicon(self) -> Lexicon:
        """All folded words of the segment; made when first asked for, and good as long as the segment stands."""
        return Lexicon(text for field in FIELDS for text in self.terms(field))

    @cached_property
    def by_hash(self) -> tuple[NDArray[np.uint32], NDArray[np.intp]]:
        """All hashes of all sketches, ascending, and the document each is of."""
        hashes = self.sketches.ravel()
        order = np.argsort(hashes, kind="stable")
        order = order[: np.searchsorted(hashes[order], NONE)]
        return hashes[order], order // SKETCH_SIZE

    def set_deleted(self, deleted: Collection[int]) -> None:
        """Mark the documents that are no more."""
        self.alive = np.ones(len(self), dtype=np.bool_)
        self.alive[np.fromiter(deleted, dtype=np.int64, count=len(deleted))] = False

    def cards(self, ids: Collection[int]) -> Iterator[tuple[int, bytes]]:
        """Yield the cards of these articles."""
        wanted = np.fromiter(ids, dtype=np.int64, count=len(ids))
        for document in np.flatnonzero(np.isin(self.ids, wanted) & self.alive):
            yield int(self.ids[document]), self._cards[document].tobytes()

    def variants(self, field: str, folded: str) -> list[bytes]:
        """Return the terms of all written forms of a folded word."""
        plain, more = folded.encode(), (folded + SEPARATOR).encode()
        return list(takewhile(lambda text: text == plain or text.startswith(more), self.terms(field, folded)))

    def terms(self, field: str, start: str = "") -> Iterator[bytes]:
        """Yield the terms of a field in order, from `start` on."""
        for name, text in self._terms.terms_from(field, start.encode()):
            if name != field:
                return
            yield text

    def counted_terms(self, field: str, prefix: str) -> Iterator[tuple[bytes, int]]:
        """Yield the terms of a field that begin so, with the number of their documents."""
        start = prefix.encode()
        for (name, text), information in self._terms.items_from(field, start):
            if name != field or not text.startswith(start):
                return
            yield text, information.doc_frequency()

    def documents(self, field: str, text: bytes) -> int:
        """Return in how many documents a term of this field stands, deleted ones included."""
        return int(self._terms.doc_frequency(field, text))

    def weight(self, field: str, text: bytes) -> float:
        """Return the summed weight of a term, 0 where it stands only as the other reading of a capital I."""
        return float(self._terms.frequency(field, text))

    def read(self, field: str, text: bytes) -> Postings | None:
        """Read a posting list from the file, None if the term does not occur in the field."""
        try:
            matcher = self._terms.matcher(field, text, SCHEMA[field].format)
        except TermNotFound:
            return None
        docs: list[int] = []
        weights: list[float] = []
        values: list[bytes] = []
        while matcher.is_active():
            docs.append(matcher.id())
            weights.append(matcher.weight())
            values.append(matcher.value())
            matcher.next()
        return Postings(np.array(docs, dtype=np.int64), np.array(weights, dtype=np.float32), values)

    def close(self) -> None:
        """Let go of the files."""
        self._terms.close()


class WordIndex:
    """The segments of one index folder at one moment; `refresh` moves on to the next."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.generation = -1
        self.segments: list[Segment] = []
        self._storage = MappedStorage(str(folder))
        self._cache: OrderedDict[tuple[str, str, bytes], Postings | None] = OrderedDict()
        self._cached = 0
        self.refresh()

    def refresh(self) -> bool:
        """Read the newest state of the folder; False if it is the one we have. Old segments keep what they cached."""
        toc = TOC.read(self._storage, INDEX_NAME, schema=SCHEMA)
        if toc.generation == self.generation:
            return False
        known = {segment.name: segment for segment in self.segments}
        fresh = []
        for part in toc.segments:
            segment = known.pop(part.segment_id(), None) or Segment(self._storage, part)
            segment.set_deleted(tuple(part.deleted_docs()))
            fresh.append(segment)
        self.segments = fresh
        self.generation = toc.generation
        for dropped in known.values():
            dropped.close()
        for key in [key for key in self._cache if key[0] in known]:
            self._forget(key)
        for name in ("documents", "average_lengths", "ids"):
            self.__dict__.pop(name, None)
        return True

    def close(self) -> None:
        """Let go of the files."""
        for segment in self.segments:
            segment.close()
        self.segments = []

    @cached_property
    def documents(self) -> int:
        """How many articles the index holds."""
        return sum(int(segment.alive.sum()) for segment in self.segments)

    @cached_property
    def ids(self) -> NDArray[np.int64]:
        """The ids of all articles in the index, ascending."""
        parts = [segment.ids[segment.alive] for segment in self.segments]
        return np.sort(np.concatenate(parts)) if parts else np.empty(0, dtype=np.int64)

    @cached_property
    def average_lengths(self) -> dict[str, float]:
        """The mean number of words of each field, over the articles that have it."""
        means = {}
        for field in FIELDS:
            lengths = [segment.lengths[field][segment.alive] for segment in self.segments]
            total = np.concatenate(lengths) if lengths else np.empty(0)
            means[field] = float(total.sum() / max(1, np.count_nonzero(total)))
        return means

    def warmed(self) -> bool:
        """Gather the words of one segment that has not gathered them yet; return True when none is left."""
        cold = next((segment for segment in self.segments if "lexicon" not in vars(segment)), None)
        if cold is None:
            return True
        len(cold.lexicon)
        return False

    # What is looked for

    def any_of(self, folded: Collection[str], fields: Sequence[str]) -> Found:
        """Find the articles with at least one of these folded words in one of the fields."""

        def places(segment: Segment, field: str) -> Places:
            return self._sum(segment, field, (text for word in folded for text in segment.variants(field, word)))

        return self._found(places, fields)

    def phrase(self, tokens: Sequence[tuple[str, tuple[str, ...]]], fields: Sequence[str]) -> Found:
        """Find the articles where these words stand one after another, as written. A word is (folded, exact forms)."""

        def places(segment: Segment, field: str) -> Places:
            terms = [[term(folded, form) for form in forms] for folded, forms in tokens]
            if len(terms) == 1:
                return self._sum(segment, field, terms[0])
            keys = self._positions(segment, field, terms)
            starts = keys[0]
            for at, following in enumerate(keys[1:], 1):
                starts = np.intersect1d(starts, following - at, assume_unique=True)
            return _counted(starts >> 32)

        return self._found(places, fields)

    def near(self, folded: Sequence[str], slop: int, fields: Sequence[str]) -> Found:
        """Find the articles where all these folded words stand, in any order, with at most `slop` others between."""

        def places(segment: Segment, field: str) -> Places:
            keys = self._positions(segment, field, [segment.variants(field, word) for word in folded])
            return _counted(_windows(keys, folded, len(folded) + slop) >> 32)

        return self._found(places, fields)

    def beginning_with(self, prefix: str, fields: Sequence[str], most: int) -> tuple[Found, bool]:
        """Find the articles with a word that begins so. A field of a segment has `most` forms read; False = not all."""
        complete = True

        def places(segment: Segment, field: str) -> Places:
            nonlocal complete
            start = prefix.encode()
            terms = list(islice(takewhile(lambda text: text.startswith(start), segment.terms(field, prefix)), most + 1))
            complete = complete and len(terms) <= most
            return self._sum(segment, field, terms[:most])

        return self._found(places, fields), complete

    def spellings(self, folded: str) -> list[Spelling]:
        """Return the written forms of a folded word, most frequent first, without those only a capital I allows."""
        counts: dict[str, int] = {}
        for segment in self.segments:
            for field in FIELDS:
                for text in segment.variants(field, folded):
                    if segment.weight(field, text) > 0:
                        form = split_term(text)[1]
                        counts[form] = counts.get(form, 0) + segment.documents(field, text)
        return [Spelling(form, count) for form, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]

    def frequency(self, folded: str) -> int:
        """Return about how many documents have a folded word: quick, for choosing between words, not for showing."""
        return sum(spelling.documents for spelling in self.spellings(folded))

    def beginning(self, prefix: str, most: int) -> dict[str, int]:
        """Return folded words that begin so and about how many documents have each; `most` a field and segment."""
        found: dict[str, int] = {}
        for segment in self.segments:
            for field in FIELDS:
                for text, documents in islice(segment.counted_terms(field, prefix), most):
                    word = split_term(text)[0]
                    found[word] = found.get(word, 0) + documents
        return found

    def matching(self, expression: re.Pattern[str], pattern: str) -> list[str]:
        """Return the folded words a pattern fits, sorted."""
        return sorted({word for segment in self.segments for word in segment.lexicon.matching(expression, pattern)})

    def within(self, word: str, edits: int, *, swaps: bool = False) -> list[tuple[str, int]]:
        """Return the folded words so few edits away, with how many, sorted."""
        return sorted({near for segment in self.segments for near in segment.lexicon.within(word, edits, swaps=swaps)})

    # How it is found

    def _found(self, places: Callable[[Segment, str], Places], fields: Sequence[str]) -> Found:
        parts = [(segment, {field: places(segment, field) for field in fields}) for segment in self.segments]
        return rank(
            [(segment, hits) for segment, hits in parts if any(len(place.docs) for place in hits.values())],
            self.documents,
            self.average_lengths,
        )

    def _sum(self, segment: Segment, field: str, terms: Iterator[bytes] | Sequence[bytes]) -> Places:
        """Return the documents with any of the terms, weights added up."""
        lists = [found for found in (self._postings(segment, field, text) for text in terms) if found is not None]
        if not lists:
            return NOWHERE
        if len(lists) == 1:
            return Places(lists[0].docs, lists[0].weights)
        amount = np.zeros(len(segment), dtype=np.float32)
        there = np.zeros(len(segment), dtype=np.bool_)
        for found in lists:
            amount[found.docs] += found.weights
            there[found.docs] = True
        docs = np.flatnonzero(there)
        return Places(docs, amount[docs])

    def _positions(self, segment: Segment, field: str, terms: Sequence[Sequence[bytes]]) -> list[Docs]:
        """Return for each word where it stands, as sorted `document << 32 | position`, in documents that have all."""
        lists = [
            [found for found in (self._postings(segment, field, text) for text in alternatives) if found is not None]
            for alternatives in terms
        ]
        docs: Docs | None = None
        for word in sorted(lists, key=lambda word: sum(len(found.docs) for found in word)):
            here = np.unique(np.concatenate([found.docs for found in word])) if word else np.empty(0, dtype=np.int64)
            docs = here if docs is None else np.intersect1d(docs, here, assume_unique=True)
            if not len(docs):
                return [np.empty(0, dtype=np.int64)] * len(terms)
        assert docs is not None
        return [np.unique(np.concatenate([_keys(found, docs) for found in word])) for word in lists]

    def _postings(self, segment: Segment, field: str, text: bytes) -> Postings | None:
        key = (segment.name, field, text)
        if key in self._cache:
            self._cache.move_to_end(key)
            return self._cache[key]
        found = self._cache[key] = segment.read(field, text)
        self._cached += 1 + (len(found.docs) if found else 0)
        while self._cached > _CACHED_POSTINGS:
            self._forget(next(iter(self._cache)))
        return found

    def _forget(self, key: tuple[str, str, bytes]) -> None:
        found = self._cache.pop(key)
        self._cached -= 1 + (len(found.docs) if found else 0)


def _keys(found: Postings, docs: Docs) -> Docs:
    """Return the positions of a posting list within these documents as `document << 32 | position`."""
    chosen = np.flatnonzero(np.isin(found.docs, docs, assume_unique=True))
    if not len(chosen):
        return np.empty(0, dtype=np.int64)
    counts, positions = unpack_positions([found.values[at] for at in chosen])
    keys: Docs = (np.repeat(found.docs[chosen], counts) << 32) | positions
    return keys


def _counted(docs: Docs) -> Places:
    found, counts = np.unique(docs, return_counts=True)
    return Places(found, counts.astype(np.float32))


def _windows(keys: Sequence[Docs], folded: Sequence[str], width: int) -> Docs:
    """Return the first key of each stretch of at most `width` words that holds all the words.

    A stretch begins at one of the words; the count of each word between there and its end must reach the number of
    times the query has the word, so that `"new new"~3` wants two of them.
    """
    starts = np.unique(np.concatenate(keys))
    # A stretch never leaves its document: positions stay far below 2 ** 31, and the next document is 2 ** 32 away.
    good = np.ones(len(starts), dtype=np.bool_)
    for at, word in enumerate(folded):
        if folded.index(word) == at:
            inside = np.searchsorted(keys[at], starts + width) - np.searchsorted(keys[at], starts)
            good &= inside >= folded.count(word)
    return starts[good]
