"""The index finds what `Query.matches` finds, whatever the texts and the query."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.archive import Article, Author
from desktop_app.query import parse, tree
from desktop_app.query.matching import matches
from desktop_app.search.local import LocalSearch
from desktop_app.search.service import SearchRequest
from tests.search.making import archive_in_memory, articles, found_by, word_nodes, worlds


@settings(max_examples=30, deadline=None)
@given(world=worlds())
def test_tree_finds_what_matches_finds(
    tmp_path_factory: pytest.TempPathFactory, world: tuple[list[Article], list[tree.Node]]
) -> None:
    texts, queries = world
    with archive_in_memory() as archive:
        search = LocalSearch(archive, tmp_path_factory.mktemp("index"))
        # Several commits make several segments; some articles are edited, so that there are deletions.
        for at in range(0, len(texts), 4):
            archive.add(*texts[at : at + 4])
            search.catch_up()
        archive.edit(1, title=f"{texts[-1].title} bridge")
        archive.trash([len(texts)])
        everything = archive.texts(range(1, len(texts) + 1))
        for query, found in zip(queries, found_by(search, archive, queries), strict=True):
            assert found == {article.id for article in everything if matches(query, article)}, query
        search.close()


@settings(max_examples=15, deadline=None)
@given(
    texts=st.lists(articles(), min_size=1, max_size=6),
    query=word_nodes(),
    place=st.sampled_from(("everything", "trash", "desk")),
)
def test_search_without_index_finds_the_same(
    tmp_path_factory: pytest.TempPathFactory, texts: list[Article], query: tree.Node, place: str
) -> None:
    text = _typed(query)
    with archive_in_memory() as archive:
        archive.add(*texts)
        archive.trash([1])
        search = LocalSearch(archive, tmp_path_factory.mktemp("index"))
        request = SearchRequest(query=text, place=place, sort="newest", catch_up=False)  # type: ignore[arg-type]
        plain = search.search(request)
        assert plain.index.state == "absent"
        assert any("no search index yet" in note for note in plain.notes)
        search.catch_up()
        indexed = search.search(request)
        assert indexed.index.state == "current"
        assert [hit.id for hit in plain.hits] == [hit.id for hit in indexed.hits]
        assert search.matching_ids(request) == archive.ids(parse(text), place=place)  # type: ignore[arg-type]
        search.close()


def _typed(node: tree.Node) -> str:
    match node:
        case tree.Word():
            return f"={node.text}" if node.exact else node.text
        case tree.Phrase():
            return f'"{node.text}"' + ("" if node.slop is None else f"~{node.slop}")
        case tree.Wildcard():
            return node.pattern
        case tree.Fuzzy():
            return f"{node.text}~{node.edits}"
        case _:
            raise AssertionError(node)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[LocalSearch]:
    archive = archive_in_memory()
    archive.add(
        Article(title="Bakı", body="Köhnə şəhər."),
        Article(title="Old town", body="Bu, Bakı'nın küçəsidir."),
        Article(title="BAKI", body="x"),
        Article(title="Baki", body="y"),
        Article(title="Bakıda", body="an ending of the same word"),
        Article(title="ISPARTA", body="gül"),
        Article(title="Isparta", body="gül"),
        Article(title="ısparta'da", body="gül"),
        Article(title="Ёлка", body="лес"),
        Article(title="Елка", body="лес"),
        Article(title="Two names", body="", authors=(Author("Leyla Əliyeva"), Author("Ян Новак"))),
    )
    search = LocalSearch(archive, tmp_path)
    yield search
    search.close()
    archive.close()


@pytest.mark.parametrize("query", ["Bakı", "baki", "BAKI", "Bakı'nın", "bakı’nın", "BAKİ"])
def test_all_spellings_of_baki_find_the_same(city: LocalSearch, query: str) -> None:
    assert sorted(city.matching_ids(SearchRequest(query=query))) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("query", ["ISPARTA", "ısparta", "isparta", "İsparta"])
def test_all_spellings_of_isparta_find_the_same(city: LocalSearch, query: str) -> None:
    assert sorted(city.matching_ids(SearchRequest(query=query))) == [6, 7, 8]


@pytest.mark.parametrize("query", ["ёлка", "елка", "ЁЛКА"])
def test_yo_and_ye_are_one(city: LocalSearch, query: str) -> None:
    assert sorted(city.matching_ids(SearchRequest(query=query))) == [9, 10]


@pytest.mark.parametrize(
    ("query", "ids"),
    [("=bakı", [1, 3]), ("=baki", [3, 4]), ("=ısparta", [6, 7]), ("=isparta", [6, 7]), ('"Bakı\'nın küçəsidir"', [2])],
)
def test_exact_forms_tell_letters_apart(city: LocalSearch, query: str, ids: list[int]) -> None:
    # A capital I may be either letter; an ending after an apostrophe belongs to the exact form.
    assert sorted(city.matching_ids(SearchRequest(query=query))) == ids


def test_phrase_does_not_run_from_one_name_into_the_next(city: LocalSearch, tmp_path: Path) -> None:
    assert city.matching_ids(SearchRequest(query='"Leyla Əliyeva"')) == (11,)
    assert city.matching_ids(SearchRequest(query='"Əliyeva Ян"')) == ()
    assert city.matching_ids(SearchRequest(query='"leyla novak"~1000')) == ()


def test_other_spellings_are_named(city: LocalSearch) -> None:
    result = city.search(SearchRequest(query="baki"))
    assert set(result.also_matched) == {"bakı", "bakı'nın"}
    # "ısparta" stands in a text; that ISPARTA could be read as either is no spelling of its own.
    assert set(city.search(SearchRequest(query="Isparta")).also_matched) == {"ısparta'da"}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ('"one two"~0', [1, 2]),
        ('"one two"~1', [1, 2, 3]),
        ('"two one"~2', [1, 2, 3, 4]),
        ('"one one"~0', [5]),
        ('"one one"~1', [5, 6]),
        ('"four five six"~0', []),
        ('"four five six"~1', [7]),
        ('"one two"', [1]),
        ("one-two", [1, 2]),
    ],
)
def test_words_near_each_other(tmp_path: Path, query: str, ids: list[int]) -> None:
    texts = (
        "x one two", "two one", "one x two", "two x y one", "one one", "one x one", "six four x five", "one x y z two"
    )  # fmt: skip
    with archive_in_memory() as archive:
        archive.add(*(Article(title=str(n), body=text) for n, text in enumerate(texts)))
        search = LocalSearch(archive, tmp_path)
        assert sorted(search.matching_ids(SearchRequest(query=query))) == ids
        search.close()


def test_pattern_for_too_many_words_is_cut_short_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_app.search.evaluate.MOST_FORMS", 3)
    with archive_in_memory() as archive:
        archive.add(*(Article(title=f"word{'x' * n}") for n in range(9)))
        search = LocalSearch(archive, tmp_path)
        for pattern in ("wor*", "w*d*"):
            result = search.search(SearchRequest(query=pattern))
            assert result.total == 3
            assert any("more words than can be searched at once" in note for note in result.notes)
        assert search.search(SearchRequest(query="wordx*")).total == 3
        assert search.search(SearchRequest(query="wordxxxxxx*")).notes == ()
        search.close()
