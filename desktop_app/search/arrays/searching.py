"""An index at one moment, ready to be searched: exact totals, the best hits, the next moment cheaply.

One thread asks at a time. A new state of the folder is a new `ArraySearcher`; `views` takes over what is open already.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh import query
from whoosh.index import TOC

from desktop_app.search.arrays.codec import ArraySegment
from desktop_app.search.arrays.evaluator import Evaluator, Patterns
from desktop_app.search.arrays.files import Array
from desktop_app.search.arrays.hits import Places, Scores, mask_of, places, spread
from desktop_app.search.arrays.queries import Ranking
from desktop_app.search.arrays.segments import Mask, SegmentView
from desktop_app.search.arrays.statistics import Statistics


class Best(NamedTuple):
    """Documents numbered through all segments, the best first (ties: the lower number), and their scores."""

    docs: NDArray[np.int64]
    scores: NDArray[np.float64]


class Result(NamedTuple):
    """What a search found: how many documents in all, and the best of them."""

    total: int
    best: Best


class ArraySearcher:
    """Searches segments as one index."""

    def __init__(
        self,
        segments: Sequence[SegmentView],
        schema: Any,
        *,
        patterns: Patterns = "stock",
        ranking: Ranking | None = None,
        among: Callable[[SegmentView, Hashable], Mask] | None = None,
    ) -> None:
        self.segments = segments
        self.schema = schema
        self.statistics = Statistics(segments, schema)
        self.evaluator = Evaluator(segments, schema, self.statistics, patterns, ranking, among)
        self.bases = np.cumsum([0, *(segment.count for segment in segments)])

    @classmethod
    def of_folder(cls, storage: Any, indexname: str, schema: Any = None, **options: Any) -> ArraySearcher:
        """Open the newest state of an index."""
        contents = TOC.read(storage, indexname, schema=schema)
        return cls(views(storage, contents.segments), contents.schema, **options)

    @property
    def count(self) -> int:
        """How many documents are not deleted."""
        return sum(segment.live_count for segment in self.segments)

    def search(
        self,
        node: Any,
        limit: int | None = 50,
        *,
        filter: query.Query | Callable[[SegmentView, Places], Mask] | None = None,
        sort: str = "",
        reverse: bool = False,
        each: Callable[[SegmentView, Array], None] | None = None,
    ) -> Result:
        """Find the best documents by score, or by a column, lowest first unless `reverse`.

        `filter` is a query whose scores do not count, or says of some documents which may be found; `each` is handed
        the matching documents of every segment, for facets and the like.
        """
        total = 0
        parts: list[tuple[int, Array, Scores]] = []
        for base, segment in zip(self.bases.tolist(), self.segments, strict=False):
            hits = self.evaluator.evaluate(node, segment)
            at = self._kept(hits.docs, segment, filter)
            docs = hits.docs if at is None else hits.docs[at]
            if not len(docs):
                continue
            total += len(docs)
            if each is not None:
                each(segment, docs)
            if limit == 0:
                continue
            scores: Scores = hits.scores(at)
            if sort:
                column = segment.column(sort, self.schema[sort].column_type.default_value())[docs].astype(np.float64)
                scores = column if reverse else -column
            parts.append((base, docs, scores))
        return Result(total, _best(parts, limit))

    def _kept(self, docs: Array, segment: SegmentView, filter: Any) -> Places | None:
        """Return which hits count: alive, and passed by the filter. None = all of them."""
        if segment.alive is None and filter is None:
            return None
        at = places(docs)
        kept = None if segment.alive is None else segment.alive[at]
        if filter is not None:
            if isinstance(filter, query.Query):
                passed = mask_of(segment.count, self.evaluator.evaluate(filter, segment).docs)[at]
            else:
                passed = filter(segment, at)
            kept = passed if kept is None else kept & passed
        return None if kept is None else np.flatnonzero(kept)

    def located(self, doc: int) -> tuple[SegmentView, int]:
        """Return the segment of a document and its number there."""
        at = int(np.searchsorted(self.bases, doc, "right")) - 1
        return self.segments[at], doc - int(self.bases[at])

    def stored_fields(self, doc: int) -> dict[str, Any]:
        """Return the stored fields of a document."""
        segment, number = self.located(doc)
        return segment.documents.stored_fields(number)


def views(storage: Any, segments: Iterable[ArraySegment], known: Sequence[SegmentView] = ()) -> list[SegmentView]:
    """Open segments; those among `known` stay open and show what is deleted in them by now."""
    before = {view.name: view for view in known}
    found = []
    for segment in segments:
        view = before.get(segment.segment_id())
        found.append(SegmentView(storage, segment) if view is None else view.with_deleted(segment))
    return found


def top_k(scores: Scores, count: int, limit: int | None) -> Best:
    """Return the places of the best scores, the best first (ties: the lower place), and the scores."""
    limit = count if limit is None else min(limit, count)
    if isinstance(scores, float):
        return Best(np.arange(limit), np.full(limit, scores))
    if limit < count:
        cut = np.partition(scores, count - limit)[count - limit]
        at = np.flatnonzero(scores >= cut)
        if len(at) > limit:
            # Of those that are just good enough the first ones.
            equal = at[scores[at] == cut]
            at = np.sort(np.concatenate((at[scores[at] > cut], equal))[:limit])
    else:
        at = np.arange(count)
    order = np.argsort(-scores[at], kind="stable")
    return Best(at[order], scores[at][order])


def _best(parts: Sequence[tuple[int, Array, Scores]], limit: int | None) -> Best:
    """Return the best of the documents of several segments, numbered from these bases on."""
    if not parts:
        return Best(np.empty(0, dtype=np.int64), np.empty(0))
    bases, docs, scores = zip(*parts, strict=True)
    ends = list(accumulate(map(len, docs)))
    if all(isinstance(score, float) and score == scores[0] for score in scores):
        at, best = top_k(scores[0], ends[-1], limit)
    else:
        each = [spread(score, len(some)) for score, some in zip(scores, docs, strict=True)]
        at, best = top_k(np.concatenate(each), ends[-1], limit)
    segment = np.array(ends).searchsorted(at, "right")
    return Best(np.concatenate(docs)[at] + np.array(bases)[segment], best)
