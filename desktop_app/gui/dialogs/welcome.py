"""The first thing a newcomer sees, and where other archives are opened from later.

Create asks two things on one page: where, and the main language of the drafts. The sample opens a copy of its own.
Making and opening happen off the GUI thread; what goes wrong is told here, above the cards.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QStandardPaths, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app import paths
from desktop_app.app import SAMPLE_NAME, make_sample
from desktop_app.archive import Archive
from desktop_app.errors import UserError
from desktop_app.gui.banner import ErrorCard
from desktop_app.gui.dialogs.about import Mark
from desktop_app.gui.dialogs.setting_words import value_words
from desktop_app.gui.messages import describe_bug
from desktop_app.gui.pieces import CardButton, ElidedLabel, button, column, icon_label, label, row, set_button_text
from desktop_app.gui.recents import Recent, forget_archive, recent_archives
from desktop_app.gui.theme import ThemeKeeper
from desktop_app.settings import setting

if TYPE_CHECKING:
    from desktop_app.gui.program import Program

WIDTH, CARD_HEIGHT = 620, 78
_SUFFIX = ".copydesk"
_SHOWN = 6


class _Card(CardButton):
    """A big button: icon, what it does, one sentence."""

    def __init__(self, theme: ThemeKeeper, icon: str, title: str, text: str, run: Callable[[], object]) -> None:
        super().__init__(theme, title, CARD_HEIGHT)
        self.setAccessibleDescription(text)
        words = column(None, label(theme, title, "body-strong"), label(theme, text, "body", "muted"), None, gap=3)
        theme.set_font(words.itemAt(1).widget(), "body-strong", px=14)
        inside = row(icon_label(theme, icon, "accent", 22), 8, margins=(18, 0, 16, 0), gap=8)
        inside.addLayout(words, 1)
        inside.addWidget(icon_label(theme, "chevron-right", "text-faint", 16))
        self.setLayout(inside)
        self.clicked.connect(lambda: run())


class _RecentRow(CardButton):
    """One archive opened lately; what is missing is said and stays in the list."""

    def __init__(self, theme: ThemeKeeper, recent: Recent, run: Callable[[], object]) -> None:
        super().__init__(theme, recent.name, 34, flat=True)
        number = self.tr("%Ln articles", "", recent.articles)
        when = _when(recent.opened) if recent.is_there else self.tr("the disk is not connected")
        self.setAccessibleName(f"{recent.name}, {recent.path}, {number}, {when}")
        inside = row(icon_label(theme, "database", "text-muted", 16), label(theme, recent.name, weight=500), gap=10)
        path = ElidedLabel(theme, f"{recent.path}  ·  {number}", "small", "muted", mode=Qt.TextElideMode.ElideMiddle)
        inside.addWidget(path, 1)
        inside.addWidget(label(theme, when, "small", "faint"))
        inside.setContentsMargins(6, 0, 6, 0)
        self.setLayout(inside)
        self.clicked.connect(lambda: run())


class WelcomeWindow(QMainWindow):
    """Cards, recent archives, and the page that creates one."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._program = program
        self._theme = program.theme
        self._card: ErrorCard | None = None
        self.setWindowTitle("Copydesk")
        self.setAccessibleName(self.tr("Welcome to Copydesk"))
        self.resize(1080, 760)
        self.setMinimumSize(680, 520)
        self._stack = QStackedWidget()
        self._recent = column(gap=2)
        self._troubles = column(gap=8)
        self._build_first()
        self._build_create()
        surface = QFrame()
        surface.setObjectName("surface")
        surface.setLayout(column(self._stack, gap=0))
        self.setCentralWidget(surface)
        self._set_busy(False)
        program.jobs.read(recent_archives, done=self._show_recent)

    # -- what the program says

    def tell(self, error: Exception) -> None:
        """Say why an archive could not be opened or made."""
        self._set_busy(False)
        if self._card is not None:
            self._card.deleteLater()
        if isinstance(error, UserError):
            self._card = ErrorCard(self._theme, error.message, error.hint)
        else:
            words = self.tr("Something in the program went wrong. No file was changed.")
            self._card = ErrorCard(self._theme, words, details=describe_bug(error))
        self._troubles.addWidget(self._card)

    # -- pages

    def _build_first(self) -> None:
        theme = self._theme
        name = label(theme, "Copydesk")
        theme.dress(name, "font", lambda words: words.setFont(theme.editor_font(28, weight=700)))
        line = label(theme, self.tr("Write offline. Find anything you ever published."), "body", "muted")
        theme.set_font(line, "body", px=14)
        self._create = _Card(
            theme,
            "file-plus",
            self.tr("Create an archive"),
            self.tr("One file on this computer holds your drafts, your articles and every version."),
            self.show_create,
        )
        self._open = _Card(
            theme,
            "folder-open",
            self.tr("Open an archive"),
            self.tr("Choose one you made earlier, or one from another computer."),
            self._choose_archive,
        )
        self._sample = _Card(
            theme,
            "book-open",
            self.tr("Look around in the sample archive"),
            self.tr("Invented articles in four languages. Nothing you do there touches your files."),
            self._open_sample,
        )
        middle = column(None, row(Mark(theme), 10, column(name, line, gap=2), None), 20, gap=8)
        middle.addLayout(self._troubles)
        for card in (self._create, self._open, self._sample):
            middle.addWidget(card)
            middle.addSpacing(2)
        middle.addSpacing(14)
        self._recent_title = label(theme, self.tr("Recent"), "small", "muted", weight=600)
        self._recent_title.hide()
        middle.addWidget(self._recent_title)
        middle.addLayout(self._recent)
        middle.addStretch(2)
        foot = row(icon_label(theme, "wifi-off", "text-faint", 15), gap=8)
        foot.addWidget(label(theme, self.tr("Copydesk never connects to the internet."), "small", "faint"), 1)
        foot.addWidget(self._language_button())
        middle.addLayout(foot)
        self._stack.addWidget(self._centred(middle))

    def _build_create(self) -> None:
        theme = self._theme
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self._where = QLineEdit(str(Path(documents or Path.home()) / "Copydesk" / f"Archive{_SUFFIX}"))
        self._where.setAccessibleName(self.tr("Where the archive lies"))
        change = button(theme, self.tr("Change…"), run=self._choose_where)
        self._language = QComboBox()
        self._language.setAccessibleName(self.tr("Main language of your drafts"))
        for value in setting("languages.drafts").limits:
            self._language.addItem(value_words("languages.drafts", value), value)
        make = button(theme, self.tr("Create the archive"), "primary", run=self._make)
        self._make_button = make
        back = button(theme, self.tr("Back"), run=self._show_first)
        path_row = row(gap=8)
        path_row.addWidget(self._where, 1)
        path_row.addWidget(change)
        title = label(theme, self.tr("Create an archive"), "title")
        theme.set_font(title, "title", px=20)
        middle = column(
            None,
            title,
            label(theme, self.tr("It is one file. Copy it, and you have copied everything."), "body", "muted"),
            16,
            label(theme, self.tr("Where"), "small", "muted", weight=500),
            path_row,
            8,
            label(theme, self._language.accessibleName(), "small", "muted", weight=500),
            row(self._language, None),
            20,
            row(back, None, make),
            None,
            None,
            gap=6,
        )
        self._where.returnPressed.connect(self._make)
        self._stack.addWidget(self._centred(middle))

    def _centred(self, middle: QVBoxLayout) -> QWidget:
        inside = QWidget()
        inside.setLayout(middle)
        self._theme.dress(inside, "width", lambda pane: pane.setMaximumWidth(self._theme.px(WIDTH)))
        page = QWidget()
        page.setObjectName("scrolled")
        line = row(margins=(24, 24, 24, 20), gap=0)
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
        return area

    def _language_button(self) -> QPushButton:
        settings, key = self._program.settings, "languages.interface"
        link = button(self._theme, "", "link")

        def show() -> None:
            chosen = value_words(key, settings.get(key))
            set_button_text(link, self.tr("Language: {language}").format(language=chosen))

        menu = QMenu(link)
        for value in setting(key).limits:
            menu.addAction(value_words(key, value), lambda value=value: self._program.jobs.write(
                settings.set, key, value, done=lambda _: show()
            ))  # fmt: skip
        link.setMenu(menu)
        link.setToolTip(self.tr("Takes effect when Copydesk is opened the next time."))
        show()
        return link

    # -- acts

    def _show_recent(self, recents: list[Recent]) -> None:
        self._recent_title.setVisible(bool(recents))
        for recent in recents[:_SHOWN]:
            line = _RecentRow(self._theme, recent, lambda recent=recent: self._open_recent(recent))
            self._recent.addWidget(line)
        # A returning user wants the archive of last time, a new one the first card.
        first = self._recent.itemAt(0).widget() if recents and recents[0].is_there else self._create
        first.setFocus()

    def _open_recent(self, recent: Recent) -> None:
        if recent.is_there:
            self._set_busy(True)
            self._program.open_archive(recent.path)
            return
        message = self.tr("“{name}” cannot be reached: {path}").format(name=recent.name, path=recent.path)
        self.tell(UserError(message, self.tr("Connect its disk, or open it from where it lies now.")))
        assert self._card is not None
        forget = button(self._theme, self.tr("Take it off this list"), run=lambda: self._forget(recent))
        self._card.layout().insertWidget(2, forget)

    def _forget(self, recent: Recent) -> None:
        self._program.jobs.write(forget_archive, recent.path, done=lambda _: self._reload())

    def _reload(self) -> None:
        if self._card is not None:
            self._card.deleteLater()
            self._card = None
        while self._recent.count():
            self._recent.takeAt(0).widget().deleteLater()
        self._program.jobs.read(recent_archives, done=self._show_recent)

    def _show_first(self) -> None:
        self._stack.setCurrentIndex(0)
        self._create.setFocus()

    def show_create(self) -> None:
        """Show the page that makes an archive."""
        self._stack.setCurrentIndex(1)
        self._where.setFocus()

    def _choose_archive(self) -> None:
        dialog = QFileDialog(self, self.tr("Open an archive"), str(paths.data_folder()))
        dialog.setNameFilters([self.tr("Copydesk archives (*.copydesk)"), self.tr("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._open_chosen)
        dialog.open()

    def _open_chosen(self, path: str) -> None:
        self._set_busy(True)
        self._program.open_archive(path)

    def _open_sample(self) -> None:
        self._set_busy(True)
        self._program.open_sample()

    def _choose_where(self) -> None:
        dialog = QFileDialog(self, self.tr("Where should the archive lie?"), self._where.text())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(_SUFFIX.lstrip("."))
        dialog.setNameFilter(self.tr("Copydesk archives (*.copydesk)"))
        # An existing archive is refused by the archive itself, with better words than the system's question.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._where.setText)
        dialog.open()

    def _make(self) -> None:
        where = self._where.text().strip()
        if not where:
            self._where.setFocus()
            return
        path = Path(where).expanduser()
        if not path.suffix:
            path = path.with_suffix(_SUFFIX)
        language = self._language.currentData()
        self._set_busy(True)
        self._stack.setCurrentIndex(0)
        self._program.jobs.write(self._program.settings.set, "languages.drafts", language)
        self._program.make_archive(lambda: make_archive(path))

    def _set_busy(self, on: bool) -> None:
        for widget in (self._create, self._open, self._sample, self._make_button):
            widget.setEnabled(not on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._stack.currentIndex() == 1:
            self._show_first()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.deleteLater()
        self._program.welcome_closed()


def make_archive(path: Path) -> str:
    """Make an empty archive and its folder; refuses to overwrite."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"The folder {path.parent} could not be made ({error.strerror}). Nothing was changed.",
            "Choose another place.",
        ) from error
    Archive.create(path).close()
    return str(path)


def sample_copy() -> str:
    """Make the sample in the user's data folder, or find the one made before, with all that was done in it."""
    path = paths.data_folder() / SAMPLE_NAME
    if not path.exists():
        make_sample(path)
    return str(path)


def _when(opened: str) -> str:
    moment = QDateTime.fromString(opened, Qt.DateFormat.ISODate).toLocalTime()
    if not moment.isValid():
        return ""
    days = moment.date().daysTo(QDate.currentDate())
    if days == 0:
        return QCoreApplication.translate("WelcomeWindow", "today")
    if days == 1:
        return QCoreApplication.translate("WelcomeWindow", "yesterday")
    return QLocale().toString(moment.date(), QLocale.FormatType.ShortFormat)
