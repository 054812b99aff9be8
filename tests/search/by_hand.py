"""What a search must answer, counted by hand on whole articles: matches, facets, timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from desktop_app.archive import Article
from desktop_app.archive.articles import DRAFT_STATUSES, Place
from desktop_app.query import parse, tree
from desktop_app.search.service import Bins, FacetName, SearchRequest, SearchResult, Tick
from desktop_app.text.plain import picture_addresses
from tests.search.making import SECTIONS, TAGS

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
    "pictures": lambda a: ["yes" if picture_addresses(a.body) else ""],
}
"""Reprints are not in it: no single article tells of them."""

Brush = tuple[int | None, int | None] | None

ticks = st.lists(
    st.one_of(
        st.builds(Tick, st.just("section"), st.sampled_from((*SECTIONS, "unheard of")), st.booleans()),
        st.builds(Tick, st.just("tag"), st.sampled_from(("", *TAGS)), st.booleans()),
        st.builds(Tick, st.just("year"), st.sampled_from(("", "1911", "1998", "nonsense")), st.booleans()),
        st.builds(Tick, st.just("batch"), st.sampled_from(("", "1")), st.booleans()),
        st.builds(Tick, st.just("pictures"), st.sampled_from(("", "yes")), st.booleans()),
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


@dataclass(frozen=True)
class Counts:
    """All of an answer that is exact: what was found and how it is counted."""

    ids: frozenset[int]
    unfiltered: int
    facets: Mapping[FacetName, Mapping[str, int]]
    timeline: tuple[tuple[str, int, float], ...]
    undated: int


def counted(request: SearchRequest, articles: Iterable[Article], words: Mapping[int, Article] | None = None) -> Counts:
    """Count by hand; `words` are the texts that the index knows, where these are not yet those of the articles."""
    node = parse(request.query).node
    there = [article for article in articles if _is_in_place(article, request.place, node)]
    matched = [article for article in there if parse(request.query).matches(_as_known(article, words))]
    left = [a for a in matched if brushed(a, request.published) and passes(a, request.ticks)]
    facets = {}
    for facet in VALUES if request.facets else ():
        others = [tick for tick in request.ticks if tick.facet != facet]
        base = [article for article in matched if brushed(article, request.published) and passes(article, others)]
        facets[facet] = dict(Counter(value for article in base for value in VALUES[facet](article)))
    timeline: list[tuple[str, int, float]] = []
    undated = 0
    if bins := request.timeline:
        unbrushed = [article for article in matched if passes(article, request.ticks)]
        every = Counter(bin_of(article, bins) for article in there if article.published)
        bars = Counter(bin_of(article, bins) for article in unbrushed if article.published)
        timeline = [(key, bars[key], round(bars[key] / every[key], 6)) for key in sorted(bars)]
        undated = sum(article.published is None for article in unbrushed)
    return Counts(frozenset(article.id for article in left), len(matched), facets, tuple(timeline), undated)


def counts_of(result: SearchResult) -> Counts:
    """Return what an answer says; its request must have asked for all hits."""
    assert not result.partial
    assert result.total == len(result.hits)
    return Counts(
        frozenset(hit.id for hit in result.hits),
        result.unfiltered,
        {
            facet: {value.value: value.count for value in values}
            for facet, values in result.facets.items()
            if facet in VALUES
        },
        tuple((bar.key, bar.count, bar.share) for bar in result.timeline),
        result.undated,
    )


def passes(article: Article, chosen: Sequence[Tick]) -> bool:
    """Say whether an article is left by ticks: one facet is OR, facets are AND, excluded values go."""
    for facet in {tick.facet for tick in chosen}:
        values = set(VALUES[facet](article))
        wanted = {tick.value for tick in chosen if tick.facet == facet and not tick.excluded}
        unwanted = {tick.value for tick in chosen if tick.facet == facet and tick.excluded}
        if (wanted and not wanted & values) or unwanted & values:
            return False
    return True


def brushed(article: Article, brush: Brush) -> bool:
    """Say whether an article was published between two days."""
    if brush is None:
        return True
    date = article.published
    return date is not None and (brush[0] or 0) <= date.last and date.first <= (brush[1] or 99999999)


def bin_of(article: Article, bins: Bins) -> str:
    """Return the bar of the timeline in which a dated article stands."""
    assert article.published is not None
    day = f"{article.published.first:08}"
    return {"year": day[:4], "month": f"{day[:4]}-{day[4:6]}", "day": f"{day[:4]}-{day[4:6]}-{day[6:]}"}[bins]


def same_words(one: Article, other: Article) -> bool:
    """Say whether two states of an article have the same words for the index."""
    return _words(one) == _words(other)


def _words(article: Article) -> tuple[object, ...]:
    return article.title, article.standfirst, article.body, [author.name for author in article.authors]


def _is_in_place(article: Article, place: Place, node: tree.Node) -> bool:
    trashed = article.trashed_at is not None
    if place == "trash":
        return trashed
    if place == "everything":
        return not trashed or tree.asks_for_trash(node)
    return not trashed and (article.status in DRAFT_STATUSES) == (place == "desk")


def _as_known(article: Article, words: Mapping[int, Article] | None) -> Article:
    if words is None:
        return article
    known = words.get(article.id)
    if known is None:
        return replace(article, title="", standfirst="", body="", authors=())
    return replace(article, title=known.title, standfirst=known.standfirst, body=known.body, authors=known.authors)
