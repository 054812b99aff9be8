"""The one place that writes the table of contents: these segments in, those out, these documents deleted.

First builds by several processes, edits, deletions and merges all end here, under Whoosh's own write lock. A segment's
files are on disk before the table that names them, and the table is before its name (`files.DurableStorage`).
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from whoosh.index import TOC, LockError, clean_files
from whoosh.util.filelock import try_for

from desktop_app.search.arrays.codec import ArraySegment
from desktop_app.search.arrays.files import sync_folder


def publish(
    index: Any,
    *,
    add: Iterable[ArraySegment] = (),
    drop: Collection[str] = (),
    dead: Mapping[str, Iterable[int]] | None = None,
    folder: Path | None = None,
    timeout_s: float = 5.0,
) -> int:
    """Write the next table of contents; return its generation.

    `add` are segments whose files lie in the index already, or in `folder`, from where they are moved; `drop` names
    segments to forget; `dead` has the documents to mark deleted by segment. Segments in which nothing is left are
    forgotten too. Raises whoosh.index.LockError where another writer is at work.
    """
    lock = index.lock("WRITELOCK")
    if not try_for(lock.acquire, timeout=timeout_s, delay=0.02):
        raise LockError
    try:
        contents = TOC.read(index.storage, index.indexname)
        added = list(add)
        if folder is not None:
            _move(added, folder, Path(index.storage.folder))
        segments = [segment for segment in contents.segments if segment.segment_id() not in drop] + added
        for segment in segments:
            segment.delete_documents((dead or {}).get(segment.segment_id(), ()))
        segments = [segment for segment in segments if segment.deleted_count() < segment.doc_count_all()]
        generation = int(contents.generation) + 1
        TOC(contents.schema, segments, generation).write(index.storage, index.indexname)
        # Windows refuses to delete what a reader has mapped; the next table's cleaning tries again.
        clean_files(index.storage, index.indexname, generation, segments)
        _forget_unnamed_tables(index)
        return generation
    finally:
        lock.release()


def _move(segments: Iterable[ArraySegment], folder: Path, to: Path) -> None:
    names = {segment.segment_id() for segment in segments}
    for path in folder.iterdir():
        if path.name.partition(".")[0] in names:
            os.replace(path, to / path.name)
    sync_folder(to)


def _forget_unnamed_tables(index: Any) -> None:
    """Delete tables that never got their name because the process ended first; Whoosh's own cleaning leaves them."""
    for name in list(index.storage):
        if name.startswith(f"_{index.indexname}_") and ".toc." in name:
            index.storage.delete_file(name)
