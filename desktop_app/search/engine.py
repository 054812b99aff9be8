"""The word index at one moment: the segments of a folder, and the latest edits on top of them.

Edits that are not on disk yet lie in segments in memory, which are searched with the others; what they replace counts
as deleted. `refresh` moves on to what is on disk by now, `apply` puts edits on top. Nothing here writes to the folder:
`writing.py` does.

Not thread-safe: one caller at a time.
"""

from __future__ import annotations

import pickle
import struct
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from whoosh.filedb.filestore import RamStorage
from whoosh.index import TOC, EmptyIndexError

from desktop_app.archive.articles import Article
from desktop_app.search import stem_table
from desktop_app.search.analysis import Analyst
from desktop_app.search.arrays import ArraySearcher, DamagedFile, DurableStorage, SegmentView
from desktop_app.search.arrays.hits import Hits
from desktop_app.search.arrays.queries import FieldedQuery
from desktop_app.search.arrays.searching import views
from desktop_app.search.arrays.terms import FieldTerms
from desktop_app.search.columns import Codes, Columns, Ints, Mask
from desktop_app.search.ranking import RANKING
from desktop_app.search.schema import FIELDS, INDEX_NAME, SCHEMA, readings
from desktop_app.search.sketches import SIZE, Sketch
from desktop_app.search.stem_table import WORTH_IT, Spoken, StemTable

READ_TROUBLE = (DamagedFile, OSError, EmptyIndexError, EOFError, struct.error, pickle.UnpicklingError)
"""What reading an index raises whose files are not what was written."""


Forms = dict[str, set[str]]
"""Folded words, each with the forms it is written in."""


class Spelling(NamedTuple):
    """A word as it stands in texts (capitals aside), and in about how many documents."""

    text: str
    documents: int


class Scored(NamedTuple):
    """What a query finds in one segment: `rows[i]` is the row in the columns of `hits.docs[at[i]]`."""

    rows: Ints
    hits: Hits
    at: Ints


class _Live(NamedTuple):
    """A segment in memory and the articles that it was made of."""

    view: SegmentView
    ids: frozenset[int]


class WordIndex:
    """See the module. `segments` are all that are searched, those in memory last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.generation = -1
        self.segments: list[SegmentView] = []
        self._storage = DurableStorage(str(folder))
        self._disk: list[SegmentView] = []
        self._shown: list[SegmentView] = []
        """Those on disk without what edits replace."""
        self._live: list[_Live] = []
        self._replaced: set[int] = set()
        self._rows: dict[str, Ints] = {}
        self._languages: dict[tuple[str, frozenset[str]], Mask] = {}
        self._languages_of: dict[str, Spoken] = {}
        self._stem_tables: dict[tuple[str, str], StemTable | None] = {}
        self._work: Iterator[None] | None = None
        self._columns: Columns | None = None
        self.refresh()

    def refresh(self) -> bool:
        """Read the newest state of the folder; False if it is the one we have. Edits on top stay there."""
        contents = TOC.read(self._storage, INDEX_NAME, schema=SCHEMA)
        if contents.generation == self.generation:
            return False
        self._disk = views(self._storage, contents.segments, self._disk)
        self._shown = [_without(view, self._replaced) for view in self._disk]
        self.generation = contents.generation
        self._show()
        return True

    def apply(self, articles: Iterable[Article], gone: Collection[int] = ()) -> None:
        """Put articles on top, in place of what is known of them, and take out those that are gone."""
        articles = list(articles)
        ids = frozenset(article.id for article in articles)
        replaced = ids.union(gone)
        self._live = [live for live in self._live if not live.ids <= replaced]
        self._live = [
            live if live.ids.isdisjoint(replaced) else _Live(_without(live.view, replaced), live.ids - replaced)
            for live in self._live
        ]
        # What was replaced before lies in a segment in memory, and nowhere else.
        self._shown = [_without(view, replaced - self._replaced) for view in self._shown]
        self._replaced |= replaced
        if articles:
            storage = RamStorage()
            analyst = Analyst(storage)
            analyst.add(articles)
            self._live.append(_Live(SegmentView(storage, analyst.finish()), ids))
        self._show()

    def drop_edits(self) -> None:
        """Take off all edits: they are on disk by now."""
        if self._live or self._replaced:
            self._live, self._replaced = [], set()
            self._shown = self._disk
            self._show()

    @property
    def edits(self) -> int:
        """How many articles lie on top."""
        return len(self._replaced)

    def _show(self) -> None:
        """Make ready to search what is there now."""
        self.segments = [*self._shown, *(live.view for live in self._live)]
        names = {view.name for view in self.segments}
        self._rows = {name: rows for name, rows in self._rows.items() if name in names}
        self._languages.clear()
        self._languages_of = {name: spoken for name, spoken in self._languages_of.items() if name in names}
        self._stem_tables = {key: table for key, table in self._stem_tables.items() if key[0] in names}
        self._work = None
        self._forget_searcher()
        for name in ("documents", "ids"):
            self.__dict__.pop(name, None)

    def close(self) -> None:
        """Let go of the files."""
        self.segments, self._disk, self._shown, self._live = [], [], [], []
        self._forget_searcher()

    def verifying(self) -> Iterator[None]:
        """Compare the files with their checksums, one array a step; raises one of READ_TROUBLE."""
        for segment in self._disk:
            yield from segment.verifying()
        self._stem_tables.clear()  # Each is compared with its checksums when it is next read.

    # What is in it

    @cached_property
    def searcher(self) -> ArraySearcher:
        """Searches the segments; languages are those of the columns last given to `rows_of`."""
        return ArraySearcher(self.segments, SCHEMA, ranking=RANKING, among=self._written_in)

    def _forget_searcher(self) -> None:
        searcher = self.__dict__.pop("searcher", None)
        if searcher is not None:
            searcher.evaluator.forget()

    @cached_property
    def documents(self) -> int:
        """How many articles the index holds."""
        return sum(segment.live_count for segment in self.segments)

    @cached_property
    def ids(self) -> Ints:
        """The ids of all articles in the index, ascending."""
        parts = [ids_of(segment)[_alive(segment)] for segment in self.segments]
        return np.sort(np.concatenate(parts)) if parts else np.empty(0, dtype=np.int64)

    def sketches(self, ids: Sequence[int] | Ints | None = None) -> tuple[Ints, Sketch]:
        """Return the ids of these articles, or of all, as far as the index has them, and the sketch of each."""
        found, made = [np.empty(0, dtype=np.int64)], [np.empty((0, SIZE), dtype=np.uint32)]
        for segment in self.segments:
            own = ids_of(segment)
            chosen = np.ones(len(own), dtype=np.bool_) if ids is None else np.isin(own, np.array(ids, dtype=np.int64))
            if segment.alive is not None:
                chosen &= segment.alive
            found.append(own[chosen])
            made.append(sketches_of(segment)[chosen])
        return np.concatenate(found), np.concatenate(made)

    # Rows of the columns

    def look_at(self, columns: Columns) -> None:
        """Know the documents as rows of these columns from now on."""
        before = self._columns
        if before is columns:
            return
        if before is None or before.ids is not columns.ids:
            self._rows.clear()
        if before is None or before.single["language"] is not columns.single["language"]:
            self._languages.clear()
            self._languages_of.clear()
            self._stem_tables.clear()
            self._work = None
            self._forget_searcher()
        self._columns = columns

    def rows_of(self, segment: SegmentView) -> Ints:
        """Return the row of each document, -1 for those of articles that are no more."""
        assert self._columns is not None
        known = self._rows.get(segment.name)
        if known is None:
            known = self._rows[segment.name] = self._columns.rows_of(ids_of(segment))
        return known

    def found(self, query: FieldedQuery) -> Iterator[Scored]:
        """Yield what a query finds among the articles that there are, segment by segment."""
        for segment in self.segments:
            hits = self.searcher.evaluator.evaluate(query, segment)
            rows = self.rows_of(segment)[hits.docs]
            # Purged since the index was written, or replaced by an edit.
            there = rows >= 0 if segment.alive is None else (rows >= 0) & segment.alive[hits.docs]
            if there.all():
                yield Scored(rows, hits, np.arange(len(rows)))
            elif there.any():
                yield Scored(rows[there], hits, np.flatnonzero(there))

    def _written_in(self, segment: SegmentView, languages: Any) -> Mask:
        """Return which documents of a segment are in one of these languages."""
        key = segment.name, languages
        known = self._languages.get(key)
        if known is None:
            assert self._columns is not None
            vocabulary = self._columns.vocabularies["language"]
            wanted = np.zeros(len(vocabulary), dtype=np.bool_)
            wanted[[code for code in map(vocabulary.known, languages) if code is not None]] = True
            known = self._languages[key] = wanted[self._language_codes(segment)] & (self.rows_of(segment) >= 0)
        return known

    def _language_codes(self, segment: SegmentView) -> Codes:
        """Return the language of each document, that of no language where the article is no more."""
        assert self._columns is not None
        # One row more, which -1 means: there may be none at all.
        return np.append(self._columns.single["language"], np.int32(0))[self.rows_of(segment)]

    # Words

    def fields(self, fields: Sequence[str] = FIELDS) -> Iterator[FieldTerms]:
        """Yield the terms of these fields, segment by segment."""
        for segment in self.segments:
            for name in fields:
                if name in segment.fields:
                    yield segment.fields[name]

    def spellings(self, folded: str) -> list[Spelling]:
        """Return the written forms of a folded word, most frequent first, without those only a capital I allows."""
        counts: dict[str, int] = {}
        for terms in self.fields():
            at = terms.find(folded.encode())
            if at >= 0:
                for form, documents in _forms(terms, at, folded):
                    counts[form] = counts.get(form, 0) + documents
        return [Spelling(form, count) for form, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]

    def frequency(self, folded: str) -> int:
        """Return about how many documents have a folded word: quick, for choosing between words, not for showing."""
        text = folded.encode()
        return sum(terms.frequency(at) for terms in self.fields() if (at := terms.find(text)) >= 0)

    def beginning(self, prefix: str, most: int) -> dict[str, int]:
        """Return folded words that begin so and about how many documents have each; `most` a field and segment.

        Where there are more, the most frequent ones.
        """
        found: dict[str, int] = {}
        for terms in self.fields():
            first, last = terms.range(prefix.encode())
            counts = terms.frequencies(first, last)
            best = np.argsort(-counts, kind="stable")[:most]
            for at in best.tolist():
                word = terms[first + at].decode()
                found[word] = found.get(word, 0) + int(counts[at])
        return found

    def within(self, word: str, edits: int, *, swaps: bool = False) -> list[tuple[str, int]]:
        """Return the folded words so few edits away, with how many, sorted."""
        found = {}
        for terms in self.fields():
            for at, far in terms.within(word, edits, swaps=swaps):
                found[terms[at].decode()] = far
        return sorted(found.items())

    def related(self, stemmer: str, keys: frozenset[str], heads: Sequence[str], fields: Sequence[str]) -> Forms:
        """Return the folded words that may have one of these stems, each with the forms it is written in.

        `heads` are the beginnings one of which each of them has.
        """
        found: dict[str, set[str]] = {}
        for segment in self.segments:
            table = self._stem_table(segment, stemmer)
            for name in fields:
                terms = segment.fields.get(name)
                if terms is None:
                    continue
                ranges = (
                    (terms.range(head.encode()) for head in heads)
                    if table is None
                    else ((at, at + 1) for at in table.terms(name, keys).tolist())
                )
                for first, last in ranges:
                    for key in terms.words(first, last).keys:
                        folded, _, form = key.decode().partition("\0")
                        found.setdefault(folded, set()).add(form)
        return found

    def _stem_table(self, segment: SegmentView, stemmer: str) -> StemTable | None:
        """Return the table of a segment, None where there is none (yet) for the languages of its documents."""
        if segment.count < WORTH_IT:
            return None
        key = segment.name, stemmer
        if key not in self._stem_tables:
            made_for = self._spoken(segment).digest
            self._stem_tables[key] = stem_table.load(self._storage, self.folder, segment, stemmer, made_for)
        return self._stem_tables[key]

    def _spoken(self, segment: SegmentView) -> Spoken:
        known = self._languages_of.get(segment.name)
        if known is None:
            assert self._columns is not None
            names = self._columns.vocabularies["language"].values
            known = self._languages_of[segment.name] = Spoken(self._language_codes(segment), names)
        return known

    def warmed(self) -> bool:
        """Do one piece of what later searches would have to wait for; True when nothing is left."""
        if self._work is None:
            self._work = self._warming()
        if next(self._work, True) is None:
            return False
        self._work = None
        return True

    def _warming(self) -> Iterator[None]:
        """Make the tables of stems that are missing, and look at the letters of all terms."""
        # The first text that is cut waits for tables of all letters, 0.2 s; the first edit should not.
        Analyst(RamStorage()).add([Article(body="-")])
        yield
        if self._columns is not None:
            # Made when first asked for: a sort by headline, and the first new article, should not wait either.
            _ = self._columns.titles
            yield
        for segment in self._disk:
            if segment.count >= WORTH_IT and self._columns is not None:
                for stemmer in self._spoken(segment).stemmers():
                    if self._stem_table(segment, stemmer) is None:
                        yield from stem_table.build(self._storage, self.folder, segment, stemmer, self._spoken(segment))
                        self._stem_tables.pop((segment.name, stemmer), None)
                        yield
        for terms in self.fields():
            if "_letters" not in vars(terms):
                terms.warm()
                yield


def ids_of(segment: SegmentView) -> Ints:
    """Return the article of each document."""
    return segment.column("id")


def sketches_of(segment: SegmentView) -> Sketch:
    """Return the sketch of each document."""
    rows: Sketch = segment.documents.records("sketch", np.dtype("<u4")).reshape(-1, SIZE)
    return rows


def _alive(segment: SegmentView) -> Mask | slice:
    return slice(None) if segment.alive is None else segment.alive


def _without(segment: SegmentView, gone: Collection[int]) -> SegmentView:
    """Return a segment without these articles."""
    if not gone:
        return segment
    return segment.without(docs_of(segment, gone))


def docs_of(segment: SegmentView, articles: Collection[int]) -> Ints:
    """Return the documents of these articles."""
    ids = ids_of(segment)
    if len(articles) == 1:
        # One edit at a time is what a writer makes.
        return np.flatnonzero(ids == next(iter(articles)))
    return np.flatnonzero(np.isin(ids, np.fromiter(articles, dtype=np.int64, count=len(articles))))


def _forms(terms: FieldTerms, at: int, folded: str) -> Iterator[tuple[str, int]]:
    """Yield the first reading of each form of a term, and in about how many documents it stands."""
    frequency = terms.frequency(at)
    if terms.forms is None:
        yield folded, frequency
        return
    forms = terms.forms.of(at, folded.encode())
    codes = terms.forms.codes(at)
    # Of several forms each has a share of the documents, as of the places.
    shares = [1.0] if codes is None else (np.bincount(codes, minlength=len(forms)) / len(codes)).tolist()
    for form, share in zip(forms, shares, strict=True):
        yield readings(form)[0], max(1, round(frequency * share))
