"""Whoosh on NumPy: segments of memory-mapped arrays, and an evaluator of `whoosh.query` trees over them.

A library of its own: it knows nothing of articles. Schema, field types, analysis, query parser, query trees, table of
contents, locks and storage are Whoosh's; postings, term index, columns, writing, merging and evaluation are here.

    storage = DurableStorage(folder)
    index = storage.create_index(Schema(id=ID(stored=True), body=ArrayText(analyzer=...)), indexname="MAIN")
    builder = SegmentBuilder(index.schema, storage, "MAIN")
    builder.add_document(id="1", body="...")
    publish(index, add=[builder.finish()])
    ArraySearcher.of_folder(storage, "MAIN").search(query.Term("body", "word"))
"""

from __future__ import annotations

# isort: off
from desktop_app.search.arrays import lean  # noqa: F401 - before anything else of Whoosh

# isort: on
from desktop_app.search.arrays.building import SegmentBuilder, Vocabulary
from desktop_app.search.arrays.codec import ArrayCodec, ArraySegment
from desktop_app.search.arrays.fields import ArrayText
from desktop_app.search.arrays.files import DamagedFile, DurableStorage
from desktop_app.search.arrays.merging import merge
from desktop_app.search.arrays.publishing import publish
from desktop_app.search.arrays.searching import ArraySearcher
from desktop_app.search.arrays.segments import SegmentView

__all__ = [
    "ArrayCodec",
    "ArraySearcher",
    "ArraySegment",
    "ArrayText",
    "DamagedFile",
    "DurableStorage",
    "SegmentBuilder",
    "SegmentView",
    "Vocabulary",
    "merge",
    "publish",
]
