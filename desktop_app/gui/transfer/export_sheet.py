"""Export: choose a format, see the first page, export. Folder and options are remembered for each format.

Ctrl+E, Enter exports as last time. Nothing is written before the button is pressed; what is written goes to a temporary
name first and is read again, which is the transfer room's affair.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFileDialog, QProgressBar, QStackedWidget, QWidget

from desktop_app import markup
from desktop_app.archive.articles import Article
from desktop_app.gui.context import Context
from desktop_app.gui.library.reader_page import page_html
from desktop_app.gui.pieces import (
    CardButton,
    ElidedLabel,
    button,
    column,
    frame,
    icon_label,
    label,
    row,
    rule,
    set_button_text,
)
from desktop_app.gui.session import write_state
from desktop_app.gui.sheet import Sheet
from desktop_app.gui.transfer.export_formats import (
    FORMATS,
    ON_EXISTING,
    THEMES,
    Choice,
    ExportFormat,
    Remembered,
    export_format,
    first_folder,
    remembered_file,
)
from desktop_app.gui.transfer.export_preview import ExportPreview, caption
from desktop_app.gui.transfer.export_run import ExportRun
from desktop_app.text.languages import language_name
from desktop_app.transfer.file_names import name_from
from desktop_app.transfer.markdown_file import write_text
from desktop_app.transfer.page import PagePicture
from desktop_app.transfer.pdf_file import missing_letters, preview_pages
from desktop_app.transfer.reports import Progress

SIZE = (1080, 700)
_PREVIEW_PAGES = 3
_PREVIEW_PPI = 110
_SOURCE_LETTERS = 20_000


class _FormatCard(CardButton):
    """A format in the list at the left."""

    def __init__(self, context: Context, form: ExportFormat, name: str, text: str) -> None:
        super().__init__(context.theme, name, 48, flat=True)
        theme = context.theme
        self.form = form
        self.setAccessibleDescription(text)
        words = column(None, label(theme, name, "body-strong"), label(theme, text, "small", "muted"), None, gap=0)
        self.setLayout(row(icon_label(theme, form.icon, "text-muted", 20), words, None, margins=(12, 0, 8, 0), gap=12))
        self.setCheckable(True)


class ExportSheet(Sheet):
    """The sheet for these articles, in this order."""

    def __init__(self, context: Context, ids: Sequence[int], flush: Callable[[], object] | None = None) -> None:
        self._ids = tuple(ids)
        super().__init__(context.theme, context.commands, self._title_words(), SIZE)
        self._context = context
        self._flush = flush
        self.run = ExportRun(context)
        self._remembered = Remembered()
        self._form = export_format(context.settings.get("export.format"))
        self._choice = self._start_choice()
        self._article: Article | None = None
        self._pictures: tuple[PagePicture, ...] = ()
        self._is_following = True
        self._build()
        self.run.moved.connect(self._on_moved)
        self.run.ended.connect(self._on_ended)
        context.jobs.read(Remembered.load, done=self._take_remembered, failed=lambda error: self._use(self._form.id))
        context.jobs.read(self._fetch, done=self._take_article)

    # -- building

    def _title_words(self) -> str:
        return self.tr("Export %Ln articles", "", len(self._ids))

    def _build(self) -> None:
        theme = self.theme
        self._subtitle = ElidedLabel(theme, "", "body", "muted")
        self.add_header(self._title_words())
        header = self.content.itemAt(0).layout().itemAt(0).layout()
        header.addWidget(self._subtitle)
        self.preview = ExportPreview(theme)
        body = row(gap=0)
        body.addWidget(self._make_formats())
        body.addWidget(self.preview, 1)
        body.addWidget(self._make_options())
        self.content.addLayout(body, 1)
        self.content.addWidget(rule())
        self.content.addWidget(self._make_foot())

    def _make_formats(self) -> QWidget:
        theme = self.theme
        self._cards: dict[str, _FormatCard] = {}
        group = QButtonGroup(self)
        cards = column(margins=(12, 14, 12, 12), gap=4)
        for form in FORMATS:
            card = self._cards[form.id] = _FormatCard(self._context, form, self.tr(form.name), self.tr(form.text))
            group.addButton(card)
            card.toggled.connect(lambda on, id=form.id: self._use(id) if on and self._is_following else None)
            cards.addWidget(card)
        cards.addStretch(1)
        pane = frame(cards)
        theme.dress(pane, "width", lambda one: one.setFixedWidth(theme.px(262)))
        return pane

    def _make_options(self) -> QWidget:
        theme = self.theme
        self._theme_box = _choice_box(self.tr("Style"), {key: self.tr(words) for key, words in THEMES.items()})
        self._theme_box.activated.connect(lambda _: self._choose(theme=self._theme_box.currentData()))
        self._existing_box = _choice_box(
            self.tr("When a file is there already"), {key: self.tr(words) for key, words in ON_EXISTING.items()}
        )
        self._existing_box.activated.connect(lambda _: self._choose(on_existing=self._existing_box.currentData()))
        self._many_box = _choice_box(
            self.tr("Files"), {"each": self.tr("One file each"), "one": self.tr("One file for all")}
        )
        self._many_box.activated.connect(lambda _: self._choose(one_file=self._many_box.currentData() == "one"))
        self._option_rows: list[tuple[QComboBox, QWidget]] = []
        options = column(margins=(18, 16, 18, 14), gap=12)
        for box in (self._theme_box, self._many_box, self._existing_box):
            holder = QWidget()
            holder.setLayout(column(caption(theme, box.accessibleName(), box), box, gap=4))
            self._option_rows.append((box, holder))
            options.addWidget(holder)
        self._example = label(theme, "", "small", "muted", wrap=True)
        options.addWidget(self._example)
        options.addStretch(1)
        self._promise = label(theme, "", "small", "muted", wrap=True)
        self._letters = label(theme, "", "small", "muted", wrap=True)
        self._letters_icon = icon_label(theme, "circle-check", "ok", 16)
        for icon, words in (
            (icon_label(theme, "shield-check", "ok", 16), self._promise),
            (self._letters_icon, self._letters),
        ):
            line = row(gap=8)
            line.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(words, 1)
            options.addLayout(line)
        pane = frame(options)
        theme.dress(pane, "width", lambda one: one.setFixedWidth(theme.px(290)))
        return pane

    def _make_foot(self) -> QWidget:
        theme = self.theme
        self._path = ElidedLabel(theme, "", "body", "muted", mode=Qt.TextElideMode.ElideMiddle)
        change = button(theme, self.tr("Change…"), "link", run=self._change_path)
        cancel = button(theme, self.tr("Cancel"), run=self.reject)
        self.verb = button(theme, self.tr("Export"), "primary", run=self.export)
        self.verb.setDefault(True)
        ready = row(icon_label(theme, "folder", "text-muted", 16), gap=8, margins=(22, 12, 18, 14))
        ready.addWidget(self._path, 0)
        ready.addWidget(change)
        ready.addStretch(1)
        ready.addWidget(cancel)
        ready.addWidget(self.verb)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._numbers = label(theme, "", "small", "muted")
        self._stop = button(theme, self.tr("Stop"), run=self.run.stop)
        hide = button(theme, self.tr("Hide"), run=self.accept)
        working = row(gap=12, margins=(22, 12, 18, 14))
        working.addLayout(column(self._numbers, self._bar, gap=6), 1)
        working.addWidget(self._stop)
        working.addWidget(hide)
        self._foot = QStackedWidget()
        for layout in (ready, working):
            holder = QWidget()
            holder.setLayout(layout)
            self._foot.addWidget(holder)
        theme.dress(self._foot, "height", lambda foot: foot.setFixedHeight(theme.px(58)))
        return self._foot

    def focus_first(self) -> None:
        self.verb.setFocus()

    # -- reading

    def _fetch(self) -> tuple[Article, tuple[PagePicture, ...]]:
        archive = self._context.archive
        article = archive.get(self._ids[0])
        pictures = tuple(
            PagePicture(one.name, one.sha256, one.media_type, archive.picture_bytes(one.sha256))
            for one in archive.pictures(article.id)
        )
        return article, pictures

    def _take_article(self, found: tuple[Article, tuple[PagePicture, ...]]) -> None:
        self._article, self._pictures = found
        title = self._article.title or self.tr("Untitled")
        rest = len(self._ids) - 1
        self._subtitle.setText(title + (self.tr(" and %Ln more", "", rest) if rest else ""))
        self._show_path()
        self._show_preview()
        self._context.jobs.render(missing_letters, self._article, done=self._show_letters, failed=lambda error: None)

    def _take_remembered(self, remembered: Remembered) -> None:
        self._remembered = remembered
        self._use(remembered.last or self._form.id)

    def _start_choice(self) -> Choice:
        settings = self._context.settings
        return Choice(
            first_folder(settings.get("export.folder")),
            settings.get("export.theme") if settings.get("export.theme") in THEMES else "house",
            settings.get("export.on_existing"),
        )

    # -- choosing

    def _use(self, id: str) -> None:
        """Show a format with what was chosen for it last time."""
        self._form = export_format(id)
        self._choice = self._remembered.choice(self._form.id, self._start_choice())
        self._is_following = False
        self._cards[self._form.id].setChecked(True)
        self._is_following = True
        for box, value in (
            (self._theme_box, self._choice.theme),
            (self._existing_box, self._choice.on_existing),
            (self._many_box, "one" if self._choice.one_file else "each"),
        ):
            box.setCurrentIndex(max(box.findData(value), 0))
        shown = {
            self._theme_box: self._form.themes,
            self._many_box: self._form.one_file and len(self._ids) > 1,
            self._existing_box: True,
        }
        for box, holder in self._option_rows:
            holder.setVisible(shown[box])
        self._promise.setText(self.tr(self._form.promise))
        name = self.tr(self._form.name)
        set_button_text(self.verb, self.tr("Export {format}").format(format=name))
        self._show_path()
        self._show_preview()

    def _choose(self, **changes: object) -> None:
        self._choice = replace(self._choice, **changes)
        self._show_path()
        if "theme" in changes:
            self._show_preview()

    def target(self) -> Path:
        """Return the file or folder that the export will write."""
        folder = Path(self._choice.folder).expanduser()
        title = self._article.title if self._article is not None else ""
        name = name_from(title) or f"article-{self._ids[0]}"
        many = len(self._ids) > 1
        if self._form.id == "site":
            return folder / (name if not many else "site")
        if many and not (self._choice.one_file and self._form.one_file):
            return folder
        return folder / (f"{name}{self._form.suffix}" if not many else f"articles{self._form.suffix}")

    def _show_path(self) -> None:
        shown = str(self.target())
        home = str(Path.home())
        self._path.setText("~" + shown[len(home) :] if shown.startswith(home) else shown)
        self._path.setToolTip(shown)
        many = len(self._ids) > 1 and not (self._choice.one_file and self._form.one_file) and self._form.id != "site"
        title = self._article.title if self._article is not None else ""
        example = self.tr("Files are named after their headlines: {name}").format(
            name=f"{name_from(title) or 'article'}{self._form.suffix}"
        )
        self._example.setText(example)
        self._example.setVisible(many)

    def _change_path(self) -> None:
        many = self.target().suffix == ""
        dialog = QFileDialog(self._beneath, self.tr("Where should it go?"), str(self.target().parent))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, not many)
        dialog.fileSelected.connect(lambda folder: self._choose(folder=folder))
        dialog.open()

    # -- preview

    def _show_preview(self) -> None:
        article = self._article
        jobs = self._context.jobs
        ticket = jobs.latest("export preview")
        if article is None:
            self.preview.show_word(self.tr("The preview is being made…"))
            return
        if self._form.preview == "source":
            jobs.render(lambda: write_text(article)[:_SOURCE_LETTERS], done=self.preview.show_source, ticket=ticket)
        elif self._form.preview == "reading":
            jobs.render(
                lambda: page_html(article, markup.render(article.body, language=article.language).html, 0),
                done=self.preview.show_page,
                ticket=ticket,
            )
        else:
            self.preview.show_word(self.tr("The preview is being made…"))
            theme, pictures = self._choice.theme, self._pictures
            jobs.render(
                lambda: preview_pages(article, pictures, theme, _PREVIEW_PPI, _PREVIEW_PAGES),
                done=self.preview.show_pages,
                failed=lambda error: self.preview.show_word(str(error)),
                ticket=ticket,
            )

    def _show_letters(self, letters: str) -> None:
        article = self._article
        if letters:
            words = self.tr("%Ln letters are in no font here: {letters}", "", len(letters))
            self._letters.setText(words.format(letters=" ".join(letters[:12])))
            self.theme.set_icon(self._letters_icon, "triangle-alert", "warning", 16)
        elif article is not None and article.language:
            words = self.tr("Every letter has its font: {language}")
            self._letters.setText(words.format(language=language_name(article.language)))
        else:
            self._letters.setText(self.tr("Every letter has its font."))

    # -- exporting

    def export(self) -> None:
        """Export as chosen; the sheet stays with a bar until it is done, or is hidden."""
        if self.run.is_running:
            return
        if self._flush is not None:
            self._flush()
        self._remembered.keep(self._form.id, self._choice)
        text = json.dumps(self._remembered.state(), ensure_ascii=False, indent=1)
        self._context.jobs.write(write_state, remembered_file(), text, failed=lambda error: None)
        self._bar.setRange(0, 0)
        self._numbers.setText(self.tr("Exporting…"))
        self._foot.setCurrentIndex(1)
        self._stop.setFocus()
        self.run.start(self._ids, self._form, self._choice, self.target())

    def _on_moved(self, progress: Progress) -> None:
        locale = QLocale()
        if progress.total:
            self._bar.setRange(0, progress.total)
            self._bar.setValue(progress.done)
        words = self.tr("{n} of {total}").format(
            n=locale.toString(progress.done), total=locale.toString(max(progress.total, len(self._ids)))
        )
        self._numbers.setText(words)

    def _on_ended(self, is_whole: bool) -> None:
        self._foot.setCurrentIndex(0)
        if self.isVisible():
            if is_whole:
                self.accept()
            else:
                self.verb.setFocus()


def _choice_box(name: str, values: dict[str, str]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for value, words in values.items():
        box.addItem(words, value)
    return box
