"""Nodes of our own find and score what reading the words finds and the formula of BM25F says."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein
from whoosh import query
from whoosh.util.numeric import byte_to_length, length_to_byte

from desktop_app.search.arrays import ArraySearcher, SegmentView
from desktop_app.search.arrays.queries import (
    Alternative,
    AnyOf,
    AsWritten,
    FieldWeight,
    FormWord,
    Group,
    Like,
    Near,
    Ranking,
    Together,
)
from tests.search.arrays.filed import DOCUMENTS, FORMS, Filed, Spelt, schema, view_of
from tests.search.arrays.making import SMALL_WORDS, found, tokens

FIELD_NAMES = ("body", "title", "words")
RANKINGS = (
    Ranking({}),
    Ranking({"title": FieldWeight(3.0, 0.3), "body": FieldWeight(1.0, 1.0)}, k1=0.9),
    Ranking({"words": FieldWeight(2.0, 0.0)}, burst=0.5, text_field="body"),
)
ODD = "documents of odd number"

WORDS = st.sampled_from((*SMALL_WORDS, "zz"))
FIELDS = st.lists(st.sampled_from(FIELD_NAMES), min_size=1, max_size=3, unique=True).map(tuple)
FORM_SETS = st.frozensets(st.sampled_from(FORMS), min_size=1, max_size=3)
ALTERNATIVES = st.builds(
    Alternative, WORDS, st.sampled_from((1.0, 0.5)), st.sampled_from((None, None, ODD)), st.none() | FORM_SETS
)
FORM_WORDS = st.sampled_from(FORMS).flatmap(
    lambda form: st.builds(FormWord, st.just(form.lower()), FORM_SETS | st.just(frozenset({form})))
)
GROUPS = st.lists(
    st.builds(Group, FIELDS, st.lists(ALTERNATIVES, min_size=1, max_size=3).map(tuple)), min_size=1, max_size=2
)
NODES = st.one_of(
    GROUPS.map(lambda groups: AnyOf(tuple(groups))),
    st.builds(Like, FIELDS, st.sampled_from(("a*", "*b", "?", "*", "ё*", "*b*"))),
    st.builds(Near, FIELDS, WORDS, st.integers(0, 2)),
    st.builds(AsWritten, FIELDS, st.lists(FORM_WORDS, min_size=1, max_size=3).map(tuple)),
    st.builds(Together, FIELDS, st.lists(WORDS, min_size=1, max_size=3).map(tuple), st.integers(0, 3)),
)


def words_of(document: Filed, field: str) -> list[Spelt]:
    return document.words if field == "words" else [(word, "") for word in tokens(document.values, field)]


def count(node: Any, field: str, words: Sequence[Spelt], number: int) -> float:
    """Count by reading how often a node stands in a field of a document, each time by its weight."""
    if isinstance(node, AnyOf):
        return sum(
            word.weight
            for group in node.groups
            for word in group.words
            for term, form in words
            if field in group.fields
            and term == word.text
            and (word.forms is None or field != "words" or form in word.forms)
            and (word.among is None or number % 2)
        )
    if field not in node.fields:
        return 0
    return _COUNTS[type(node)](node, field, words)


def _as_written(node: AsWritten, field: str, words: Sequence[Spelt]) -> int:
    def fits(at: int) -> bool:
        part = words[at : at + len(node.words)]
        return len(part) == len(node.words) and all(
            term == word.text and (field != "words" or form in word.forms)
            for (term, form), word in zip(part, node.words, strict=True)
        )

    return sum(fits(at) for at in range(len(words)))


def _together(node: Together, field: str, words: Sequence[Spelt]) -> int:
    terms = [term for term, _ in words]
    windows = [terms[at : at + len(node.words) + node.slop] for at in range(len(terms)) if terms[at] in node.words]
    return sum(all(window.count(word) >= node.words.count(word) for word in node.words) for window in windows)


_COUNTS: Mapping[type, Any] = {
    Like: lambda node, field, words: sum(fnmatchcase(term, node.pattern) for term, _ in words),
    Near: lambda node, field, words: sum(Levenshtein.distance(term, node.text) <= node.edits for term, _ in words),
    AsWritten: _as_written,
    Together: _together,
}


def scored(node: Any, parts: Sequence[Sequence[Filed]], ranking: Ranking) -> dict[int, float]:
    """Score all documents by the formula, read from the texts."""
    documents = [(at, document) for part in parts for at, document in enumerate(part)]
    lengths = {name: [len(words_of(document, name)) for _, document in documents] for name in FIELD_NAMES}
    amounts = [0.0] * len(documents)
    hits, occurrences = 0, 0
    for number, (at, document) in enumerate(documents):
        for name in FIELD_NAMES:
            rule = ranking.fields.get(name, FieldWeight(1.0, 0.75))
            filled = sum(length > 0 for length in lengths[name])
            mean = max(1.0, sum(lengths[name]) / max(1, filled))
            length = byte_to_length(length_to_byte(lengths[name][number]))
            share = rule.weight / (1 - rule.b + rule.b * max(1, length) / mean)
            amounts[number] += share * count(node, name, words_of(document, name), at)
            if name == ranking.text_field:
                occurrences += _times(node, name, words_of(document, name), at)
        hits += amounts[number] > 0
    rarity = ranking.rarity(len(documents), hits, occurrences)
    return {
        number: rarity * (ranking.k1 + 1) * amount / (amount + ranking.k1)
        for number, amount in enumerate(amounts)
        if amount > 0
    }


def _times(node: Any, field: str, words: Sequence[Spelt], number: int) -> int:
    """Count the same without weights."""
    if isinstance(node, AnyOf):
        plain = [
            Group(g.fields, tuple(Alternative(w.text, 1.0, w.among, w.forms) for w in g.words)) for g in node.groups
        ]
        return int(count(AnyOf(tuple(plain)), field, words, number))
    return int(count(node, field, words, number))


def odd_documents(view: SegmentView, name: Hashable) -> Any:
    assert name == ODD
    return np.arange(view.count) % 2 == 1


@settings(max_examples=80, deadline=None)
@given(st.lists(DOCUMENTS, min_size=1, max_size=2), st.sampled_from(RANKINGS), st.lists(NODES, min_size=1, max_size=5))
def test_nodes_find_and_score_what_reading_says(parts: list[list[Filed]], ranking: Ranking, nodes: list[Any]) -> None:
    compare_with_reading(parts, ranking, nodes)


@pytest.mark.slow
@pytest.mark.timeout(900)
@settings(max_examples=5000, deadline=None)
@given(st.lists(DOCUMENTS, min_size=1, max_size=3), st.sampled_from(RANKINGS), st.lists(NODES, min_size=1, max_size=5))
def test_many_nodes_find_and_score_what_reading_says(
    parts: list[list[Filed]], ranking: Ranking, nodes: list[Any]
) -> None:
    compare_with_reading(parts, ranking, nodes)


def compare_with_reading(parts: list[list[Filed]], ranking: Ranking, nodes: list[Any]) -> None:
    searcher = ArraySearcher([view_of(part) for part in parts], schema(), ranking=ranking, among=odd_documents)
    for node in nodes:
        wanted = scored(node, parts, ranking)
        # A second time from memory.
        for _ in range(2):
            assert found(searcher, node) == pytest.approx(wanted), node
        everything = [*range(sum(map(len, parts)))]
        # In a tree with nodes of Whoosh, of few candidates and of all.
        assert found(searcher, query.Not(node)).keys() == set(everything) - wanted.keys()
        both = query.And([node, query.Term("body", "a")])
        plain = found(searcher, query.Term("body", "a"))
        assert found(searcher, both) == pytest.approx(
            {doc: wanted[doc] + plain[doc] for doc in wanted.keys() & plain.keys()}
        )
        either = query.Or([node, query.Term("body", "a")])
        assert found(searcher, either) == pytest.approx(
            {doc: wanted.get(doc, 0) + plain.get(doc, 0) for doc in wanted.keys() | plain.keys()}
        )


FEW = st.sampled_from("ab")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(FEW, min_size=2, max_size=6), min_size=1, max_size=3),
    st.lists(FEW, min_size=2, max_size=4).map(tuple),
    st.integers(0, 3),
)
def test_nodes_of_few_words_that_recur(bodies: list[list[str]], words: tuple[str, ...], slop: int) -> None:
    documents = [Filed({"body": " ".join(body)}, [(word, word.upper()) for word in body]) for body in bodies]
    searcher = ArraySearcher([view_of(documents)], schema())
    written = AsWritten(("words",), tuple(FormWord(word, frozenset({word.upper()})) for word in words))
    for node in (Together(("body",), words, slop), written):
        assert found(searcher, node) == pytest.approx(scored(node, [documents], Ranking({})))


@settings(max_examples=40, deadline=None)
@given(DOCUMENTS, st.sets(st.integers(0, 5)))
def test_a_filter_known_from_elsewhere(documents: list[Filed], chosen: set[int]) -> None:
    searcher = ArraySearcher([view_of(documents), view_of(documents)], schema())
    node = query.Term("body", "a")
    scores = searcher.search(node, None).best
    kept = searcher.search(node, None, filter=lambda _, docs: np.isin(docs, list(chosen))).best
    expected = {
        doc: score for doc, score in zip(*map(np.ndarray.tolist, scores), strict=True) if doc % len(documents) in chosen
    }
    assert dict(zip(*map(np.ndarray.tolist, kept), strict=True)) == expected


def test_a_name_nobody_knows_is_a_mistake_of_the_caller() -> None:
    node = AnyOf((Group(("body",), (Alternative("a", among="unknown"),)),))
    with pytest.raises(ValueError, match="unknown"):
        ArraySearcher([view_of([Filed({"body": "a"}, [])])], schema()).search(node)


def test_a_pattern_for_too_many_words_takes_some_and_says_so() -> None:
    words = " ".join(f"w{number:04d}{'x' * (number % 3)}" for number in range(60))
    searcher = ArraySearcher([view_of([Filed({"body": word}, []) for word in words.split()])], schema())
    few, all_of_them = Like(("body",), "w*[!z]", 10), Like(("body",), "w*", 60)
    assert searcher.search(all_of_them, 0).total == 60
    assert searcher.evaluator.cut_short == set()
    assert searcher.search(few, 0).total == 10
    assert searcher.evaluator.cut_short == {few}
    # The shortest first.
    assert {doc % 3 for doc in found(searcher, few)} == {0}


def test_a_phrase_never_runs_from_one_document_into_the_next() -> None:
    documents = [Filed({"body": "a b"}, [("a", "A"), ("b", "B")]), Filed({"body": "c a"}, [("c", "C"), ("a", "A")])]
    searcher = ArraySearcher([view_of(documents)], schema())
    for first, second, wanted in (("b", "c", set()), ("a", "b", {0}), ("c", "a", {1}), ("b", "a", set())):
        words = tuple(FormWord(word, frozenset({word.upper()})) for word in (first, second))
        assert found(searcher, AsWritten(("words",), words)).keys() == wanted
    assert found(searcher, Together(("body",), ("b", "c"), 100)) == {}
    assert found(searcher, Together(("body",), ("a", "b"), 0)).keys() == {0}


def test_what_a_form_may_stand_for() -> None:
    """`reads` tells which spellings a kept form stands for."""
    searcher = ArraySearcher([view_of([Filed({}, [("i", "I")]), Filed({}, [("i", "i")])])], schema())
    node = AsWritten(
        ("words",), (FormWord("i", frozenset({"ı"})),), lambda form: (form, "ı") if form == "I" else (form,)
    )
    assert found(searcher, node).keys() == {0}


def test_a_conjunction_of_nothing_but_exclusions_loses_no_document() -> None:
    searcher = ArraySearcher([view_of([Filed({"body": text}, []) for text in ("x", "a", "b", "y")])], schema())
    node = query.And([query.Not(query.Term("body", "a")), query.Not(query.Term("body", "b"))])
    assert found(searcher, node).keys() == {0, 3}


def test_a_pattern_adds_to_the_score_of_those_documents_alone_that_have_it() -> None:
    bodies = ("aa k", "k", "ab k aa", "b k", "k", *["z"] * 400)
    documents = [Filed({"body": body, "title": "z" if body == "z" else "b"}, []) for body in bodies]
    searcher = ArraySearcher([view_of(documents)], schema())
    either = query.Or([query.Prefix("body", "a"), query.Term("title", "b")])
    alone, together = found(searcher, either), found(searcher, query.And([query.Term("body", "k"), either]))
    term = found(searcher, query.Term("body", "k"))
    assert together == pytest.approx({doc: score + term[doc] for doc, score in alone.items()})
