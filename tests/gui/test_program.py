"""The program: archives opened off the GUI thread, trouble told on the welcome screen, windows that come back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app import paths
from desktop_app.app import App
from desktop_app.archive import Archive
from desktop_app.gui import draw_window, recents
from desktop_app.gui.banner import ErrorCard
from desktop_app.gui.dialogs.welcome import WelcomeWindow, _RecentRow, make_archive
from desktop_app.gui.program import Program
from desktop_app.settings import Settings

WAIT = 30_000


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    monkeypatch.setattr(QApplication, "quit", lambda *_: None)
    made = Program(qapp, Settings())
    yield made
    for window in list(made.windows):
        window.close()
    if made.welcome is not None:
        made.welcome.close()
    made.jobs.close(5000)
    qapp.setStyleSheet("")


@pytest.fixture
def welcome(program: Program, qtbot: QtBot) -> WelcomeWindow:
    program.show_welcome()
    qtbot.waitUntil(lambda: program.jobs.pending() == 0)
    return program.welcome


def test_a_newcomer_makes_an_archive_and_writes_in_it(
    program: Program, welcome: WelcomeWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    assert welcome._create.hasFocus() or welcome._create.isEnabled()
    qtbot.keyClick(welcome._create, Qt.Key.Key_Return)
    assert welcome._stack.currentIndex() == 1
    welcome._where.setText(str(tmp_path / "new" / "mine"))
    welcome._language.setCurrentIndex(welcome._language.findData("az"))
    qtbot.keyClick(welcome._where, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(program.windows) == 1, timeout=WAIT)
    assert (tmp_path / "new" / "mine.copydesk").exists()
    assert program.settings.get("languages.drafts") == "az"
    assert program.welcome is None
    qtbot.waitUntil(lambda: bool(recents.recent_archives()), timeout=WAIT)
    assert [recent.name for recent in recents.recent_archives()] == ["mine"]


def test_a_file_that_is_no_archive_is_refused_in_words(program: Program, tmp_path: Path, qtbot: QtBot) -> None:
    other = tmp_path / "letter.copydesk"
    other.write_text("Dear editor, this is no archive.")
    program.open_archive(str(other))
    qtbot.waitUntil(lambda: program.welcome is not None, timeout=WAIT)
    cards = program.welcome.findChildren(ErrorCard)
    assert len(cards) == 1
    assert program.windows == []
    assert other.read_text().startswith("Dear editor")


def test_creating_over_something_is_refused_and_can_be_tried_again(
    program: Program, welcome: WelcomeWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    taken = tmp_path / "taken.copydesk"
    taken.write_text("mine")
    welcome.show_create()
    welcome._where.setText(str(taken))
    welcome._make()
    assert not welcome._create.isEnabled()
    qtbot.waitUntil(lambda: bool(welcome.findChildren(ErrorCard)), timeout=WAIT)
    assert welcome._create.isEnabled()
    assert taken.read_text() == "mine"


def test_recent_archives_stay_in_the_list_when_their_disk_is_away(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "here.copydesk"
    make_archive(path)
    recents.remember_archive(str(tmp_path / "away.copydesk"), "away", 1204)
    recents.remember_archive(str(path), "here", 3)
    program.show_welcome()
    qtbot.waitUntil(lambda: program.jobs.pending() == 0)
    welcome = program.welcome
    rows = welcome.findChildren(_RecentRow)
    assert [row.accessibleName().split(",")[0] for row in rows] == ["here", "away"]
    assert "the disk is not connected" in rows[1].accessibleName()
    rows[1].click()
    assert program.windows == []
    card = welcome.findChild(ErrorCard)
    assert "cannot be reached" in card.accessibleName()
    welcome._forget(recents.recent_archives()[1])
    qtbot.waitUntil(lambda: len(recents.recent_archives()) == 1)


def test_every_control_of_the_welcome_screen_has_a_name(welcome: WelcomeWindow) -> None:
    for page in (0, 1):
        welcome._stack.setCurrentIndex(page)
        for widget in welcome.findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                assert widget.accessibleName(), type(widget).__name__


def test_a_broken_list_of_recent_archives_is_as_good_as_none() -> None:
    file = paths.config_folder() / "recent.json"
    for text in ("", "{", "[3, {}]", '[{"path": 1}]'):
        file.write_text(text)
        assert recents.recent_archives() == []
    recents.remember_archive("/a.copydesk", "a", 1)
    assert [recent.name for recent in recents.recent_archives()] == ["a"]


def test_windows_of_one_archive_share_it_and_hear_of_each_others_settings(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "two.copydesk"
    make_archive(path)
    program.open_archive(str(path))
    qtbot.waitUntil(lambda: len(program.windows) == 1, timeout=WAIT)
    first = program.windows[0]
    program.open_archive(str(path))
    qtbot.wait(50)
    assert len(program.windows) == 1, "an archive that is open is shown, not opened twice"
    second = program.add_window(first.context.app, {})
    heard: list[str] = []
    second.context.exchange.setting_changed.connect(heard.append)
    first.context.set("appearance.theme", "dark")
    qtbot.waitUntil(lambda: heard == ["appearance.theme"], timeout=5000)
    assert program.theme.theme.is_dark
    second.close()
    assert first.context.archive.counts().desk == 0, "the archive stays open for the window that is left"


def test_the_window_is_drawn_into_a_picture(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    path = tmp_path / "drawn.copydesk"
    with Archive.create(path):
        pass
    with App.open(path) as app:
        picture = draw_window(app, tmp_path / "window.png", size=(1100, 720), theme="dark", place="trash")
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1100, 720)
    # A flat picture would be one that nothing was drawn into.
    assert len({image.pixel(x, y) for x in range(0, 1100, 9) for y in range(0, 720, 9)}) > 12
    qapp.setStyleSheet("")


def test_collecting_garbage_passes_over_the_first_window_and_over_no_other(
    program: Program, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen: list[int] = []
    monkeypatch.setattr(program, "_leave_alone", lambda: frozen.append(len(program.windows)))
    monkeypatch.setattr("desktop_app.gui.program._SETTLED_MS", 0)
    for name in ("one", "two"):
        Archive.create(tmp_path / f"{name}.copydesk").close()
        program.open_archive(str(tmp_path / f"{name}.copydesk"))
        qtbot.waitUntil(lambda name=name: any(w.context.archive.name == name for w in program.windows), timeout=WAIT)  # type: ignore[misc]
        qtbot.wait(50)
    assert frozen == [1]
