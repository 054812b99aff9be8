"""The settings page's part on spelling: which languages are checked and by what, and the writer's own words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSignalBlocker, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QFrame, QLineEdit, QListWidget, QWidget

from desktop_app.gui.context import Context
from desktop_app.gui.pieces import button, column, frame, label, row
from desktop_app.spelling import WEAK, DictionaryFile, OwnWords, find_dictionaries, own_folder, own_words_file
from desktop_app.text.languages import LANGUAGE_CODES, language_name

_KEY = "spelling.languages"
_LIST_HEIGHT = 130


class SpellingPage(QWidget):
    """A tick a language that has a dictionary, the folder for more, and the own words with a line to add one."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.ticks: dict[str, QCheckBox] = {}
        theme = context.theme
        self._languages = column(gap=4)
        self.words = QListWidget()
        self.words.setAccessibleName(self.tr("Your own words"))
        self.words.setFrameShape(QFrame.Shape.NoFrame)
        self.words.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        theme.dress(self.words, "height", lambda it: it.setFixedHeight(theme.px(_LIST_HEIGHT)))
        self.new_word = QLineEdit()
        self.new_word.setPlaceholderText(self.tr("A word to add"))
        self.new_word.setAccessibleName(self.tr("A word to add"))
        self.new_word.returnPressed.connect(self._add)
        self.remove = button(theme, self.tr("Remove"), run=self._remove)
        QShortcut(QKeySequence.StandardKey.Delete, self.words, self._remove)
        folder = button(theme, self.tr("Open the folder for dictionaries"), icon="folder", run=self._open_folder)
        more = self.tr("Put hunspell dictionaries there, an .aff and a .dic file for each language, to check more.")
        adding = row(button(theme, self.tr("Add"), run=self._add), self.remove, gap=8)
        adding.insertWidget(0, self.new_word, 1)
        layout = column(label(theme, self.tr("Languages that are checked"), "small", "muted", weight=600), gap=8)
        layout.addLayout(self._languages)
        layout.addWidget(label(theme, more, "small", "muted", wrap=True))
        layout.addLayout(row(folder, None))
        layout.addSpacing(8)
        layout.addWidget(label(theme, self.tr("Your own words"), "small", "muted", weight=600))
        layout.addWidget(frame(column(self.words, margins=(8, 6, 8, 6)), "card"))
        layout.addLayout(adding)
        self.setLayout(layout)
        context.jobs.read(find_dictionaries, done=self._show_languages)
        context.jobs.read(self._own, done=self._show_words)

    def _own(self) -> OwnWords:
        speller = self._context.app.speller
        return speller.own if speller is not None else OwnWords(own_words_file())

    def _show_languages(self, found: dict[str, tuple[DictionaryFile, ...]]) -> None:
        known = [code for code in LANGUAGE_CODES if code in found or code in WEAK]
        checked = self._context.settings.get(_KEY)
        for code in known:
            files = found.get(code, ())
            words = self.tr("{language}: {source}").format(language=language_name(code), source=self._source(files))
            tick = self.ticks[code] = QCheckBox(words)
            tick.setAccessibleName(words)
            tick.setChecked(code in checked)
            tick.toggled.connect(partial(self._choose, code))
            self._languages.addWidget(tick)

    def _source(self, files: tuple[DictionaryFile, ...]) -> str:
        if not files:
            return self.tr("by the words of your archive")
        return {
            "own": self.tr("your own dictionary"),
            "shipped": self.tr("comes with Copydesk"),
            "system": self.tr("the dictionary of this computer"),
        }[files[0].origin]

    def _choose(self, code: str, on: bool) -> None:
        before = self._context.settings.get(_KEY)
        self._context.set(_KEY, tuple(one for one in (*before, code) if on or one != code))

    def refresh(self) -> None:
        """Show the languages that are checked now."""
        for code, tick in self.ticks.items():
            with QSignalBlocker(tick):
                tick.setChecked(code in self._context.settings.get(_KEY))

    def _show_words(self, own: OwnWords) -> None:
        self.words.clear()
        self.words.addItems(list(own))
        self.remove.setEnabled(self.words.count() > 0)

    def _add(self) -> None:
        word = self.new_word.text().strip()
        if word:
            self.new_word.clear()
            self._change(lambda own: own.add(word))

    def _remove(self) -> None:
        words = [item.text() for item in self.words.selectedItems()]
        if words:
            self._change(lambda own: [own.remove(word) for word in words])

    def _change(self, act: Callable[[OwnWords], object]) -> None:
        def work() -> OwnWords:
            own = self._own()
            act(own)
            return own

        def done(own: OwnWords) -> None:
            self._show_words(own)
            self._context.exchange.setting_changed.emit(_KEY)

        self._context.jobs.write(work, done=done)

    def _open_folder(self) -> None:
        def make() -> str:
            folder = own_folder()
            folder.mkdir(parents=True, exist_ok=True)
            return str(folder)

        self._context.jobs.read(make, done=lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(path)))
