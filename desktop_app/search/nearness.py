"""What it adds to a score that neighbours in a query stand together in the text.

Only where it can change which hits come first: the most a pair can add is known, so a hit that is further than that
behind the last of the first FIRST is left as it is. Büttcher, Clarke and Lushman (2006) weigh pairs so; that both an
ordered and a loose meeting count is Metzler and Croft's sequential dependence (2005).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from desktop_app.query import tree
from desktop_app.search.arrays.hits import common, find
from desktop_app.search.arrays.queries import AnyOf, FieldedQuery
from desktop_app.search.arrays.segments import SegmentView
from desktop_app.search.engine import WordIndex
from desktop_app.search.evaluate import Evaluator, Scores
from desktop_app.search.ranking import FOLLOWS, NEAR, NEAR_WORDS, SHORT

FIRST = 200
"""Hits whose order nearness may change; beyond them nobody reads so closely."""

_FIELD = "body"

Keys = NDArray[np.int64]


def with_nearness(scores: Scores, evaluator: Evaluator, index: WordIndex, node: tree.Node) -> Scores:
    """Return scores by row, raised where words that are neighbours in the query stand together."""
    pairs = [pair for pair in _pairs(evaluator, node) if pair[0] != pair[1]]
    if not pairs:
        return scores
    engine = index.searcher.evaluator
    weights = [min(engine.rarity(one), engine.rarity(other)) for one, other in pairs]
    most = (FOLLOWS + NEAR) * (engine.ranking.k1 + 1) * sum(weights)
    candidates = _within_reach(scores, most)
    raised = scores.copy()
    for segment in index.segments:
        rows = index.rows_of(segment)
        docs = np.flatnonzero(candidates[rows] & (rows >= 0))
        if segment.alive is not None:
            docs = docs[segment.alive[docs]]
        if len(docs):
            norms = engine.shares(segment, _FIELD)[docs]
            for (one, other), weight in zip(pairs, weights, strict=True):
                raised[rows[docs]] += weight * _together(segment, docs, one, other, norms, engine.ranking.k1)
    return raised


def _pairs(evaluator: Evaluator, node: tree.Node) -> Iterator[tuple[FieldedQuery, FieldedQuery]]:
    """Yield the words that stand side by side in the query, where it is short."""
    parts = node.parts if isinstance(node, tree.And | tree.Or) else ()
    found = [part for part in parts if isinstance(part, tree.Word) and part.field in ("any", "body")]
    if len(found) > SHORT:
        return
    queries = [evaluator.engine_query(part) for part in found]
    yield from pairwise(query for query in queries if query is not None)


def _within_reach(scores: Scores, most: float) -> NDArray[np.bool_]:
    """Return which rows are among the first, or could come to be."""
    there = scores > 0
    if np.count_nonzero(there) <= FIRST:
        return there
    last = float(np.partition(scores, len(scores) - FIRST)[len(scores) - FIRST])
    within: NDArray[np.bool_] = there & (scores >= last - most)
    return within


def _together(
    segment: SegmentView, docs: Keys, one: FieldedQuery, other: FieldedQuery, norms: NDArray[np.float64], k1: float
) -> NDArray[np.float64]:
    """Return for each document how closely two words stand, 0 where they never meet."""
    first, second = _places(segment, docs, one), _places(segment, docs, other)
    follows = np.bincount(common(first + 1, second) >> 32, minlength=len(docs))
    before, after = np.searchsorted(second, first - NEAR_WORDS), np.searchsorted(second, first + NEAR_WORDS, "right")
    near = np.bincount(first[after > before] >> 32, minlength=len(docs))
    total = np.zeros(len(docs))
    for share, count in ((FOLLOWS, follows), (NEAR, near)):
        tamed = count * norms
        total += share * (k1 + 1) * tamed / (tamed + k1)
    return total


def _places(segment: SegmentView, docs: Keys, query: FieldedQuery) -> Keys:
    """Return where a word in any of its forms stands in these documents, as (place in `docs`) << 32 | position."""
    terms = segment.fields.get(_FIELD)
    if terms is None or not isinstance(query, AnyOf):
        return np.empty(0, dtype=np.int64)
    keys: list[Keys] = []
    for text in _texts(query):
        at = terms.find(text.encode())
        if at >= 0:
            there = find(terms.postings(at).docs, docs)
            counts, positions, _ = terms.positions_in(at, there.at[there.there])
            keys.append((np.repeat(np.flatnonzero(there.there), counts) << 32) + positions.astype(np.int64))
    return np.sort(np.concatenate(keys)) if keys else np.empty(0, dtype=np.int64)


def _texts(query: AnyOf) -> Iterable[str]:
    # Each once: languages may let in one word in different forms.
    return dict.fromkeys(word.text for group in query.groups if _FIELD in group.fields for word in group.words)
