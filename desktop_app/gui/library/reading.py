"""The reader, and beside it another article for as long as somebody compares: one stays, the other follows the list.

Where the window is wide they stand side by side, else one above the other.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from desktop_app.gui.context import Context
from desktop_app.gui.library.reader import ReaderPane
from desktop_app.gui.pieces import tool_button
from desktop_app.gui.place import Width


class Reading(QSplitter):
    """One or two readers; `reader` is the one that follows the results."""

    changed = Signal()
    """Something was put beside, or taken away."""
    made = Signal(object)
    """A second `ReaderPane` was made; there is none until one is wanted."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._context = context
        self.reader = ReaderPane(context)
        self._other: ReaderPane | None = None
        self._beside_id = 0
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.addWidget(self.reader)

    @property
    def beside(self) -> ReaderPane | None:
        """The reader that stays, None while there is one alone."""
        return self._other if self._other is not None and not self._other.isHidden() else None

    @property
    def at_hand(self) -> ReaderPane:
        """The reader that keys are meant for: the one with the focus, else the one that follows the results."""
        focused, beside = QApplication.focusWidget(), self.beside
        return beside if beside is not None and focused is not None and beside.isAncestorOf(focused) else self.reader

    @property
    def article_beside(self) -> int:
        """The id of the article that stays, 0 = none."""
        return self._beside_id if self.beside is not None else 0

    def put_beside(self, article_id: int, query: str = "") -> None:
        """Show an article beside the one that is read, until it is closed."""
        if self._other is None:
            self._other = self._make_other()
        if self._other.isHidden():
            self._other.show()
            self.setSizes([1000, 1000])
        self._beside_id = article_id
        self._other.open(article_id, query)
        self.changed.emit()

    def close_beside(self) -> None:
        """Read one article again."""
        if self.beside is None:
            return
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.beside.isAncestorOf(focused)
        self.beside.close_article()
        self.beside.hide()
        if had_focus:
            self.reader.view.setFocus()
        self.changed.emit()

    def refresh_beside(self) -> None:
        """Read the article beside anew, keeping the place."""
        if self.beside is not None:
            self.beside.refresh()

    def set_width(self, width: Width) -> None:
        """Lay them side by side, or one above the other where there is no room for that."""
        self.setOrientation(Qt.Orientation.Horizontal if width == "wide" else Qt.Orientation.Vertical)

    def _make_other(self) -> ReaderPane:
        made = ReaderPane(self._context, "beside")
        made.view.setAccessibleName(self.tr("Article beside"))
        made.gone.connect(self.close_beside)
        made.edit_clicked.connect(lambda: self._context.exchange.edit_requested.emit(self.article_beside))
        made.add_tool(tool_button(self._context.theme, "x", self.tr("Close what is beside"), self.close_beside))
        self.addWidget(made)
        made.hide()
        self.made.emit(made)
        return made
