"""Saved searches: filters, folders and order, what is new since one looked; and that nothing of it is lost."""

from __future__ import annotations

import pytest

from desktop_app.archive import Archive, Article
from desktop_app.errors import NotFound, UserError


def names(archive: Archive) -> list[str]:
    return [one.name for one in archive.saved_searches()]


def test_filters_come_back_and_are_left_alone_by_whoever_knows_none(archive: Archive) -> None:
    archive.save_search("Rivers", "tag:kür", True, '{"ticks": []}')
    archive.save_search("Rivers", "tag:kur")
    [one] = archive.saved_searches()
    assert (one.query, one.pinned, one.filters) == ("tag:kur", True, '{"ticks": []}')


def test_order_and_folders(archive: Archive) -> None:
    for name in ("c", "b", "a"):
        archive.save_search(name, name)
    assert names(archive) == ["a", "b", "c"]
    archive.arrange_searches([("c", ""), ("a", "Work"), ("b", "Work"), ("no such", "Work")])
    assert [(one.name, one.folder) for one in archive.saved_searches()] == [("c", ""), ("a", "Work"), ("b", "Work")]
    archive.save_search("new", "x")
    assert names(archive) == ["new", "c", "a", "b"]


def test_rename_keeps_all_else(archive: Archive) -> None:
    archive.save_search("a", "tea", True, "{}")
    archive.save_search("b", "river")
    archive.rename_search("a", "Tea")
    first = archive.saved_searches()[0]
    assert (first.name, first.query, first.pinned) == ("Tea", "tea", True)
    with pytest.raises(UserError, match="already"):
        archive.rename_search("Tea", "b")
    with pytest.raises(UserError, match="needs a name"):
        archive.rename_search("Tea", "  ")
    with pytest.raises(NotFound):
        archive.rename_search("no such", "x")
    assert names(archive) == ["Tea", "b"]


def test_what_comes_after_a_look_is_new(archive: Archive) -> None:
    archive.add(Article(), Article())
    archive.save_search("all", "")
    [one] = archive.saved_searches()
    assert (one.seen_article, one.seen_at) == (2, one.created)
    archive.add(Article())
    archive.save_search("all", "tea")
    assert archive.saved_searches()[0].seen_article == 2, "saving it again is no look"
    archive.look_at_search("all")
    assert archive.saved_searches()[0].seen_article == 3
    with pytest.raises(NotFound):
        archive.look_at_search("no such")
