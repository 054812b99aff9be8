"""Evaluates trees of `whoosh.query` over a segment: table of node types, one method each.

A node that is not in the table is given to stock Whoosh's own matcher for this segment, and the rest of the tree goes
on with the documents and scores it finds: every query of Whoosh can be asked, most of them quickly.

`patterns="constant"` scores every hit of a prefix, wildcard or misspelt word with the node's boost. "stock" does what
stock Whoosh does, whose scores depend on the number of terms and the size of the segment.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray
from whoosh import query
from whoosh.fields import NUMERIC
from whoosh.query.spans import SpanNear2
from whoosh.reading import MultiReader, SegmentReader
from whoosh.searching import Searcher

from desktop_app.search.arrays.codec import LENGTHS
from desktop_app.search.arrays.hits import (
    NOTHING,
    Fixed,
    Hits,
    Intersection,
    Raised,
    Union,
    contains,
    docs_of,
    intersected,
    mask_of,
)
from desktop_app.search.arrays.queries import FieldedQuery, FieldWeight, Ranking
from desktop_app.search.arrays.segments import Mask, SegmentView
from desktop_app.search.arrays.statistics import Statistics
from desktop_app.search.arrays.term_hits import SummedTerms, TermHits, in_order, only, without

if TYPE_CHECKING:
    from desktop_app.search.arrays.queries import FieldedHits, OwnQuery

Patterns = Literal["stock", "constant"]

_REMEMBERED = 256
"""Answers of fielded nodes kept, each for one segment."""

_PLAIN = FieldWeight(1.0, 0.75)
"""Fields the ranking does not name."""

_CUT_SHORT = b"\1"
"""Sorts behind every whole number of a field and before numbers without their last bits."""

_FEW_TERMS = 1024
"""Terms up to which stock Whoosh makes a pattern an Or (`query.Or.TOO_MANY_CLAUSES`) …"""

_LARGE_SEGMENT = 5000
"""… in segments above this size; below, it adds the documents up without scores."""


class Evaluator:
    """Answers nodes for segments of one moment of an index."""

    def __init__(
        self,
        segments: Sequence[SegmentView],
        schema: Any,
        statistics: Statistics,
        patterns: Patterns = "stock",
        ranking: Ranking | None = None,
        among: Callable[[SegmentView, Hashable], Mask] | None = None,
    ) -> None:
        self.ranking = ranking or Ranking({})
        self.cut_short: set[Any] = set()
        """Patterns that stand for more words than were looked for."""
        self.schema = schema
        self.segments = segments
        self.statistics = statistics
        self.fallbacks = 0
        """How often stock Whoosh was asked."""
        self._patterns = patterns
        self._among = among
        self._shares: dict[tuple[str, str], NDArray[np.float64]] = {}
        self._known: dict[tuple[str, Any], FieldedHits] = {}
        self._rarity: dict[Any, float] = {}

    def evaluate(self, node: Any, segment: SegmentView) -> Hits:
        """Return the documents of a segment that match a node, deleted ones included."""
        method = _METHODS.get(type(node))
        if method is not None:
            found = method(self, node, segment)
        elif isinstance(node, FieldedQuery):
            return self.fielded(node, segment)
        else:
            own: OwnQuery | None = node if hasattr(node, "hits") else None
            found = None if own is None else own.hits(self, segment)
        return self._stock(node, segment) if found is None else found

    # Fielded nodes

    def fielded(self, node: FieldedQuery, segment: SegmentView) -> FieldedHits:
        """Return what a node finds; a tick, a sort, the next key ask for the same words again."""
        key = (segment.name, node)
        known = self._known.get(key)
        if known is None:
            while len(self._known) >= _REMEMBERED:
                del self._known[next(iter(self._known))]
            known = self._known[key] = node.hits(self, segment)
        return known

    def forget(self) -> None:
        """Let go of what was found. It knows its evaluator: in a circle, only a search for garbage would free both."""
        self._known.clear()

    def rarity(self, node: FieldedQuery) -> float:
        """Return how much it says that a node is found, by all segments (`queries.Ranking.rarity`)."""
        known = self._rarity.get(node)
        if known is None:
            hits = [self.fielded(node, segment) for segment in self.segments]
            found = sum(len(part.docs) for part in hits)
            occurrences = sum(part.occurrences(self.ranking.text_field) for part in hits)
            known = self._rarity[node] = self.ranking.rarity(self.statistics.documents, found, occurrences)
        return known

    def shares(self, segment: SegmentView, field: str) -> NDArray[np.float64]:
        """Return what one occurrence in a field counts in every document: weight / (1 - b + b * length / mean)."""
        key = segment.name, field
        known = self._shares.get(key)
        if known is None:
            rule = self.ranking.fields.get(field, _PLAIN)
            mean = self.statistics.mean_filled_length(field)
            # Length 0 is that of documents without the field, where nothing is counted.
            table = rule.weight / (1 - rule.b + rule.b * np.maximum(LENGTHS, 1.0) / mean)
            codes = segment.codes_of_lengths(field)
            known = self._shares[key] = np.full(segment.count, rule.weight) if codes is None else table[codes]
        return known

    def documents_of(self, segment: SegmentView, name: Hashable) -> Mask:
        """Return the documents of a segment that go by a name of the caller's."""
        if self._among is None:
            raise ValueError(f"no documents go by the name {name!r}")
        return self._among(segment, name)

    # Stock Whoosh, for what is not known here

    def _stock(self, node: Any, segment: SegmentView) -> Hits:
        self.fallbacks += 1
        searcher = self._stock_leaves[segment.name]
        matcher = node.matcher(searcher, searcher.context())
        docs, scores = [], []
        while matcher.is_active():
            docs.append(matcher.id())
            scores.append(matcher.score())
            matcher.next()
        return Fixed(np.array(docs, dtype=np.uint32), np.array(scores, dtype=np.float64))

    @cached_property
    def _stock_searcher(self) -> Any:
        """Stock Whoosh's searcher of all segments; its leaves know it by a weak reference alone."""
        readers = [SegmentReader(segment.storage, self.schema, segment.segment) for segment in self.segments]
        return Searcher(MultiReader(readers) if len(readers) > 1 else readers[0])

    @cached_property
    def _stock_leaves(self) -> dict[str, Any]:
        leaves = [leaf for leaf, _ in self._stock_searcher.leaf_searchers()]
        return {segment.name: leaf for segment, leaf in zip(self.segments, leaves, strict=True)}

    # Terms

    def bytes_of(self, field: str, text: Any) -> bytes | None:
        """Return a term as the index has it, None where the field cannot hold it."""
        if isinstance(text, bytes):
            return text
        try:
            encoded: bytes = self.schema[field].to_bytes(text)
        except ValueError:
            return None
        return encoded

    def term(self, field: str, text: Any, segment: SegmentView, boost: float = 1.0) -> TermHits | None:
        """Return the postings of a term, None where it does not occur."""
        encoded = self.bytes_of(field, text) if field in segment.fields and field in self.schema else None
        at = None if encoded is None else self.statistics.found(field, encoded).get(segment.name)
        return None if at is None else TermHits(segment, self.statistics, field, at, boost)

    def _term(self, node: Any, segment: SegmentView) -> Hits:
        return self.term(node.fieldname, node.text, segment, node.boost) or NOTHING

    def _every(self, node: Any, segment: SegmentView) -> Hits:
        return self._with_any(node.fieldname, node.boost, segment)

    def _with_any(self, field: str | None, boost: float, segment: SegmentView) -> Hits:
        if field is None:
            return Fixed(np.arange(segment.count, dtype=np.uint32), float(boost))
        terms = segment.fields.get(field)
        if terms is None or not len(terms):
            return NOTHING
        return Fixed(docs_of(mask_of(segment.count, terms.postings(0, len(terms)).docs)), float(boost))

    # Compounds

    def _and(self, node: Any, segment: SegmentView) -> Hits:
        parts = node.subqueries
        if len(parts) < 2:
            return self.evaluate(parts[0], segment) if parts else NOTHING
        # What must not be there is quicker asked of candidates than listed.
        nots = [part for part in parts if type(part) is query.Not]
        hits = [self.evaluate(part, segment) for part in parts if type(part) is not query.Not]
        if not hits:
            # Stock Whoosh loses documents where there are but Nots.
            hits, nots = [self.evaluate(part, segment) for part in parts], []
        docs = intersected(hits)
        for part in nots:
            if not len(docs):
                return NOTHING
            docs = docs[~contains(self.evaluate(part.query, segment).docs, docs)]
        # 1 is the weight of stock Whoosh's inverse matcher.
        return Intersection(hits, float(len(nots)), node.boost, docs)

    def _or(self, node: Any, segment: SegmentView) -> Hits | None:
        if node.scale or node.minmatch:
            return None
        if len(node.subqueries) == 1:
            return self.evaluate(node.subqueries[0], segment)
        found = [hits for hits in (self.evaluate(part, segment) for part in node.subqueries) if len(hits.docs)]
        if not found:
            return NOTHING
        return found[0] if len(found) == 1 and node.boost == 1.0 else Union(found, segment.count, node.boost)

    def _not(self, node: Any, segment: SegmentView) -> Hits:
        return Fixed(docs_of(~mask_of(segment.count, self.evaluate(node.query, segment).docs)), 1.0)

    def _and_not(self, node: Any, segment: SegmentView) -> Hits:
        return without(self.evaluate(node.a, segment), self.evaluate(node.b, segment).docs)

    def _require(self, node: Any, segment: SegmentView) -> Hits:
        return only(self.evaluate(node.a, segment), self.evaluate(node.b, segment).docs)

    def _and_maybe(self, node: Any, segment: SegmentView) -> Hits:
        return Raised(self.evaluate(node.a, segment), self.evaluate(node.b, segment))

    def _constant(self, node: Any, segment: SegmentView) -> Hits:
        return Fixed(self.evaluate(node.child, segment).docs, float(node.score))

    def _range(self, node: Any, segment: SegmentView) -> Hits | None:
        """Return the documents of the terms in a range; those of whole numbers lie before the ones cut short."""
        terms = segment.fields.get(node.fieldname)
        if not node.constantscore or terms is None:
            return None
        field = self.schema[node.fieldname]
        if not isinstance(field, NUMERIC):
            return None
        first, last = 0, bisect_left(terms, _CUT_SHORT)
        if node.start is not None:
            first = (bisect_right if node.startexcl else bisect_left)(terms, field.to_bytes(node.start))
        if node.end is not None:
            last = (bisect_left if node.endexcl else bisect_right)(terms, field.to_bytes(node.end))
        if first >= last:
            return NOTHING
        return Fixed(docs_of(mask_of(segment.count, terms.postings(first, last).docs)), float(node.boost))

    # Words in order

    def _phrase(self, node: Any, segment: SegmentView) -> Hits:
        found = [self.term(node.fieldname, word, segment) for word in node.words]
        present = [part for part in found if part is not None]
        return in_order(present, node.slop, node.boost) if len(present) == len(found) else NOTHING

    def _span_near(self, node: Any, segment: SegmentView) -> Hits | None:
        if not node.ordered or node.mindist != 1 or any(type(part) is not query.Term for part in node.qs):
            return None
        found = [self.term(part.fieldname, part.text, segment, part.boost) for part in node.qs]
        present = [part for part in found if part is not None]
        return in_order(present, node.slop, 1.0) if len(present) == len(found) else NOTHING

    # Terms like another

    def _prefix(self, node: Any, segment: SegmentView) -> Hits:
        if not node.text:
            return self._with_any(node.fieldname, node.boost, segment)
        terms = segment.fields.get(node.fieldname)
        prefix = self.bytes_of(node.fieldname, node.text)
        if terms is None or prefix is None:
            return NOTHING
        return self._expanded(node, segment, np.arange(*terms.range(prefix)))

    def _wildcard(self, node: Any, segment: SegmentView) -> Hits:
        if node.text == "*":
            return self._with_any(node.fieldname, node.boost, segment)
        terms = segment.fields.get(node.fieldname)
        return NOTHING if terms is None else self._expanded(node, segment, terms.matching(node.text))

    def _fuzzy(self, node: Any, segment: SegmentView) -> Hits:
        terms = segment.fields.get(node.fieldname)
        if terms is None:
            return NOTHING
        near = [term for term, _ in terms.within(node.text, node.maxdist, node.prefixlength)]
        return self._expanded(node, segment, np.array(near, dtype=np.int64))

    def _expanded(self, node: Any, segment: SegmentView, terms: NDArray[np.int64]) -> Hits:
        if not len(terms):
            return NOTHING
        if self._patterns == "constant":
            found = SummedTerms(segment, self.statistics, node.fieldname, terms, node.boost)
            return Fixed(found.docs, float(node.boost))
        if len(terms) == 1:
            return TermHits(segment, self.statistics, node.fieldname, int(terms[0]), 1.0)
        found = SummedTerms(segment, self.statistics, node.fieldname, terms, node.boost)
        few = len(terms) < _FEW_TERMS and segment.count > _LARGE_SEGMENT
        if len(terms) == 2 or few or not node.constantscore:
            return found
        return Fixed(found.docs, 1.0)


_Method = Callable[[Evaluator, Any, SegmentView], Hits | None]

_METHODS: dict[type, _Method] = {
    query.Term: Evaluator._term,
    query.Every: Evaluator._every,
    query.And: Evaluator._and,
    query.Or: Evaluator._or,
    query.Not: Evaluator._not,
    query.AndNot: Evaluator._and_not,
    query.Require: Evaluator._require,
    query.AndMaybe: Evaluator._and_maybe,
    query.ConstantScoreQuery: Evaluator._constant,
    query.NumericRange: Evaluator._range,
    query.Phrase: Evaluator._phrase,
    SpanNear2: Evaluator._span_near,
    query.Prefix: Evaluator._prefix,
    query.Wildcard: Evaluator._wildcard,
    query.FuzzyTerm: Evaluator._fuzzy,
}
