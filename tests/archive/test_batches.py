"""Imports as batches: what came in can be taken back, and nothing else goes with it."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.archive import Archive, Article, Author, EditedSince, NewPicture, Provenance, VersionReason
from desktop_app.errors import NotFound, UserError
from tests.archive.making import PICTURE, Clock, dump, small_articles, whole_article

REPORT = {
    "batch": 1, "added": 2, "updated": 1, "unchanged": 3, "duplicates": [{"path": "a", "of": 1}],
    "failed": [{"path": "b", "reason": "empty"}, {"path": "c", "reason": "no text"}], "warnings": [], "took_s": 0.1,
}  # fmt: skip


def imported(number: int, **changes: Any) -> Article:
    return whole_article(**{"provenance": Provenance(f"/in/{number}.md", f"{number:064}"), **changes})


def test_batch_tells_what_it_did(archive: Archive, clock: Clock) -> None:
    number = archive.begin_batch("/in")
    archive.add(imported(1), imported(2), batch=number)
    running = archive.batch(number)
    assert (running.added, running.updated, running.finished, running.source) == (2, 0, None, "/in")
    clock.turn(seconds=5)
    archive.finish_batch(number, REPORT)
    batch = archive.batch(number)
    assert (batch.added, batch.updated, batch.unchanged, batch.duplicates, batch.failed) == (2, 1, 3, 1, 2)
    assert batch.finished == clock.now
    assert batch.report == REPORT
    assert archive.batches() == [batch]
    assert archive.get(1).provenance == Provenance("/in/1.md", f"{1:064}", batch=number)
    assert archive.summaries([1])[0].batch == number
    assert archive.facts([1])[0].batch == number
    with pytest.raises(NotFound):
        archive.batch(number + 1)
    with pytest.raises(NotFound):
        archive.finish_batch(number + 1, {})


def test_undone_import_leaves_the_archive_as_it_was(archive: Archive) -> None:
    archive.add(whole_article(title="Own"), pictures={0: [PICTURE]})
    before = dump(archive)
    number = archive.begin_batch("/in")
    archive.add(
        *(imported(at, authors=(Author(f"New {at}"),), tags=(f"new {at}", "Kür")) for at in range(40)),
        batch=number,
        pictures={3: [NewPicture("a.png", b"new", "image/png"), PICTURE]},
    )
    archive.finish_batch(number, REPORT)
    assert dump(archive) != before
    changes = archive.undo_batch(number)
    assert dump(archive) == before
    assert len(changes.articles) == 40
    assert archive.changes_after(0).purged == tuple(range(2, 42))
    assert archive.batch(number).undone is not None
    assert archive.check() == []
    with pytest.raises(UserError, match="undone before"):
        archive.undo_batch(number)


def test_updated_article_gets_its_former_state_back(archive: Archive, clock: Clock) -> None:
    first = archive.begin_batch("/in")
    lastmod = datetime(2020, 5, 5, tzinfo=UTC)
    archive.add(imported(1, updated=lastmod), batch=first, pictures={0: [PICTURE]})
    clock.turn(hours=1)
    archive.edit(1, body="edited by hand", tags=("mine",), folder="Rivers")
    before = dump(archive)
    clock.turn(hours=1)
    second = archive.begin_batch("/in again")
    newer = Article(title="Newer", body="newer text", provenance=Provenance("/in/1.md", "ff"), updated=lastmod)
    archive.update_from_import(1, newer, second, [NewPicture("new.png", b"new", "image/png")])
    article = archive.get(1)
    assert (article.title, article.body, article.tags, article.uid) == ("Newer", "newer text", (), article.uid)
    assert article.provenance == Provenance("/in/1.md", "ff", batch=second)
    assert article.updated == lastmod
    assert [held.name for held in archive.pictures(1)] == ["new.png"]
    assert [(v.reason, v.title) for v in archive.versions(1)] == [
        (VersionReason.IMPORTED, "Newer"),
        (VersionReason.BULK, "Körpü və çay"),
        (VersionReason.IMPORTED, "Körpü və çay"),
    ]
    archive.undo_batch(second)
    after = dump(archive)
    assert after == before
    assert archive.check() == []


def test_update_in_two_steps_goes_back_to_the_first_state(archive: Archive) -> None:
    archive.add(imported(1), pictures={0: [PICTURE]})
    before = dump(archive)
    number = archive.begin_batch("/in")
    archive.update_from_import(1, imported(1, title="Once"), number, None)
    archive.update_from_import(1, imported(1, title="Twice"), number, [])
    archive.undo_batch(number)
    assert dump(archive) == before


def test_batches_can_be_undone_one_after_the_other(archive: Archive) -> None:
    empty = dump(archive)
    first = archive.begin_batch("/in")
    archive.add(imported(1), batch=first)
    second = archive.begin_batch("/in")
    archive.update_from_import(1, imported(1, title="Newer"), second, [PICTURE])
    with pytest.raises(EditedSince):
        archive.undo_batch(first)
    archive.undo_batch(second)
    archive.undo_batch(first)
    after = dump(archive)
    assert after == empty


def test_edited_articles_hold_the_undo_back(archive: Archive) -> None:
    number = archive.begin_batch("/in")
    archive.add(imported(1, title="Edited"), imported(2), imported(3, title="Tagged"), batch=number)
    archive.save_text(1, base_version=1, title="Edited", standfirst="", body="work of a day")
    archive.edit(3, tags=("x",))
    before = dump(archive)
    with pytest.raises(EditedSince) as caught:
        archive.undo_batch(number)
    assert caught.value.articles == (1, 3)
    assert "“Edited”, “Tagged”" in str(caught.value)
    assert dump(archive) == before


def test_forced_undo_puts_edited_articles_into_the_trash(archive: Archive) -> None:
    number = archive.begin_batch("/in")
    archive.add(imported(1), imported(2), batch=number)
    archive.edit(1, body="work of a day")
    archive.undo_batch(number, force=True)
    assert archive.ids() == ()
    assert archive.ids(place="trash") == (1,)
    assert archive.get(1).body == "work of a day"
    assert archive.find(2) is None


def test_forced_undo_of_an_update_keeps_the_edited_text_as_a_version(archive: Archive) -> None:
    archive.add(imported(1, body="first"))
    number = archive.begin_batch("/in")
    archive.update_from_import(1, imported(1, body="second"), number)
    archive.edit(1, body="work of a day")
    archive.undo_batch(number, force=True)
    assert archive.get(1).body == "first"
    newest = archive.versions(1)[0]
    assert newest.reason is VersionReason.RESTORE
    assert archive.version_text(1, newest.number).body == "work of a day"


def test_edited_articles_can_be_kept(archive: Archive) -> None:
    number = archive.begin_batch("/in")
    archive.add(imported(1), imported(2), batch=number)
    archive.edit(1, body="work of a day")
    archive.undo_batch(number, keep_edited=True)
    assert archive.ids() == (1,)
    assert archive.batch(number).undone is not None


def test_trashed_and_retagged_and_back_is_not_edited(archive: Archive) -> None:
    number = archive.begin_batch("/in")
    archive.add(imported(1), imported(2), imported(3), batch=number)
    archive.trash([1])
    archive.trash([2])
    archive.untrash([2])
    archive.bulk_edit([2, 3], add_tags=["x"], set={"status": "withdrawn"})
    archive.undo()
    archive.undo_batch(number)
    assert archive.ids() == archive.ids(place="trash") == ()


def test_cancelled_undo_can_be_finished(archive: Archive) -> None:
    before = dump(archive)
    number = archive.begin_batch("/in")
    archive.add(*(imported(at) for at in range(90)), batch=number)
    stop = threading.Event()
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        seen.append((done, total))
        stop.set()

    archive.undo_batch(number, progress=progress, cancelled=stop)
    assert 0 < archive.count() < 90
    assert seen[0][1] == 90
    assert archive.batch(number).undone is None
    archive.undo_batch(number)
    assert archive.batch(number).undone is not None
    assert dump(archive) == before


@settings(max_examples=30, deadline=None)
@given(
    own=st.lists(small_articles(), max_size=4),
    new=st.lists(small_articles(), max_size=4),
    updates=st.lists(st.tuples(st.integers(0, 7), small_articles(), st.booleans()), max_size=4),
    retag=st.booleans(),
)
def test_any_import_can_be_undone(
    own: list[Article], new: list[Article], updates: list[tuple[int, Article, bool]], retag: bool
) -> None:
    clock = Clock()
    with Archive.open("sqlite://", clock=clock) as archive:
        archive.add(*own, pictures={0: [PICTURE]} if own else None)
        before = dump(archive)
        before["counts"] = before["counts"].replace("imports=1", "imports=0")
        number = archive.begin_batch("/in")
        clock.turn(hours=1)
        archive.add(*new, batch=number, pictures={0: [PICTURE, NewPicture("b", b"b", "")]} if new else None)
        there = sorted((*archive.ids(), *archive.ids(place="trash")))
        for at, article, pictured in updates:
            if there:
                clock.turn(hours=1)
                given_article = replace(article, updated=None, provenance=Provenance("p", "q"))
                archive.update_from_import(
                    there[at % len(there)], given_article, number, [PICTURE] if pictured else None
                )
        if retag:
            changes = archive.bulk_edit(there, set={"section": "Elsewhere"}, add_tags=["later"])
            if changes.undo is not None:
                archive.undo(changes.undo)
        archive.undo_batch(number)
        after = dump(archive)
        if retag:
            # A bulk edit that was taken back leaves its safety versions and the time of the change behind.
            for side in (before, after):
                del side["facts"], side["summaries"]
                for one in side["articles"].values():
                    del one["article"]["updated"], one["versions"]
        assert after == before
        assert archive.check() == []
