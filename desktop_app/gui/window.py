"""The main window: it places panes and joins signals, nothing more.

Menu bar, toolbar, navigator | place, status bar. The four places plug in as `Place`s, the search box as a widget. The
window grants the wishes of the exchange, keeps Back and Forward, remembers itself in the session, and shows at each
width what fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.archive.articles import Changes, PlaceCounts
from desktop_app.gui.context import Context
from desktop_app.gui.fit import Fit
from desktop_app.gui.menus import build_menus
from desktop_app.gui.navigator import Navigator
from desktop_app.gui.pieces import column
from desktop_app.gui.place import Place, StatusLine
from desktop_app.gui.presenter import Presenter
from desktop_app.gui.session import Session, read_state
from desktop_app.gui.shell import Shell
from desktop_app.gui.status_bar import StatusBar
from desktop_app.gui.steps import Spot, Steps
from desktop_app.gui.toolbar import Toolbar
from desktop_app.gui.watch import Watch, index_part
from desktop_app.gui.window_commands import WindowCommands

SMALLEST = QSize(760, 520)
CLOSE_WAIT_MS = 15_000

WISHES = {
    "read_requested": ("archive", "read_article"),
    "edit_requested": ("desk", "edit_article"),
    "versions_requested": ("desk", "show_versions"),
    "draft_requested": ("desk", "new_draft"),
    "find_in_drafts_requested": ("desk", "find_in_drafts"),
    "quote_requested": ("desk", "insert_quotation"),
    "search_requested": ("archive", "search_for"),
    "saved_search_requested": ("archive", "open_saved"),
    "search_typed": ("archive", "search_while_typing"),
    "import_requested": ("imports", "take_files"),
}
"""Wish of the exchange: the place that grants it, and how it is asked."""


class MainWindow(QMainWindow):
    """One window on one archive."""

    closed = Signal()
    welcome_requested = Signal()
    new_archive_requested = Signal()
    sample_requested = Signal()
    archive_requested = Signal(str)
    """Open another archive in a window of its own."""
    window_requested = Signal(object)
    """Open a second window on this archive; its session state to begin with."""

    def __init__(
        self,
        context: Context,
        places: Sequence[Place],
        search_box: QWidget | None = None,
        session_file: Path | None = None,
    ) -> None:
        super().__init__()
        self.context = context
        self.places = {place.key: place for place in places}
        self.place: Place | None = None
        self.steps = Steps()
        self._is_closing = False
        self._is_granting = False
        self._build(places, search_box)
        self.fit = Fit(self)
        self.presenter = Presenter(context, self, self._notices, self._body, self.status_bar)
        self.session = Session(session_file, context.jobs, self) if session_file is not None else None
        self.watch = Watch(context, self)
        self.commands = WindowCommands(self)
        self._join(places)
        self.shell = Shell(self)
        self.setWindowTitle(f"{context.archive.name} — Copydesk")
        self.setAcceptDrops(True)
        self.setMinimumSize(SMALLEST)
        self.resize(1280, 820)

    # -- building

    def _build(self, places: Sequence[Place], search_box: QWidget | None) -> None:
        # From the outside in: a pane that is put into something already in the window is dressed once; built from the
        # inside out, each of five reparentings went through all 700 widgets (0.25 s).
        theme, commands = self.context.theme, self.context.commands
        self.menuBar().setAccessibleName(self.tr("Menu"))
        self.menus = build_menus(self.menuBar(), commands)
        self.addActions(commands.window_actions())
        chrome = QWidget()
        chrome.setObjectName("chrome")
        self.setCentralWidget(chrome)
        layout = QVBoxLayout(chrome)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, chrome)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self._body = QFrame(self.splitter)
        self._body.setObjectName("surface")
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        self._notices = QWidget(self._body)
        self._notices.setLayout(column(margins=(12, 8, 12, 8), gap=8))
        self._notices.hide()
        self.stack = QStackedWidget(self._body)
        body.addWidget(self._notices)
        body.addWidget(self.stack, 1)
        self.toolbar = Toolbar(theme, commands, places, search_box)
        self.status_bar = StatusBar(theme)
        for widget, stretch in ((self.toolbar, 0), (self.splitter, 1), (self.status_bar, 0)):
            layout.addWidget(widget, stretch)
        for place in places:
            self.stack.addWidget(place)
        self.navigator = Navigator(theme, places)
        self.splitter.insertWidget(0, self.navigator)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([theme.size("navigator"), 1000])

    def _join(self, places: Sequence[Place]) -> None:
        exchange = self.context.exchange
        for place in places:
            place.status_changed.connect(lambda line, place=place: self._on_status(place, line))
            place.state_changed.connect(self.touch)
            place.choice_changed.connect(self.commands.follow_choice)
            place.stepping.connect(lambda place=place: self._on_stepping(place))
        self.navigator.place_chosen.connect(self._on_place_chosen)
        for wish, (key, method) in WISHES.items():
            if key in self.places:
                getattr(exchange, wish).connect(lambda *what, k=key, m=method: self.grant(k, m, *what))
        exchange.place_requested.connect(lambda key: self.go(key))
        exchange.new_window_requested.connect(self._open_second_window)
        exchange.bare_requested.connect(self.fit.set_bare)
        exchange.changed.connect(self._on_changes)
        exchange.counts_changed.connect(self._on_counts)
        exchange.index_changed.connect(lambda _: self._show_index())
        exchange.work_changed.connect(self.status_bar.set_work)
        self.splitter.splitterMoved.connect(lambda *_: self.touch())

    # -- places

    def go(self, key: str, state: dict[str, Any] | None = None, *, keep: bool = True) -> Place:
        """Show a place, with this state if one is given; `keep` leaves a step for Back."""
        place = self.places[key]
        old = self.place
        if keep and old is not None and (old is not place or state is not None):
            self.steps.leave(self.spot())
        if old is not None and old is not place:
            old.flush()
            old.leave()
        self.place = place
        self.stack.setCurrentWidget(place)
        self.navigator.set_place(place)
        self.toolbar.set_place(place)
        self.fit.apply()
        place.enter()
        if state is not None:
            place.restore_state(state)
        self._on_status(place, place.status())
        self.commands.follow_place()
        if old is not place or state is not None:
            place.focus_default()
        self.touch()
        return place

    def grant(self, key: str, method: str, *what: Any) -> None:
        """Go to a place and ask it for something."""
        # What the place showed before was not on screen: Back must lead to where the wish was made.
        self._is_granting = self.place is not self.places[key]
        try:
            place = self.go(key)
            ask = getattr(place, method, None)
            if ask is not None:
                ask(*what)
        finally:
            self._is_granting = False

    def spot(self) -> Spot:
        """Return where the window is, whole."""
        return Spot(self.place.key, self.place.save_state()) if self.place is not None else Spot("")

    def back(self) -> None:
        self._walk(self.steps.back(self.spot()))

    def forward(self) -> None:
        self._walk(self.steps.forward(self.spot()))

    def panes(self) -> list[QWidget]:
        """Return what F6 goes through: toolbar, navigator, the place's panes, status bar."""
        found: list[QWidget] = []
        if self.toolbar.isVisible():
            found.append(self.toolbar.first())
        if self.navigator.isVisible():
            found.append(self.navigator.list)
        if self.place is not None:
            found.extend(pane for pane in self.place.panes() if pane.isVisible())
        status = self.status_bar.first()
        if status is not None:
            found.append(status)
        return found

    def next_pane(self, step: int = 1) -> None:
        """Move the focus to the next pane, or the one before."""
        panes = self.panes()
        if not panes:
            return
        focus = QApplication.focusWidget()
        here = next((n for n, pane in enumerate(panes) if focus is not None and _holds(pane, focus)), None)
        if here is None and focus is not None and self.navigator.isAncestorOf(focus):
            here = panes.index(self.navigator.list)
        if here is None and focus is not None and self.toolbar.isAncestorOf(focus):
            here = 0
        target = panes[(here + step) % len(panes)] if here is not None else panes[0 if step > 0 else -1]
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit.apply()
        self.touch()

    # -- session

    def restore(self, first_place: str = "desk") -> None:
        """Bring back what the session remembers, else show the first place."""
        state = read_state(self.session.file) if self.session is not None else {}
        self.restore_state(state, first_place)
        if self.session is not None:
            self.session.collect_from(self.state)

    def restore_state(self, state: dict[str, Any], first_place: str = "desk") -> None:
        """Show what `state` says, leaving out what makes no sense here."""
        size = state.get("size")
        if isinstance(size, list) and len(size) == 2 and all(isinstance(n, int) for n in size):
            self.resize(max(size[0], SMALLEST.width()), max(size[1], SMALLEST.height()))
        if state.get("is_maximized") is True:
            self.setWindowState(Qt.WindowState.WindowMaximized)
        self.fit.is_navigator_wanted = state.get("navigator") is not False
        width = state.get("navigator_width")
        if isinstance(width, int) and 100 <= width <= 600:
            self.splitter.setSizes([width, max(self.width() - width, 100)])
        inspector = state.get("inspector")
        if isinstance(inspector, dict):
            self.fit.inspectors = {key: bool(on) for key, on in inspector.items() if key in self.places}
        shell = state.get("shell")
        self.shell.restore_state(shell if isinstance(shell, dict) else {})
        kept = state.get("places")
        kept = kept if isinstance(kept, dict) else {}
        key = state.get("place")
        key = key if key in self.places else first_place if first_place in self.places else next(iter(self.places))
        for other, known in kept.items():
            if other in self.places and other != key and isinstance(known, dict):
                self.places[other].restore_state(known)
        own = kept.get(key)
        self.go(key, own if isinstance(own, dict) else None, keep=False)

    def state(self) -> dict[str, Any]:
        """Return everything the session keeps."""
        return {
            "place": self.place.key if self.place is not None else "",
            "places": {key: place.save_state() for key, place in self.places.items()},
            "size": [self.normalGeometry().width() or self.width(), self.normalGeometry().height() or self.height()],
            "is_maximized": self.isMaximized(),
            "navigator": self.fit.is_navigator_wanted,
            "navigator_width": self.navigator.width(),
            "inspector": dict(self.fit.inspectors),
            "shell": self.shell.state(),
        }

    # -- events

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.commands.follow_place()
        # A pane that was still hidden when the place was entered could not take the focus; a button would have it now.
        QTimer.singleShot(0, self, self._focus_place)

    def _focus_place(self) -> None:
        focus = QApplication.focusWidget()
        if self.place is not None and (focus is None or self.toolbar.isAncestorOf(focus)):
            self.place.focus_default()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.escape():
            return
        super().keyPressEvent(event)

    def escape(self) -> bool:
        """Close the top-most thing; at the end there is nothing left to close."""
        if self.fit.close_overlay():
            if self.place is not None:
                self.place.focus_default()
            return True
        return self.presenter.escape() or (self.place is not None and self.place.escape())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if "imports" in self.places and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.context.exchange.import_requested.emit(files)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._is_closing:
            event.accept()
            return
        if self.context.jobs.pending("long"):
            event.ignore()
            self._ask_before_closing()
            return
        self._close_down()
        event.accept()

    def _ask_before_closing(self) -> None:
        self.context.messages.ask(
            self.tr("Work is going on"),
            self.tr("An import, export or backup is not finished. Closing stops it. Your texts are saved."),
            self.tr("Close and stop it"),
            then=self._stop_and_close,
            cancel=self.tr("Wait"),
        )

    def _stop_and_close(self) -> None:
        for place in self.places.values():
            stop = getattr(place, "stop_work", None)
            if stop is not None:
                stop()
        self.shell.stop_work()
        self._close_down()
        self.close()

    def _close_down(self) -> None:
        self._is_closing = True
        self.watch.stop()
        for place in self.places.values():
            place.flush()
        if self.session is not None:
            self.session.close()
        if not self.context.jobs.drain(CLOSE_WAIT_MS):
            # Whatever hangs is not the user's text: that was on the write lane, which is through by now.
            self.context.jobs.close(0)
        self.closed.emit()

    def _walk(self, spot: Spot | None) -> None:
        if spot is not None and spot.place in self.places:
            self.go(spot.place, spot.state, keep=False)
        self.commands.follow_steps()

    def _on_stepping(self, place: Place) -> None:
        if place is self.place and not self._is_granting:
            self.steps.leave(self.spot())
            self.commands.follow_steps()

    def _on_place_chosen(self, key: str) -> None:
        if self.place is None or key != self.place.key:
            self.go(key)

    def _on_status(self, place: Place, line: StatusLine) -> None:
        if place is self.place:
            self.status_bar.set_line(line)

    def _on_changes(self, changes: Changes) -> None:
        for place in self.places.values():
            place.on_changes(changes)

    def _on_counts(self, counts: PlaceCounts) -> None:
        self.navigator.set_counts(counts)
        self._show_index()

    def _show_index(self) -> None:
        counts = self.watch.counts
        self.status_bar.set_index(index_part(self.watch.index, counts.archive if counts is not None else None))

    def _open_second_window(self, article: int) -> None:
        self.window_requested.emit({"article": article})

    def touch(self) -> None:
        if self.session is not None:
            self.session.touch()


def _holds(pane: QWidget, widget: QWidget) -> bool:
    return pane is widget or pane.isAncestorOf(widget)
