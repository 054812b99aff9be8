"""A segment holds what its documents say, however its words came in and however its occurrences were sorted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import fields, query
from whoosh.filedb.filestore import RamStorage

from desktop_app.search.arrays import ArraySearcher, ArrayText, SegmentBuilder, SegmentView, merge
from desktop_app.search.arrays.inverting import Layout, Occurrences, heads, inverted, packed
from tests.search.arrays.filed import DOCUMENTS, Filed, contents, expected, view_of
from tests.search.arrays.making import ANALYZER, INDEX, found

TEXT = fields.Schema(body=ArrayText(analyzer=ANALYZER))


@settings(max_examples=80, deadline=None)
@given(DOCUMENTS)
def test_a_segment_holds_its_documents(documents: list[Filed]) -> None:
    assert contents(view_of(documents)) == expected(documents)


@settings(max_examples=25, deadline=None)
@given(DOCUMENTS)
def test_a_segment_too_large_for_packed_keys_is_the_same(documents: list[Filed]) -> None:
    packed_view = view_of(documents)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Layout, "fits", False)
        sorted_view = view_of(documents)
    assert contents(sorted_view) == contents(packed_view)


OCCURRENCES = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 70_000), st.integers(0, 2**17), st.integers(0, 3)),
    max_size=40,
    unique=True,
)


@given(OCCURRENCES)
def test_keys_sort_as_columns_do(rows: list[tuple[int, int, int, int]]) -> None:
    occurrences = Occurrences(*np.array(rows, dtype=np.int64).reshape(-1, 4).T)
    layout = Layout.of(6, 70_001, 2**17, 4)
    assert layout.fits
    terms, docs, positions, forms = occurrences
    order = np.argsort(packed(heads(terms, forms, layout), docs, positions, layout))
    assert [rows[at] for at in order.tolist()] == sorted(rows)
    quick = inverted(occurrences, layout, 6)
    slow = inverted(occurrences, layout._replace(term=64), 6)
    assert all(np.array_equal(a, b) for a, b in zip(quick, slow, strict=True))


@pytest.mark.parametrize(
    ("bits", "fits"), [((32, 16, 16, 0), True), ((32, 16, 16, 1), False), ((0, 0, 64, 0), True), ((64, 1, 0, 0), False)]
)
def test_what_fits(bits: Sequence[int], fits: bool) -> None:
    assert Layout(*bits).fits == fits


def test_a_layout_has_room_for_the_last_of_each() -> None:
    assert Layout.of(1, 1, 0, 1) == (0, 0, 0, 0)
    assert Layout.of(2, 65_536, 65_535, 3) == (1, 16, 16, 2)
    assert Layout.of(3, 65_537, 65_536, 1) == (2, 17, 17, 0)


# Sizes


@pytest.mark.parametrize("often", [1, 255, 256, 65_535, 65_536, 70_000])
def test_a_word_that_stands_very_often_in_a_document(often: int) -> None:
    storage = RamStorage()
    builder = SegmentBuilder(TEXT, storage, INDEX)
    for text in (["b"], ["a"] * often + ["b"], ["a", "b"]):
        builder.add_document(body=text)
    segment = builder.finish()
    merged = SegmentView(storage, merge(storage, [segment], TEXT, storage, INDEX))
    for view in (SegmentView(storage, segment), merged):
        docs, tf = view.fields["body"].postings(0)
        assert docs.tolist() == [1, 2]
        assert [1, 1] if tf is None else tf.tolist() == [often, 1]
        assert view.fields["body"].positions(0).tolist() == [*range(often), 0]
        assert view.fields["body"].positions(1).tolist() == [0, often, 1]
        searcher = ArraySearcher([view], TEXT)
        assert found(searcher, query.Phrase("body", ["a", "b"])).keys() == {1, 2}
        assert found(searcher, query.Phrase("body", ["b", "a"])) == {}


def test_a_document_of_very_many_words() -> None:
    words = [f"w{number}" for number in range(70_000)]
    storage = RamStorage()
    builder = SegmentBuilder(TEXT, storage, INDEX)
    builder.add_document(body="x y")
    builder.add_document(body=" ".join(words))
    segment = builder.finish()
    for view in (SegmentView(storage, segment), SegmentView(storage, merge(storage, [segment], TEXT, storage, INDEX))):
        searcher = ArraySearcher([view], TEXT)
        for at in (0, 65_534, 65_535, 65_536, 69_998):
            assert found(searcher, query.Phrase("body", words[at : at + 2])).keys() == {1}
            assert found(searcher, query.Phrase("body", [words[at], words[at]])) == {}
        assert found(searcher, query.Phrase("body", [words[0], words[65_536]])) == {}
        assert view.documents.field_length("body") == 70_002


# Nothing


@pytest.mark.parametrize("texts", [[], [""], ["", ""], ["", "a"], ["a", ""]])
def test_empty_documents_and_segments(texts: list[str]) -> None:
    documents = [Filed({"body": text, "title": text}, []) for text in texts]
    view = view_of(documents)
    assert contents(view) == expected(documents)
    searcher = ArraySearcher([view], TEXT)
    assert searcher.count == len(texts)
    assert searcher.search(query.Every()).total == len(texts)
    assert list(found(searcher, query.Prefix("body", "a"))) == [at for at, text in enumerate(texts) if text]


def test_a_value_of_none_is_no_value() -> None:
    assert contents(view_of([Filed({"body": None, "author": None, "number": None}, [])])) == expected([Filed({}, [])])


def test_weights_that_are_no_counts_are_refused() -> None:
    boosted = fields.Schema(body=ArrayText(analyzer=ANALYZER), key=fields.ID(field_boost=2.0))
    with pytest.raises(ValueError, match="boost when searching"):
        SegmentBuilder(boosted, RamStorage(), INDEX).add_document(key="a")


@pytest.mark.parametrize("field", [fields.KEYWORD(sortable=True), fields.ID(sortable=True)])
def test_columns_that_would_not_be_kept_are_refused(field: Any) -> None:
    with pytest.raises(TypeError, match="columns are kept"):
        SegmentBuilder(fields.Schema(value=field), RamStorage(), INDEX).add_document(value="a")


def test_positions_that_would_not_be_kept_are_refused() -> None:
    """A stock TEXT would be found by its words and by none of its phrases."""
    with pytest.raises(TypeError, match="ArrayText"):
        SegmentBuilder(fields.Schema(body=fields.TEXT), RamStorage(), INDEX).add_document(body="a b")
