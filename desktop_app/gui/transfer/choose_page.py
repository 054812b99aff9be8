"""Where an import begins: folder, files or a zip, and what should hold for every article that comes."""

from __future__ import annotations

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop_app.archive.articles import STATUSES
from desktop_app.gui.context import Context
from desktop_app.gui.pieces import button, column, frame, icon_label, label, row
from desktop_app.text.languages import language_name
from desktop_app.transfer.importing import ImportOptions

_LANGUAGES = ("az", "tr", "ru", "en")
_WIDTH = 640


class ChoosePage(QWidget):
    """Buttons and options; `chosen` carries paths."""

    chosen = Signal(list)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        theme = context.theme
        self._folder = button(theme, self.tr("Choose a folder…"), "primary", "folder", run=self._choose_folder)
        self._files = button(theme, self.tr("Choose files…"), icon="file-plus", run=self._choose_files)
        title = label(theme, self.tr("Bring articles in"), "title")
        theme.set_font(title, "title", px=20)
        text = self.tr(
            "Markdown, plain text and web pages, as files, folders or zip archives, with the pictures they use. "
            "Or drop them anywhere on this window."
        )
        safe = row(icon_label(theme, "shield-check", "ok", 16), gap=8)
        words = self.tr("Your files stay where they are. The import can be undone as one step.")
        safe.addWidget(label(theme, words, "small", "muted", wrap=True), 1)
        middle = column(
            icon_label(theme, "import", "text-faint", 28),
            6,
            title,
            label(theme, text, "body", "muted", wrap=True),
            10,
            row(self._folder, self._files, None),
            14,
            self._make_options(),
            8,
            safe,
            None,
            gap=6,
        )
        self._lay_out(middle)

    def first(self) -> QWidget:
        """Return what takes the focus."""
        return self._folder

    def options(self) -> ImportOptions:
        """Return what should hold for every article."""
        tags = tuple(tag.strip() for tag in self._tags.text().split(",") if tag.strip())
        return ImportOptions(
            language=self._language.currentData() or None,
            status=self._status.currentData() or None,
            section=self._section.text().strip() or None,
            tags=tags,
            on_duplicate=self._duplicates.currentData(),
        )

    def _make_options(self) -> QWidget:
        theme, commands = self._context.theme, self._context.commands
        told = self.tr("As each file says")
        self._language = _choice(self.tr("Language"), [(told, ""), *((language_name(c), c) for c in _LANGUAGES)])
        states = [(commands.text(f"status.{status}"), status) for status in STATUSES]
        self._status = _choice(self.tr("Status"), [(told, ""), *states])
        self._section = QLineEdit()
        self._section.setAccessibleName(self.tr("Section"))
        self._section.setPlaceholderText(told)
        self._tags = QLineEdit()
        self._tags.setAccessibleName(self.tr("Tags"))
        self._tags.setPlaceholderText(self.tr("Added to its own, with commas between"))
        self._duplicates = _choice(
            self.tr("What is here already"),
            [
                (self.tr("Leave it as it is"), "skip"),
                (self.tr("Bring it up to date"), "update"),
                (self.tr("Keep both"), "keep-both"),
            ],
        )
        grid = QGridLayout()
        grid.setContentsMargins(16, 12, 16, 16)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        grid.addWidget(
            label(theme, self.tr("For every article of this import"), "small", "muted", weight=600), 0, 0, 1, 2
        )
        fields = (self._language, self._status, self._section, self._tags, self._duplicates)
        for number, field in enumerate(fields):
            caption = label(theme, field.accessibleName(), "small", "muted", weight=500)
            caption.setBuddy(field)
            grid.addLayout(column(caption, field, gap=4), 1 + number // 2, number % 2)
        for index in (0, 1):
            grid.setColumnStretch(index, 1)
        return frame(grid, "card")

    def _lay_out(self, middle: QVBoxLayout) -> None:
        theme = self._context.theme
        inside = QWidget()
        inside.setLayout(middle)
        theme.dress(inside, "width", lambda pane: pane.setMaximumWidth(theme.px(_WIDTH)))
        page = QWidget()
        page.setObjectName("scrolled")
        line = row(margins=(28, 36, 28, 20), gap=0)
        line.addStretch(1)
        line.addWidget(inside, 1000)
        line.addStretch(1)
        page.setLayout(line)
        area = QScrollArea()
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)
        self.setLayout(column(area, gap=0))

    def _choose_folder(self) -> None:
        dialog = self._dialog(self.tr("Import a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.open()

    def _choose_files(self) -> None:
        dialog = self._dialog(self.tr("Import files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        kinds = self.tr("Texts, pages and zip archives (*.md *.markdown *.txt *.text *.html *.htm *.zip)")
        dialog.setNameFilters([kinds, self.tr("All files (*)")])
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self.window(), title, home)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.chosen)
        return dialog


def _choice(name: str, values: list[tuple[str, str]]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for words, value in values:
        box.addItem(words, value)
    return box
