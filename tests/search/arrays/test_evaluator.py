"""Every kind of node finds what reading the texts finds, in one segment or several, in memory or on disk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein
from whoosh import fields, query
from whoosh.filedb.filestore import RamStorage
from whoosh.query.spans import SpanNear2

from desktop_app.search.arrays import ArraySearcher, ArrayText, SegmentBuilder, SegmentView
from tests.search.arrays.making import (
    ANALYZER,
    INDEX,
    SMALL_WORDS,
    Values,
    found,
    in_memory,
    schema,
    small_documents,
    tokens,
)

WORDS = st.sampled_from((*SMALL_WORDS, "zz"))
FIELDS = st.sampled_from(("body", "body", "title"))
BOOSTS = st.sampled_from((1, 1.0, 2.5))
PATTERNS = ("*", "a*", "*b", "?b", "*a*", "[ab]", "ё*а", "b*b", "[!a]*")
NUMBERS = st.one_of(st.none(), st.integers(-4, 4))

LEAVES = st.one_of(
    st.builds(query.Term, FIELDS, WORDS, boost=BOOSTS),
    st.builds(query.Term, st.sampled_from(("tags", "author")), WORDS),
    st.builds(query.Phrase, FIELDS, st.lists(WORDS, min_size=1, max_size=3), slop=st.integers(1, 3), boost=BOOSTS),
    st.builds(query.Prefix, FIELDS, st.sampled_from(("", "a", "b", "ё", "ab")), boost=BOOSTS),
    st.builds(query.Wildcard, FIELDS, st.sampled_from(PATTERNS), boost=BOOSTS),
    st.builds(query.FuzzyTerm, FIELDS, WORDS, BOOSTS, st.integers(1, 2), st.integers(0, 1)),
    st.builds(query.NumericRange, st.just("published"), NUMBERS, NUMBERS, st.booleans(), st.booleans(), BOOSTS),
    st.builds(query.Every, st.sampled_from((None, "body", "tags", "published")), BOOSTS),
    st.builds(query.Regex, FIELDS, st.sampled_from(("a.*", "b|ab"))),
)  # fmt: skip


def compounds(nodes: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(nodes, min_size=1, max_size=3)
    return st.one_of(
        st.builds(query.And, several, BOOSTS),
        st.builds(query.Or, several, BOOSTS),
        st.builds(query.Not, nodes),
        st.builds(lambda some, left_out: query.And([*some, query.Not(left_out)]), several, nodes),
        st.builds(query.AndNot, nodes, nodes),
        st.builds(query.Require, nodes, nodes),
        st.builds(query.AndMaybe, nodes, nodes),
        st.builds(query.ConstantScoreQuery, nodes, BOOSTS),
    )


NODES = st.recursive(LEAVES, compounds, max_leaves=6)


def matches(node: Any, document: Values) -> bool:
    """Say by reading a document whether it fits."""
    return _COMPOUNDS[type(node)](node, document) if type(node) in _COMPOUNDS else _matches_leaf(node, document)


_COMPOUNDS: Mapping[type, Any] = {
    query.And: lambda node, document: all(matches(part, document) for part in node.subqueries),
    query.Or: lambda node, document: any(matches(part, document) for part in node.subqueries),
    query.Not: lambda node, document: not matches(node.query, document),
    query.AndNot: lambda node, document: matches(node.a, document) and not matches(node.b, document),
    query.Require: lambda node, document: matches(node.a, document) and matches(node.b, document),
    query.AndMaybe: lambda node, document: matches(node.a, document),
    query.ConstantScoreQuery: lambda node, document: matches(node.child, document),
}


def _matches_leaf(node: Any, document: Values) -> bool:
    if type(node) is query.Every and node.fieldname is None:
        return True
    if type(node) is query.NumericRange:
        return _in_range(node, document.get("published"))
    words = terms_of(document, node.fieldname)
    if type(node) is query.Phrase:
        return in_order(words, node.words, node.slop)
    return any(_TERMS[type(node)](node, word) for word in words)


_TERMS: Mapping[type, Any] = {
    query.Term: lambda node, word: word == node.text,
    query.Every: lambda node, word: True,
    query.Prefix: lambda node, word: word.startswith(node.text),
    query.Wildcard: lambda node, word: fnmatchcase(word, node.text),
    query.Regex: lambda node, word: re.match(node.text, word) is not None,
    query.FuzzyTerm: lambda node, word: (
        word.startswith(node.text[: node.prefixlength]) and Levenshtein.distance(word, node.text) <= node.maxdist
    ),
}


def terms_of(document: Values, field: str) -> list[str]:
    value = document.get(field)
    if field in ("body", "title"):
        return tokens(document, field)
    if field == "tags":
        return [tag for tag in (value or "").split(",") if tag]
    return [] if value is None else [str(value)]


def in_order(words: list[str], wanted: list[str], slop: int) -> bool:
    """Say whether the words stand in this order, each at most `slop` places behind the one before."""
    ends = {at for at, word in enumerate(words) if word == wanted[0]}
    for other in wanted[1:]:
        ends = {at for at, word in enumerate(words) if word == other and ends & set(range(at - slop, at))}
    return bool(ends)


def _in_range(node: Any, number: int | None) -> bool:
    if number is None:
        return False
    low = node.start is None or number > node.start or (number == node.start and not node.startexcl)
    return low and (node.end is None or number < node.end or (number == node.end and not node.endexcl))


@settings(max_examples=70, deadline=None)
@given(st.data())
def test_nodes_find_what_reading_finds(data: st.DataObject) -> None:
    compare_with_reading(data)


@pytest.mark.slow
@pytest.mark.timeout(900)
@settings(max_examples=4000, deadline=None)
@given(st.data())
def test_many_nodes_find_what_reading_finds(data: st.DataObject) -> None:
    compare_with_reading(data)


def compare_with_reading(data: st.DataObject) -> None:
    parts = data.draw(st.lists(small_documents(5), min_size=1, max_size=3))
    deleted = [data.draw(st.sets(st.integers(0, max(0, len(part) - 1)))) if part else set() for part in parts]
    views = [in_memory(part, deleted=gone) for part, gone in zip(parts, deleted, strict=True)]
    searcher = ArraySearcher(views, schema())
    alive = [
        None if number in gone else document
        for part, gone in zip(parts, deleted, strict=True)
        for number, document in enumerate(part)
    ]
    for _ in range(6):
        node = data.draw(NODES)
        wanted = {number for number, document in enumerate(alive) if document is not None and matches(node, document)}
        everything = found(searcher, node)
        assert everything.keys() == wanted, node
        ranking = sorted(everything, key=lambda doc: (-everything[doc], doc))
        for limit in (0, 1, 3):
            result = searcher.search(node, limit)
            assert (result.total, result.best.docs.tolist()) == (len(wanted), ranking[:limit])


BODIES = st.lists(st.lists(st.sampled_from("abc"), min_size=3, max_size=9), min_size=2, max_size=4)


@settings(max_examples=60, deadline=None)
@given(BODIES, st.lists(st.sampled_from("abc"), min_size=2, max_size=3), st.integers(1, 4))
def test_phrases_of_few_words(bodies: list[list[str]], words: list[str], slop: int) -> None:
    searcher = ArraySearcher([in_memory({"body": " ".join(body)} for body in bodies)], schema())
    wanted = {number for number, body in enumerate(bodies) if in_order(body, words, slop)}
    assert found(searcher, query.Phrase("body", words, slop=slop)).keys() == wanted
    assert found(searcher, SpanNear2([query.Term("body", word) for word in words], slop=slop)).keys() == wanted


@settings(max_examples=40, deadline=None)
@given(small_documents(8), WORDS, WORDS)
def test_a_filter_takes_away_and_scores_nothing(documents: list[Values], word: str, other: str) -> None:
    searcher = ArraySearcher([in_memory(documents)], schema())
    node, filter_ = query.Term("body", word), query.Term("body", other)
    both = found(searcher, node).keys() & found(searcher, filter_).keys()
    result = searcher.search(node, None, filter=filter_)
    scores = found(searcher, node)
    assert dict(zip(result.best.docs.tolist(), result.best.scores.tolist(), strict=True)) == {
        doc: scores[doc] for doc in both
    }


@settings(max_examples=40, deadline=None)
@given(small_documents(8), st.booleans())
def test_sorting_by_a_column_puts_documents_without_it_last(documents: list[Values], reverse: bool) -> None:
    """As stock Whoosh does: what has no number has the highest there is."""
    searcher = ArraySearcher([in_memory(documents[:3]), in_memory(documents[3:])], schema())
    result = searcher.search(query.Every(), None, sort="published", reverse=reverse)
    numbers = [documents[doc].get("published", 99) for doc in result.best.docs.tolist()]
    assert numbers == sorted(numbers, reverse=reverse)
    assert len(numbers) == len(documents)


@pytest.mark.parametrize("options", [{}, {"signed": False}, {"bits": 64}, {"shift_step": 0}, {"sortable": True}])
def test_number_ranges_whatever_the_field(options: dict[str, Any]) -> None:
    of_numbers = fields.Schema(number=fields.NUMERIC(int, **options))
    searcher = ArraySearcher([in_memory(({"number": number} for number in range(300)), of_numbers)], of_numbers)
    for start, end in ((10, 50), (0, 0), (0, 299), (255, 257), (50, 10)):
        assert list(found(searcher, query.NumericRange("number", start, end))) == list(range(start, end + 1))


def test_fields_that_are_not_there() -> None:
    searcher = ArraySearcher([in_memory([{"body": "a"}, {}])], schema())
    nodes = [
        query.Term("nowhere", "a"), query.Term("title", "a"), query.Prefix("title", "a"), query.Wildcard("title", "*a"),
        query.FuzzyTerm("title", "a"), query.Phrase("title", ["a", "b"]), query.NumericRange("published", 0, 9),
        query.Every("title"), query.Prefix("title", ""), query.Phrase("body", []), query.And([]), query.Or([]),
    ]  # fmt: skip
    assert [searcher.search(node).total for node in nodes] == [0] * len(nodes)


def test_no_segments_at_all() -> None:
    searcher = ArraySearcher([], schema())
    assert searcher.count == 0
    assert searcher.search(query.Every()).total == 0


def test_values_with_line_ends_are_told_apart() -> None:
    searcher = ArraySearcher(
        [in_memory([{"author": "a\nb\nc"}, {"author": "a"}, {"author": "zz\n"}, {"author": "ёё"}, {}])], schema()
    )
    assert found(searcher, query.Term("author", "a\nb\nc")).keys() == {0}
    assert found(searcher, query.Prefix("author", "a")).keys() == {0, 1}
    assert found(searcher, query.Wildcard("author", "*c")).keys() == {0}
    assert found(searcher, query.Wildcard("author", "a?b?c")).keys() == {0}
    for near, wanted in (("b", {1}), ("zz", {2}), ("ёз", {3}), ("a\nb\nd", {0})):
        assert found(searcher, query.FuzzyTerm("author", near, prefixlength=0)).keys() == wanted, near


def test_constant_patterns_score_their_boost() -> None:
    documents = [{"body": "ab ab"}, {"body": "abc ab"}, {"body": "b"}]
    searcher = ArraySearcher([in_memory(documents)], schema(), patterns="constant")
    for node in (query.Prefix("body", "a", boost=2), query.Wildcard("body", "a*", boost=2)):
        assert found(searcher, node) == {0: 2.0, 1: 2.0}
    assert found(searcher, query.FuzzyTerm("body", "ac", boost=3)) == {0: 3.0, 1: 3.0}


def test_scores_do_not_depend_on_the_limit_or_the_order_of_segments() -> None:
    parts = [[{"body": "a b a"}, {"body": "b"}], [{"body": "a"}, {"body": "a a b b"}]]
    one, other = (ArraySearcher([in_memory(part) for part in order], schema()) for order in (parts, parts[::-1]))
    node = query.Or([query.Term("body", "a"), query.Term("body", "b")], boost=1.5)
    assert sorted(found(one, node).values()) == sorted(found(other, node).values())
    assert one.search(node, 2).best.scores.tolist() == one.search(node, None).best.scores.tolist()[:2]


def test_the_fallback_sees_live_edits() -> None:
    searcher = ArraySearcher([in_memory([{"body": "a b"}]), in_memory([{"body": "c"}, {"body": "ab"}])], schema())
    node = query.Regex("body", "a.*")
    assert found(searcher, node).keys() == {0, 2}
    assert searcher.evaluator.fallbacks == 2


def big(storage: RamStorage, count: int) -> SegmentView:
    """Make a segment of so many documents: `all` stands in each, `odd` in every second."""
    of_text = fields.Schema(body=ArrayText(analyzer=ANALYZER))
    builder = SegmentBuilder(of_text, storage, INDEX)
    for _ in range(count):
        builder.add_document()
    numbers = np.arange(count, dtype=np.uint32)
    for word, docs in ((b"all", numbers), (b"odd", numbers[1::2])):
        number = builder.vocabulary.number(word + b"\0")
        builder.add_words("body", np.full(len(docs), number, np.uint32), docs, np.full(len(docs), number, np.uint32))
    builder.set_lengths("body", dict.fromkeys(range(count), 2))
    return SegmentView(storage, builder.finish())


@pytest.mark.parametrize("count", [(1 << 16) - 1, 1 << 16, (1 << 16) + 1, 70_001])
def test_segments_of_more_documents_than_two_bytes_can_number(count: int) -> None:
    view = big(RamStorage(), count)
    searcher = ArraySearcher([view], fields.Schema(body=ArrayText(analyzer=ANALYZER)))
    everything, odd = query.Term("body", "all"), query.Term("body", "odd")
    assert view.fields["body"].postings(0).docs.dtype == ("<u2" if count <= 1 << 16 else "<u4")
    assert searcher.search(everything, 1).total == count
    assert searcher.search(query.And([everything, odd]), 0).total == count // 2
    assert searcher.search(query.And([everything, query.Not(odd)]), 0).total == count - count // 2
    assert searcher.search(query.Or([everything, odd]), 3).best.docs.tolist() == [1, 3, 5]
    assert searcher.search(query.Phrase("body", ["all", "odd"]), 0).total == count // 2
    assert searcher.search(query.Prefix("body", "o"), None).best.docs.max() == (
        count - 1 if count % 2 == 0 else count - 2
    )
