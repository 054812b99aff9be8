"""The window: places plug in, wishes are granted, Back goes back, Esc closes, F6 walks, what it shows comes back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.archive.articles import Article
from desktop_app.errors import UserError
from desktop_app.gui.context import Context
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.place import Place, StatusLine, StatusPart
from desktop_app.gui.session import Session, read_state
from desktop_app.gui.steps import Spot, Steps
from desktop_app.gui.theme import Theme
from desktop_app.gui.trash import TrashPlace
from desktop_app.gui.window import MainWindow


class Room(Place):
    """A place that remembers a word and answers wishes."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.word = ""
        self.asked: list[Any] = []
        self.flushed = 0
        self.top_things = 0
        self.first = QLineEdit()
        self.first.setAccessibleName("List")
        self.second = QPlainTextEdit()
        self.second.setAccessibleName("Text")
        layout = QVBoxLayout(self)
        layout.addWidget(self.first)
        layout.addWidget(self.second)

    def panes(self) -> list[QWidget]:
        return [self.first, self.second]

    def chosen(self) -> tuple[int, ...]:
        return (1,) if self.word else ()

    def escape(self) -> bool:
        self.top_things -= 1
        return self.top_things >= 0

    def save_state(self) -> dict[str, Any]:
        return {"word": self.word}

    def restore_state(self, state: dict[str, Any]) -> None:
        self.word = str(state.get("word", ""))

    def flush(self) -> None:
        self.flushed += 1

    def status(self) -> StatusLine:
        return StatusLine((StatusPart(f"in {self.key}"), StatusPart(self.word)))

    def show_word(self, word: str) -> None:
        self.step()
        self.word = word
        self.state_changed.emit()

    def edit_article(self, article: int) -> None:
        self.asked.append(article)

    read_article = search_for = take_files = edit_article


class Desk(Room):
    key = "desk"
    title_text = "Desk"
    icon_name = "square-pen"
    toolbar = ("preview", "inspector")


class Archive(Room):
    key = "archive"
    title_text = "Archive"
    icon_name = "archive"
    toolbar = ("inspector",)
    yields_navigator = True


class Imports(Room):
    key = "imports"
    title_text = "Imports"
    icon_name = "import"


@pytest.fixture
def make_window(context: Context, qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], MainWindow]]:
    made: list[MainWindow] = []

    def make() -> MainWindow:
        places = [Desk(context), Archive(context), Imports(context), TrashPlace(context)]
        box = QLineEdit()
        box.setAccessibleName("Search")
        window = MainWindow(context, places, box, tmp_path / "session.json")
        window.resize(1440, 900)
        window.restore()
        window.show()
        window.activateWindow()
        made.append(window)
        return window

    yield make
    for window in made:
        window.watch.stop()
        window._is_closing = True
        window.close()
        window.deleteLater()


@pytest.fixture
def window(make_window: Callable[[], MainWindow], qtbot: QtBot) -> MainWindow:
    made = make_window()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def press(qtbot: QtBot, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    held = Qt.KeyboardModifier.NoModifier
    for one in modifiers:
        held |= one
    qtbot.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), key, held)


CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


def test_places_are_reached_by_key_and_by_the_navigator(window: MainWindow, qtbot: QtBot) -> None:
    assert window.place is window.places["desk"]
    press(qtbot, Qt.Key.Key_2, ALT)
    assert window.place is window.places["archive"]
    assert window.navigator.list.current() == "archive"
    assert window.status_bar.text().startswith("in archive")
    window.navigator.list.setFocus()
    press(qtbot, Qt.Key.Key_Up)
    assert window.place is window.places["desk"]


def test_wishes_go_to_the_place_that_can(window: MainWindow) -> None:
    exchange = window.context.exchange
    exchange.read_requested.emit(7)
    assert window.place is window.places["archive"]
    exchange.edit_requested.emit(8)
    assert window.place is window.places["desk"]
    exchange.search_requested.emit("bridge")
    assert window.places["archive"].asked == [7, "bridge"]
    assert window.places["desk"].asked == [8]


def test_back_and_forward_bring_places_and_what_they_showed(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.places["desk"]
    desk.show_word("one")
    desk.show_word("two")
    window.go("archive")
    press(qtbot, Qt.Key.Key_Left, ALT)
    assert (window.place, desk.word) == (desk, "two")
    press(qtbot, Qt.Key.Key_Left, ALT)
    assert desk.word == "one"
    press(qtbot, Qt.Key.Key_Right, ALT)
    assert desk.word == "two"
    press(qtbot, Qt.Key.Key_Right, ALT)
    assert window.place is window.places["archive"]
    assert not window.context.commands.is_available("forward")


def test_text_is_handed_over_when_the_place_is_left(window: MainWindow) -> None:
    before = window.places["desk"].flushed
    window.go("archive")
    assert window.places["desk"].flushed == before + 1


def test_f6_walks_through_the_panes_and_round(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.places["desk"]
    ring = [window.toolbar.search_box, window.navigator.list, desk.first, desk.second]
    ring[0].setFocus()
    seen = [QApplication.focusWidget()]
    for _ in range(4):
        press(qtbot, Qt.Key.Key_F6)
        seen.append(QApplication.focusWidget())
    assert seen == [*ring, ring[0]]
    press(qtbot, Qt.Key.Key_F6, SHIFT)
    assert QApplication.focusWidget() is ring[3]


def test_escape_closes_what_is_on_top_first(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.places["desk"]
    desk.top_things = 1
    window.context.messages.error(UserError("The disk is full.", "Your text is safe."))
    window.context.messages.toast("Saved elsewhere")
    assert window.presenter.toasts.current is not None
    desk.second.setFocus()
    press(qtbot, Qt.Key.Key_Escape)
    assert window.presenter.toasts.current is None
    assert window.presenter._cards
    press(qtbot, Qt.Key.Key_Escape)
    assert not window.presenter._cards
    press(qtbot, Qt.Key.Key_Escape)
    assert desk.top_things == 0


def test_commands_on_articles_wait_for_a_choice(window: MainWindow) -> None:
    commands = window.context.commands
    commands.connect("export", lambda: None)
    assert commands.reason("export") == "nothing is chosen"
    window.places["desk"].word = "x"
    window.places["desk"].choice_changed.emit()
    assert commands.is_available("export")


@pytest.mark.parametrize(
    ("width", "place", "navigator"),
    [
        (1440, "desk", True),
        (1440, "archive", True),
        (1100, "desk", True),
        (1100, "archive", False),
        (800, "desk", False),
    ],
)
def test_the_navigator_is_there_where_it_fits(window: MainWindow, width: int, place: str, navigator: bool) -> None:
    window.resize(width, 700)
    window.go(place)
    assert window.navigator.isVisible() is navigator


def test_f9_lays_the_navigator_over_a_narrow_window(window: MainWindow, qtbot: QtBot) -> None:
    window.go("archive")
    window.resize(1030, 700)
    assert not window.navigator.isVisible()
    press(qtbot, Qt.Key.Key_F9)
    assert window.navigator.isVisible()
    assert window.navigator.list.hasFocus()
    press(qtbot, Qt.Key.Key_Escape)
    assert not window.navigator.isVisible()
    assert window.places["archive"].first.hasFocus()
    window.resize(1440, 900)
    assert window.navigator.isVisible()
    assert window.splitter.indexOf(window.navigator) == 0


def test_large_text_takes_the_room_of_a_smaller_window(window: MainWindow) -> None:
    window.resize(1030, 700)
    assert window.fit.width == "medium"
    window.context.theme.use(Theme.load("light", 2.0))
    assert window.fit.width == "narrow"
    assert not window.navigator.isVisible()
    window.context.theme.use(Theme.load("light"))
    assert window.fit.width == "medium"


def test_focus_mode_leaves_the_place_alone(window: MainWindow) -> None:
    window.context.exchange.bare_requested.emit(True)
    gone = (window.menuBar(), window.toolbar, window.status_bar, window.navigator)
    assert not any(widget.isVisible() for widget in gone)
    window.context.exchange.bare_requested.emit(False)
    assert all(widget.isVisible() for widget in gone)


def test_numbers_of_the_navigator_follow_the_archive(window: MainWindow, archive: Any, ids: Any, qtbot: QtBot) -> None:
    window.watch.start()
    rows = {row.key: row.count for row in window.navigator.list.rows()}
    assert rows == {"desk": "3", "archive": "4", "imports": "", "trash": ""}
    window.context.change(archive.trash, [ids("The last lamplighter")])
    qtbot.waitUntil(lambda: {r.key: r.count for r in window.navigator.list.rows()}["trash"] == "1", timeout=3000)


def test_changes_by_another_program_are_noticed(window: MainWindow, archive: Any, qtbot: QtBot) -> None:
    window.watch.start()
    told: list[Any] = []
    window.context.exchange.changed.connect(told.append)
    added = archive.add(Article(title="From the command line"))
    window.watch._ask_others()
    assert [changes.articles for changes in told] == [added.articles]
    window.watch._ask_others()
    assert len(told) == 1


def test_dropped_files_go_to_imports(window: MainWindow, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.md")), QUrl("https://example.org/b.md")])
    event = QDropEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    window.dropEvent(event)
    assert window.place is window.places["imports"]
    assert window.places["imports"].asked == [[str(tmp_path / "a.md")]]


def test_the_session_brings_the_window_back(
    window: MainWindow, make_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    window.resize(1300, 800)
    window.fit.set_navigator(False)
    window.go("archive")
    window.places["archive"].show_word("bridge")
    window.session.close()
    assert read_state(window.session.file)["is_closed"] is True
    again = make_window()
    assert again.place is again.places["archive"]
    assert again.places["archive"].word == "bridge"
    assert (again.width(), again.height()) == (1300, 800)
    assert not again.navigator.isVisible()


def test_a_session_that_makes_no_sense_is_left_out(window: MainWindow, make_window: Callable[[], MainWindow]) -> None:
    window.session._timer.stop()
    for text in ("", "[]", "{", '{"place": 7, "places": {"desk": 3}, "size": ["a"], "inspector": [1]}', "[" * 100_000):
        window.session.file.write_text(text)
        assert make_window().place.key == "desk"


def test_the_session_is_written_when_its_pause_is_over_and_never_torn(tmp_path: Path, qtbot: QtBot) -> None:
    jobs = Jobs()
    session = Session(tmp_path / "s.json", jobs)
    asked: list[int] = []
    state = {"n": 0}

    def collect() -> dict[str, Any]:
        asked.append(state["n"])
        return dict(state)

    session.collect_from(collect)
    session._timer.setInterval(60_000)
    for _ in range(40):
        state["n"] += 1
        session.touch()
    assert asked == [], "steady scrolling is one write, not forty"
    assert session._timer.isActive()
    session._timer.timeout.emit()
    jobs.drain(3000)
    assert asked == [40]
    assert json.loads(session.file.read_text()) == {"n": 40, "is_closed": False}
    session.close()
    jobs.close(3000)
    assert json.loads(session.file.read_text()) == {"n": 40, "is_closed": True}
    assert [file.name for file in tmp_path.iterdir()] == ["s.json"]


def test_every_button_has_a_tooltip_and_every_focusable_widget_a_name(window: MainWindow) -> None:
    for place in window.places:
        window.go(place)
        nameless = [
            f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
            for widget in window.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and not widget.accessibleName()
        ]
        assert nameless == []
        assert [b.objectName() for b in window.findChildren(QToolButton) if b.isVisible() and not b.toolTip()] == []


def test_every_target_is_large_enough(window: MainWindow) -> None:
    from PySide6.QtWidgets import QAbstractButton

    for widget in window.findChildren(QAbstractButton):
        if widget.isVisible() and widget.isEnabled():
            assert min(widget.width(), widget.height()) >= 24, widget.accessibleName()


def test_steps_forget_what_lay_ahead_when_one_goes_elsewhere() -> None:
    steps = Steps()
    steps.leave(Spot("desk", {"n": 1}))
    steps.leave(Spot("desk", {"n": 2}))
    assert steps.back(Spot("desk", {"n": 3})) == Spot("desk", {"n": 2})
    assert steps.can_go_forward
    steps.leave(Spot("desk", {"n": 2}))
    assert not steps.can_go_forward
    assert steps.back(Spot("archive")) == Spot("desk", {"n": 2})
    assert steps.back(Spot("desk", {"n": 2})) == Spot("desk", {"n": 1})
    assert steps.back(Spot("desk", {"n": 1})) is None
