"""Room to scroll beyond both ends of a text, so that its first and last line may stand in the middle of the window.

The document knows nothing of it: margins of a document are steps of its undo. Qt sets the range of the scroll bar anew
whenever the text grows; it tells of it before it corrects the value, and then the range is widened again.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QScrollBar


class ScrollRoom(QObject):
    """Widens the range of one scroll bar."""

    def __init__(self, bar: QScrollBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self._above = self._below = 0
        self._is_widening = False
        self._end = bar.maximum()
        """Where the text alone would end."""
        bar.rangeChanged.connect(self._widen)

    @property
    def above(self) -> int:
        return self._above

    def set(self, above: int, below: int) -> None:
        """Give so many px before the beginning and after the end."""
        if (above, below) != (self._above, self._below):
            self._above, self._below = above, below
            self._widen(0, self._end)

    def _widen(self, _first: int, last: int) -> None:
        # A window that closes tells of ranges after its bars are gone.
        if self._is_widening or not shiboken6.isValid(self._bar):
            return
        self._end = last
        self._is_widening = True
        self._bar.setRange(-self._above, last + self._below)
        self._is_widening = False
