"""What the window itself answers among the commands: places, steps, panes, text size, theme, edits where the focus is.

Also decides when Export and its like are possible (something must be chosen) and opens the window's own sheets.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop_app.gui.theme import LARGEST_SCALE, SMALLEST_SCALE

if TYPE_CHECKING:
    from desktop_app.gui.window import MainWindow

_STEP_PERCENT = 10
_EDITING = {
    "undo": "undo",
    "redo": "redo",
    "cut": "cut",
    "copy": "copy",
    "paste": "paste",
    "select.all": "selectAll",
}
_CHOSEN = ("export", "print")


class WindowCommands(QObject):
    """Connects the window's own commands and keeps their availability right."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._context = window.context
        self._commands = window.context.commands
        self._connect()

    def follow_place(self) -> None:
        """The place on screen changed."""
        self._commands.refresh()
        self.follow_choice()
        self.follow_steps()

    def follow_choice(self) -> None:
        """What is chosen changed."""
        place = self._window.place
        is_some = place is not None and bool(place.chosen())
        for id in _CHOSEN:
            self._commands.enable(id, is_some, self.tr("nothing is chosen"))

    def follow_steps(self) -> None:
        """Back and Forward changed."""
        self._commands.enable("back", self._window.steps.can_go_back, self.tr("there is nothing to go back to"))
        self._commands.enable("forward", self._window.steps.can_go_forward, self.tr("there is nothing ahead"))

    def _connect(self) -> None:
        window, connect = self._window, self._commands.connect
        for key in window.places:
            connect(f"place.{key}", lambda key=key: window.go(key))
        answers: dict[str, Callable[..., object]] = {
            "back": window.back,
            "forward": window.forward,
            "pane.next": lambda: window.next_pane(1),
            "pane.prev": lambda: window.next_pane(-1),
            "navigator": window.fit.set_navigator,
            "inspector": window.fit.set_inspector,
            "window.close": window.close,
            "app.quit": self._quit,
            "text.bigger": lambda: self._scale(_STEP_PERCENT),
            "text.smaller": lambda: self._scale(-_STEP_PERCENT),
            "text.reset": lambda: self._context.set("appearance.text_scale", 100),
            "paste.plain": self._paste_plain,
        }
        for theme in ("light", "dark", "system"):
            answers[f"theme.{theme}"] = lambda on=True, theme=theme: self._context.set("appearance.theme", theme)
        for id, method in _EDITING.items():
            answers[id] = lambda method=method: self._edit(method)
        if "desk" in window.places:
            answers["draft.new"] = lambda: self._context.exchange.draft_requested.emit({})
        if window.toolbar.search_box is not None:
            answers["search"] = self._search
        for id, answer in answers.items():
            connect(id, answer)

    def _edit(self, method: str) -> None:
        """Do what the key would do, for menus and palette: in the widget that has the focus."""
        focus = QApplication.focusWidget()
        act = getattr(focus, method, None)
        if callable(act):
            act()

    def _paste_plain(self) -> None:
        focus = QApplication.focusWidget()
        text = QApplication.clipboard().text()
        for name in ("insertPlainText", "insert"):
            act = getattr(focus, name, None)
            if callable(act) and text:
                act(text)
                return

    def _search(self) -> None:
        box = self._window.toolbar.search_box
        if box is None:
            return
        if not box.isVisible():
            self._window.fit.set_bare(False)
        box.setFocus()
        select = getattr(box, "selectAll", None) or getattr(box, "select_all", None)
        if callable(select):
            select()

    def _scale(self, step: int) -> None:
        now = int(self._context.settings.get("appearance.text_scale"))
        wanted = min(max(now + step, int(SMALLEST_SCALE * 100)), int(LARGEST_SCALE * 100))
        self._context.set("appearance.text_scale", wanted)
        self._context.messages.info(self.tr("Text size {percent} %").format(percent=wanted))

    def _quit(self) -> None:
        for window in QApplication.topLevelWidgets():
            if window.isVisible() and not window.close():
                return
        QApplication.quit()
