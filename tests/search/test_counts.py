"""Totals, facets, timelines and orders equal counting by hand, with ticks and brush."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.archive import Article
from desktop_app.query import parse
from desktop_app.search.local import LocalSearch
from desktop_app.search.service import FACETS, Bins, FacetName, SearchRequest, Tick
from desktop_app.text.dates import parse_date
from tests.search.making import SECTIONS, TAGS, archive_in_memory, articles

VALUES: dict[FacetName, Callable[[Article], list[str]]] = {
    "year": lambda a: [str(a.published.first // 10000)] if a.published else [""],
    "publication": lambda a: [a.publication],
    "section": lambda a: [a.section],
    "kind": lambda a: [a.kind],
    "language": lambda a: [a.language],
    "author": lambda a: [author.name for author in a.authors] or [""],
    "tag": lambda a: list(a.tags) or [""],
    "status": lambda a: [a.status],
    "batch": lambda a: [str(a.provenance.batch or "") if a.provenance else ""],
}

ticks = st.lists(
    st.one_of(
        st.builds(Tick, st.just("section"), st.sampled_from((*SECTIONS, "unheard of")), st.booleans()),
        st.builds(Tick, st.just("tag"), st.sampled_from(("", *TAGS)), st.booleans()),
        st.builds(Tick, st.just("year"), st.sampled_from(("", "1911", "1998", "nonsense")), st.booleans()),
        st.builds(Tick, st.just("batch"), st.sampled_from(("", "1")), st.booleans()),
    ),
    max_size=4,
).map(tuple)

brushes = st.sampled_from(
    (
        None,
        (19110101, 19981231),
        (None, 19110301),
        (19110314, None),
        (19980312, 19980312),
        (19980331, None),
        (None, None),
    )
)


def passes(article: Article, chosen: list[Tick]) -> bool:
    """Say whether an article is left by ticks: one facet is OR, facets are AND, excluded values go."""
    for facet in {tick.facet for tick in chosen}:
        values = set(VALUES[facet](article))
        wanted = {tick.value for tick in chosen if tick.facet == facet and not tick.excluded}
        unwanted = {tick.value for tick in chosen if tick.facet == facet and tick.excluded}
        if (wanted and not wanted & values) or unwanted & values:
            return False
    return True


def brushed(article: Article, brush: tuple[int | None, int | None] | None) -> bool:
    if brush is None:
        return True
    date = article.published
    return date is not None and (brush[0] or 0) <= date.last and date.first <= (brush[1] or 99999999)


def bin_of(article: Article, bins: Bins) -> str:
    assert article.published is not None
    day = f"{article.published.first:08}"
    return {"year": day[:4], "month": f"{day[:4]}-{day[4:6]}", "day": f"{day[:4]}-{day[4:6]}-{day[6:]}"}[bins]


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
    brush: tuple[int | None, int | None] | None,
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
        in_place = archive.texts(archive.ids(place=place))  # type: ignore[arg-type]
        matched = [article for article in in_place if parse(query).matches(article)]
        left = [article for article in matched if brushed(article, brush) and passes(article, list(chosen))]

        assert result.unfiltered == len(matched)
        assert result.total == len(left) == len(result.hits)
        assert {hit.id for hit in result.hits} == {article.id for article in left}
        assert search.matching_ids(request) == tuple(hit.id for hit in result.hits)
        for facet in FACETS:
            others = [tick for tick in chosen if tick.facet != facet]
            base = [article for article in matched if brushed(article, brush) and passes(article, others)]
            counted = Counter(value for article in base for value in VALUES[facet](article))
            assert {value.value: value.count for value in result.facets[facet]} == counted, facet
        unbrushed = [article for article in matched if passes(article, list(chosen))]
        dated = [article for article in unbrushed if article.published]
        every = Counter(bin_of(article, bins) for article in in_place if article.published)
        bars = Counter(bin_of(article, bins) for article in dated)
        assert [(bar.key, bar.count) for bar in result.timeline] == sorted(bars.items())
        assert [bar.share for bar in result.timeline] == pytest.approx(
            [bars[key] / every[key] for key in sorted(bars)], abs=1e-6
        )
        assert result.undated == len(unbrushed) - len(dated)
        if query == "" and sort != "relevance":
            listed = [id_ for id_ in archive.ids(place=place, sort=sort) if id_ in {a.id for a in left}]  # type: ignore[arg-type]
            assert [hit.id for hit in result.hits] == listed
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
