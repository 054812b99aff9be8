"""The settings, a page each: made from the one table in `settings.py`, applied at once, set back page by page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.gui.context import Context
from desktop_app.gui.dialogs.about import AboutPane
from desktop_app.gui.dialogs.archive_page import ArchivePage
from desktop_app.gui.dialogs.setting_field import SettingField, field_row
from desktop_app.gui.dialogs.setting_words import PAGE_ICONS
from desktop_app.gui.dialogs.spelling_page import SpellingPage
from desktop_app.gui.nav_list import NavList, NavRow
from desktop_app.gui.pieces import button, column, frame, label, row
from desktop_app.gui.sheet import Sheet
from desktop_app.settings import PAGES, SETTINGS, setting

SIZE = (940, 690)
_WRITING_ROW = ("editor.font", "editor.size_px", "editor.line_letters", "editor.line_spacing")
_WHILE_TYPING = ("editor.typewriter", "editor.formatting_bar")
_SAMPLE = (
    "Aa Əə Ğğ Iı İi Öö Şş Çç  Жж Щщ  აბგ  Աբգ",
    "Vergül nəfəsdir. Onu atan yazıçı oxucunu boğur. “Nə oldu?” — soruşdu.",
)


class _Sample(QFrame):
    """Shows the letters of the writing settings as they will look."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("card")
        self._context = context
        self._lines = [label(context.theme, text, wrap=True) for text in _SAMPLE]
        self.setLayout(column(*self._lines, margins=(18, 14, 18, 14), gap=8))
        self.setAccessibleName(self.tr("Sample of the typeface"))
        self.refresh()

    def refresh(self) -> None:
        settings = self._context.settings
        families = {"Literata": "serif", "Inter": "sans", "JetBrains Mono": "mono"}
        font = self._context.theme.editor_font(
            settings.get("editor.size_px"), families.get(settings.get("editor.font"), "serif")
        )
        for line in self._lines:
            line.setFont(font)


class SettingsSheet(Sheet):
    """Pages at the left, fields at the right. `open_at` shows a page by its name."""

    def __init__(self, context: Context, page: str = PAGES[0]) -> None:
        super().__init__(context.theme, context.commands, self.tr("Settings"), SIZE)
        self._context = context
        self.fields: dict[str, SettingField | SpellingPage] = {}
        self._sample: _Sample | None = None
        rows = [NavRow(name, self.tr(name), PAGE_ICONS[name]) for name in PAGES]
        rows.append(NavRow("About", self.tr("About"), "info"))
        self.pages = NavList(context.theme, self.tr("Pages"), rows, grows=True)
        self.pages.chosen.connect(self._show_page)
        side = frame(column(10, self.pages, gap=0), "sheet-side")
        context.theme.dress(side, "width", lambda pane: pane.setFixedWidth(context.theme.size("navigator")))
        self._stack = QStackedWidget()
        self._made: dict[str, QWidget] = {}
        right = column(margins=(0, 0, 0, 0), gap=0)
        right.addWidget(self._stack, 1)
        self._back = button(
            context.theme, self.tr("Set this page back to the start values"), "quiet", run=self._reset_page
        )
        close = button(context.theme, self.tr("Close"), "primary", run=self.accept)
        at_once = label(context.theme, self.tr("Changes apply at once."), "small", "faint")
        right.addLayout(row(at_once, None, self._back, close, margins=(28, 12, 28, 18)))
        body = row(side, gap=0)
        body.addLayout(right, 1)
        self.content.addLayout(body)
        context.exchange.setting_changed.connect(self._on_setting)
        self.open_at(page)

    def open_at(self, page: str) -> None:
        """Show a page."""
        self.pages.set_current(page)
        self._show_page(page)

    def focus_first(self) -> None:
        self.pages.setFocus()

    @property
    def page(self) -> str:
        return self.pages.current()

    def _show_page(self, page: str) -> None:
        if page not in self._made:
            self._made[page] = self._scrolling(self._make_page(page))
            self._stack.addWidget(self._made[page])
        self._stack.setCurrentWidget(self._made[page])
        self._back.setVisible(page != "About")

    def _make_page(self, page: str) -> QVBoxLayout:
        theme = self._context.theme
        layout = column(label(theme, self.tr(page), "title", weight=600), 6, margins=(28, 20, 28, 12), gap=14)
        theme.set_font(layout.itemAt(0).widget(), "title", 600, px=20)
        if page == "About":
            layout.addWidget(AboutPane(self._context))
        elif page == "Writing":
            self._fill_writing(layout)
        else:
            self._fill(layout, [s.key for s in SETTINGS if s.page == page and s.type != "list"])
        if page == "Keyboard":
            run = lambda: self._leave_for("keyboard")  # noqa: E731
            layout.addLayout(row(button(theme, self.tr("See and change keys…"), icon="keyboard", run=run), None))
        if page == "Languages and spelling":
            page_of_words = self.fields["spelling.languages"] = SpellingPage(self._context)
            layout.addWidget(page_of_words)
        if page == "Archive and backup":
            layout.addWidget(ArchivePage(self._context))
        layout.addStretch(1)
        return layout

    def _fill_writing(self, layout: QVBoxLayout) -> None:
        layout.addWidget(field_row(*(self._field(key) for key in _WRITING_ROW), stretch=(3, 1, 2, 1)))
        self._sample = _Sample(self._context)
        layout.addWidget(self._sample)
        rest = [s.key for s in SETTINGS if s.page == "Writing" and s.key not in (*_WRITING_ROW, *_WHILE_TYPING)]
        for title, keys in ((self.tr("While typing"), _WHILE_TYPING), (self.tr("Word goal"), rest)):
            section = column(label(self._context.theme, title, "small", "muted", weight=600), gap=5)
            for key in keys:
                section.addWidget(self._field(key))
            layout.addSpacing(4)
            layout.addLayout(section)

    def _fill(self, layout: QVBoxLayout, keys: list[str]) -> None:
        for key in keys:
            field = self._field(key)
            if field.setting.type not in ("yes_no", "path"):
                # Short values in a box across the whole page look lost; help stays readable below them.
                field.control.setMaximumWidth(self.theme.px(320))
            layout.addWidget(field)

    def _field(self, key: str) -> SettingField:
        field = self.fields[key] = SettingField(self._context, setting(key))
        return field

    def _scrolling(self, layout: QVBoxLayout) -> QWidget:
        inside = QWidget()
        inside.setObjectName("scrolled")
        inside.setLayout(layout)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        return area

    def _reset_page(self) -> None:
        page = self.page
        self._context.jobs.write(
            lambda: self._context.settings.reset(page=page),
            done=lambda _: self._context.exchange.setting_changed.emit(""),
        )

    def _on_setting(self, key: str) -> None:
        for known, field in self.fields.items():
            if key in ("", known):
                field.refresh()
        if self._sample is not None:
            self._sample.refresh()

    def _leave_for(self, command: str) -> None:
        self.accept()
        self._context.commands.trigger(command)
