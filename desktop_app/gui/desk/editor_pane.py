"""The middle of the Desk: the text with its bars, and beside it the preview when the pane is split.

It shows one open text, tells what became of it in banners, keeps text and preview at the same line, and answers the
commands that concern the words. Which text is shown is the place's decision.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.gui.banner import Banner, ErrorCard, announce
from desktop_app.gui.context import Context
from desktop_app.gui.desk.analysis import Analysis
from desktop_app.gui.editor.automatic import AutomaticMarks
from desktop_app.gui.editor.autosave import SaveState, SaveStatus
from desktop_app.gui.editor.editor import Editor
from desktop_app.gui.editor.find_bar import FindBar
from desktop_app.gui.editor.format_bar import FormatBar
from desktop_app.gui.editor.open_text import OpenText
from desktop_app.gui.editor.pasting import Pasting
from desktop_app.gui.editor.preview import Choice
from desktop_app.gui.editor.preview_page import PreviewContent, head_html
from desktop_app.gui.editor.preview_pane import PreviewPane
from desktop_app.gui.editor.typing_marks import Wanted
from desktop_app.gui.editor.typist import Typist
from desktop_app.gui.pieces import EmptyState, column, frame, label

_FACES = {"Literata": "serif", "Inter": "sans", "JetBrains Mono": "mono", "system serif": "serif"}


class EditorPane(QWidget):
    """Editor, bars, banners, preview."""

    compare_requested = Signal()
    """The writer wants to see both texts of a conflict."""
    save_copy_requested = Signal()
    link_activated = Signal(str)

    def __init__(self, context: Context, preview: Choice = "auto") -> None:
        super().__init__()
        self._context = context
        self.text: OpenText | None = None
        self._analysis: Analysis | None = None
        self._notice_key: object = ()
        self._is_following = False
        """The text scrolls because its preview did; that is no news to the preview."""
        self._is_split = False
        self._is_focus = False
        self.editor = Editor(context.theme)
        self.typist = Typist(self.editor)
        self.marks = AutomaticMarks(self.editor, lambda: self.typist.language())
        self.pasting = Pasting(context, self.editor, lambda: self.text)
        self.find_bar = FindBar(context, self.editor)
        self.format_bar = FormatBar(context)
        self.preview = PreviewPane(context, preview)
        self._build()
        self._join()
        self.take_settings()
        self.show_text(None)

    def _build(self) -> None:
        context = self._context
        self._notices = QVBoxLayout()
        self._notices.setContentsMargins(16, 10, 16, 0)
        self._notices.setSpacing(8)
        self._notice_box = QWidget()
        self._notice_box.setLayout(self._notices)
        self._notice_box.hide()
        self.foot = label(context.theme, "", "small", "faint")
        self.foot.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.foot.setContentsMargins(0, 8, 0, 12)
        self.foot.hide()
        writing = column(self.format_bar, self._notice_box, self.editor, self.find_bar, self.foot, gap=0)
        writing.setStretch(2, 1)
        nothing = EmptyState(
            context.theme, "file-text", self.tr("No text is open"), self.tr("Choose a draft, or begin a new one.")
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(frame(writing, "paper"))
        self._stack.addWidget(frame(column(nothing, gap=0), "paper"))
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self._stack)
        self.splitter.addWidget(self.preview)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        self.preview.hide()
        self._stack.setMinimumWidth(280)
        self.preview.setMinimumWidth(240)
        self.setLayout(column(self.splitter, gap=0))
        # A double click on the divider makes both halves equal again.
        self.splitter.handle(1).installEventFilter(self)

    def _join(self) -> None:
        self.editor.scrolled.connect(self._on_scrolled)
        self.editor.zoom_requested.connect(self.zoom)
        self.editor.left.connect(self._on_left)
        self.preview.line_scrolled.connect(self._on_preview_line)
        self.preview.link_activated.connect(self.link_activated)
        self._context.exchange.setting_changed.connect(lambda _: self.take_settings())

    # -- the text

    def show_text(self, text: OpenText | None) -> None:
        """Show another text, where it was left; the one before keeps its place and its undo."""
        self._leave()
        self.text = text
        self._analysis = None
        if text is None:
            self.editor.setReadOnly(True)
            self._stack.setCurrentIndex(1)
            self._show_status(None)
            return
        self._stack.setCurrentIndex(0)
        self.editor.show_document(text.document)
        self.editor.setReadOnly(text.is_read_only)
        start, end = text.caret
        last = text.document.characterCount() - 1
        cursor = self.editor.textCursor()
        cursor.setPosition(min(start, last))
        cursor.setPosition(min(end, last), cursor.MoveMode.KeepAnchor)
        self.editor.setTextCursor(cursor)
        self.editor.scroll_to_anchor(text.anchor)
        text.status_changed.connect(self._show_status)
        self._show_status(text.status)
        self.find_bar.look_again()

    def _leave(self) -> None:
        text = self.text
        if text is None:
            return
        self.remember_spot()
        text.status_changed.disconnect(self._show_status)
        text.flush()

    def _on_left(self) -> None:
        if self.text is not None:
            self.text.flush()

    def remember_spot(self) -> None:
        """Note caret and scroll in the open text."""
        if self.text is not None:
            cursor = self.editor.textCursor()
            self.text.caret = (cursor.anchor(), cursor.position())
            self.text.anchor = self.editor.anchor()

    def show_analysis(self, analysis: Analysis) -> None:
        """Bring the preview up to date."""
        self._analysis = analysis
        if self._is_split and self.text is not None:
            head = head_html(self.text.article, self.text.title(), analysis.language)
            content = PreviewContent(head, analysis.blocks, analysis.language, analysis.pictures)
            self.preview.show_content(content)

    def take_settings(self) -> None:
        """Take face, size, measure and bars as the writer set them."""
        get = self._context.settings.get
        self.editor.set_style(
            px=get("editor.size_px"),
            family=_FACES.get(get("editor.font"), "serif"),
            leading=get("editor.line_spacing"),
            letters=get("editor.line_letters"),
            caret_px=get("accessibility.caret_px"),
        )
        self.editor.set_typewriter(get("editor.typewriter"))
        self.marks.wanted = Wanted(get("typing.quotes"), get("typing.dashes"), get("typing.spaces"))
        self.editor.setTabChangesFocus(not get("keyboard.tab_writes_tab"))
        self._show_format_bar()

    def zoom(self, steps: int) -> None:
        """Make the letters of the text larger or smaller."""
        size = self._context.settings.get("editor.size_px") + steps
        self._context.set("editor.size_px", min(max(size, 12), 40))

    # -- split and focus mode

    @property
    def is_split(self) -> bool:
        return self._is_split

    def set_split(self, on: bool) -> None:
        """Show text and preview in equal halves, or the text alone."""
        if on == self._is_split:
            return
        self._is_split = on
        self.preview.setVisible(on)
        self._show_format_bar()
        if on:
            self.make_equal()
            self.preview.start()
            if self._analysis is not None:
                self.show_analysis(self._analysis)
            self.preview.scroll_to_line(self.editor.top_line(), always=True)

    def make_equal(self) -> None:
        """Give text and preview the same width."""
        self.splitter.setSizes([10_000, 10_000])

    def set_focus_mode(self, on: bool) -> None:
        """Dim all but the paragraph at the caret."""
        self._is_focus = on
        self.editor.set_dimmed(on)
        self.foot.setVisible(on)
        self._show_format_bar()

    def _show_format_bar(self) -> None:
        wanted = self._is_split or self._context.settings.get("editor.formatting_bar")
        self.format_bar.setVisible(bool(wanted) and not self._is_focus)

    def eventFilter(self, watched: object, event: object) -> bool:
        if event.type() == event.Type.MouseButtonDblClick:  # type: ignore[attr-defined]
            self.make_equal()
            return True
        return False

    # -- one line in both

    def _on_scrolled(self) -> None:
        if self._is_split and not self._is_following:
            self.preview.scroll_to_line(self.editor.top_line())

    def _on_preview_line(self, line: float) -> None:
        self._is_following = True
        self.editor.scroll_to_line(line)
        self._is_following = False

    # -- what became of the text

    def _show_status(self, status: SaveStatus | None) -> None:
        # Saving tells twice a second; a banner that stands must not be made anew under the pointer.
        key = (status.state, status.trouble, status.rescue_path) if status is not None else None
        if key == self._notice_key:
            return
        self._notice_key = key
        while (item := self._notices.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()
        notice = self._notice(status) if status is not None else None
        if notice is not None:
            self._notices.addWidget(notice)
        self._notice_box.setVisible(notice is not None)
        if notice is not None:
            announce(self, notice.accessibleName())

    def _notice(self, status: SaveStatus) -> QFrame | None:
        text, tr = self.text, self.tr
        if text is None:
            return None
        if status.state is SaveState.CONFLICT:
            return Banner(
                self._context.theme,
                "warning",
                tr("This article was changed elsewhere while it was open here. Nothing is lost; both texts are kept."),
                (
                    (tr("Compare"), self.compare_requested.emit),
                    (tr("Keep mine"), text.keep_mine),
                    (tr("Take theirs"), text.take_theirs),
                ),
            )
        if status.state is SaveState.FAILED:
            if status.rescue_path:
                safe = tr("Your text is safe: it is open here and a copy is in {path}").format(path=status.rescue_path)
            else:
                safe = tr("Your text is open here; a copy of it could not be written either. Save one elsewhere now.")
            return ErrorCard(
                self._context.theme,
                tr("This draft could not be saved to the archive"),
                f"{status.trouble} {safe}",
                ((tr("Try again"), text.try_again), (tr("Save a copy elsewhere…"), self.save_copy_requested.emit)),
            )
        if status.state is SaveState.READ_ONLY:
            return Banner(self._context.theme, "info", tr("Read only: {reason}").format(reason=status.trouble))
        return None
