"""The printings of a text as rows, the oldest first: where and when, what each is to the first, how much is alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.archive.articles import Article
from desktop_app.gui.library.wording import count_words, date_words
from desktop_app.gui.pieces import draw_focus_ring, elided
from desktop_app.gui.theme import ThemeKeeper

if TYPE_CHECKING:
    from desktop_app.search.sameness import Sameness

PRINTING_ROLE = Qt.ItemDataRole.UserRole + 1
_ROW, _LINE_X, _BAR = 60, 25, 42
_OTHER_LANGUAGE = 0.3
"""Words in common below which two texts in two languages are a translation."""
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Printing:
    """One printing. `sameness` compares it with the first printing; `by_hand` says whether somebody joined it."""

    article: Article
    sameness: Sameness
    is_first: bool
    is_translated: bool
    by_hand: bool = False

    @classmethod
    def of(cls, article: Article, first: Article, sameness: Sameness, by_hand: bool) -> Printing:
        languages = {article.language.split("-")[0], first.language.split("-")[0]} - {""}
        is_translated = len(languages) == 2 and sameness.common < _OTHER_LANGUAGE
        return cls(article, sameness, article.id == first.id, is_translated, by_hand)


class FamilyModel(QAbstractListModel):
    """One family."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._printings: tuple[Printing, ...] = ()

    @property
    def printings(self) -> tuple[Printing, ...]:
        return self._printings

    def show(self, printings: Sequence[Printing]) -> None:
        """Show another family."""
        self.beginResetModel()
        self._printings = tuple(printings)
        self.endResetModel()

    def row_of(self, article_id: int) -> int:
        """Return the row of a printing, -1 when it is none."""
        return next((row for row, one in enumerate(self._printings) if one.article.id == article_id), -1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._printings)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._printings):
            return None
        printing = self._printings[index.row()]
        if role == PRINTING_ROLE:
            return printing
        if role == Qt.ItemDataRole.DisplayRole:
            return self.where(printing)
        if role == Qt.ItemDataRole.ToolTipRole:
            return printing.article.title or self.tr("Untitled")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (self.where(printing), date_words(printing.article.published), self.what(printing))
            alike = "" if printing.is_first else self.alike(printing)
            return ", ".join(part for part in (*parts, alike) if part) + "."
        return None

    def where(self, printing: Printing) -> str:
        """The publication; without one, the headline."""
        return printing.article.publication or printing.article.title or self.tr("Untitled")

    def what(self, printing: Printing) -> str:
        """The kind of sameness and the length: "Shortened · 180 words"."""
        words = self.tr("{n} words").format(n=count_words(printing.article.words))
        kind = self.tr("First printing") if printing.is_first else kind_words(printing)
        if printing.by_hand:
            return self.tr("{kind}, by hand").format(kind=kind) + "  ·  " + words
        return f"{kind}  ·  {words}"

    def alike(self, printing: Printing) -> str:
        return self.tr("{n} % alike").format(n=percent(printing))


def kind_words(printing: Printing) -> str:
    """Say what a printing is to the first."""
    tr = FamilyModel.tr
    if printing.is_translated:
        return tr("Translated")
    return {
        "same": tr("Same text"),
        "new spelling": tr("New spelling"),
        "shortened": tr("Shortened"),
        "extended": tr("Longer"),
        "with a note": tr("With a note"),
        "without the note": tr("Without the note"),
        "revised": tr("Revised"),
    }[printing.sameness.kind]


def percent(printing: Printing) -> int:
    """Return how much is alike in per cent; 100 only where everything is."""
    share = printing.sameness.common
    return 100 if share >= 1 else min(99, round(100 * share))


class FamilyDelegate(QStyledItemDelegate):
    """Paints a printing beside the line of time."""

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(220, self._theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme = self._theme
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        printing: Printing = index.data(PRINTING_ROLE)
        model = index.model()
        assert isinstance(model, FamilyModel)
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        back = rect.adjusted(6, 2, -6, -2)
        if is_chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent-soft" if is_chosen else "surface-hover"))
            painter.drawRoundedRect(back, 6, 6)
        self._paint_line(painter, rect, printing.is_first, index.row(), model.rowCount())
        ink = theme.color("on-accent-soft" if is_chosen else "text")
        muted = theme.color("on-accent-soft" if is_chosen else "text-muted")
        left, right = rect.left() + theme.px(44), rect.right() - 16
        top, middle = rect.top() + theme.px(10), rect.top() + theme.px(31)
        day = date_words(printing.article.published) or model.tr("no date")
        small, strong = theme.font("small"), theme.font("body", 600)
        day_width = QFontMetrics(small).horizontalAdvance(day)
        height = theme.px(19)
        painter.setFont(small)
        painter.setPen(muted)
        painter.drawText(
            QRect(right - day_width, top, day_width, height),
            int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
            day,
        )
        taken = 0 if printing.is_first else self._paint_alike(painter, right, middle, height, printing)
        painter.setFont(small)
        painter.setPen(muted)
        self._put(painter, QRect(left, middle, right - left - taken, height), model.what(printing), QFontMetrics(small))
        painter.setFont(strong)
        painter.setPen(ink)
        name = QRect(left, top, right - left - day_width - 12, height)
        self._put(painter, name, model.where(printing), QFontMetrics(strong))
        if state & QStyle.StateFlag.State_HasFocus:
            draw_focus_ring(painter, theme, back)
        painter.restore()

    def _put(self, painter: QPainter, box: QRect, text: str, metrics: QFontMetrics) -> None:
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(box, flags, elided(metrics, text, box.width()))

    def _paint_line(self, painter: QPainter, rect: QRect, is_first: bool, row: int, count: int) -> None:
        theme = self._theme
        x, y = rect.left() + theme.px(_LINE_X), rect.top() + theme.px(20)
        painter.setPen(QPen(theme.color("border-strong"), 1.5))
        if row:
            painter.drawLine(x, rect.top(), x, y)
        if row < count - 1:
            painter.drawLine(x, y, x, rect.bottom() + 1)
        radius = theme.px(10) / 2
        painter.setPen(QPen(theme.color("accent"), 1.5))
        painter.setBrush(theme.color("accent" if is_first else "surface"))
        painter.drawEllipse(QRectF(x - radius, y - radius, 2 * radius, 2 * radius))

    def _paint_alike(self, painter: QPainter, right: int, top: int, height: int, printing: Printing) -> int:
        """Draw the per cent and their bar; return the room they take."""
        theme = self._theme
        small = theme.font("small")
        words = f"{percent(printing)} %"
        room, bar = QFontMetrics(small).horizontalAdvance("100 %") + 6, theme.px(_BAR)
        painter.setFont(small)
        painter.drawText(
            QRect(right - room, top, room, height),
            int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
            words,
        )
        groove = QRectF(right - room - 6 - bar, top + height / 2 - 1.5, bar, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("border"))
        painter.drawRoundedRect(groove, 1.5, 1.5)
        groove.setWidth(max(3.0, bar * printing.sameness.common))
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(groove, 1.5, 1.5)
        return room + bar + 16
