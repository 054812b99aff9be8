"""One question, one answer: matches, their order, and all that is shown around them.

The matches come from the index or, while none may answer, from reading the articles themselves; all counts are then
made on the columns in the same way.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from desktop_app.archive import Readable
from desktop_app.archive.articles import ShownArticle
from desktop_app.query import tree
from desktop_app.query.explain import explain
from desktop_app.query.matching import matches
from desktop_app.query.parse import REPRINTS_UNKNOWN, Query, parse
from desktop_app.search import counting, suggestions
from desktop_app.search.columns import Columns, Ints, Mask
from desktop_app.search.engine import WordIndex
from desktop_app.search.evaluate import Evaluator, Matched, Memory, OutOfTime
from desktop_app.search.families import Families
from desktop_app.search.nearness import with_nearness
from desktop_app.search.service import (
    Bin,
    FacetName,
    FacetValue,
    Hit,
    IndexStatus,
    SearchRequest,
    SearchResult,
    TermCount,
)
from desktop_app.search.snippets import Highlighter, Marked, Text, beginning
from desktop_app.text.words import words
from desktop_app.values import replace

READING_S = 5.0
"""How long articles are read one by one before the answer is given as partial: about 2,000 of 700 words."""

LONGEST_S = 10.0
"""How long words are looked up before the answer is given as partial."""

_READ = 100
"""Articles read at once."""

FEW = 3
"""Hits up to which the parts of the query are counted and near spellings looked for."""

_SPELLINGS = 10
"""Other written forms named in `also_matched`."""


class Answer:
    """The matches of one request, and what was noted on the way."""

    def __init__(
        self,
        request: SearchRequest,
        archive: Readable,
        columns: Columns,
        index: WordIndex | None,
        memory: Memory,
        families: Families | None = None,
    ) -> None:
        self.request = request
        self.query: Query = parse(request.query)
        self.notes = [note for note in self.query.notes if note != REPRINTS_UNKNOWN]
        self.partial = False
        self._archive = archive
        self._columns = columns
        self._index = index
        self._memory = memory
        self._families = families
        self._evaluator = Evaluator(
            columns,
            index,
            memory,
            # Nothing of ours: in a circle, the arrays of each page would wait for a search for garbage.
            find_uid=partial(_id_of, archive),
            reprints=partial(_all_reprints, families, self.notes),
            until=time.monotonic() + LONGEST_S,
        )
        self._evaluator.weigh(self.query.node)
        self.place = columns.in_place(request.place)
        if request.place == "everything" and tree.asks_for_trash(self.query.node):
            self.place = self.place | columns.flags["trashed"]
        matched = self._matched()
        self.mask: Mask = matched.mask & self.place
        self._said = self._says_yes()
        self.narrowed = counting.narrow(columns, self.mask, request.ticks, request.published, self._said)
        self.scores = matched.scores(self.narrowed.mask)
        if request.sort == "relevance" and index is not None:
            self.scores = with_nearness(self.scores, self._evaluator, index, self.query.node)
        self.found = np.flatnonzero(self.narrowed.mask)
        self.rows = self._folded() if request.folded and families is not None else self.found
        self.notes += [note for note in self._evaluator.notes if note not in self.notes]

    def ids(self) -> tuple[int, ...]:
        """Return the ids of all matches, in order."""
        rows = counting.order(self._columns, self.rows, self.request.sort, self.scores)
        return tuple(self._columns.ids[rows].tolist())

    def result(self) -> SearchResult:
        """Return the page that was asked for, with counts and help. Index state and time are the caller's."""
        request = self.request
        bars: tuple[Bin, ...] = ()
        undated = 0
        if request.timeline is not None:
            # Bars outside the brush keep their height: they show where else to look.
            bare = counting.narrow(self._columns, self.mask, request.ticks, None, self._said).mask
            bars, undated = counting.timeline(self._columns, bare, self.place, request.timeline)
        result = SearchResult(
            request=request,
            parsed=explain(self.query),
            total=len(self.found),
            rows=len(self.rows),
            newer=int(np.count_nonzero(self._columns.ids[self.found] > request.after)),
            unfiltered=int(np.count_nonzero(self.mask)),
            took_ms=0.0,
            index=IndexStatus("absent"),
            hits=self._hits(),
            facets=self._facets() if request.facets else {},
            timeline=bars,
            undated=undated,
            also_matched=self._also_matched(),
            notes=tuple(dict.fromkeys(self.notes)),
            partial=self.partial,
        )
        if self._index is None or not (request.explain or len(self.found) <= FEW):
            return result
        return replace(
            result,
            terms=self._terms(),
            corrections=suggestions.corrections(self._index, self.query.node, self._find, len(self.found)),
        )

    def _says_yes(self) -> counting.Said:
        """Return the facets that say yes or no. While reprints are looked for, none is known."""
        columns, families = self._columns, self._families
        said: dict[FacetName, Mask] = {"pictures": columns.flags["has_picture"]}
        asked = self.request.facets or any(tick.facet == "reprints" for tick in self.request.ticks)
        if asked:
            none = np.zeros(len(columns), dtype=np.bool_)
            said["reprints"] = none if families is None else columns.mask_of(families.all_reprints())
        return said

    def _folded(self) -> NDArray[np.intp]:
        assert self._families is not None
        ids, lowest = self._families.members()
        rows = self._columns.rows_of(ids)
        family_of = np.zeros(len(self._columns), dtype=np.int64)
        family_of[rows[rows >= 0]] = lowest[rows >= 0]
        return counting.folded(self._columns, self.found, self.request.sort, self.scores, family_of)

    # Matches

    def _matched(self) -> Matched:
        node = self.query.node
        if self._index is None and not tree.only_facts(node):
            return self._read_through(node)
        try:
            return self._evaluator.evaluate(node)
        except OutOfTime:
            self.partial = True
            self.notes.append(f"The search was stopped after {LONGEST_S:.0f} seconds: it asks for too many words.")
            return Matched(np.zeros(len(self._columns), dtype=np.bool_))

    def _read_through(self, node: tree.Node) -> Matched:
        """Ask the query itself, article by article, the newest first: right, slow, and at most a few seconds."""
        candidates = self._evaluator.evaluate(tree.facts_part(node)).mask & self.place
        mask = np.zeros(len(self._columns), dtype=np.bool_)
        unscored = np.zeros(len(self._columns), dtype=np.float32)
        rows = counting.order(self._columns, np.flatnonzero(candidates), "newest", unscored)
        until = time.monotonic() + READING_S
        for at in range(0, len(rows), _READ):
            if at and time.monotonic() > until:
                self.partial = True
                self.notes.append(f"The newest {at:,} of {len(rows):,} articles were read.")
                break
            articles = self._archive.texts(self._columns.ids[rows[at : at + _READ]].tolist())
            mask |= self._columns.mask_of(
                np.array([article.id for article in articles if matches(node, article)], dtype=np.int64)
            )
        return Matched(mask)

    def _find(self, node: tree.Node) -> Mask:
        """Return the matches of another query in the same place, under the same ticks."""
        found: Mask = self._evaluator.evaluate(node).mask & self._surroundings
        return found

    @cached_property
    def _surroundings(self) -> Mask:
        request = self.request
        return counting.narrow(self._columns, self.place, request.ticks, request.published, self._said).mask

    # The page

    def _hits(self) -> tuple[Hit, ...]:
        start = max(0, self.request.offset)
        end = start + max(0, self.request.limit)
        rows = counting.first(self._columns, self.rows, self.request.sort, self.scores, end)[start:]
        ids = self._columns.ids[rows].tolist()
        scores = dict(zip(ids, self.scores[rows].tolist(), strict=True))
        printings = self._printings(ids)
        highlighter = self._highlighter()
        wants_texts = self.request.snippets and highlighter.looks_into_texts
        articles = self._archive.shown(ids, with_texts=wants_texts)
        return tuple(
            _hit(article, scores[article.id], printings.get(article.id, 0), marked)
            for article, marked in zip(articles, self._marked(highlighter, articles, wants_texts), strict=True)
        )

    def _marked(
        self, highlighter: Highlighter, articles: Sequence[ShownArticle], wants_texts: bool
    ) -> Iterator[Marked]:
        """Yield what is marked in each article."""
        texts = [Text(one.title, one.standfirst, one.body, one.lead, one.language) for one in articles]
        if not wants_texts:
            for title_spans, text in zip(highlighter.titles(texts), texts, strict=True):
                yield Marked(title_spans, beginning(text.lead) if self.request.snippets else ())
            return
        keys = [(self.query.text, article.id, article.version) for article in articles]
        known = {key: self._memory.marked[key] for key in keys if key in self._memory.marked}
        new = [(key, text) for key, text in zip(keys, texts, strict=True) if key not in known]
        for (key, _), marked in zip(new, highlighter.page([text for _, text in new]), strict=True):
            known[key] = self._memory.marked[key] = marked
        yield from map(known.__getitem__, keys)

    def _printings(self, ids: list[int]) -> dict[int, int]:
        """Count the other printings of each article that are not in the trash."""
        if self._families is None or not ids:
            return {}
        return dict(zip(ids, self._families.printings(ids).tolist(), strict=True))

    def _highlighter(self) -> Highlighter:
        forms: dict[tree.WordNode, Sequence[str]] = {}
        if self._index is not None:
            for part in tree.word_parts(self.query.node):
                if isinstance(part, tree.Fuzzy):
                    forms[part] = [word for word, _ in self._index.within(part.text, part.edits)]
                elif isinstance(part, tree.Word):
                    forms[part] = self._evaluator.other_forms(part)
        return Highlighter(self.query.node, forms if self._index is not None else None)

    def _facets(self) -> dict[FacetName, tuple[FacetValue, ...]]:
        found = counting.facets(self._columns, self.narrowed, self.request.facet_limit)
        batches = self._archive.batch_sources() if found["batch"] else {}
        found["batch"] = tuple(replace(value, label=batches.get(int(value.value or 0), "")) for value in found["batch"])
        return found

    # Help

    def _also_matched(self) -> tuple[str, ...]:
        """Return other written forms that were let in beside the ones that were typed, the most frequent first."""
        if self._index is None or not len(self.found):
            return ()
        typed: set[str] = set()
        found: dict[str, int] = {}
        for part in tree.word_parts(self.query.node):
            if isinstance(part, tree.Word) and not part.exact:
                for token in words(part.text):
                    typed.update(token.exact)
                    for folded in (token.folded, *self._evaluator.other_forms(part)[:_SPELLINGS]):
                        found.update({form.text: form.documents for form in self._index.spellings(folded)})
        return tuple(sorted(found.keys() - typed, key=lambda form: (-found[form], form))[:_SPELLINGS])

    def _terms(self) -> tuple[TermCount, ...]:
        """Count what each part of the query finds on its own, in the place."""
        counts = {}
        for part in tree.walk(self.query.node):
            if not isinstance(part, tree.And | tree.Or | tree.Not | tree.Everything):
                found = self._evaluator.evaluate(part).mask & self.place
                counts[explain(part)] = int(np.count_nonzero(found))
        return tuple(TermCount(term, documents) for term, documents in counts.items())


def _id_of(archive: Readable, uid: str) -> int | None:
    article = archive.find(uid)
    return None if article is None else article.id


def _all_reprints(families: Families | None, notes: list[str]) -> Ints:
    if families is None:
        notes.append("Reprints are still being looked for; none is counted yet.")
        return np.empty(0, dtype=np.int64)
    return families.all_reprints()


def _hit(article: ShownArticle, score: float, printings: int, marked: Marked) -> Hit:
    return Hit(
        id=article.id,
        uid=article.uid,
        title=article.title,
        title_spans=marked.title_spans,
        authors=article.authors,
        section=article.section,
        tags=article.tags,
        language=article.language,
        status=article.status,
        kind=article.kind,
        publication=article.publication,
        published=article.published,
        words=article.words,
        score=round(score, 4),
        reprints=printings,
        snippets=marked.snippets,
    )
