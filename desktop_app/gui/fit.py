"""Which panes of a window fit: at each width, at each text size, in focus mode; and the navigator laid over when not.

1200 px and more: all panes. 900 to 1199: the navigator yields where a place asks for it. Below: one pane at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.gui.place import Width

if TYPE_CHECKING:
    from desktop_app.gui.window import MainWindow

WIDE_PX, MEDIUM_PX = 1200, 900


class Fit(QObject):
    """Shows and hides what surrounds the place, by the window's width and the user's wish."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._commands = window.context.commands
        self._theme = window.context.theme
        self._is_bare = False
        self._is_over = False
        self.is_navigator_wanted = True
        self.inspectors: dict[str, bool] = {}
        """What the user chose, by place; where nothing was chosen the width decides."""
        QApplication.instance().focusChanged.connect(self._on_focus_changed)
        self._theme.changed.connect(self.apply)

    @property
    def width(self) -> Width:
        # At 200 % a window of 1024 has the room of one of 724: panes grow with the root of the text size.
        room = self._window.width() / self._theme.theme.text_scale**0.5
        return "wide" if room >= WIDE_PX else "medium" if room >= MEDIUM_PX else "narrow"

    def apply(self) -> None:
        """Look again: the width, the place or a wish changed."""
        window, width = self._window, self.width
        window.toolbar.set_width(width)
        window.status_bar.set_width(width)
        self.close_overlay()
        shown = self._navigator_fits() and self.is_navigator_wanted and not self._is_bare
        window.navigator.setVisible(shown)
        self._commands.check("navigator", shown)
        place = window.place
        if place is not None:
            inspector = self.inspectors.get(place.key, width == "wide")
            self._commands.check("inspector", inspector)
            place.set_width(width)
            place.set_inspector(inspector)

    def set_bare(self, on: bool) -> None:
        """Hide everything but the place, or show it again."""
        self._is_bare = on
        window = self._window
        window.menuBar().setVisible(not on)
        window.toolbar.setVisible(not on)
        window.status_bar.setVisible(not on)
        self.apply()

    def set_navigator(self, on: bool) -> None:
        """Show or hide the navigator; where the width has hidden it, lay it over the place."""
        if self._navigator_fits():
            self.is_navigator_wanted = on
            self.apply()
        elif on:
            self._lay_over()
        else:
            self.close_overlay()
        self._commands.check("navigator", on)
        self._window.touch()

    def set_inspector(self, on: bool) -> None:
        """Show or hide the inspector of the place at hand."""
        place = self._window.place
        if place is not None:
            self.inspectors[place.key] = on
            place.set_inspector(on)
            self._commands.check("inspector", on)
            self._window.touch()

    def close_overlay(self) -> bool:
        """Put a navigator that was laid over the place back; False when it was not."""
        if not self._is_over:
            return False
        self._is_over = False
        navigator = self._window.navigator
        navigator.hide()
        self._window.splitter.insertWidget(0, navigator)
        self._window.splitter.setStretchFactor(0, 0)
        self._window.splitter.setStretchFactor(1, 1)
        self._commands.check("navigator", False)
        return True

    def _lay_over(self) -> None:
        self._is_over = True
        navigator, splitter = self._window.navigator, self._window.splitter
        corner = splitter.geometry().topLeft()
        navigator.setParent(self._window.centralWidget())
        navigator.setGeometry(corner.x(), corner.y(), self._theme.size("navigator"), splitter.height())
        navigator.show()
        navigator.raise_()
        navigator.list.setFocus()

    def _navigator_fits(self) -> bool:
        place, width = self._window.place, self.width
        yields = place is not None and place.yields_navigator
        return width == "wide" or (width == "medium" and not yields)

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        # Laid over the place, the navigator goes as soon as the focus leaves it.
        if self._is_over and new is not None and not self._window.navigator.isAncestorOf(new):
            QTimer.singleShot(0, self, self.close_overlay)
