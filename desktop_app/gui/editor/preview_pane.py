"""The preview's half of the split: its bar, and below it the backend, which is started when first needed.

Where the web engine fails to start or dies, Qt's rich text takes its place and the bar says so. Links open nothing:
they are told, and the desk asks.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop_app.gui.context import Context
from desktop_app.gui.editor.format_bar import HEIGHT
from desktop_app.gui.editor.preview import Choice, PreviewBackend, make_preview
from desktop_app.gui.editor.preview_page import PreviewContent
from desktop_app.gui.pieces import ElidedLabel, column, command_button, frame, label, row, tool_button


class PreviewPane(QFrame):
    """Shows what will be read."""

    line_scrolled = Signal(float)
    link_activated = Signal(str)

    def __init__(self, context: Context, choice: Choice = "auto") -> None:
        super().__init__()
        self.setObjectName("preview")
        self._context = context
        self._choice = choice
        self._content: PreviewContent | None = None
        self._line = 0.0
        self.backend: PreviewBackend | None = None
        self._note = ElidedLabel(context.theme, self.tr("House style"), "small", "muted")
        self.link_button = tool_button(context.theme, "link-2", self.tr("Scroll with the text"), self._on_linked)
        self.link_button.setCheckable(True)
        self.link_button.setChecked(True)
        printer = command_button(context.theme, context.commands, "print")
        title = label(context.theme, self.tr("Preview"), "body-strong")
        bar = frame(
            row(title, self._note, None, self.link_button, printer, margins=(18, 0, 14, 0), gap=8),
            "bar",
        )
        context.theme.dress(bar, "height", lambda it: it.setFixedHeight(context.theme.px(HEIGHT)))
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        layout = column(bar, self._place, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        context.theme.changed.connect(self._restyle)

    @property
    def is_linked(self) -> bool:
        """Text and preview scroll together."""
        return bool(self.link_button.isChecked())

    def start(self) -> None:
        """Start the backend when the event loop is free: the text comes first, its preview after it."""
        if self.backend is None:
            QTimer.singleShot(0, self, self._start_now)

    def show_content(self, content: PreviewContent) -> None:
        """Show a page as soon as there is a backend."""
        self._content = content
        if self.backend is not None:
            self.backend.show_content(content)

    def scroll_to_line(self, line: float, *, always: bool = False) -> None:
        """Follow the text, if both are linked."""
        self._line = line
        if self.backend is not None and (self.is_linked or always):
            self.backend.scroll_to_line(line)

    def pane(self) -> QWidget:
        """Return what takes the focus."""
        return self.backend.pane() if self.backend is not None else self

    def shut_down(self) -> None:
        """Let go of the backend."""
        if self.backend is not None:
            backend, self.backend = self.backend, None
            backend.shut_down()
            self._place.removeWidget(backend)
            backend.hide()
            backend.deleteLater()

    def _start_now(self) -> None:
        if self.backend is None:
            self._use(make_preview(self._context, self._choice))

    def _use(self, backend: PreviewBackend) -> None:
        self.backend = backend
        backend.line_scrolled.connect(self._on_line)
        backend.link_activated.connect(self.link_activated)
        backend.failed.connect(self._on_failure, Qt.ConnectionType.QueuedConnection)
        self._place.addWidget(backend)
        if self._content is not None:
            backend.show_content(self._content)
            backend.scroll_to_line(self._line)

    def _on_failure(self, why: str) -> None:
        if self._choice == "rich":
            return
        self._choice = "rich"
        self.shut_down()
        self._note.setText(self.tr("Plain preview: {why}").format(why=why))
        self._use(make_preview(self._context, "rich"))

    def _on_line(self, line: float) -> None:
        if self.is_linked:
            self.line_scrolled.emit(line)

    def _on_linked(self) -> None:
        if self.is_linked:
            self.scroll_to_line(self._line)

    def _restyle(self) -> None:
        if self.backend is not None:
            self.backend.restyle()
