"""All that a segment holds, read out as plain values, and what reading its documents says it should hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st
from whoosh import columns, fields
from whoosh.filedb.filestore import RamStorage
from whoosh.util.numeric import byte_to_length, length_to_byte

from desktop_app.search.arrays import ArraySegment, ArrayText, SegmentBuilder, SegmentView
from tests.search.arrays.making import ANALYZER, INDEX, SMALL_WORDS, Values, tokens

Spelt = tuple[str, str]
"""A term and the form it is written in."""


class Filed(NamedTuple):
    """A document: what its fields are given, and its words of the field with forms."""

    values: Values
    words: list[Spelt]


def schema() -> Any:
    """Return a schema with a field of every kind the codec knows."""
    return fields.Schema(
        body=ArrayText(analyzer=ANALYZER),
        title=ArrayText(analyzer=ANALYZER, stored=True),
        words=ArrayText(analyzer=ANALYZER, forms=True),
        author=fields.ID(stored=True),
        tags=fields.KEYWORD(commas=True),
        number=fields.NUMERIC(int, sortable=True, stored=True),
        big=fields.NUMERIC(int, 64, sortable=True, signed=False),
        mark=fields.COLUMN(columns.FixedBytesColumn(3, default=b"---")),
    )


def spelt(form: str) -> Spelt:
    return form.lower(), form


FORMS = tuple(spelling for word in SMALL_WORDS for spelling in {word, word.upper(), word.title()})

DOCUMENTS = st.lists(
    st.builds(
        Filed,
        st.fixed_dictionaries(
            {},
            optional={
                "body": st.lists(st.sampled_from(SMALL_WORDS), max_size=10).map(" ".join),
                "title": st.lists(st.sampled_from(SMALL_WORDS), max_size=3).map(" ".join),
                "author": st.sampled_from(("Əli", "b\nc", "", "\0")),
                "tags": st.lists(st.sampled_from(SMALL_WORDS), max_size=3).map(",".join),
                "number": st.integers(-9, 9),
                "big": st.sampled_from((0, 5, 2**63 + 1)),
                "mark": st.sampled_from((b"abc", b"\0\0\0")),
            },
        ),
        st.lists(st.sampled_from(FORMS).map(spelt), max_size=8),
    ),
    max_size=6,
)


def segment_of(documents: Sequence[Filed], storage: Any, deleted: Sequence[int] | set[int] = ()) -> ArraySegment:
    """Write documents as a segment."""
    builder = SegmentBuilder(schema(), storage, INDEX)
    for document in documents:
        builder.add_document(**document.values)
    numbers = [
        (builder.vocabulary.number(f"{term}\0{form}".encode()), doc, position)
        for doc, document in enumerate(documents)
        for position, (term, form) in enumerate(document.words)
    ]
    if numbers:
        builder.add_words("words", *(np.array(column, np.uint32) for column in zip(*numbers, strict=True)))
    builder.set_lengths("words", {doc: len(document.words) for doc, document in enumerate(documents)})
    segment = builder.finish()
    segment.delete_documents(deleted)
    return segment


def view_of(documents: Sequence[Filed], deleted: Sequence[int] | set[int] = ()) -> SegmentView:
    storage = RamStorage()
    return SegmentView(storage, segment_of(documents, storage, deleted))


Places = list[tuple[int, int, tuple[int, ...], tuple[str, ...]]]
"""Document, frequency, positions where they are kept, form at each of them where they are kept."""


class Contents(NamedTuple):
    """What a segment holds."""

    count: int
    stored: list[Values]
    terms: dict[str, dict[bytes, Places]]
    lengths: dict[str, list[int]]
    columns: dict[str, list[Any]]


def contents(view: SegmentView) -> Contents:
    """Read all of a segment out."""
    documents = view.documents
    of_fields = schema()
    columns_: dict[str, list[Any]] = {}
    lengths: dict[str, list[int]] = {}
    for name, field in of_fields.items():
        if field.column_type is not None and documents.has_column(name):
            reader = documents.column_reader(name, field.column_type)
            columns_[name] = [reader[doc] for doc in range(view.count)]
        codes = documents.lengths(name)
        if codes is not None and codes.any():
            lengths[name] = [byte_to_length(code) for code in codes.tolist()]
    terms = {name: _terms(view, name) for name in view.fields}
    stored = [documents.stored_fields(doc) for doc in range(view.count)]
    return Contents(view.count, stored, {name: own for name, own in terms.items() if own}, lengths, columns_)


def _terms(view: SegmentView, field: str) -> dict[bytes, Places]:
    terms = view.fields[field]
    texts = terms.texts(0, len(terms))
    assert texts == sorted(texts) == [terms[at] for at in range(len(terms))]
    found = {}
    for at, text in enumerate(texts):
        docs, tf = terms.postings(at)
        counts = np.ones(len(docs), int) if tf is None else tf
        positions = terms.positions(at).tolist() if terms.has_positions else []
        forms: list[str] = []
        if terms.forms is not None:
            known, codes = terms.forms.of(at, text), terms.forms.codes(at)
            forms = [known[code] for code in ([0] * len(positions) if codes is None else codes.tolist())]
        places: Places = []
        start = 0
        for doc, count in zip(docs.tolist(), counts.tolist(), strict=True):
            part = slice(start, start + count)
            places.append((doc, count, tuple(positions[part]), tuple(forms[part])))
            start += count
        found[text] = places
    return found


def expected(documents: Sequence[Filed]) -> Contents:
    """Say what a segment of these documents must hold."""
    of_fields = schema()
    stored = [
        {name: value for name, value in document.values.items() if of_fields[name].stored} for document in documents
    ]
    terms: dict[str, dict[bytes, Places]] = {}
    lengths: dict[str, list[int]] = {}
    for doc, document in enumerate(documents):
        for name, words in _words(document).items():
            has_positions, has_forms = name in ("body", "title", "words"), name == "words"
            for text in dict.fromkeys(text for text, _ in words):
                at = [(position, form) for position, (other, form) in enumerate(words) if other == text]
                places = tuple(position for position, _ in at) if has_positions else ()
                forms = tuple(form for _, form in at) if has_forms else ()
                terms.setdefault(name, {}).setdefault(text, []).append((doc, len(at), places, forms))
            if of_fields[name].scorable and words:
                known = lengths.setdefault(name, [0] * len(documents))
                known[doc] = byte_to_length(length_to_byte(len(words)))
    columns_ = {}
    for name in ("number", "big", "mark"):
        if any(name in document.values for document in documents):
            field = of_fields[name]
            columns_[name] = [
                field.to_column_value(document.values[name]) if name in document.values
                else field.column_type.default_value()
                for document in documents
            ]  # fmt: skip
    return Contents(
        len(documents),
        stored,
        {name: dict(sorted(own.items())) for name, own in sorted(terms.items())},
        lengths,
        columns_,
    )


def _words(document: Filed) -> dict[str, list[tuple[bytes, str]]]:
    """Return the terms of every indexed field of a document, with the form of each."""
    values, of_fields = document.values, schema()
    words = {name: [(word.encode(), "") for word in tokens(values, name)] for name in ("body", "title")}
    words["words"] = [(term.encode(), form) for term, form in document.words]
    words["tags"] = [(tag.encode(), "") for tag in (values.get("tags") or "").split(",") if tag]
    words["author"] = [(values["author"].encode(), "")] if "author" in values else []
    for name in ("number", "big"):
        words[name] = [(term, "") for term, *_ in of_fields[name].index(values[name])] if name in values else []
    return words
