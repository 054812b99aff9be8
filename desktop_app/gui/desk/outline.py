"""The inspector's first tab: headings with their lengths, the numbers of the text, what to check. Lines jump."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListView,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui.desk.analysis import Analysis
from desktop_app.gui.desk.checks import Check
from desktop_app.gui.desk.drafts import Index
from desktop_app.gui.desk.wording import number, words_of_goal
from desktop_app.gui.pieces import button, column, draw_focus_ring, label, row, rule
from desktop_app.gui.theme import ThemeKeeper
from desktop_app.markup import Heading

_ROLE = Qt.ItemDataRole.UserRole + 1
_STEP = 16
_CHECK_ICONS = {
    "spelling": ("spell-check", "spell-error"),
    "footnote": ("superscript", "warning"),
    "picture": ("image", "danger"),
    "link": ("unlink", "danger"),
    "note": ("pen-line", "warning"),
}


class OutlineModel(QAbstractListModel):
    """The headline, then the headings."""

    count_changed = Signal(int)
    """A row has another number of words. Told so and not by `dataChanged`, for which a list view lays all rows anew."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Heading] = []

    def show(self, rows: list[Heading]) -> None:
        """Show these rows; where only counts changed, nothing moves."""
        if [(one.level, one.text) for one in rows] == [(one.level, one.text) for one in self.rows]:
            before, self.rows = self.rows, rows
            # Row by row: after a key the headline's count is another one, and that of the section it was typed in.
            for number_, (old, new) in enumerate(zip(before, rows, strict=True)):
                if old.words != new.words:
                    self.count_changed.emit(number_)
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        heading = self.rows[index.row()]
        if role == _ROLE:
            return heading
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return heading.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{heading.text}, {words_of_goal(heading.words, None)}"
        return None


class _Painter(QStyledItemDelegate):
    def __init__(self, theme: ThemeKeeper, view: OutlineList) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, self._theme.size("nav-row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if not self._view.region.intersects(option.rect):
            return
        heading: Heading = index.data(_ROLE)
        theme, rect = self._theme, option.rect
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = rect.adjusted(8, 0, -8, -1)
        if current or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent-soft" if current else "surface-hover"))
            painter.drawRoundedRect(box, 6, 6)
        inner = box.adjusted(8 + _STEP * min(heading.level, 5), 0, -9, 0)
        count = number(heading.words)
        small = theme.font("small")
        trailing = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        leading = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(small)
        painter.setPen(theme.color("on-accent-soft" if current else "text-faint"))
        painter.drawText(QStyle.visualRect(option.direction, rect, inner), trailing, count)
        room: QRect = inner.adjusted(0, 0, -QFontMetrics(small).horizontalAdvance(count) - 10, 0)
        font = theme.font("body-strong" if heading.level == 0 or current else "body")
        painter.setFont(font)
        painter.setPen(theme.color("on-accent-soft" if current else "text"))
        words = QFontMetrics(font).elidedText(heading.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(QStyle.visualRect(option.direction, rect, room), leading, words)
        if option.state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            draw_focus_ring(painter, theme, box)
        painter.restore()


class OutlineList(QListView):
    """The headings. `jump_requested` carries a line of the body, -1 for the headline."""

    jump_requested = Signal(int)

    def __init__(self, theme: ThemeKeeper) -> None:
        super().__init__()
        self._theme = theme
        self.region = QRegion()
        """What is being painted. Qt asks for all rows between the first and the last one that changed."""
        self.outline = OutlineModel()
        self.setModel(self.outline)
        self.setItemDelegate(_Painter(theme, self))
        self.setAccessibleName(self.tr("Outline"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        for bar in (self.setVerticalScrollBarPolicy, self.setHorizontalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._jump)
        self.outline.count_changed.connect(lambda number_: self.update(self.outline.index(number_)))
        theme.changed.connect(self._relay)

    def set_rows(self, rows: list[Heading]) -> None:
        """Show these headings."""
        has_other_height = len(rows) != len(self.outline.rows)
        self.outline.show(rows)
        if has_other_height:
            # Otherwise the whole list would be laid out and painted anew for one count.
            self.updateGeometry()

    def set_line(self, line: float) -> None:
        """Fill the heading whose section holds this line of the body."""
        found = bisect_right(self.outline.rows, line, key=lambda heading: heading.line) - 1
        if found == self.currentIndex().row():
            return
        index = self.outline.index(found) if found >= 0 else QModelIndex()
        self.setCurrentIndex(index)

    def sizeHint(self) -> QSize:
        return QSize(120, len(self.outline.rows) * self._theme.size("nav-row") + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        self.region = event.region()
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentIndex().isValid():
            self._jump(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _jump(self, index: Index) -> None:
        self.jump_requested.emit(self.outline.rows[index.row()].line)

    def _relay(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()


class OutlineTab(QScrollArea):
    """Headings, numbers, checks."""

    jump_requested = Signal(int)
    """A line of the body, -1 for the headline."""
    offset_requested = Signal(int)
    """A place in the body, in code points."""
    spelling_requested = Signal()
    """To the next word that no dictionary has."""

    def __init__(self, theme: ThemeKeeper, below: QWidget | None = None) -> None:
        """`below` stands under all else."""
        super().__init__()
        self._theme = theme
        self.headings = OutlineList(theme)
        self.headings.jump_requested.connect(self.jump_requested)
        self._facts = _Facts(theme)
        self._checks = _Checks(theme)
        self._checks.offset_requested.connect(self.offset_requested)
        self._checks.spelling_requested.connect(self.spelling_requested)
        inside = QWidget()
        inside.setObjectName("scrolled")
        line = row(rule(), margins=(16, 0, 16, 0))
        self._second = QWidget()
        self._second.setLayout(row(rule(), margins=(16, 0, 16, 0)))
        last = below if below is not None else QWidget()
        inside.setLayout(column(self.headings, 8, line, self._facts, self._second, self._checks, last, None, gap=0))
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_analysis(self, title: str, analysis: Analysis, goal: int | None) -> None:
        """Show what is known about the text."""
        numbers = analysis.statistics
        headline = Heading(0, title.strip() or self.tr("Untitled"), "", -1, numbers.words)
        least = min((one.level for one in analysis.outline), default=1)
        rows = [headline, *(_raised(one, least) for one in analysis.outline)]
        self.headings.set_rows(rows)
        self._facts.show_numbers(analysis, goal)
        self._checks.show_checks(analysis.checks)
        self._second.setVisible(self._checks.has_any)

    def show_spelling(self, words: int) -> None:
        """Show how many words no dictionary has."""
        self._checks.show_spelling(words)
        self._second.setVisible(self._checks.has_any)

    def clear(self) -> None:
        """Show nothing: no text is open."""
        self.headings.set_rows([])
        self._facts.clear()
        self._checks.show_checks(())
        self._second.hide()


class _Facts(QWidget):
    """The numbers of the text."""

    def __init__(self, theme: ThemeKeeper) -> None:
        super().__init__()
        names = {
            "words": self.tr("Words"),
            "minutes": self.tr("Reading time"),
            "sentences": self.tr("Sentences"),
            "longest": self.tr("Longest sentence"),
            "quotations": self.tr("Quotations"),
            "characters": self.tr("Characters"),
        }
        self._values: dict[str, QLabel] = {}
        inside = column(
            label(theme, self.tr("This text"), "small", "muted", weight=600), 2, margins=(16, 14, 16, 12), gap=4
        )
        for key, name in names.items():
            self._values[key] = value = label(theme, "", "small", weight=500)
            words = label(theme, name, "small", "muted")
            inside.addLayout(row(words, None, value))
        self.setLayout(inside)

    def show_numbers(self, analysis: Analysis, goal: int | None) -> None:
        numbers = analysis.statistics
        minutes = numbers.reading_minutes
        shown = {
            "words": self._of(numbers.words, goal),
            "minutes": self.tr("{n} min").format(n=minutes) if minutes else "–",
            "sentences": number(numbers.sentences),
            "longest": words_of_goal(numbers.longest_sentence, None) if numbers.longest_sentence else "–",
            "quotations": number(numbers.quotations),
            "characters": number(numbers.characters),
        }
        for key, text in shown.items():
            self._values[key].setText(text)

    def _of(self, words: int, goal: int | None) -> str:
        return self.tr("{n} of {goal}").format(n=number(words), goal=number(goal)) if goal else number(words)

    def clear(self) -> None:
        for value in self._values.values():
            value.setText("")


class _Checks(QWidget):
    """What to look at before the text goes out; each line jumps there."""

    offset_requested = Signal(int)
    spelling_requested = Signal()

    def __init__(self, theme: ThemeKeeper) -> None:
        super().__init__()
        self._theme = theme
        self._checks: tuple[Check, ...] = ()
        self._words = 0
        self._shown: tuple[tuple[str, str], ...] = ()
        self._offsets: list[int] = []
        self._count = label(theme, "", "small", "muted", weight=500)
        head = row(label(theme, self.tr("To check"), "small", "muted", weight=600), None, self._count)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        inside = column(head, 4, self._lines, margins=(16, 14, 8, 12), gap=0)
        self.setLayout(inside)
        self.hide()

    @property
    def has_any(self) -> bool:
        return bool(self._checks or self._words)

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show findings; the lines are made anew only when the words differ."""
        self._checks = tuple(checks)
        self._show()

    def show_spelling(self, words: int) -> None:
        """Show how many words no dictionary has, above all else."""
        self._words = words
        self._show()

    def _show(self) -> None:
        self._offsets = [one.offset for one in self._checks]
        lines = tuple((one.kind, self._words_of(one)) for one in self._checks)
        if self._words:
            self._offsets.insert(0, -1)
            spelled = self.tr("%Ln words not in the dictionary", None, self._words)
            lines = (("spelling", spelled), *lines)
        self.setVisible(self.has_any)
        self._count.setText(number(len(self._checks) + self._words))
        if lines == self._shown:
            return
        self._shown = lines
        while (item := self._lines.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().deleteLater()
        for place, (kind, text) in enumerate(lines):
            self._lines.addWidget(self._line(kind, text, place))

    def _run(self, place: int) -> None:
        if self._offsets[place] < 0:
            self.spelling_requested.emit()
        else:
            self.offset_requested.emit(self._offsets[place])

    def _line(self, kind: str, text: str, place: int) -> QPushButton:
        icon, color = _CHECK_ICONS[kind]
        made = button(self._theme, " " + text, "quiet", run=lambda: self._run(place))
        self._theme.set_icon(made, icon, color, 15)
        self._theme.set_font(made, "small")
        made.setObjectName("check")
        made.setStyleSheet("text-align: left; padding-left: 0;")
        made.setToolTip(text)
        made.setAccessibleName(text)
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        return made

    def _words_of(self, one: Check) -> str:
        return {
            "footnote": self.tr("Footnote {what} has no text yet"),
            "picture": self.tr("Picture {what} is missing"),
            "link": self.tr("Linked article {what} is gone"),
            "note": self.tr("{what} is left in the text"),
        }[one.kind].format(what=one.what)


def _raised(heading: Heading, least: int) -> Heading:
    """The highest heading of a text stands one step in, whatever its level."""
    return Heading(heading.level - least + 1, heading.text, heading.id, heading.line, heading.words)
