"""Collections keep articles, order and notes; what is deleted for ever goes, what is in the trash stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.archive import Archive, Article, CollectionItem
from desktop_app.errors import NotFound, UserError


def ids(archive: Archive, number: int = 1) -> list[int]:
    [one] = [one for one in archive.collections() if one.id == number]
    return [item.article_id for item in one.items]


def test_articles_stand_once_and_in_order(archive: Archive) -> None:
    archive.add(*(Article() for _ in range(4)))
    archive.make_collection("Bridges", [3, 1], "For the book")
    archive.add_to_collection(1, [2, 3, 4])
    assert ids(archive) == [3, 1, 2, 4]
    [one] = archive.collections()
    assert (one.name, one.note) == ("Bridges", "For the book")
    archive.take_from_collection(1, [1, 99])
    assert ids(archive) == [3, 2, 4]
    archive.set_collection(1, [CollectionItem(4, "first"), CollectionItem(3)])
    assert archive.collections()[0].items == (CollectionItem(4, "first"), CollectionItem(3))
    archive.describe_collection(1, "Old bridges", "")
    assert (archive.collections()[0].name, archive.collections()[0].note) == ("Old bridges", "")
    archive.remove_collection(1)
    assert archive.collections() == []
    assert archive.get(3).id == 3


def test_names_are_needed_and_stand_for_one(archive: Archive) -> None:
    archive.make_collection("Bridges")
    archive.make_collection("Rivers")
    for name in ("Bridges", " "):
        with pytest.raises(UserError, match="Nothing was saved"):
            archive.make_collection(name)
        with pytest.raises(UserError, match="Nothing was saved"):
            archive.describe_collection(2, name)
    assert [one.name for one in archive.collections()] == ["Bridges", "Rivers"]
    for act in (
        lambda: archive.add_to_collection(9, []),
        lambda: archive.take_from_collection(9, []),
        lambda: archive.set_collection(9, []),
        lambda: archive.remove_collection(9),
        lambda: archive.describe_collection(9, "x"),
    ):
        with pytest.raises(NotFound):
            act()


def test_an_article_that_is_not_there_changes_nothing(archive: Archive) -> None:
    archive.add(Article())
    archive.make_collection("Bridges", [1])
    with pytest.raises(NotFound):
        archive.add_to_collection(1, [1, 7])
    with pytest.raises(NotFound):
        archive.make_collection("Others", [7])
    assert [one.name for one in archive.collections()] == ["Bridges"]


def test_trash_stays_and_deletion_for_ever_goes(archive: Archive) -> None:
    archive.add(Article(), Article())
    archive.make_collection("Bridges", [1, 2])
    archive.trash([1])
    assert ids(archive) == [1, 2]
    archive.purge([1])
    assert ids(archive) == [2]


ACTS = st.one_of(
    st.tuples(st.just("add"), st.lists(st.integers(1, 8), max_size=4)),
    st.tuples(st.just("take"), st.lists(st.integers(1, 8), max_size=4)),
    st.tuples(st.just("set"), st.lists(st.integers(1, 8), max_size=6, unique=True)),
)


@settings(max_examples=60, deadline=None)
@given(acts=st.lists(ACTS, max_size=8))
def test_a_collection_is_a_list_without_repetition(acts: list[tuple[str, list[int]]]) -> None:
    with Archive.open("sqlite://") as archive:
        archive.add(*(Article() for _ in range(8)))
        archive.make_collection("c")
        wanted: list[int] = []
        for act, given_ids in acts:
            if act == "add":
                wanted += [id_ for id_ in dict.fromkeys(given_ids) if id_ not in wanted]
                archive.add_to_collection(1, given_ids)
            elif act == "take":
                wanted = [id_ for id_ in wanted if id_ not in given_ids]
                archive.take_from_collection(1, given_ids)
            else:
                wanted = list(given_ids)
                archive.set_collection(1, [CollectionItem(id_) for id_ in given_ids])
            assert ids(archive) == wanted
