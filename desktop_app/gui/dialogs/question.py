"""Asks once before what cannot be undone: says what will happen, and its button repeats the verb."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from desktop_app.gui.context import Context
from desktop_app.gui.messages import Message
from desktop_app.gui.pieces import button, column, label, row
from desktop_app.gui.sheet import Sheet


class QuestionSheet(Sheet):
    """A small sheet for one `Message` of kind question. Esc and Cancel are the same way out."""

    def __init__(self, context: Context, message: Message) -> None:
        super().__init__(context.theme, context.commands, message.title, (460, 0))
        theme = context.theme
        self.message = message
        is_dangerous = message.tone == "danger"
        body = column(margins=(22, 20, 22, 18), gap=10)
        body.addWidget(label(theme, message.title, "title", wrap=True))
        body.addWidget(label(theme, message.text, "body", "muted", wrap=True))
        if message.details:
            body.addWidget(label(theme, message.details, "small", "muted", wrap=True))
        self.verb = button(theme, message.choices[0].text, "danger" if is_dangerous else "primary")
        self.verb.clicked.connect(lambda: self._take(0))
        self.cancel = button(theme, message.cancel_text, run=self.reject)
        self.field: QLineEdit | None = None
        if message.type_to_confirm:
            self.field = QLineEdit()
            self.field.setAccessibleName(self.tr("Type “{text}” to go on").format(text=message.type_to_confirm))
            self.field.textChanged.connect(self._on_typed)
            body.addWidget(label(theme, self.field.accessibleName(), "small", weight=500))
            body.addWidget(self.field)
            self.verb.setEnabled(False)
        buttons = [self.cancel]
        for number, choice in enumerate(message.choices[1:], start=1):
            other = button(theme, choice.text)
            other.clicked.connect(lambda _=False, number=number: self._take(number))
            buttons.append(other)
        body.addSpacing(8)
        body.addLayout(row(None, *buttons, self.verb, gap=8))
        self.content.addLayout(body)
        # Where nothing can be undone, Enter must not be the way to do it.
        (self.cancel if is_dangerous else self.verb).setDefault(True)
        self.rejected.connect(lambda: message.dismiss())

    def focus_first(self) -> None:
        if self.field is not None:
            self.field.setFocus()
        else:
            (self.cancel if self.message.tone == "danger" else self.verb).setFocus()

    def _on_typed(self, text: str) -> None:
        self.verb.setEnabled(text.strip() == self.message.type_to_confirm.strip())

    def _take(self, number: int) -> None:
        # Closed first: the answer may ask the next question.
        self.accept()
        self.message.accept(number)
