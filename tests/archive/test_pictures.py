"""Pictures and saved searches."""

from __future__ import annotations

import hashlib

import pytest

from desktop_app.archive import Archive, Article, NewPicture, SavedSearch
from desktop_app.errors import NotFound, UserError
from tests.archive.making import NOON, PICTURE


def test_picture_is_stored_once_and_named_by_each_article(archive: Archive) -> None:
    archive.add(Article(), Article(), pictures={0: [PICTURE], 1: [NewPicture("x/y.png", PICTURE.data, "image/png")]})
    [one], [other] = archive.pictures(1), archive.pictures(2)
    assert (one.name, one.media_type, one.size) == ("images/bridge.jpg", "image/jpeg", len(PICTURE.data))
    assert other.name == "x/y.png"
    assert one.sha256 == other.sha256 == hashlib.sha256(PICTURE.data).hexdigest()
    assert archive.picture_bytes(one.sha256) == PICTURE.data
    assert archive.statistics()["pictures"] == 1
    with pytest.raises(NotFound):
        archive.picture_bytes("0" * 64)
    with pytest.raises(NotFound):
        archive.picture_bytes("\ud800")


def test_picture_of_the_same_name_is_replaced(archive: Archive) -> None:
    archive.add(Article())
    archive.add_picture(1, PICTURE)
    archive.add_picture(1, NewPicture("b.png", b"b", "image/png"))
    changes = archive.add_picture(1, NewPicture(PICTURE.name, b"newer", "image/png"))
    assert changes.version == archive.get(1).version == 4
    assert [held.name for held in archive.pictures(1)] == ["b.png", PICTURE.name]
    assert [archive.picture_bytes(held.sha256) for held in archive.pictures(1)] == [b"b", b"newer"]
    with pytest.raises(NotFound):
        archive.add_picture(2, PICTURE)
    assert archive.statistics()["pictures"] == 2, "the replaced one is gone"
    assert archive.check() == []


def test_picture_too_large_is_refused(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.add(Article())
    monkeypatch.setattr("desktop_app.archive.door.PICTURE_LIMIT", 10)
    with pytest.raises(UserError, match="larger than"):
        archive.add_picture(1, NewPicture("a", b"x" * 11, "image/png"))
    assert archive.get(1).version == 1


def test_searches_are_saved_replaced_and_removed(archive: Archive) -> None:
    archive.save_search("Rivers", "tag:rivers")
    archive.save_search(" budget ", "tag:budget year:1998", pinned=True)
    archive.save_search("Rivers", "tag:rivers\nlang:az")
    assert archive.saved_searches() == [
        SavedSearch("budget", "tag:budget year:1998", True, NOON, seen_at=NOON),
        SavedSearch("Rivers", "tag:rivers lang:az", False, NOON, seen_at=NOON),
    ]
    archive.save_search("budget", "tag:budget")
    assert archive.saved_searches()[0].pinned
    archive.save_search("budget", "tag:budget", pinned=False)
    assert not any(one.pinned for one in archive.saved_searches())
    archive.remove_search("budget")
    with pytest.raises(NotFound, match="no saved search"):
        archive.remove_search("budget")
    with pytest.raises(UserError, match="needs a name"):
        archive.save_search(" \0", "x")
