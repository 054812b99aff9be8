"""The bar over everything: navigator, back, forward, new draft; the search box; the place's own buttons, export."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from desktop_app.gui.commands import Commands
from desktop_app.gui.pieces import button, command_button, row, set_button_text
from desktop_app.gui.place import Place, Width
from desktop_app.gui.theme import ThemeKeeper

SEARCH_BOX_WIDTH = 520


class Toolbar(QFrame):
    """Buttons of commands; what a place needs at the right end is named in `Place.toolbar`."""

    def __init__(
        self, theme: ThemeKeeper, commands: Commands, places: Sequence[Place], search_box: QWidget | None
    ) -> None:
        super().__init__()
        self.setObjectName("toolbar")
        self._theme = theme
        self._commands = commands
        self.search_box = search_box
        self._new = button(
            theme, commands.text("draft.new"), "quiet", "plus", run=lambda: commands.trigger("draft.new")
        )
        self._export = button(
            theme, commands.text("export").rstrip("…"), "", "share", run=lambda: commands.trigger("export")
        )
        for one, id in ((self._new, "draft.new"), (self._export, "export")):
            one.setToolTip(commands.action(id).toolTip())
            one.setObjectName(f"button-{id}")
        self._left = self._make_left()
        self._right, self._extra = self._make_right(places)
        bar = QHBoxLayout(self)
        bar.setContentsMargins(10, 0, 10, 0)
        bar.setSpacing(8)
        # Equal stretch on both sides keeps the search box in the same spot everywhere, whatever stands beside it.
        bar.addWidget(self._left, 1)
        if search_box is not None:
            search_box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            theme.dress(search_box, "width", lambda box: box.setMaximumWidth(theme.px(SEARCH_BOX_WIDTH)))
            bar.addWidget(search_box, 2)
        bar.addWidget(self._right, 1)
        theme.dress(self, "height", lambda pane: pane.setFixedHeight(theme.size("toolbar")))
        commands.changed.connect(self._follow)
        self._follow()

    def set_place(self, place: Place) -> None:
        """Show the buttons this place asks for."""
        for id, one in self._extra.items():
            one.setVisible(id in place.toolbar)

    def set_width(self, width: Width) -> None:
        """Leave the words out where there is no room for them."""
        words = width != "narrow"
        set_button_text(self._new, self._commands.text("draft.new") if words else "")
        set_button_text(self._export, self._commands.text("export").rstrip("…") if words else "")

    def first(self) -> QWidget:
        """Return what F6 focuses: the search box, else the first button."""
        return self.search_box or self._new

    def _make_left(self) -> QWidget:
        side = QWidget()
        steps = ("navigator", "back", "forward")
        buttons = [command_button(self._theme, self._commands, id, shows_state=False) for id in steps]
        side.setLayout(row(*buttons, 2, self._new, None, gap=4))
        return side

    def _make_right(self, places: Sequence[Place]) -> tuple[QWidget, dict[str, QToolButton]]:
        ids = dict.fromkeys(id for place in places for id in place.toolbar)
        extra = {id: command_button(self._theme, self._commands, id) for id in ids}
        side = QWidget()
        side.setLayout(row(None, *extra.values(), 4, self._export, gap=4))
        return side, extra

    def _follow(self) -> None:
        for one, id in ((self._new, "draft.new"), (self._export, "export")):
            one.setEnabled(self._commands.is_available(id))
            one.setToolTip(self._commands.action(id).toolTip())
