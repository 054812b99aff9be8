"""Keep a search under a name, on the Desk if wished."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QVBoxLayout, QWidget

from desktop_app.archive.articles import Changes
from desktop_app.gui.context import Context
from desktop_app.gui.pieces import button, label, row


class SaveSearchDialog(QDialog):
    """Asks for a name; the query itself is the suggestion. Saving under a name that exists replaces its query."""

    def __init__(self, context: Context, query: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._query = query
        self.setModal(True)
        self.setWindowTitle(self.tr("Save this search"))
        theme = context.theme
        self.name = QLineEdit(query.strip() or self.tr("All articles"))
        self.name.setAccessibleName(self.tr("Name"))
        self.name.selectAll()
        self.pinned = QCheckBox(self.tr("Show it on the Desk too"))
        self.pinned.setChecked(True)
        words = query.strip() or self.tr("everything, newest first")
        self._save = button(theme, self.tr("Save search"), "primary", run=self._keep)
        self._save.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(6)
        layout.addWidget(label(theme, self.tr("Name"), "small", "muted", weight=500))
        layout.addWidget(self.name)
        layout.addWidget(label(theme, self.tr("Finds: {query}").format(query=words), "small", "muted", wrap=True))
        layout.addSpacing(6)
        layout.addWidget(self.pinned)
        layout.addSpacing(10)
        layout.addLayout(row(None, button(theme, self.tr("Cancel"), run=self.reject), self._save))
        self.name.textChanged.connect(lambda text: self._save.setEnabled(bool(text.strip())))
        self.resize(440, self.sizeHint().height())

    def _keep(self) -> None:
        name, context = self.name.text().strip(), self._context

        def told(changes: Changes) -> None:
            context.exchange.saved_searches_changed.emit()
            context.messages.toast(
                self.tr("Search kept as “{name}”").format(name=name),
                self.tr("Undo"),
                lambda: context.change(
                    context.archive.remove_search,
                    name,
                    done=lambda _: context.exchange.saved_searches_changed.emit(),
                ),
            )

        context.change(context.archive.save_search, name, self._query, self.pinned.isChecked(), done=told)
        self.accept()
