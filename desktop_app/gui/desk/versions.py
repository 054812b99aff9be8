"""All versions of a text, and what changed since any of them: together in one text or side by side.

F3 and Shift+F3 go through the changes, a version can be named and found by what it held. Restoring all asks once, one
paragraph is restored at once; both keep today's text first. After a conflict, their text is compared with ours and one
is chosen. Comparing runs on the render lane; nothing here changes the text itself but restoring.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QMenu, QSplitter, QTextBrowser, QTextEdit, QWidget

from desktop_app.archive import Archive
from desktop_app.archive.articles import Changes, Version, VersionReason
from desktop_app.gui.context import Context
from desktop_app.gui.desk import comparison
from desktop_app.gui.desk.comparison import Comparison, Texts, compare
from desktop_app.gui.desk.naming import NameSheet
from desktop_app.gui.desk.version_list import NOW, VersionList
from desktop_app.gui.desk.wording import clock, day_words, number
from desktop_app.gui.editor.open_text import OpenText
from desktop_app.gui.pieces import ElidedLabel, Segments, button, column, frame, label, row, tool_button

_SEARCH_MS = 250
_COUNTED = 30
"""Versions whose difference to the one before is counted; each count is a word diff."""


@dataclass(frozen=True, slots=True)
class _Compared:
    number: int
    comparison: Comparison
    together: str
    side_by_side: str


class VersionsView(QWidget):
    """Left the line in time, right what changed."""

    closed = Signal()
    restored = Signal(int)
    """This article has a version's text again."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._text: OpenText | None = None
        self._versions: tuple[Version, ...] = ()
        self._compared: _Compared | None = None
        self._place = 0
        self._wanted = NOW
        self._words = ""
        """Only versions that held these words are listed, "" for all."""
        self.list = VersionList(context.theme)
        self.list.chosen.connect(self._compare)
        self.list.menu_requested.connect(self._show_menu)
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.page.setAccessibleName(self.tr("What changed"))
        self._build()
        context.theme.changed.connect(self._show_page)

    def show_text(self, text: OpenText, version: int = NOW) -> None:
        """Show the versions of a text, with one of them chosen (0: the newest)."""
        if text is not self._text:
            self.search.clear()
        self._text = text
        self._wanted = version
        self._compared = None
        self._close_button.setToolTip(self.tr("Back to the text (Esc)"))
        text.flush()
        self.read()

    @property
    def text(self) -> OpenText | None:
        return self._text

    def read(self) -> None:
        """Read the versions anew."""
        if self._text is None or not self._text.id:
            self._show_versions(())
            return
        ticket = self._context.jobs.latest(f"versions {id(self)}")
        self._words = self.search.text().strip()
        archive = self._context.archive
        if self._words:
            self._context.jobs.read(
                archive.versions_with, self._text.id, self._words, done=self._show_versions, ticket=ticket
            )
        else:
            self._context.jobs.read(archive.versions, self._text.id, done=self._show_versions, ticket=ticket)

    def next_change(self) -> None:
        """Go to the next change; after the last comes the first."""
        self._go_to_change(1)

    def previous_change(self) -> None:
        """Go to the change before."""
        self._go_to_change(-1)

    # -- building

    def _build(self) -> None:
        theme = self._context.theme
        title = label(theme, self.tr("Versions"), "body-strong")
        theme.set_font(title, "body-strong", px=15)
        self._note = ElidedLabel(theme, "", "small", "muted")
        self._name_button = tool_button(theme, "bookmark", self.tr("Name this version…"), self._name)
        self._close_button = tool_button(theme, "x", self.tr("Back to the text (Esc)"), self.closed.emit)
        head = row(column(title, self._note, gap=1), margins=(16, 9, 10, 8), gap=2)
        head.setStretch(0, 1)
        for one in (self._name_button, self._close_button):
            head.addWidget(one, 0, Qt.AlignmentFlag.AlignVCenter)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find a version by its words"))
        self.search.setAccessibleName(self.tr("Find a version by its words"))
        self.search.setClearButtonEnabled(True)
        theme.set_font(self.search, "body")
        self._search_timer = QTimer(self)
        self._search_timer.setSingleShot(True)
        self._search_timer.setInterval(_SEARCH_MS)
        self._search_timer.timeout.connect(self.read)
        self.search.textChanged.connect(lambda _: self._search_timer.start())
        self.search.returnPressed.connect(self._search_timer.start)
        left = frame(column(head, row(self.search, margins=(12, 0, 12, 8)), self.list, gap=0), "list")
        left.layout().setStretch(2, 1)
        left.setMinimumWidth(theme.px(250))
        right = frame(self._build_page(), "paper")
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(left)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(1, 1)
        theme.dress(self.splitter, "sizes", lambda it: it.setSizes([theme.size("list"), 2 * theme.size("list")]))
        self.setLayout(column(self.splitter, gap=0))

    def _build_page(self) -> object:
        theme = self._context.theme
        self._title = ElidedLabel(theme, "", "body-strong")
        self._numbers = ElidedLabel(theme, "", "small", "muted")
        before = tool_button(theme, "chevron-up", self.tr("Change before (Shift+F3)"), self.previous_change)
        after = tool_button(theme, "chevron-down", self.tr("Next change (F3)"), self.next_change)
        self.way = Segments(theme, (self.tr("Together"), self.tr("Side by side")), 0, self.tr("How to show changes"))
        self.way.chosen.connect(lambda _: self._show_page())
        self._paragraph = button(theme, self.tr("Restore paragraph"), run=self.restore_paragraph)
        self._restore = button(theme, self.tr("Restore…"), "primary", "rotate-ccw", run=self.restore)
        self._theirs = button(theme, self.tr("Take theirs"), run=lambda: self._settle(mine=False))
        self._mine = button(theme, self.tr("Keep mine"), "primary", run=lambda: self._settle(mine=True))
        bar = row(
            *(self._title, self._numbers, None, before, after, self.way),
            *(self._restore, self._theirs, self._mine),
            margins=(20, 9, 14, 9),
            gap=10,
        )
        self._strip = strip = frame(bar, "bar")
        strip.setObjectName("strip")
        self.page.document().setDocumentMargin(0)
        self.page.viewport().installEventFilter(self)
        foot = row(gap=8, margins=(20, 8, 20, 10))
        for kind, word in (("added", self.tr("added")), ("removed", self.tr("removed"))):
            sample = label(theme, f" {word} ", "small")
            theme.dress(sample, "ink", lambda it, kind=kind: it.setStyleSheet(_ink(theme.theme, kind)))
            foot.addWidget(sample, 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(ElidedLabel(theme, self.tr("Restoring keeps today’s text as a version too."), "small", "muted"))
        foot.addStretch(1)
        foot.addWidget(self._paragraph)
        body = column(strip, self.page, foot, gap=0)
        body.setStretch(1, 1)
        return body

    # -- versions

    def _show_versions(self, versions: Sequence[Version]) -> None:
        text = self._text
        if text is None:
            return
        self._versions = tuple(versions)
        self.list.versions.show(versions, text.article.words, datetime.now(), with_now=True)
        kept = len(versions)
        if self._words:
            self._note.setText(self.tr("%Ln versions hold “{words}”", None, kept).format(words=self._words))
        else:
            self._note.setText(self.tr("%Ln kept", None, kept) + "  ·  " + self.tr("named ones stay for good"))
        current = self._wanted if any(one.number == self._wanted for one in versions) else None
        if current is None or self.is_conflict:
            current = versions[0].number if versions and not self.is_conflict else NOW
        self.list.set_current(current)
        self._compare(current)
        self._count()

    def _compare(self, number_: int) -> None:
        text = self._text
        version = self._version(number_)
        self._wanted = number_
        is_version = version is not None
        is_conflict = self.is_conflict and not is_version
        for one in (self._theirs, self._mine):
            one.setVisible(is_conflict)
        for one in (self._paragraph, self._restore):
            one.setVisible(not is_conflict)
        self._paragraph.setEnabled(False)
        self._restore.setEnabled(is_version and not (text is not None and text.is_read_only))
        self._name_button.setEnabled(is_version)
        if text is None:
            return
        at = clock(version.kept_at) if version is not None else self.tr("now")
        day = day_words(version.kept_at, datetime.now().date()) if version is not None else ""
        when = at if version is None or day == day_words(datetime.now(), datetime.now().date()) else f"{day}, {at}"
        self._title.setText(self.tr("{time} → now").format(time=when) if is_version else self.tr("The text as it is"))
        if is_conflict:
            self._title.setText(self.tr("Theirs → mine"))
        self._fit_bar()
        self._restore.setText(self.tr("Restore {time}…").format(time=at) if is_version else self.tr("Restore…"))
        title, body = text.texts()
        now: Texts = (title, text.article.standfirst, body)
        ticket = self._context.jobs.latest(f"compare {id(self)}")
        theirs = text.conflict.theirs if is_conflict and text.conflict is not None else None
        old = (theirs.title, theirs.standfirst, theirs.body) if theirs is not None else None
        self._context.jobs.render(
            _compare, self._context.archive, text.id, number_, now, old, done=self._show_compared, ticket=ticket
        )

    def _show_compared(self, compared: _Compared) -> None:
        self._compared = compared
        self._place = 0
        found = compared.comparison
        can_write = self._text is not None and not self._text.is_read_only
        self._paragraph.setEnabled(bool(found.places) and compared.number != NOW and can_write)
        if compared.number == NOW and not self.is_conflict:
            self._numbers.setText("")
        else:
            words = self.tr("{a} words added, {r} removed, %Ln places", None, found.places)
            words = words.format(a=number(found.added), r=number(found.removed))
            self._numbers.setText(words if found.places else self.tr("the same text"))
        self._show_page()
        self.page.verticalScrollBar().setValue(0)

    def _show_page(self) -> None:
        if self._compared is None:
            self.page.clear()
            return
        is_together = self.way.current() == 0
        self.page.document().setDefaultStyleSheet(comparison.style_sheet(self._context.theme.theme))
        self.page.setHtml(self._compared.together if is_together else self._compared.side_by_side)
        self.page.setExtraSelections([])
        self._lay_column()

    def _lay_column(self) -> None:
        width = self.page.width()
        wanted = self._context.theme.px(640) if self.way.current() == 0 else width - 40
        side = max(20, (width - wanted) // 2)
        root = self.page.document().rootFrame()
        shape = root.frameFormat()
        shape.setLeftMargin(side)
        shape.setRightMargin(side)
        shape.setTopMargin(30)
        shape.setBottomMargin(40)
        root.setFrameFormat(shape)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._lay_column()
        self._fit_bar()

    def _fit_bar(self) -> None:
        """Leave out what the list says too where the buttons would be cut."""
        acts = (self._restore, self._theirs, self._mine)
        taken = self.way.sizeHint().width() + sum(one.sizeHint().width() for one in acts if not one.isHidden())
        room = self._strip.width() - taken - self._context.theme.px(150)
        self._title.setVisible(room > self._context.theme.px(60))
        self._numbers.setVisible(room > self._context.theme.px(180))

    def _go_to_change(self, step: int) -> None:
        if self._compared is None or not self._compared.comparison.places:
            return
        places = self._compared.comparison.places
        self._place = (self._place - 1 + step) % places + 1 if self._place else (1 if step > 0 else places)
        self.page.scrollToAnchor(f"c{self._place}")
        self._mark_change()
        words = self.tr("Change {n} of {all}").format(n=number(self._place), all=number(places))
        self._context.messages.info(words)

    def _mark_change(self) -> None:
        """Frame the change one is at by the colour of a hit that one stands on."""
        theme = self._context.theme
        cursor = _anchor(self.page, f"c{self._place}")
        if cursor is None:
            return
        mark = QTextEdit.ExtraSelection()
        mark.cursor = cursor
        mark.format.setBackground(theme.color("highlight-active"))
        mark.format.setForeground(theme.color("on-highlight-active"))
        self.page.setExtraSelections([mark])

    def _count(self) -> None:
        """Count how each version differs from the one before it, newest first."""
        text = self._text
        if text is None:
            return
        ticket = self._context.jobs.latest(f"version counts {id(self)}")
        if self._words:
            # What lies between two of them is not what the one changed.
            return
        if self._versions:
            title, body = text.texts()
            now: Texts = (title, text.article.standfirst, body)
            self._context.jobs.render(
                _difference_now,
                self._context.archive,
                text.id,
                self._versions[0].number,
                now,
                done=lambda counts: self.list.versions.set_counts(NOW, *counts),
                failed=lambda error: None,
                ticket=ticket,
            )
        numbers = [version.number for version in self._versions[:_COUNTED]]
        later = numbers[1:]
        for newer, older in zip(numbers, later, strict=False):
            row_ = self.list.versions.row(newer)
            if row_ is None or row_.added < 0:
                self._context.jobs.render(
                    _difference,
                    self._context.archive,
                    text.id,
                    older,
                    newer,
                    done=lambda counts, newer=newer: self.list.versions.set_counts(newer, *counts),
                    failed=lambda error: None,
                    ticket=ticket,
                )

    # -- acts

    def restore(self) -> None:
        """Ask, then make the chosen version the text again."""
        text, version = self._text, self._version(self._wanted)
        if text is None or text.is_read_only or version is None:
            return
        time = clock(version.kept_at)
        self._context.messages.ask(
            self.tr("Restore the version of {time}?").format(time=time),
            self.tr("Today’s text is kept as a version first, so that nothing is lost."),
            self.tr("Restore"),
            then=lambda: self._restore_now(text, version),
        )

    def _restore_now(self, text: OpenText, version: Version) -> None:
        text.flush()
        time = clock(version.kept_at)

        def done(changes: Changes) -> None:
            self._context.messages.toast(self.tr("The version of {time} is the text again").format(time=time))
            self.restored.emit(text.id)

        self._context.change(self._context.archive.restore_version, text.id, version.number, done=done)

    def restore_paragraph(self) -> None:
        """Make the paragraph of the change at hand what it was; today's text is kept as a version first."""
        text, compared = self._text, self._compared
        if text is None or text.is_read_only or compared is None or compared.number == NOW:
            return
        if not compared.comparison.places:
            return
        place = self._place or 1
        title, standfirst, body = compared.comparison.restored(compared.comparison.paragraph(place))
        text.flush()
        archive = self._context.archive
        self._context.change(archive.keep_version, text.id, reason=VersionReason.RESTORE)
        text.replace_texts(title, body)
        if standfirst != text.article.standfirst:
            text.edit(standfirst=standfirst)
        text.flush()
        self._context.messages.toast(self.tr("The paragraph is as it was"))
        self.read()

    @property
    def is_conflict(self) -> bool:
        """The text was changed elsewhere while it was open here: both are to be compared, and one chosen."""
        return self._text is not None and self._text.conflict is not None

    def _settle(self, *, mine: bool) -> None:
        text = self._text
        if text is not None:
            if mine:
                text.keep_mine()
            else:
                text.take_theirs()
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            self._choose_at(event.position().toPoint())
        return False

    def _choose_at(self, point: QPoint) -> None:
        """Take the first change of the paragraph under the pointer as the one at hand."""
        block = self.page.cursorForPosition(point).block()
        for part in block:
            names = [name for name in part.fragment().charFormat().anchorNames() if name[1:].isdecimal()]
            if names and not self.page.textCursor().hasSelection():
                self._place = int(names[0][1:])
                self._mark_change()
                return

    def _name(self) -> None:
        version = self._version(self._wanted)
        if self._text is None or version is None:
            return
        article_id = self._text.id

        def named(name: str) -> None:
            archive = self._context.archive
            self._context.change(archive.name_version, article_id, version.number, name, done=lambda _: self.read())

        sheet = NameSheet(
            self._context,
            self.tr("Name this version"),
            self.tr("A named version stays for good."),
            version.name,
            self.tr("Name"),
            named,
        )
        sheet.open_over(self.window())

    def _show_menu(self, number_: int, point: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction(self.tr("Restore this version…"), self.restore).setEnabled(self._restore.isEnabled())
        menu.addAction(self.tr("Restore paragraph"), self.restore_paragraph).setEnabled(self._paragraph.isEnabled())
        menu.addAction(self.tr("Name this version…"), self._name)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(point)

    def _version(self, number_: int) -> Version | None:
        return next((one for one in self._versions if one.number == number_), None)


def _compare(archive: Archive, article_id: int, number_: int, now: Texts, theirs: Texts | None) -> _Compared:
    old = theirs or now
    if number_ != NOW:
        old = _texts(archive, article_id, number_)
    found = compare(old, now)
    return _Compared(number_, found, comparison.together(found), comparison.side_by_side(found))


def _difference(archive: Archive, article_id: int, older: int, newer: int) -> tuple[int, int]:
    return _difference_now(archive, article_id, older, _texts(archive, article_id, newer))


def _difference_now(archive: Archive, article_id: int, newest: int, now: Texts) -> tuple[int, int]:
    found = compare(_texts(archive, article_id, newest), now)
    return found.added, found.removed


def _texts(archive: Archive, article_id: int, number_: int) -> Texts:
    text = archive.version_text(article_id, number_)
    return text.title, text.standfirst, text.body


def _anchor(page: QTextBrowser, name: str) -> QTextCursor | None:
    """Return a cursor that holds what is coloured from a named change on, up to the end of its paragraph."""
    block = page.document().begin()
    while block.isValid():
        cursor: QTextCursor | None = None
        for part in block:
            fragment = part.fragment()
            if cursor is None and name in fragment.charFormat().anchorNames():
                cursor = QTextCursor(page.document())
                cursor.setPosition(fragment.position())
            elif cursor is not None and fragment.charFormat().background().style() == Qt.BrushStyle.NoBrush:
                break
            if cursor is not None:
                cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
        if cursor is not None:
            return cursor
        block = block.next()
    return None


def _ink(theme: object, kind: str) -> str:
    ground, ink, line = (
        ("diff-add", "on-diff-add", "underline") if kind == "added" else ("diff-del", "on-diff-del", "line-through")
    )
    css = theme.css  # type: ignore[attr-defined]
    return f"background: {css(ground)}; color: {css(ink)}; text-decoration: {line};"
