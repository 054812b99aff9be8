"""Queries as SQL against the plain reading of them, over random small archives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.archive import Archive, Article, Author, Provenance
from desktop_app.archive.query_sql import compiled
from desktop_app.query import Query, tree
from tests.archive.making import DATES, NAMES, TAGS, VALUES, small_articles

WANTED = (
    (*NAMES, *TAGS, *VALUES, "leyla", "ELİYEVA leyla", "leyla a*", "*liyeva", "l?yla", "a*f", "o'br*", "cul*", "*", "?",
     "c?lture", "a?b", "*%", "az", "en*", "en-gb", "writing", "1", "2", "10", "01", "x\ud800", "...", "[a-z]*", "* *",
     "\\", "a*\\")
)  # fmt: skip
FIELDS: tuple[tree.ValueField, ...] = get_args(tree.ValueField)
DAYS = (
    19971231, 19980101, 19980300, 19980301, 19980312, 19980331, 19980399, 19981232, 20040101, 0, 99991232, 10**9, -5
)  # fmt: skip
ENDS = st.none() | st.sampled_from(DAYS)
FACTS = st.one_of(
    st.just(tree.Everything()),
    st.builds(tree.Value, st.sampled_from(FIELDS), st.sampled_from(WANTED)),
    st.builds(tree.Has, st.sampled_from((*FIELDS, "published", "created", "updated")), st.booleans()),
    st.builds(tree.DateRange, st.sampled_from(("published", "created", "updated")), ENDS, ENDS),
    st.builds(tree.WordCount, st.none() | st.integers(-1, 9), st.none() | st.integers(0, 2**70)),
    st.builds(tree.Flag, st.sampled_from(("picture", "source", "draft", "trashed", "reprint"))),
)
WORDS = st.one_of(
    st.builds(
        tree.Word, st.sampled_from(("bridge", "old", "çay", "ёлка", "leyla")),
        st.sampled_from(("any", "title", "body", "author")), st.booleans(),
    ),
    st.builds(tree.Phrase, st.sampled_from(("old bridge", "bridge old"))),
)  # fmt: skip
NODES = st.recursive(
    FACTS | WORDS,
    lambda inner: st.one_of(
        st.builds(tree.And, st.lists(inner, max_size=3).map(tuple)),
        st.builds(tree.Or, st.lists(inner, max_size=3).map(tuple)),
        st.builds(tree.Not, inner),
    ),
    max_leaves=5,
)


def test_every_field_compares_as_the_query_does(archive: Archive) -> None:
    batch = archive.begin_batch("x")
    archive.add(
        *(
            Article(section=v, kind=v, folder=v, publication=v, source_name=v, language=v)
            for v in (*VALUES, "az", "en-GB")
        ),
        *(Article(tags=(tag, "other"), status="published") for tag in TAGS),
        *(Article(authors=(Author("Nobody Else"), Author(name))) for name in NAMES),
        batch=batch,
    )
    archive.add(Article())
    everything = archive.texts(archive.ids())
    for field in FIELDS:
        for wanted in WANTED:
            query = Query(tree.Value(field, wanted), "")
            assert set(archive.ids(query)) == {a.id for a in everything if query.matches(a)}, (field, wanted)


def test_every_stretch_of_time_is_cut_as_the_query_does(archive: Archive) -> None:
    noon = datetime(1998, 3, 12, 12, tzinfo=UTC)
    moments = [
        datetime(1998, 3, 12, tzinfo=UTC),
        datetime(1998, 3, 12, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(1998, 3, 31, 23, 59, tzinfo=UTC),
        datetime(1998, 4, 1, tzinfo=UTC),
        datetime(1998, 2, 28, 22, tzinfo=timezone(timedelta(hours=-4))),
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, tzinfo=UTC),
    ]
    archive.add(*(Article(created=moment, updated=noon, published=date) for moment in moments for date in DATES))
    everything = archive.texts(archive.ids())
    ends = (None, *DAYS, 19980228, 19980229, 19980311, 19980313, 19980401, 10101, 99991231)
    for field in ("published", "created", "updated"):
        for first in ends:
            for last in ends:
                query = Query(tree.DateRange(field, first, last), "")  # type: ignore[arg-type]
                found = set(archive.ids(query))
                assert found == {a.id for a in everything if query.matches(a)}, (field, first, last)


@settings(max_examples=100, deadline=None)
@given(articles=st.lists(small_articles(), max_size=8), nodes=st.lists(NODES, min_size=1, max_size=12), data=st.data())
def test_sql_finds_what_the_query_means(articles: list[Article], nodes: list[tree.Node], data: st.DataObject) -> None:
    with Archive.open("sqlite://") as archive:
        batch = archive.begin_batch("x") if data.draw(st.booleans()) else None
        archive.add(*articles[:4], batch=batch)
        archive.add(*articles[4:])
        everything = archive.texts(range(1, len(articles) + 1))
        for node in nodes:
            query = Query(node, "")
            trash_too = any(isinstance(part, tree.Flag) and part.name == "trashed" for part in tree.walk(node))
            wanted = {a.id for a in everything if query.matches(a) and (trash_too or a.trashed_at is None)}
            assert set(archive.ids(query)) == wanted, node
            assert archive.count(query) == len(wanted)
            trashed = {a.id for a in everything if query.matches(a) and a.trashed_at is not None}
            assert set(archive.ids(query, place="trash")) == trashed, node


@pytest.mark.parametrize(
    ("node", "exact"),
    [
        (tree.Value("author", "leyla əliyeva"), True),
        (tree.Value("author", "leyla el*"), True),
        (tree.Value("author", "l*a eliyeva"), False),
        (tree.Value("tag", "two*"), True),
        (tree.Not(tree.Value("section", "c?lture")), True),
        (tree.And((tree.Flag("draft"), tree.Word("tea"))), False),
        (tree.Not(tree.Value("author", "l?yla")), False),
    ],
)
def test_texts_are_read_only_where_facts_do_not_decide(node: tree.Node, exact: bool) -> None:
    assert compiled(Query(node, "")).exact is exact


def test_very_long_value_is_no_trouble(archive: Archive) -> None:
    archive.add(Article(section="Culture", provenance=Provenance("a", "b")))
    for wanted in ("*" * 60_000, "x" * 60_000, "? " * 30_000):
        for field in ("section", "author", "tag", "id"):
            query = Query(tree.Value(field, wanted), "")  # type: ignore[arg-type]
            assert archive.count(query) == sum(query.matches(a) for a in archive.texts([1]))
