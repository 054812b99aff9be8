"""What stock Whoosh 2.7.5 gets wrong, shown on stock alone: the reasons why `test_parity.py` asks it as it does.

A test that turns red here says that Whoosh was mended, and that an exception made for it can go.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from whoosh import fields, query
from whoosh.filedb.filestore import RamStorage

from tests.search.arrays.kinds import term
from tests.search.arrays.making import INDEX, Corpus, Values, corpus, stock_index, tokens


@pytest.fixture(scope="module")
def made() -> Corpus:
    return corpus(300)


@pytest.fixture(scope="module")
def searcher(made: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with stock_index(tmp_path_factory.mktemp("stock"), [made.documents]).searcher() as searcher:
        yield searcher


def docs(searcher: Any, node: Any) -> set[int]:
    return {doc for doc, _ in searcher.search(node, limit=None).items()}


def best(searcher: Any, node: Any, limit: int | None) -> list[float]:
    return [
        round(score, 6)
        for score in sorted((score for _, score in searcher.search(node, limit=limit).items()), reverse=True)
    ]


def having(made: Corpus, word: str) -> set[int]:
    """Return by brute force which documents have a word."""
    return {number for number, document in enumerate(made.documents) if word in tokens(document)}


def index_in_memory(schema: Any, documents: list[Values]) -> Any:
    index = RamStorage().create_index(schema, INDEX)
    writer = index.writer()
    for document in documents:
        writer.add_document(**document)
    writer.commit()
    return index


def test_and_not_finds_what_it_must_not(searcher: Any, made: Corpus) -> None:
    pairs = list(pairwise(made.words[:60]))
    wrong = [
        (a, b) for a, b in pairs if docs(searcher, query.AndNot(term(a), term(b))) != having(made, a) - having(made, b)
    ]
    assert wrong


def test_not_finds_a_deleted_document_behind_the_last_one_it_leaves_out() -> None:
    texts = ("beta", "alpha", "beta", "beta")
    index = index_in_memory(fields.Schema(body=fields.TEXT), [{"body": text} for text in texts])
    writer = index.writer()
    writer.delete_document(2)
    writer.commit(merge=False)
    with index.searcher() as searcher:
        assert docs(searcher, query.Not(term("alpha"))) == {0, 2, 3}


def test_a_boosted_compound_with_a_limit_loses_its_best_hits(searcher: Any, made: Corpus) -> None:
    words = made.words[:8]
    for kind in (query.And, query.Or):
        nodes = [kind([term(a), term(b)], boost=2.0) for a, b in pairwise(words)]
        assert any(best(searcher, node, 10) != best(searcher, node, None)[:10] for node in nodes), kind
        unboosted = [kind([term(a), term(b)]) for a, b in pairwise(words)]
        assert all(best(searcher, node, 10) == best(searcher, node, None)[:10] for node in unboosted), kind


def test_require_with_a_limit_fails(searcher: Any, made: Corpus) -> None:
    node = query.Require(term(made.words[0]), term(made.words[1]))
    assert docs(searcher, node) == having(made, made.words[0]) & having(made, made.words[1])
    with pytest.raises(AssertionError):
        searcher.search(node, limit=10)


def test_a_scaled_or_scores_by_how_it_is_asked(searcher: Any, made: Corpus) -> None:
    """Once a word occurs no more, collectors put a smaller matcher in place, which counts fewer words."""

    def walked(node: Any) -> list[float]:
        matcher, scores = node.matcher(searcher, searcher.context()), []
        while matcher.is_active():
            scores.append(round(matcher.score(), 6))
            matcher.next()
        return sorted(scores, reverse=True)

    words = made.words[::20]
    for scale, differ in ((0.9, True), (None, False)):
        nodes = [query.Or([term(a), term(b)], scale=scale) for a, b in pairwise(words)]
        assert any(best(searcher, node, None) != walked(node) for node in nodes) == differ


def test_a_range_of_unsigned_numbers_kept_in_shifts_finds_everything() -> None:
    def found(**options: Any) -> int:
        schema = fields.Schema(number=fields.NUMERIC(int, signed=False, **options))
        with index_in_memory(schema, [{"number": number} for number in range(300)]).searcher() as searcher:
            return len(docs(searcher, query.NumericRange("number", 10, 50)))

    assert found() == 300
    assert found(shift_step=0) == 41


def test_reusing_a_reader_brings_dropped_segments_back(tmp_path: Path) -> None:
    index = stock_index(tmp_path, [[{"body": "old"}], [{"body": "new"}]])
    with index.reader() as before:
        writer = index.writer()
        writer.delete_document(0)
        # Both segments become one, without the first document.
        writer.commit(optimize=True)
        with index.reader() as fresh:
            assert fresh.doc_count() == 1
        assert index.reader(reuse=before).doc_count() > 1


def test_a_pattern_is_scored_in_three_ways(searcher: Any, made: Corpus) -> None:
    """By how many terms fit: none of its boost for one, BM25 times boost for two, 1 for more."""
    prefixes = {word[:size] for word in made.words for size in (2, 3, 4)}
    fitting = {prefix: list(searcher.reader().expand_prefix("body", prefix)) for prefix in sorted(prefixes)}

    def scores(count: int) -> list[float]:
        prefix = next(prefix for prefix, words in fitting.items() if len(words) == count)
        boosted, plain = (best(searcher, query.Prefix("body", prefix, boost=boost), None) for boost in (2.0, 1.0))
        assert all(
            a == pytest.approx(b * {1: 1, 2: 2, 3: 1}[count], abs=1e-5) for a, b in zip(boosted, plain, strict=True)
        )
        return plain

    assert set(scores(3)) == {1.0}
    assert 1.0 not in scores(2)
    assert 1.0 not in scores(1)


def test_merging_changes_scores_though_nothing_was_deleted(tmp_path: Path) -> None:
    """Lengths are kept rounded, and a merge adds up the rounded ones: 39 words become 40 (see `merging`)."""
    index = stock_index(tmp_path, [[{"body": "alpha " * 39}], [{"body": "alpha beta"}]])
    with index.searcher() as searcher:
        before = best(searcher, term("alpha"), None)
        assert searcher.reader().field_length("body") == 41
    index.optimize()
    with index.searcher() as searcher:
        assert searcher.reader().field_length("body") == 42
        assert best(searcher, term("alpha"), None) != before
