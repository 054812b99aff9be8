"""Lists by key, in every order and place; counts and values."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.archive import Archive, Article, Author, Place, Sort
from desktop_app.archive import listing as listing_module
from desktop_app.archive.form import UNDATED
from desktop_app.errors import UserError
from desktop_app.query import parse
from desktop_app.text.folding import fold
from tests.archive.making import small_articles, whole_article

SORTS: tuple[Sort, ...] = ("newest", "oldest", "title", "changed", "created", "words")
PLACES: tuple[Place, ...] = ("desk", "archive", "trash", "everything")

KEYS: dict[Sort, Callable[[Article], Any]] = {
    "newest": lambda a: (-(a.published.first if a.published else 0), -a.id),
    "oldest": lambda a: (a.published.first if a.published else UNDATED, a.id),
    "title": lambda a: (fold(a.title), a.id),
    "changed": lambda a: (-a.updated.timestamp(), -a.id),  # type: ignore[union-attr]
    "created": lambda a: (-a.created.timestamp(), -a.id),  # type: ignore[union-attr]
    "words": lambda a: (-a.words, -a.id),
}


def is_in(article: Article, place: Place) -> bool:
    if place == "trash" or article.trashed_at is not None:
        return (place == "trash") == (article.trashed_at is not None)
    drafts = ("writing", "review", "ready")
    return place == "everything" or (place == "desk") == (article.status in drafts)


@settings(max_examples=25, deadline=None)
@given(
    articles=st.lists(small_articles(), max_size=14),
    limit=st.integers(1, 6),
    text=st.sampled_from(("", "section:culture", "bridge", "river OR tag:bridges", "is:trashed", "-tag:any")),
)
def test_pages_put_together_are_the_whole_list_in_order(articles: list[Article], limit: int, text: str) -> None:
    query = parse(text)
    with Archive.open("sqlite://") as archive:
        archive.add(*articles)
        everything = archive.texts(range(1, len(articles) + 1))
        for place in PLACES:
            trash_too = place == "everything" and "is:trashed" in text
            among = [a for a in everything if (trash_too or is_in(a, place)) and query.matches(a)]
            for sort in SORTS:
                wanted = [a.id for a in sorted(among, key=KEYS[sort])]
                found: list[int] = []
                cursor = None
                while True:
                    page = archive.list(query, place=place, sort=sort, limit=limit, after=cursor)
                    assert page.total == len(wanted)
                    found += [summary.id for summary in page.articles]
                    assert len(found) <= len(wanted), "a page came twice"
                    cursor = page.next
                    if cursor is None:
                        break
                    assert len(page.articles) == limit
                assert found == wanted, (place, sort)
                assert archive.ids(query, place, sort) == tuple(wanted)
            assert archive.count(query, place) == len(among)


def test_page_goes_on_after_articles_that_are_gone(archive: Archive) -> None:
    archive.add(*(Article(title=f"{number:02}") for number in range(20)))
    first = archive.list(sort="title", limit=5)
    archive.purge([summary.id for summary in first.articles])
    archive.add(Article(title="00"))
    second = archive.list(sort="title", limit=5, after=first.next)
    assert [summary.title for summary in second.articles] == ["05", "06", "07", "08", "09"]


@pytest.mark.parametrize("cursor", ["", "x", "%%%", "e30", "W10", "bnVsbA", "ą", "WyJ0aXRsZSIsMSwxXQ"])
def test_strange_cursor_is_refused(archive: Archive, cursor: str) -> None:
    archive.add(Article(), Article())
    if not cursor:
        assert len(archive.list(after=cursor).articles) == 2
        return
    with pytest.raises(UserError, match="cursor"):
        archive.list(sort="title", after=cursor)


def test_cursor_of_another_order_is_refused(archive: Archive) -> None:
    archive.add(Article(), Article())
    cursor = archive.list(sort="newest", limit=1).next
    with pytest.raises(UserError, match="cursor"):
        archive.list(sort="title", after=cursor)


@pytest.mark.parametrize("wrong", [{"sort": "colour"}, {"place": "moon"}])
def test_unknown_order_or_place_is_named(archive: Archive, wrong: Any) -> None:
    with pytest.raises(UserError, match="There is no"):
        archive.list(**wrong)


def test_summary_says_what_a_list_shows(archive: Archive) -> None:
    archive.add(whole_article(), Article(body="word " * 100))
    whole, long = archive.summaries([1, 2])
    article = archive.get(1)
    for name in ("id", "uid", "title", "section", "tags", "language", "status", "kind", "publication", "folder",
                 "published", "words", "word_goal", "created", "updated"):  # fmt: skip
        assert getattr(whole, name) == getattr(article, name), name
    assert whole.authors == ("Leyla Əliyeva", "Işıl Yıldız")
    assert whole.lead.startswith("Körpü The old bridge over the Kür.")
    assert whole.has_pictures
    assert not long.has_pictures
    assert len(long.lead) == 239
    assert archive.list().articles == (whole, long), "undated ones come last"


def test_summaries_keep_the_order_asked_for(archive: Archive) -> None:
    archive.add(*(Article() for _ in range(5)))
    archive.purge([3])
    assert [summary.id for summary in archive.summaries([5, 3, 1, 99, 5, 2])] == [5, 1, 2]
    assert [article.id for article in archive.texts(iter([4, 3, 1]))] == [4, 1]


def test_counts_are_those_of_the_navigator(archive: Archive) -> None:
    archive.add(
        Article(), Article(folder="Rivers"), Article(folder="rivers", status="review"), Article(status="withdrawn"),
        Article(status="published", folder="Rivers"), Article(folder="Gone"),
    )  # fmt: skip
    archive.trash([6])
    archive.begin_batch("somewhere")
    counts = archive.counts()
    assert (counts.desk, counts.archive, counts.imports, counts.trash) == (3, 2, 1, 1)
    assert counts.statuses == {"writing": 2, "review": 1, "ready": 0}
    assert counts.folders == {"Rivers": 1, "rivers": 1}


def test_values_are_found_by_their_beginning_under_the_fold(archive: Archive) -> None:
    archive.add(
        Article(authors=(Author("Leyla Əliyeva"), Author("Rauf Aliyev")), tags=("100%", "Bakı"), section="Culture"),
        Article(authors=(Author("Leyla Əliyeva"),), tags=("baki",), section="culture", status="published"),
        Article(tags=("Bakı",), section="", kind="news"),
    )
    assert archive.values("author") == [("Leyla Əliyeva", 2), ("Rauf Aliyev", 1)]
    assert archive.values("authors", "eli") == [("Leyla Əliyeva", 2)]
    assert archive.values("authors", "LEYLA Ə") == [("Leyla Əliyeva", 2)]
    assert archive.values("authors", "liyeva") == []
    assert archive.values("tag", "BAKI") == [("Bakı", 2), ("baki", 1)]
    assert archive.values("tags", "100%") == [("100%", 1)]
    assert archive.values("tags", "%") == []
    assert archive.values("section", "cul") == [("Culture", 1), ("culture", 1)]
    assert archive.values("kinds") == [("news", 1)], "an empty value is none"
    assert archive.values("author", place="archive") == [("Leyla Əliyeva", 1)]
    assert archive.values("status", "W", limit=5) == [("writing", 2)]
    assert archive.values("tag", limit=1) == [("Bakı", 2)]
    with pytest.raises(UserError, match="no list of values"):
        archive.values("body")


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("place", PLACES)
def test_every_page_is_read_from_an_index(archive: Archive, sort: Sort, place: Place) -> None:
    """A list of 100,000 must not be sorted to show 50: only the rows of the page (anon_1, anon_2) may be."""
    archive.add(*(Article() for _ in range(5)))
    after = archive.list(place="everything", sort=sort, limit=1).next
    engine = archive._connections.engine

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: Any) -> None:
        if "anon" in statement:
            rows = _cursor.connection.execute("EXPLAIN QUERY PLAN " + statement, parameters).fetchall()
            plans.append([row[3] for row in rows])

    plans: list[list[str]] = []
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        archive.list(place=place, sort=sort, limit=1, after=after)
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    [plan] = plans
    searches = [step for step in plan if step.startswith(("SEARCH article", "SCAN article"))]
    assert len(searches) == len(listing_module.place_numbers(place))
    assert all(f"USING COVERING INDEX ix_article_{sort} (place=? AND" in step for step in searches), plan
    assert not any("TEMP B-TREE" in after for step, after in itertools.pairwise(plan) if step in searches), plan
