"""What stock Whoosh finds and how it scores, our arrays find and score the same, in every state an index can be in.

Both sides hold the same texts in the same segments, so documents have the same numbers. Faults of stock Whoosh that
`test_stock_faults.py` shows are set aside by set arithmetic on what stock finds for the parts of the query, and in that
alone: stock is asked without a limit, since with one it loses hits.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from whoosh import query
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import TOC, open_dir

from desktop_app.search.arrays import ArrayCodec, ArraySearcher, ArraySegment, SegmentView, merge, publish
from desktop_app.search.arrays.searching import views
from tests.search.arrays.kinds import kinds
from tests.search.arrays.making import (
    INDEX,
    Corpus,
    Values,
    corpus,
    found,
    in_memory,
    index_of,
    opened,
    schema,
    stock_index,
)

CUTS = (0, 110, 220, 290, 291, 300)
"""Where one segment ends and the next begins; the last two are edits that lie in memory at first."""
ON_DISK = 3
EACH = 25
KINDS = kinds(corpus(300), EACH)

Answers = Mapping[str, list[dict[int, float]]]


def test_there_are_enough() -> None:
    assert len(KINDS) >= 40
    assert sum(map(len, KINDS.values())) >= 1500


def parts_of(made: Corpus) -> list[list[Values]]:
    return [made.documents[start:end] for start, end in pairwise(CUTS)]


def deleted_of(number: int) -> list[int]:
    """Return which documents of a segment are deleted, by their numbers in it."""
    return list(range(number, CUTS[number + 1] - CUTS[number], 7)) if number != 1 else []


def deleted_everywhere() -> list[int]:
    return [CUTS[number] + doc for number in range(len(CUTS) - 1) for doc in deleted_of(number)]


def stock_answers(searcher: Any, queries: Mapping[str, list[Any]] = KINDS) -> Answers:
    return {kind: [stock_answer(searcher, node) for node in nodes] for kind, nodes in queries.items()}


def stock_answer(searcher: Any, node: Any) -> dict[int, float]:
    """Ask stock Whoosh for everything; what it gets wrong is put together from what it gets right."""
    if type(node) is query.AndNot:
        wanted, unwanted = (stock_answer(searcher, part) for part in (node.a, node.b))
        return {doc: score for doc, score in wanted.items() if doc not in unwanted}
    found = searcher.search(node, limit=None).items()
    return {doc: score for doc, score in found if not searcher.reader().is_deleted(doc)}


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stock")
    index = stock_index(folder, parts_of(corpus(300)))
    writer = index.writer()
    for doc in deleted_everywhere():
        writer.delete_document(doc)
    writer.commit(merge=False)
    return folder


@pytest.fixture(scope="module")
def before(stock: Path) -> Answers:
    """What stock finds in several segments with deletions."""
    with open_dir(str(stock), INDEX).searcher() as searcher:
        return stock_answers(searcher)


@pytest.fixture(scope="module")
def after(stock: Path, before: Answers) -> Answers:
    """What stock finds after merging them all."""
    index = open_dir(str(stock), INDEX)
    index.optimize()
    with index.searcher() as searcher:
        return stock_answers(searcher)


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same on our side."""
    folder = tmp_path_factory.mktemp("arrays")
    index = index_of(folder, parts_of(corpus(300)))
    names = [segment.segment_id() for segment in segments_of(folder)]
    publish(index, dead={name: deleted_of(number) for number, name in enumerate(names)})
    return folder


@pytest.fixture(scope="module")
def merged(ours: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same merged into one segment, in a folder of its own."""
    folder = tmp_path_factory.mktemp("merged")
    index = index_of(folder, [])
    publish(index, add=[merge(FileStorage(str(ours)), segments_of(ours), schema(), index.storage, INDEX)])
    return folder


@pytest.fixture(scope="module")
def by_stock_writers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same written by stock Whoosh's writers through our codec."""
    folder = tmp_path_factory.mktemp("codec")
    index = index_of(folder, [])
    for part in parts_of(corpus(300)):
        writer = codec_writer(index)
        for document in part:
            writer.add_document(**document)
        writer.commit(merge=False)
    writer = codec_writer(index)
    for doc in deleted_everywhere():
        writer.delete_document(doc)
    writer.commit(merge=False)
    return folder


def codec_writer(index: Any) -> Any:
    return index.writer(codec=ArrayCodec(), compound=False)


def segments_of(folder: Path) -> list[ArraySegment]:
    return list(TOC.read(FileStorage(str(folder)), INDEX).segments)


def wrong(searcher: ArraySearcher, answers: Answers) -> list[str]:
    """Name every query that finds other documents or other scores, or other best ten than all of them ranked."""
    faults = []
    for kind, nodes in KINDS.items():
        for node, answer in zip(nodes, answers[kind], strict=True):
            mine = found(searcher, node)
            fault = difference(mine, answer) or head_fault(searcher, node, mine)
            faults += [f"{kind}: {node!r} {fault}"] if fault else []
    return faults


def difference(mine: Mapping[int, float], stock: Mapping[int, float]) -> str:
    if mine.keys() != stock.keys():
        return f"finds {sorted(mine.keys() - stock.keys())}, misses {sorted(stock.keys() - mine.keys())}"
    apart = [(doc, mine[doc], score) for doc, score in stock.items() if abs(mine[doc] - score) > 5e-5]
    return f"scores {apart[:3]}" if apart else ""


def head_fault(searcher: ArraySearcher, node: Any, everything: Mapping[int, float]) -> str:
    ranking = sorted(everything, key=lambda doc: (-everything[doc], doc))
    result = searcher.search(node, 10)
    if result.total != len(everything) or result.best.docs.tolist() != ranking[:10]:
        return f"best 10 of {result.total}: {result.best.docs.tolist()}, not {ranking[:10]}"
    return ""


def test_several_segments_with_deletions(ours: Path, before: Answers) -> None:
    # `ours` was closed and is opened anew here, as after a flush of the edits.
    assert wrong(opened(ours), before) == []


def test_live_edits(ours: Path, before: Answers) -> None:
    on_disk = views(FileStorage(str(ours)), segments_of(ours)[:ON_DISK])
    parts = list(enumerate(parts_of(corpus(300))))
    edits: list[SegmentView] = [in_memory(part, deleted=deleted_of(number)) for number, part in parts[ON_DISK:]]
    assert wrong(ArraySearcher([*on_disk, *edits], schema()), before) == []


def test_after_merge(merged: Path, after: Answers) -> None:
    assert wrong(opened(merged), after) == []


def test_merging_some_changes_no_documents(ours: Path, before: Answers) -> None:
    """Merged in any grouping, the same documents are found; the scores heed deletions that are gone."""
    segments, storage = segments_of(ours), RamStorage()
    some = merge(FileStorage(str(ours)), segments[1:4], schema(), storage, INDEX)
    on_disk = views(FileStorage(str(ours)), segments)
    searcher = ArraySearcher([on_disk[0], SegmentView(storage, some), on_disk[4]], schema())
    names = {doc: opened(ours).stored_fields(doc)["id"] for doc in range(CUTS[-1])}
    for kind, nodes in KINDS.items():
        for node, answer in zip(nodes[:3], before[kind], strict=False):
            mine = {searcher.stored_fields(doc)["id"] for doc in found(searcher, node)}
            assert mine == {names[doc] for doc in answer}, (kind, node)


def test_stock_search_reads_our_files(ours: Path, merged: Path, before: Answers, after: Answers) -> None:
    for folder, answers in ((ours, before), (merged, after)):
        with open_dir(str(folder), INDEX).searcher() as searcher:
            compare_stock(searcher, answers)


def test_stock_writers_through_our_codec(by_stock_writers: Path, before: Answers, after: Answers) -> None:
    assert wrong(opened(by_stock_writers), before) == []
    codec_writer(open_dir(str(by_stock_writers), INDEX)).commit(optimize=True)
    assert [segment.doc_count_all() for segment in segments_of(by_stock_writers)] == [
        CUTS[-1] - len(deleted_everywhere())
    ]
    assert wrong(opened(by_stock_writers), after) == []


def compare_stock(searcher: Any, answers: Answers) -> None:
    few = {kind: nodes[:3] for kind, nodes in KINDS.items()}
    for kind, theirs in stock_answers(searcher, few).items():
        for node, one, other in zip(few[kind], theirs, answers[kind], strict=False):
            assert not (fault := difference(one, other)), (kind, node, fault)


def test_patterns_in_a_large_segment(tmp_path: Path) -> None:
    """Above 5,000 documents stock scores patterns of fewer than 1,024 words in yet another way."""
    documents = [{"body": f"w{number:04d} w{number // 2:04d} common"} for number in range(5010)]
    for folder in ("stock", "arrays"):
        (tmp_path / folder).mkdir()
    searcher = ArraySearcher.of_folder(index_of(tmp_path / "arrays", [documents]).storage, INDEX)
    nodes = [
        query.Prefix("body", prefix, boost=2.0) for prefix in ("w", "w0", "w1", "w12", "w123", "w1234", "w501", "c")
    ]
    nodes += [query.Wildcard("body", pattern) for pattern in ("*", "w*1", "w?00?", "*99")]
    nodes += [query.FuzzyTerm("body", word, maxdist=2) for word in ("w123x", "common", "w5")]
    with stock_index(tmp_path / "stock", [documents]).searcher() as stock_searcher:
        for node in nodes:
            mine = found(searcher, node)
            assert not (fault := difference(mine, stock_answer(stock_searcher, node))), (node, fault)
            assert not (fault := head_fault(searcher, node, mine)), (node, fault)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(2, 6))
def test_many_more_queries(seed: int, tmp_path: Path) -> None:
    """80 queries of each kind over other texts, more of them, in segments of other sizes."""
    made, cuts = corpus(900, seed), (0, 10, 510, 800, 899, 900)
    parts = [made.documents[start:end] for start, end in pairwise(cuts)]
    for folder in ("stock", "arrays"):
        (tmp_path / folder).mkdir()
    searcher = ArraySearcher.of_folder(index_of(tmp_path / "arrays", parts).storage, INDEX)
    with stock_index(tmp_path / "stock", parts).searcher() as stock_searcher:
        for kind, nodes in kinds(made, 80, seed).items():
            for node in nodes:
                mine = found(searcher, node)
                assert not (fault := difference(mine, stock_answer(stock_searcher, node))), (kind, node, fault)
                assert not (fault := head_fault(searcher, node, mine)), (kind, node, fault)
