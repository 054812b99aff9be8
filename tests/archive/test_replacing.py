"""Replacing in many texts: what stands as planned is written, what was touched since is not; one undo is enough."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.archive import Archive, Article, TextEdit, VersionReason
from desktop_app.archive.replacing import spliced
from tests.archive.making import Clock

TOLD: dict[str, Any] = {"replace": [["press", "printer"]]}


def edit_of(archive: Archive, id_: int, word: str, instead: str) -> TextEdit:
    """Everything that replacing a word in one article would do."""
    article = archive.get(id_)
    splices = {}
    for part in ("title", "standfirst", "body"):
        text, found, at = getattr(article, part), [], 0
        while (at := text.find(word, at)) >= 0:
            found.append((at, at + len(word), instead))
            at += len(word)
        if found:
            splices[part] = tuple(found)
    return TextEdit(id_, article.version, splices)  # type: ignore[arg-type]


def texts(archive: Archive) -> list[tuple[str, str, str]]:
    return [(one.title, one.standfirst, one.body) for one in archive.wordings(archive.every_id())]


def test_all_parts_are_written_counted_and_given_back(archive: Archive) -> None:
    archive.add(Article(title="The press", standfirst="A press.", body="press and *press*"), Article(body="no"))
    before = texts(archive)
    changes = archive.replace_texts([edit_of(archive, 1, "press", "hand press")], told=TOLD)
    assert (changes.articles, changes.skipped) == ((1,), ())
    assert texts(archive)[0] == ("The hand press", "A hand press.", "hand press and *hand press*")
    article = archive.get(1)
    assert article.words == 5
    assert archive.summaries([1])[0].lead == "hand press and hand press"
    [record] = archive.undo_records()
    assert (record.number, record.articles, record.change) == (changes.undo, 1, TOLD)
    back = archive.undo(changes.undo)
    assert (back.articles, back.skipped) == ((1,), ())
    assert texts(archive) == before
    assert archive.get(1).words == 3
    assert archive.undo_records()[0].undone is not None


def test_the_text_before_is_a_version_that_is_never_thinned(archive: Archive, clock: Clock) -> None:
    archive.add(Article(body="a press"), Article(body="press"))
    archive.begin_session(1)
    archive.replace_texts([edit_of(archive, id_, "press", "printer") for id_ in (1, 2)], told=TOLD)
    assert [[version.reason for version in archive.versions(id_)] for id_ in (1, 2)] == [[VersionReason.REPLACE]] * 2
    for _ in range(30):
        clock.turn(days=1)
        archive.edit(1, body=archive.get(1).body + ".")
        archive.note_activity(1)
        archive.thin_versions()
    assert archive.version_text(1, 1).body == "a press"


def test_texts_edited_trashed_or_purged_since_are_left_out_and_told(archive: Archive) -> None:
    archive.add(*(Article(body="press") for _ in range(5)))
    edits = [edit_of(archive, id_, "press", "printer") for id_ in (1, 2, 3, 4, 5)]
    archive.edit(2, body="press, reworked")
    archive.trash([3])
    archive.purge([4])
    archive.edit(5, section="Culture", tags=("press",))
    changes = archive.replace_texts(edits, told=TOLD)
    assert changes.articles == (1, 5)
    assert changes.skipped == (2, 3, 4)
    assert [one.body for one in archive.texts([1, 2, 3, 5])] == ["printer", "press, reworked", "press", "printer"]


def test_undo_leaves_a_text_alone_that_was_edited_since(archive: Archive) -> None:
    archive.add(Article(body="press"), Article(body="press"), Article(body="press"))
    archive.replace_texts([edit_of(archive, id_, "press", "printer") for id_ in (1, 2, 3)], told=TOLD)
    archive.edit(2, body="printer, and more")
    archive.edit(3, section="Culture")
    changes = archive.undo()
    assert changes.skipped == (2,)
    assert [one.body for one in archive.texts([1, 2, 3])] == ["press", "printer, and more", "press"]
    assert archive.get(3).section == "Culture"


def test_nothing_to_write_leaves_no_record(archive: Archive) -> None:
    archive.add(Article(body="press"))
    seq = archive.seq
    assert archive.replace_texts([], told=TOLD).undo is None
    stale = TextEdit(1, 0, {"body": ((0, 5, "x"),)})
    assert archive.replace_texts([stale], told=TOLD).skipped == (1,)
    assert (archive.seq, archive.undo_records()) == (seq, [])


def test_cancelled_run_can_be_undone_and_undo_goes_on_after_a_cancel(archive: Archive) -> None:
    archive.add(*(Article(body="press") for _ in range(60)))
    before = texts(archive)
    edits = [edit_of(archive, id_, "press", "printer") for id_ in archive.every_id()]
    seen: list[tuple[int, int]] = []
    flag = threading.Event()

    def stop(done: int, total: int) -> None:
        seen.append((done, total))
        flag.set()

    changes = archive.replace_texts(edits, told=TOLD, progress=stop, cancelled=flag)
    assert 0 < len(changes.articles) < 60
    assert seen == [(len(changes.articles), 60)]
    assert sum(body == "printer" for _, _, body in texts(archive)) == len(changes.articles)
    archive.undo(changes.undo, cancelled=flag)
    archive.undo(changes.undo)
    assert texts(archive) == before


def test_a_run_lets_an_autosave_slip_between(file_archive: Archive) -> None:
    file_archive.add(*(Article(body="press " * 400) for _ in range(120)))
    edits = [edit_of(file_archive, id_, "press", "printer") for id_ in range(2, 121)]
    saved = threading.Event()

    def progress(done: int, total: int) -> None:
        if not saved.is_set():
            assert done < total
            version = file_archive.get(1).version
            file_archive.save_text(1, base_version=version, title="", standfirst="", body="typed meanwhile")
            saved.set()

    thread = threading.Thread(
        target=lambda: file_archive.replace_texts(edits, told=TOLD, progress=progress), name="replace"
    )
    thread.start()
    assert saved.wait(30)
    thread.join(60)
    assert file_archive.get(1).body == "typed meanwhile"
    assert file_archive.get(120).body.startswith("printer ")


def test_undo_of_an_import_after_a_replace_keeps_the_replaced_text(archive: Archive, path: Path) -> None:
    batch = archive.begin_batch("folder")
    archive.add(Article(body="press"), batch=batch)
    archive.finish_batch(batch, {})
    changes = archive.replace_texts([edit_of(archive, 1, "press", "printer")], told=TOLD)
    archive.undo_batch(batch, keep_edited=True)
    assert archive.get(1).body == "printer"
    archive.undo(changes.undo)
    assert archive.get(1).body == "press"


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=40), cuts=st.lists(st.integers(0, 40), max_size=8), instead=st.text(max_size=4))
def test_spliced_equals_replacing_from_the_end(text: str, cuts: list[int], instead: str) -> None:
    places = sorted({min(cut, len(text)) for cut in cuts})
    splices = [(a, b, instead) for a, b in zip(places[::2], places[1::2], strict=False)]
    expected = text
    for start, end, new in reversed(splices):
        expected = expected[:start] + new + expected[end:]
    assert spliced(text, splices) == expected


@pytest.mark.parametrize("broken", ["\r\nx", "\0"])
def test_what_is_put_in_is_cleaned_as_everything_is(archive: Archive, broken: str) -> None:
    archive.add(Article(title="press", body="press"))
    archive.replace_texts([edit_of(archive, 1, "press", f"a{broken}")], told=TOLD)
    article = archive.get(1)
    assert not set("\r\0") & set(article.body + article.title)
    assert "\n" not in article.title
