"""Imports: scanned, reviewed by reading, brought in as one batch, taken back as one; stopping keeps nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.gui.context import Context
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.pieces import CardButton
from desktop_app.gui.transfer.import_run import PausableFlag
from desktop_app.gui.transfer.imports_place import ImportsPlace
from desktop_app.gui.transfer.progress_page import duration, time_left

RUSSIAN = "Книжная полка\n\nВ этом месяце на полке пять новых романов, два из них первые книги.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four states of files, and one that is here already."""
    root = tmp_path / "disk-1998"
    (root / "07").mkdir(parents=True)
    (root / "dated.md").write_text(
        "---\ntitle: Körpünün gündəliyi\ndate: 1998-07-07\n---\nKörpü qırx ildir ayaqdadır.\n"
    )
    (root / "undated.md").write_text("# Kitab rəfi\n\nBu ay rəfə beş yeni roman gəldi.\n")
    (root / "07" / "old.txt").write_bytes(RUSSIAN.encode("windows-1251"))
    (root / "07" / "short.txt").write_bytes(b"\xe0\xe1\xe2 \xe3\n")
    (root / "07" / "empty.md").write_bytes(b"")
    (root / "copy.md").write_text("# The last lamplighter\n\nHe kept a ladder, a cloth and a notebook.\n")
    return root


@pytest.fixture
def place(context: Context, qtbot: QtBot) -> ImportsPlace:
    made = ImportsPlace(context)
    context.exchange.changed.connect(made.on_changes)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    made.activateWindow()
    made.enter()
    return made


def names(place: ImportsPlace) -> list[str]:
    return [Path(row.path).name for row in place.review.model.rows]


def test_a_folder_is_sorted_into_five_groups(place: ImportsPlace, folder: Path, context: Context) -> None:
    place.take_files([str(folder)])
    review = place.review
    assert place.run.stage == "review"
    counts = {group: card._number.text() for group, card in review.cards.items()}
    assert counts == {"ready": "1", "known": "1", "undated": "2", "garbled": "1", "unreadable": "1"}
    assert review.go.text() == "Import 3 articles"
    assert review.left_out_words() == "Left out: 1 already here, 1 unreadable, 1 unticked"
    assert names(place) == ["short.txt"], "what needs a look comes first"
    assert context.archive.counts().imports == 0


def test_cards_filter_the_table(place: ImportsPlace, folder: Path, qtbot: QtBot) -> None:
    place.take_files([str(folder)])
    QAbstractItemModelTester(place.review.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    qtbot.mouseClick(place.review.cards["undated"], Qt.MouseButton.LeftButton)
    assert sorted(names(place)) == ["old.txt", "undated.md"]
    qtbot.mouseClick(place.review.cards["undated"], Qt.MouseButton.LeftButton)
    assert len(names(place)) == 6
    place.review.filter("known")
    assert names(place) == ["copy.md"]


def test_space_leaves_a_file_out_and_takes_it_in(place: ImportsPlace, folder: Path, qtbot: QtBot) -> None:
    place.take_files([str(folder)])
    place.review.filter("ready")
    table = place.review.table
    table.selectRow(0)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert place.review.go.text() == "Import 2 articles"
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert place.review.go.text() == "Import 3 articles"


def test_a_garbled_file_is_read_as_the_user_reads_it(
    place: ImportsPlace, folder: Path, context: Context, qtbot: QtBot
) -> None:
    place.take_files([str(folder)])
    place.review.table.selectRow(0)
    cards = [
        c for c in place.review.readings.findChildren(CardButton) if c.isVisible() and "абв г" in c.accessibleName()
    ]
    qtbot.mouseClick(cards[0], Qt.MouseButton.LeftButton)
    row = place.review.model.rows[0]
    assert (row.title, row.is_sure) == ("абв г", True)
    assert place.review.go.text() == "Import 4 articles"
    place.review.go.click()
    assert "абв г" in [summary.title for summary in context.archive.list(None, limit=50).articles]


def test_an_import_ends_as_a_batch_with_its_report_and_way_back(
    place: ImportsPlace, folder: Path, context: Context
) -> None:
    before = {summary.id for summary in context.archive.list(None, limit=100).articles}
    place.take_files([str(folder)])
    place.review.go.click()
    batch = place.batch_page.batch
    assert batch is not None
    assert (batch.added, batch.duplicates, batch.failed) == (3, 1, 1)
    assert place.batch_page._title.text().startswith("3 articles added in")
    assert [row.key for row in place.list.rows()] == ["now", "", "batch:1"]
    assert {line[0] for line in place.batch_page.model.lines} >= {"Could not be read", "Already here"}
    searched: list[str] = []
    context.exchange.search_requested.connect(searched.append)
    place.batch_page.show_them.click()
    assert searched == ["batch:1"]
    place.batch_page.undo.click()
    assert {summary.id for summary in context.archive.list(None, limit=100).articles} == before
    assert "no longer in the archive" in context.messages.said[-1].text
    assert place.batch_page._title.text().startswith("Undone")
    assert not place.batch_page.undo.isEnabled()


def test_articles_edited_since_are_asked_about(
    place: ImportsPlace, folder: Path, context: Context, ids: object
) -> None:
    place.take_files([str(folder)])
    place.review.go.click()
    edited = context.archive.by_title(["Kitab rəfi"])["Kitab rəfi"][0]
    context.archive.edit(edited, section="Mədəniyyət")
    place.batch_page.undo.click()
    question = context.messages.said[-1]
    assert question.title == "1 article was edited since"
    question.accept()
    assert context.archive.find(edited) is not None
    assert context.archive.by_title(["Körpünün gündəliyi"]) == {}


def test_a_second_import_of_the_same_folder_says_there_is_nothing_new(
    place: ImportsPlace, folder: Path, context: Context
) -> None:
    (folder / "07" / "short.txt").unlink()
    place.take_files([str(folder)])
    place.review.go.click()
    place.take_files([str(folder)])
    assert place.run.count("known") == 4
    assert not place.review.go.isEnabled()


def test_options_hold_for_every_article(place: ImportsPlace, folder: Path, context: Context) -> None:
    place.choose._section.setText("Arxiv")
    place.choose._tags.setText("köhnə, disk")
    place.choose._status.setCurrentIndex(place.choose._status.findData("published"))
    place.take_files([str(folder)])
    place.review.go.click()
    article = context.archive.get(context.archive.by_title(["Kitab rəfi"])["Kitab rəfi"][0])
    assert (article.section, article.status) == ("Arxiv", "published")
    assert {"köhnə", "disk"} <= set(article.tags)


def test_the_readings_follow_the_inspector(place: ImportsPlace, folder: Path) -> None:
    assert not place.review.readings.isVisible()
    place.take_files([str(folder)])
    assert place.review.readings.isVisible()
    place.set_inspector(False)
    assert not place.review.readings.isVisible()


def test_every_control_has_a_name(place: ImportsPlace, folder: Path) -> None:
    for step in (None, folder):
        if step is not None:
            place.take_files([str(step)])
        for widget in place.findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                assert widget.accessibleName(), type(widget).__name__


def test_state_brings_the_chosen_batch_back(place: ImportsPlace, folder: Path, context: Context, qtbot: QtBot) -> None:
    place.take_files([str(folder)])
    place.review.go.click()
    state = place.save_state()
    assert state == {"shown": "batch:1"}
    again = ImportsPlace(context)
    qtbot.addWidget(again)
    again.show()
    again.enter()
    again.restore_state(state)
    assert again.batch_page.batch is not None
    again.restore_state({"shown": "batch:99"})
    again.restore_state({})


@pytest.fixture
def busy_place(context: Context, qtbot: QtBot) -> Iterator[ImportsPlace]:
    """The place on real lanes."""
    from dataclasses import replace

    jobs = Jobs(context.messages.failure)
    made = ImportsPlace(replace(context, jobs=jobs))
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.enter()
    yield made
    made.stop_work()
    assert jobs.close(10_000)


def test_an_import_can_be_paused_and_stopping_takes_everything_back(
    busy_place: ImportsPlace, tmp_path: Path, context: Context, qtbot: QtBot
) -> None:
    root = tmp_path / "many"
    root.mkdir()
    for number in range(600):
        (root / f"{number}.md").write_text(f"---\ntitle: Piece {number}\ndate: 2001-01-01\n---\nText {number}.\n")
    place = busy_place
    place.take_files([str(root)])
    qtbot.waitUntil(lambda: place.run.stage == "review", timeout=20_000)
    assert place.run.ticked() == 600
    place.run.bring_in()
    place.run.pause(True)
    qtbot.wait(60)
    assert place.run.stage == "import"
    assert place.progress.pause.text().strip() == "Go on"
    place.run.stop()
    qtbot.waitUntil(lambda: not place.run.is_busy, timeout=20_000)
    assert context.archive.count() == 7
    assert "Nothing of this batch was kept" in context.messages.said[-1].text


def test_a_paused_flag_holds_whoever_asks() -> None:
    flag = PausableFlag()
    assert not flag.is_set()
    flag.pause()
    asked = threading.Event()
    answers: list[bool] = []

    def ask() -> None:
        asked.set()
        answers.append(flag.is_set())

    thread = threading.Thread(target=ask)
    thread.start()
    asked.wait(2)
    time.sleep(0.02)
    assert answers == []
    flag.stop()
    thread.join(2)
    assert answers == [True]


def test_times_are_said_as_people_say_them(english: None) -> None:
    assert time_left(38) == "about 40 seconds left"
    assert time_left(61) == "about a minute left"
    assert time_left(400) == "about 7 minutes left"
    assert (duration(0.24), duration(9.04), duration(65)) == ("0.2 s", "9.0 s", "1 min 5 s")
