"""One commit to the word index: what is gone, what is new, and which small segments become one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import LockError
from whoosh.reading import SegmentReader

from desktop_app.search import schema
from desktop_app.search.analysis import Document
from desktop_app.search.engine import INDEX_NAME, WordIndex
from desktop_app.search.shelf import IndexBusy

SMALL = 500
"""Articles under which a segment is small: edits make them, idle time folds them."""

MANY = 8
"""Small segments that are worth folding: each costs every word of every query four look-ups."""

MOSTLY_GONE = 0.3
"""Share of deleted articles from which on a segment is written anew."""

_SORT_MB = 192
"""Memory for sorting postings before they are spilled to disk."""


def commit(index: WordIndex, gone: Collection[int], documents: Iterable[Document] = (), *, fold: bool = False) -> None:
    """Delete the articles `gone`, add the documents, and fold small segments if asked to; all or nothing.

    Only whoever holds the shelf's lock may call it, with an index that shows the newest state; it shows the state
    after the commit when this returns. Ids that the index does not hold are no matter, so that the same changes can be
    applied again.
    """
    whoosh_index = FileStorage(str(index.folder)).open_index(indexname=INDEX_NAME, schema=schema.SCHEMA)
    # Stock defaults would pack segments into compound files and merge on the user's time: 0.7 s to save one edit.
    try:
        writer = whoosh_index.writer(timeout=5.0, limitmb=_SORT_MB, compound=False, codec=schema.codec())
    except LockError as error:
        raise IndexBusy from error
    try:
        _delete(writer, index, gone)
        for document in documents:
            writer.add_document(card=document.card, **document.postings)
        writer.commit(mergetype=_fold if fold else _drop_empty)
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise
    index.refresh()


def worth_folding(index: WordIndex) -> bool:
    """Say whether small or mostly deleted segments have piled up."""
    small = sum(len(segment) < SMALL for segment in index.segments)
    return small >= MANY or any(_is_mostly_gone(len(s), int((~s.alive).sum())) for s in index.segments)


def _delete(writer: Any, index: WordIndex, gone: Collection[int]) -> None:
    wanted = np.fromiter(gone, dtype=np.int64, count=len(gone))
    first = 0
    for segment in index.segments:
        for document in np.flatnonzero(segment.alive & np.isin(segment.ids, wanted)):
            writer.delete_document(first + int(document))
        first += len(segment)


def _is_mostly_gone(documents: int, deleted: int) -> bool:
    return documents >= SMALL and deleted > MOSTLY_GONE * documents


def _drop_empty(writer: Any, segments: list[Any]) -> list[Any]:
    """Whoosh's merge policy: leave all segments as they are, but for those with nothing left in them."""
    del writer
    return [segment for segment in segments if segment.deleted_count() < segment.doc_count_all()]


def _fold(writer: Any, segments: list[Any]) -> list[Any]:
    """Whoosh's merge policy: rewrite small segments and those that are mostly deleted, leave the rest."""
    kept = []
    for segment in _drop_empty(writer, segments):
        documents = segment.doc_count_all()
        if documents >= SMALL and not _is_mostly_gone(documents, segment.deleted_count()):
            kept.append(segment)
            continue
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return kept
