"""Totals, facets, timelines and orders equal counting by hand, with ticks and brush."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.archive import Article
from desktop_app.query import parse
from desktop_app.search.local import LocalSearch
from desktop_app.search.service import Bins, SearchRequest, Tick
from desktop_app.text.dates import parse_date
from tests.search.by_hand import Brush, brushes, counted, counts_of, ticks
from tests.search.making import archive_in_memory, articles


@settings(max_examples=40, deadline=None)
@given(
    texts=st.lists(articles(), min_size=1, max_size=10),
    chosen=ticks,
    brush=brushes,
    query=st.sampled_from(("", "baki", "bridge OR елка", "lang:en", "-the")),
    place=st.sampled_from(("everything", "desk", "archive", "trash")),
    bins=st.sampled_from(("year", "month", "day")),
    sort=st.sampled_from(("relevance", "newest", "oldest", "title")),
)
def test_counts_equal_counting_by_hand(
    tmp_path_factory: pytest.TempPathFactory,
    texts: list[Article],
    chosen: tuple[Tick, ...],
    brush: Brush,
    query: str,
    place: str,
    bins: Bins,
    sort: str,
) -> None:
    with archive_in_memory() as archive:
        archive.add(*texts)
        archive.trash([len(texts)])
        search = LocalSearch(archive, tmp_path_factory.mktemp("index"))
        request = SearchRequest(
            query=query, place=place, sort=sort, ticks=chosen, published=brush, facets=True, timeline=bins, limit=100
        )  # type: ignore[arg-type]
        result = search.search(request)
        assert counts_of(result) == counted(request, archive.texts(range(1, len(texts) + 1)))
        assert search.matching_ids(request) == tuple(hit.id for hit in result.hits)
        if query == "" and sort != "relevance":
            listed = [id_ for id_ in archive.ids(place=place, sort=sort) if id_ in {hit.id for hit in result.hits}]  # type: ignore[arg-type]
            assert [hit.id for hit in result.hits] == listed
        search.close()


TWICE = "The old bridge over the river was opened by the mayor on a rainy morning, and half of the town came to see it."


@settings(max_examples=40, deadline=None)
@given(
    texts=st.lists(
        st.builds(
            Article,
            title=st.sampled_from(("Bridge", "River")),
            body=st.sampled_from((TWICE, TWICE + " Tea was served.", TWICE.upper(), "Another matter.", "Tea.")),
            published=st.sampled_from((None, parse_date("1911-03-14"), parse_date("1998"))),
            section=st.sampled_from(("", "Culture")),
        ),
        min_size=1,
        max_size=12,
    ),
    chosen=st.lists(
        st.builds(Tick, st.just("reprints"), st.sampled_from(("yes", "", "perhaps")), st.booleans())
        | st.builds(Tick, st.just("section"), st.sampled_from(("", "Culture")), st.booleans()),
        max_size=3,
    ).map(tuple),
    query=st.sampled_from(("", "bridge", "tea")),
    sort=st.sampled_from(("relevance", "newest", "oldest", "title")),
)
def test_reprints_are_counted_and_folded_as_by_hand(
    tmp_path_factory: pytest.TempPathFactory, texts: list[Article], chosen: tuple[Tick, ...], query: str, sort: str
) -> None:
    with archive_in_memory() as archive:
        archive.add(*texts)
        search = LocalSearch(archive, tmp_path_factory.mktemp("index"))
        search.catch_up()
        family = {id_: {id_, *(one.id for one in search.reprints(id_))} for id_ in archive.every_id()}
        bare = [tick for tick in chosen if tick.facet != "reprints"]
        everything = search.search(SearchRequest(query=query, ticks=tuple(bare), facets=True, limit=100))
        counts = {value.value: value.count for value in everything.facets["reprints"]}
        twice = [hit.id for hit in everything.hits if len(family[hit.id]) > 1]
        assert counts.get("yes", 0) == len(twice)
        assert counts.get("", 0) == everything.total - len(twice)
        flat = search.search(SearchRequest(query=query, ticks=chosen, sort=sort, limit=100, facets=True))  # type: ignore[arg-type]
        assert {value.value: value.count for value in flat.facets["reprints"]} == counts, "own ticks change nothing"
        wanted = {tick.value for tick in chosen if tick.facet == "reprints" and not tick.excluded}
        unwanted = {tick.value for tick in chosen if tick.facet == "reprints" and tick.excluded}
        said = {hit.id: "yes" if hit.id in twice else "" for hit in everything.hits}
        left = {id_ for id_, value in said.items() if (not wanted or value in wanted) and value not in unwanted}
        assert {hit.id for hit in flat.hits} == left
        seen: set[int] = set()
        firsts = [hit.id for hit in flat.hits if not family[hit.id] & seen and not seen.update(family[hit.id])]  # type: ignore[func-returns-value]
        request = SearchRequest(query=query, ticks=chosen, sort=sort, limit=100, folded=True)  # type: ignore[arg-type]
        folded = search.search(request)
        assert [hit.id for hit in folded.hits] == firsts
        assert (folded.total, folded.rows) == (flat.total, len(firsts))
        assert search.matching_ids(request) == tuple(firsts)
        cut = search.search(replace(request, offset=1, limit=2))
        assert [hit.id for hit in cut.hits] == firsts[1:3]
        search.close()


def test_facet_values_come_most_frequent_first_and_none_is_never_cut(tmp_path_factory: pytest.TempPathFactory) -> None:
    with archive_in_memory() as archive:
        archive.add(*(Article(title="x", section=name) for name in ("a", "b", "b", "", "c")))
        search = LocalSearch(archive, tmp_path_factory.mktemp("index"))
        result = search.search(SearchRequest(facets=True, facet_limit=2))
        assert [(v.value, v.count) for v in result.facets["section"]] == [("b", 2), ("a", 1), ("", 1)]
        search.close()


def test_facts_are_followed_without_touching_the_index(tmp_path_factory: pytest.TempPathFactory) -> None:
    with archive_in_memory() as archive:
        archive.add(*(Article(title=f"Bridge {n}", tags=("tea",)) for n in range(20)))
        folder = tmp_path_factory.mktemp("index")
        search = LocalSearch(archive, folder)
        search.catch_up()
        before = {path: path.stat().st_mtime_ns for path in folder.rglob("words_*")}
        archive.bulk_edit(range(1, 11), set={"section": "Culture"}, add_tags=("budget",))
        archive.trash([20])
        result = search.search(SearchRequest(query="bridge", facets=True))
        assert [(v.value, v.count) for v in result.facets["tag"]] == [("tea", 19), ("budget", 10)]
        assert [(v.value, v.count) for v in result.facets["section"]] == [("Culture", 10), ("", 9)]
        assert {path: path.stat().st_mtime_ns for path in folder.rglob("words_*")} == before
        assert result.index.state == "current"
        search.close()


def test_purged_and_edited_articles_are_seen_at_once_even_by_a_search_that_does_not_wait(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with archive_in_memory() as archive:
        archive.add(Article(title="Bridge"), Article(title="Bridge too"))
        search = LocalSearch(archive, tmp_path_factory.mktemp("index"))
        search.catch_up()
        archive.purge([1])
        result = search.search(SearchRequest(query="bridge", catch_up=False))
        assert [hit.id for hit in result.hits] == [2]
        assert result.index.state == "behind"
        assert result.index.behind == 1
        search.close()


@pytest.mark.parametrize(
    ("brush", "titles"),
    [
        ((19110314, None), ["day", "month", "year"]),
        ((19110315, 19110331), ["month", "year"]),
        ((None, 19110313), ["month", "year"]),
        ((19110401, 19110401), ["year"]),
        ((19120101, None), []),
        ((None, None), ["day", "month", "year"]),
        (None, ["day", "month", "undated", "year"]),
    ],
)
def test_brush_takes_partial_dates_by_overlap(
    tmp_path_factory: pytest.TempPathFactory, brush: tuple[int | None, int | None] | None, titles: list[str]
) -> None:
    with archive_in_memory() as archive:
        for title, date in (("day", "1911-03-14"), ("month", "1911-03"), ("year", "1911")):
            archive.add(Article(title=title, published=parse_date(date)))
        archive.add(Article(title="undated"))
        search = LocalSearch(archive, tmp_path_factory.mktemp("index"))
        assert sorted(hit.title for hit in search.search(SearchRequest(published=brush)).hits) == titles
        search.close()


def test_search_for_reprints_has_no_word_of_lists_that_know_none(tmp_path: Path) -> None:
    with archive_in_memory() as archive:
        archive.add(Article(title="One", body="The old lamp burns above the quay and nobody knows who lights it. " * 4))
        search = LocalSearch(archive, tmp_path)
        assert parse("is:reprint").notes
        assert search.search(SearchRequest(query="is:reprint")).notes == ()
        search.close()
