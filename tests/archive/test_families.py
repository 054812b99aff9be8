"""Reprints joined and split by hand: the last word holds, can be taken back, and followers hear of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.archive import Archive, Article, ReprintChoice
from desktop_app.archive.families import MOST
from desktop_app.errors import NotFound, UserError
from tests.archive.making import Clock


def said(archive: Archive) -> list[tuple[int, int, bool]]:
    return [(choice.one, choice.other, choice.together) for choice in archive.reprint_choices()]


def add(archive: Archive, count: int) -> None:
    archive.add(*(Article(title=f"Bridge {number}") for number in range(1, count + 1)))


def test_joined_articles_are_so_each_with_each(archive: Archive, clock: Clock) -> None:
    add(archive, 3)
    changes = archive.join_reprints([3, 1, 2, 3])
    assert changes.articles == (1, 2, 3)
    assert said(archive) == [(1, 2, True), (1, 3, True), (2, 3, True)]
    assert archive.reprint_choices()[0] == ReprintChoice(1, 2, True, clock())


def test_last_choice_holds_and_stands_last(archive: Archive) -> None:
    """The clock stands still here: the order is that of the writes."""
    add(archive, 4)
    archive.join_reprints([1, 2, 3])
    archive.split_reprint(4, [1])
    archive.split_reprint(2, [1, 2, 3])
    assert said(archive) == [(1, 3, True), (1, 4, False), (1, 2, False), (2, 3, False)]
    archive.join_reprints([2, 1])
    assert said(archive) == [(1, 3, True), (1, 4, False), (2, 3, False), (1, 2, True)]


def test_followers_hear_of_it(archive: Archive) -> None:
    add(archive, 4)
    versions = [archive.get(number).version for number in range(1, 5)]
    for act in (
        lambda: archive.join_reprints([1, 3]),
        lambda: archive.split_reprint(3, [1]),
        lambda: archive.forget_reprint_choice(3, 1),
    ):
        before = archive.seq
        changes = act()
        heard = archive.changes_after(before)
        assert (changes.seq, changes.articles) == (before + 1, (1, 3))
        assert (heard.seq, heard.facts_changed, heard.text_changed) == (before + 1, (1, 3), ())
    assert [archive.get(number).version for number in range(1, 5)] == versions, "an editor's save is not in conflict"


def test_saying_the_same_again_writes_nothing(archive: Archive) -> None:
    add(archive, 3)
    archive.join_reprints([1, 2])
    before = archive.seq
    changes = archive.join_reprints([2, 1])
    assert (archive.seq, changes.seq, changes.articles) == (before, before, ())
    assert archive.join_reprints([1, 2, 3]).articles == (1, 2, 3)
    assert said(archive)[0] == (1, 2, True), "what was said before keeps its place"


def test_choice_is_taken_back(archive: Archive) -> None:
    add(archive, 3)
    archive.join_reprints([1, 2, 3])
    archive.forget_reprint_choice(3, 2)
    assert said(archive) == [(1, 2, True), (1, 3, True)]
    for one, other in ((2, 3), (1, 1), (7, 8), (-1, 2**70)):
        before = archive.seq
        with pytest.raises(NotFound, match="neither joined nor split"):
            archive.forget_reprint_choice(one, other)
        assert archive.seq == before


def test_nothing_is_done_by_half(archive: Archive) -> None:
    add(archive, 2)
    for act, error in (
        (lambda: archive.join_reprints([1, 2, 99]), NotFound),
        (lambda: archive.split_reprint(1, [2, 99]), NotFound),
        (lambda: archive.split_reprint(99, [1]), NotFound),
        (lambda: archive.join_reprints([1, 1]), UserError),
        (lambda: archive.split_reprint(1, [1]), UserError),
        (lambda: archive.split_reprint(1, []), UserError),
    ):
        with pytest.raises(error):
            act()
    assert said(archive) == []


def test_a_family_of_a_hundred_can_be_joined_and_no_more(archive: Archive) -> None:
    add(archive, MOST + 1)
    with pytest.raises(UserError, match="Not more than 100"):
        archive.join_reprints(range(1, MOST + 2))
    archive.join_reprints(range(1, MOST + 1))
    assert len(said(archive)) == MOST * (MOST - 1) // 2
    archive.split_reprint(7, [number for number in range(1, MOST + 1) if number != 7])
    assert sum(together for _, _, together in said(archive)) == (MOST - 1) * (MOST - 2) // 2


def test_choices_go_with_the_article_and_stay_through_the_trash(archive: Archive) -> None:
    add(archive, 3)
    archive.join_reprints([1, 2, 3])
    archive.trash([2])
    archive.untrash([2])
    assert len(said(archive)) == 3
    archive.purge([2])
    assert said(archive) == [(1, 3, True)]
    assert archive.check() == []


def test_choices_are_in_the_file_and_in_its_backups(file_archive: Archive, path: Path, tmp_path: Path) -> None:
    add(file_archive, 2)
    file_archive.split_reprint(1, [2])
    copy = file_archive.backup(tmp_path / "copy.copydesk")
    file_archive.close()
    for place in (path, copy):
        with Archive.open(place) as archive:
            assert said(archive) == [(1, 2, False)]
