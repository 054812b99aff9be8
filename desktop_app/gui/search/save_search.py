"""Keep a search under a name, on the Desk if wished."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLineEdit

from desktop_app.archive.articles import Changes
from desktop_app.gui.context import Context
from desktop_app.gui.library.browse import Browse
from desktop_app.gui.pieces import button, column, label, row
from desktop_app.gui.sheet import Sheet


class SaveSearchSheet(Sheet):
    """Asks for a name; the query itself is the suggestion. Saving under a name that exists replaces its query."""

    def __init__(self, context: Context, browse: Browse, name: str = "") -> None:
        title = self.tr("Save this search")
        super().__init__(context.theme, context.commands, title, size=(460, 0))
        self._context = context
        self._browse = browse
        words = browse.as_text()
        theme = context.theme
        self.add_header(title)
        self.name = QLineEdit(name or browse.query.strip() or words or self.tr("All articles"))
        self.name.setAccessibleName(self.tr("Name"))
        self.name.setMaxLength(200)
        theme.set_font(self.name, "body")
        self.pinned = QCheckBox(self.tr("Show it on the Desk too"))
        self.pinned.setChecked(True)
        words = words or self.tr("everything, newest first")
        self._save = button(theme, self.tr("Save search"), "primary", run=self._keep)
        self._save.setDefault(True)
        self.content.addLayout(
            column(
                label(theme, self.tr("Name"), "small", "muted", weight=500),
                self.name,
                label(theme, self.tr("Finds: {query}").format(query=words), "small", "muted", wrap=True),
                6,
                self.pinned,
                6,
                row(None, button(theme, self.tr("Cancel"), run=self.reject), self._save),
                margins=(22, 14, 22, 18),
            )
        )
        self.name.textChanged.connect(lambda text: self._save.setEnabled(bool(text.strip())))
        self.name.returnPressed.connect(self._keep)

    def focus_first(self) -> None:
        self.name.setFocus()
        self.name.selectAll()

    def _keep(self) -> None:
        name, context = self.name.text().strip(), self._context
        if not name or self.result():
            return

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

        browse = self._browse
        context.change(
            context.archive.save_search, name, browse.query, self.pinned.isChecked(), browse.filters(), done=told
        )
        self.accept()
