"""Stock Whoosh reads the codec's segments through its own readers, and finds in them what it finds in its own."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import query, scoring
from whoosh.filedb.filestore import RamStorage
from whoosh.index import open_dir
from whoosh.matching import ReadTooFar
from whoosh.reading import TermNotFound

from desktop_app.search.arrays import ArrayCodec, ArraySegment, ArrayText
from desktop_app.search.arrays.codec import DocumentReader, Matcher, TermsReader
from desktop_app.search.arrays.fields import pack, unpack
from tests.search.arrays.making import INDEX, Corpus, built, corpus, index_of, schema, stock_index

Pair = tuple[Any, Any]


@pytest.fixture(scope="module")
def made() -> Corpus:
    return corpus(120)


@pytest.fixture(scope="module")
def indexes(made: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """Return stock's index and ours, one segment each, with a deletion."""
    stock = stock_index(tmp_path_factory.mktemp("stock"), [made.documents])
    folder = tmp_path_factory.mktemp("arrays")
    index_of(folder, [made.documents])
    for index in (stock, open_dir(str(folder), INDEX)):
        writer = index.writer()
        writer.delete_document(7)
        writer.commit(merge=False)
    return stock, open_dir(str(folder), INDEX)


@pytest.fixture
def readers(indexes: Pair) -> Iterator[Pair]:
    with indexes[0].reader() as stock, indexes[1].reader() as ours:
        yield stock, ours


def test_readers_say_the_same_of_terms(readers: Pair) -> None:
    stock, ours = readers
    assert list(ours.indexed_field_names()) == sorted(stock.indexed_field_names())
    assert list(ours.all_terms()) == list(stock.all_terms())
    for name in stock.indexed_field_names():
        assert list(ours.lexicon(name)) == list(stock.lexicon(name))
        assert list(ours.field_terms(name)) == list(stock.field_terms(name))
    assert list(ours.terms_from("body", b"m")) == list(stock.terms_from("body", b"m"))
    assert list(ours.expand_prefix("body", "m")) == list(stock.expand_prefix("body", "m"))
    assert ("body", b"ga") in ours
    assert ("body", b"nothing") not in ours
    assert ("nowhere", b"ga") not in ours


def test_readers_say_the_same_of_each_term(readers: Pair) -> None:
    stock, ours = readers
    for name, text in stock.all_terms():
        a, b = stock.term_info(name, text), ours.term_info(name, text)
        for figure in ("weight", "doc_frequency", "max_weight", "min_id", "max_id"):
            assert getattr(a, figure)() == getattr(b, figure)(), (name, text, figure)
        if stock.schema[name].scorable:
            assert (a.min_length(), a.max_length()) == (b.min_length(), b.max_length()), (name, text)
        assert stock.frequency(name, text) == ours.frequency(name, text)
        assert stock.doc_frequency(name, text) == ours.doc_frequency(name, text)
    assert ours.doc_frequency("body", "nothing") == ours.frequency("body", "nothing") == 0
    with pytest.raises(TermNotFound):
        ours.term_info("body", "nothing")
    with pytest.raises(TermNotFound):
        ours.postings("body", "nothing")


def test_readers_say_the_same_of_documents(readers: Pair, made: Corpus) -> None:
    stock, ours = readers
    assert (ours.doc_count(), ours.doc_count_all()) == (119, 120)
    assert ours.is_deleted(7)
    assert ours.has_deletions()
    assert list(ours.iter_docs()) == list(stock.iter_docs())
    assert list(ours.all_doc_ids()) == list(stock.all_doc_ids())
    for name in ("title", "body"):
        assert ours.field_length(name) == stock.field_length(name)
        assert ours.max_field_length(name) == stock.max_field_length(name)
        assert ours.min_field_length(name) == stock.min_field_length(name)
        for doc in range(120):
            # Stock says None of a text without words.
            assert ours.doc_field_length(doc, name) == (stock.doc_field_length(doc, name) or 0)
    columns = [reader.column_reader("published", translate=True) for reader in readers]
    assert [columns[1][doc] for doc in range(120)] == [columns[0][doc] for doc in range(120)]
    assert len(columns[1]) == 120


def test_postings_can_be_walked_in_all_ways(readers: Pair, made: Corpus) -> None:
    def walk(matcher: Any) -> list[Any]:
        found = []
        while matcher.is_active():
            found.append((matcher.id(), matcher.weight(), matcher.value_as("positions"), matcher.score()))
            matcher.next()
        return found

    for word in made.words[::30]:
        if ("body", word.encode()) not in readers[0]:
            continue
        stock, ours = (reader.postings("body", word, scoring.WeightScorer(9)) for reader in readers)
        whole = walk(stock)
        assert walk(ours) == whole
        with pytest.raises(ReadTooFar):
            ours.skip_to(0)
        for to in (0, 1, 7, 8, 60, 119, 120, 500):
            ours.reset()
            ours.skip_to(to)
            assert walk(ours) == [row for row in whole if row[0] >= to]
        ours.reset()
        assert list(ours.all_ids()) == [row[0] for row in whole]


def test_stock_searches_do_all_they_do(indexes: Pair, made: Corpus) -> None:
    """Sorting, grouping, key terms, similar documents, corrections."""
    answers = []
    for index in indexes:
        with index.searcher() as searcher:
            node = query.Or([query.Term("body", word) for word in made.words[:3]])
            by_date = searcher.search(node, limit=None, sortedby="published")
            reverse = searcher.search(node, limit=None, sortedby="published", reverse=True)
            grouped = searcher.search(node, limit=None, groupedby="section")
            best = searcher.search(node, limit=5)
            answers.append(
                {
                    "sorted": [hit["id"] for hit in by_date],
                    "reverse": [hit["published"] for hit in reverse if "published" in hit],
                    "grouped": {key: sorted(docs) for key, docs in grouped.groups("section").items()},
                    "best": [(hit["id"], round(hit.score, 4)) for hit in best],
                    "filtered": len(searcher.search(node, filter=query.Term("section", "idman"), limit=None)),
                    "masked": len(searcher.search(node, mask=query.Term("section", "idman"), limit=None)),
                    "corrected": searcher.corrector("body").suggest(made.words[100] + "x", limit=3),
                    "unique": searcher.document_number(id=made.documents[3]["id"]),
                }
            )
    assert answers[1] == answers[0]


def test_stock_writers_update_and_delete(tmp_path: Path, made: Corpus) -> None:
    index = index_of(tmp_path, [made.documents[:50]])
    writer = index.writer(codec=ArrayCodec(), compound=False)
    for document in made.documents[10:60]:
        writer.update_document(**document)
    writer.commit(merge=False)
    with index.searcher() as searcher:
        assert searcher.doc_count() == 60
        assert {fields["id"] for fields in searcher.documents()} == {d["id"] for d in made.documents[:60]}
    # Stock merges into its own format as well.
    index.optimize()
    with index.searcher() as searcher:
        assert searcher.doc_count_all() == 60
        assert len(searcher.search(query.Every(), limit=None)) == 60


def test_a_segment_survives_the_table_of_contents() -> None:
    segment = built([{"body": "a"}] * 3, RamStorage(), deleted=[1])
    again: ArraySegment = pickle.loads(pickle.dumps(segment, 2))
    assert again.segment_id() == segment.segment_id()
    assert (again.doc_count_all(), again.deleted_count(), list(again.deleted_docs())) == (3, 1, [1])
    assert isinstance(again.codec(), ArrayCodec)
    assert not again.should_assemble()
    again.delete_document(1, delete=False)
    assert not again.has_deletions()
    field = pickle.loads(pickle.dumps(ArrayText(forms=True), 2))
    assert field.forms
    assert (ArrayCodec.__module__, ArrayText.__module__) == (
        "desktop_app.search.arrays.codec",
        "desktop_app.search.arrays.fields",
    )


@given(st.lists(st.integers(0, 2**32 - 1), max_size=9))
def test_positions_are_packed_and_unpacked(positions: list[int]) -> None:
    assert unpack(pack(positions)).tolist() == positions


def test_readers_are_of_this_codec(indexes: Pair) -> None:
    [segment] = [reader.segment() for reader, _ in indexes[1].reader().leaf_readers()]
    codec = segment.codec()
    assert type(codec.per_document_reader(indexes[1].storage, segment)) is DocumentReader
    terms = codec.terms_reader(indexes[1].storage, segment)
    assert type(terms) is TermsReader
    assert type(terms.matcher("body", terms.fields["body"][0], schema()["body"].format)) is Matcher
