"""One commit to the word index: what is gone, what is new, and which segments become one.

Only whoever holds the shelf's lock may call these, with an index that shows the newest state on disk; it shows the
state after the commit when they return. A commit is one table of contents, written whole or not at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.index import LockError

from desktop_app.archive.articles import Article
from desktop_app.search.analysis import Analyst
from desktop_app.search.arrays import ArraySegment, DurableStorage, SegmentView, publish
from desktop_app.search.arrays.merging import in_steps
from desktop_app.search.engine import WordIndex, docs_of
from desktop_app.search.schema import INDEX_NAME, SCHEMA
from desktop_app.search.shelf import IndexBusy

SMALL = 1024
"""Articles under which a segment is small: edits make them, each costs every word of every query a look-up."""

TINY = 64
"""Articles under which a segment is folded as soon as there are many: with so few it is done in some 20 ms."""

MANY_SMALL = 8
"""Small segments that are worth folding."""

MIDDLING = 32_768
"""Articles from which on a segment is left alone."""

MANY_MIDDLING = 2
"""Middling segments that are worth merging: 20,000 articles a second, done when nobody waits. Each that is left costs a
query with few hits as much as all its hits do."""

LARGEST = 65_536
"""Articles of a segment at the most: up to there a document number takes two bytes."""

MOSTLY_GONE = 0.1
"""Share of deleted articles from which on a segment is written anew."""


def commit(index: WordIndex, gone: Collection[int], articles: Iterable[Article] = ()) -> None:
    """Delete the articles `gone` and add others. Ids that the index does not hold are no matter.

    So the same changes can be applied again.
    """
    storage = _storage(index)
    analyst = Analyst(storage)
    analyst.add(articles)
    add = [analyst.finish()] if analyst.count else []
    _publish(index, add=add, dead=_dead(index.segments, gone))


def adopt(index: WordIndex, segments: Sequence[ArraySegment], folder: Path) -> None:
    """Take in segments that other processes have written into a folder."""
    _publish(index, add=segments, folder=folder)


def fold(index: WordIndex, *, tiny: bool = False) -> Iterator[bool]:
    """Merge segments until none is worth it, a piece a step; yields True after each commit.

    May be given up between two steps. `tiny`: only what single edits have left.
    """
    while found := worth_folding(index, tiny=tiny):
        storage = _storage(index)
        for merged in in_steps(storage, [view.segment for view in found], SCHEMA, storage, INDEX_NAME):
            if merged is not None:
                _publish(index, add=[merged], drop=[view.name for view in found])
            yield merged is not None


def worth_folding(index: WordIndex, *, tiny: bool = False) -> list[SegmentView]:
    """Return the segments that should become one next; none where all is well."""
    by_size = sorted(index.segments, key=lambda view: view.live_count)
    for size in (TINY,) if tiny else (TINY, SMALL):
        small = [view for view in by_size if view.live_count < size]
        if len(small) >= MANY_SMALL:
            return small
    if tiny:
        return []
    middling = [view for view in by_size if SMALL <= view.live_count < MIDDLING]
    if len(middling) >= MANY_MIDDLING:
        sizes = np.cumsum([view.live_count for view in middling])
        return middling[: max(2, int(np.searchsorted(sizes, LARGEST, "right")))]
    return [view for view in by_size if view.live_count < (1 - MOSTLY_GONE) * view.count and view.count >= SMALL][:1]


def _dead(segments: Iterable[SegmentView], gone: Collection[int]) -> dict[str, list[int]]:
    return {view.name: docs_of(view, gone).tolist() for view in segments} if gone else {}


def _storage(index: WordIndex) -> DurableStorage:
    return DurableStorage(str(index.folder))


def _publish(index: WordIndex, **changes: Any) -> None:
    whoosh_index = _storage(index).open_index(indexname=INDEX_NAME, schema=SCHEMA)
    try:
        publish(whoosh_index, **changes)
    except LockError as error:
        raise IndexBusy from error
    index.refresh()
