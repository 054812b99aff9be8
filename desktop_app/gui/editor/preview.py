"""What any preview can do, and how one is chosen: the web engine where it runs, Qt's rich text where it does not."""

from __future__ import annotations

import time
from typing import Literal

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.gui.context import Context
from desktop_app.gui.editor.preview_page import PreviewContent

Choice = Literal["auto", "web", "rich"]
_OWN_SCROLL_S = 0.25
"""So long after a scroll that we asked for, news of scrolling is taken for its echo."""


class PreviewBackend(QWidget):
    """A page that follows the text. Lines are those of the body; -1 is the headline."""

    line_scrolled = Signal(float)
    """The user scrolled: this line stands at the top edge now."""
    link_activated = Signal(str)
    """A link was clicked. Nothing is opened here."""
    failed = Signal(str)
    """The backend cannot go on; why, in words."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._quiet_until = 0.0

    def show_content(self, content: PreviewContent) -> None:
        """Show a page; where it was scrolled to stays."""
        raise NotImplementedError

    def restyle(self) -> None:
        """Take the theme's colours and sizes anew."""
        raise NotImplementedError

    def scroll_to_line(self, line: float) -> None:
        """Bring a line of the text to the top edge."""
        raise NotImplementedError

    def shut_down(self) -> None:
        """Let go of everything, in the order it must be let go of."""

    def pane(self) -> QWidget:
        """Return what takes the focus."""
        return self

    def _expect_scroll(self) -> None:
        self._quiet_until = time.monotonic() + _OWN_SCROLL_S

    @property
    def _is_own_scroll(self) -> bool:
        return time.monotonic() < self._quiet_until


def make_preview(context: Context, choice: Choice = "auto") -> PreviewBackend:
    """Make the best preview this machine can run."""
    from desktop_app.gui.editor.rich_preview import RichPreview

    if choice == "rich":
        return RichPreview(context)
    # QtWebEngine asks for this before the application is made, when Qt would make GPU contexts to be shared. Drawn
    # without a graphics card (`web_scheme`) it needs none, and the program's start does without loading GL.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    try:
        from desktop_app.gui.editor.web_preview import WebPreview
    except ImportError:
        if choice == "web":
            raise
        return RichPreview(context)
    return WebPreview(context)
