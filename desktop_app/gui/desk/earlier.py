"""“Written before”: earlier pieces on the draft's matter and the sentences reused from them, below the outline.

It never disturbs: it looks two seconds after the last key, on the read lane, while it can be seen; it never takes the
focus, moves nothing but itself, and is gone where there is nothing to say. A click opens the piece in the reader; Back
returns to the draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.errors import UserError
from desktop_app.gui.context import Context
from desktop_app.gui.desk.wording import number
from desktop_app.gui.editor.open_text import OpenText
from desktop_app.gui.editor.source_text import from_document
from desktop_app.gui.pieces import CardButton, ElidedLabel, column, label, row, rule

if TYPE_CHECKING:
    from desktop_app.search.earlier import Earlier

PAUSE_MS = 2000
_ANY = 16_777_215
"""Qt's own largest height."""
_LONGEST = 140
"""Letters of a sentence that are shown; the whole is its tooltip."""


class _Piece(CardButton):
    """One earlier piece: headline, date, the sentence that comes back."""

    def __init__(self, context: Context, piece: Earlier) -> None:
        theme = context.theme
        title = piece.title or self.tr("Untitled")
        super().__init__(theme, title, 0, flat=True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setObjectName("earlier")
        said = column(ElidedLabel(theme, title, "small", weight=600), gap=1, margins=(8, 5, 8, 6))
        facts = [piece.published] if piece.published else []
        if len(piece.reused) > 1:
            facts.append(self.tr("%Ln sentences in common", "", len(piece.reused)))
        elif not piece.reused:
            facts.append(self.tr("on the same matter"))
        if facts:
            said.addWidget(ElidedLabel(theme, "  ·  ".join(facts), "caption", "faint"))
        sentence = piece.reused[0].sentence if piece.reused else ""
        if sentence:
            said.addWidget(_sentence(context, sentence))
        self.setLayout(said)
        self.setAccessibleName(". ".join(filter(None, (title, *facts, sentence))))
        self.setToolTip("\n\n".join(one.sentence for one in piece.reused[:5]) or title)
        # As high as its words need it: a card's own height is a fixed one.
        theme.dress(self, "height", lambda card: (card.setMinimumHeight(24), card.setMaximumHeight(_ANY)))
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(self.layout().totalHeightForWidth(width), 24)


class EarlierSection(QWidget):
    """The section; hidden until there is something in it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._text: OpenText | None = None
        self._shown: tuple[Earlier, ...] = ()
        self._is_due = False
        self.rows: list[_Piece] = []
        theme = context.theme
        self._count = label(theme, "", "small", "muted", weight=500)
        head = row(label(theme, self.tr("Written before"), "small", "muted", weight=600), None, self._count)
        head.setContentsMargins(16, 14, 16, 4)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self._lines.setContentsMargins(8, 0, 8, 12)
        self._inside = QWidget()
        self._inside.setLayout(column(row(rule(), margins=(16, 0, 16, 0)), head, self._lines, gap=0))
        self._inside.hide()
        self.setLayout(column(self._inside, gap=0))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.look)

    def set_text(self, text: OpenText | None) -> None:
        """Follow another text."""
        if self._text is not None:
            self._text.document.contentsChanged.disconnect(self._on_change)
        self._text = text
        self._show(())
        self._timer.stop()
        if text is not None:
            text.document.contentsChanged.connect(self._on_change)
            self._on_change()

    def look(self) -> None:
        """Look now, if anybody sees it; else once somebody does."""
        text, context = self._text, self._context
        self._is_due = text is not None and not self.isVisible()
        if text is None or self._is_due:
            return
        ticket = context.jobs.latest(f"earlier {id(self)}")
        context.jobs.read(
            _look, context, text.id, text.document.toRawText(),
            done=self._show, failed=self._refused, ticket=ticket,
        )  # fmt: skip

    def _refused(self, error: Exception) -> None:
        self._show(())
        if not isinstance(error, UserError):
            self._context.messages.failure(error)

    def _on_change(self) -> None:
        self._timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_due:
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._timer.isActive():
            self._timer.stop()
            self._is_due = True

    def _show(self, pieces: Sequence[Earlier]) -> None:
        # While one types nothing moves unless there is news; the places of the sentences alone are none.
        known = [(one.id, one.title, [part.sentence for part in one.reused]) for one in self._shown]
        self._shown = tuple(pieces)
        if [(one.id, one.title, [part.sentence for part in one.reused]) for one in pieces] == known:
            return
        while (item := self._lines.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()
        self.rows = [_Piece(self._context, piece) for piece in pieces]
        for made, piece in zip(self.rows, pieces, strict=True):
            made.clicked.connect(lambda _=False, id=piece.id: self._context.exchange.read_requested.emit(id))
            self._lines.addWidget(made)
        self._count.setText(number(len(pieces)))
        self._inside.setVisible(bool(pieces))


def _look(context: Context, article_id: int, raw: str) -> tuple[Earlier, ...]:
    # It brings NumPy, which the window starts without.
    from desktop_app.search.earlier import earlier

    return earlier(context.archive, context.search, article_id, from_document(raw)[1])


def _sentence(context: Context, sentence: str) -> QLabel:
    shown = sentence if len(sentence) <= _LONGEST else f"{sentence[:_LONGEST].rsplit(' ', 1)[0]}…"
    made = label(context.theme, shown, "small", "muted", wrap=True)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return made
