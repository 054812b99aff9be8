"""One control a setting: a tick, a list, a number, a line, a path. Applied at once; follows changes from outside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui.context import Context
from desktop_app.gui.dialogs.setting_words import value_words
from desktop_app.gui.pieces import button, column, label, row
from desktop_app.gui.transfer.export_formats import THEMES
from desktop_app.settings import Setting

_CHOICES = {"export.theme": tuple(THEMES)}
"""Settings that take any text, of which the window offers what there is."""
_STEPS = {"appearance.text_scale": 10, "editor.autosave_ms": 100, "search.page_size": 10}


class SettingField(QWidget):
    """The control of one setting with its title and help."""

    def __init__(self, context: Context, setting: Setting) -> None:
        super().__init__()
        self._context = context
        self.setting = setting
        self._put: Callable[[Any], None]
        makers: dict[str, Callable[[], QWidget]] = {
            "yes_no": self._make_tick,
            "choice": self._make_choice,
            "whole": self._make_number,
            "decimal": self._make_number,
            "path": self._make_path,
        }
        make = self._make_choice if setting.key in _CHOICES else makers.get(setting.type, self._make_line)
        self.control = make()
        title = self.tr(setting.title)
        self.control.setAccessibleName(title)
        self.control.setAccessibleDescription(self.tr(setting.help) if setting.help else "")
        self._lay_out(title)
        self.refresh()

    def refresh(self) -> None:
        """Show the value that is in force."""
        with QSignalBlocker(self.control):
            self._put(self._context.settings.get(self.setting.key))

    def _lay_out(self, title: str) -> None:
        theme = self._context.theme
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1 if self.setting.type == "yes_no" else 4)
        help_text = label(theme, self.tr(self.setting.help), "small", "muted", wrap=True) if self.setting.help else None
        if self.setting.type == "yes_no":
            layout.addWidget(self.control)
            if help_text is not None:
                layout.addLayout(row(help_text, margins=(theme.px(27), 0, 0, 0)))
            return
        caption = label(theme, title, "small", "muted", weight=500)
        caption.setBuddy(self.control)
        layout.addWidget(caption)
        holder = self.control.parentWidget()
        layout.addWidget(self.control if holder is None else holder)
        if help_text is not None:
            self.help = help_text
            layout.addWidget(help_text)

    def leave_help_out(self) -> None:
        """Where several stand in one row their titles must do."""
        if hasattr(self, "help"):
            self.help.hide()
            self.control.setToolTip(self.help.text())

    def _keep(self, value: Any) -> None:
        self._context.set(self.setting.key, value)

    def _make_tick(self) -> QWidget:
        tick = QCheckBox(self.tr(self.setting.title))
        tick.toggled.connect(self._keep)
        self._put = tick.setChecked
        return tick

    def _make_choice(self) -> QWidget:
        box = QComboBox()
        for value in _CHOICES.get(self.setting.key, self.setting.limits):
            box.addItem(value_words(self.setting.key, value), value)
        box.currentIndexChanged.connect(lambda _: self._keep(box.currentData()))
        self._put = lambda value: box.setCurrentIndex(max(box.findData(value), 0))
        # The wheel over a page of settings is for the page.
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.wheelEvent = lambda event: event.ignore()
        return box

    def _make_number(self) -> QWidget:
        low, high = self.setting.limits
        box: QSpinBox | QDoubleSpinBox
        if self.setting.type == "decimal":
            box = QDoubleSpinBox()
            box.setDecimals(1)
            box.setSingleStep(0.1)
        else:
            box = QSpinBox()
            box.setSingleStep(_STEPS.get(self.setting.key, 1))
        box.setRange(low, high)
        # The style sheet's padding does not reach the line inside a spin box.
        box.lineEdit().setTextMargins(7, 0, 0, 0)
        if self.setting.unit:
            box.setSuffix(f" {self.tr(self.setting.unit)}")
        # Typing "1" on the way to "120" must not shrink all text for a moment.
        box.setKeyboardTracking(False)
        box.valueChanged.connect(self._keep)
        self._put = box.setValue
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.wheelEvent = lambda event: event.ignore()
        return box

    def _make_line(self) -> QWidget:
        line = QLineEdit()
        line.editingFinished.connect(lambda: self._keep(line.text().strip()))
        self._put = line.setText
        return line

    def _make_path(self) -> QWidget:
        line = QLineEdit()
        line.editingFinished.connect(lambda: self._keep(line.text().strip()))
        self._put = line.setText
        choose = button(self._context.theme, self.tr("Choose…"), run=lambda: self._choose(line))
        self._holder = QWidget()
        self._holder.setLayout(row(gap=8))
        self._holder.layout().addWidget(line, 1)
        self._holder.layout().addWidget(choose)
        return line

    def _choose(self, line: QLineEdit) -> None:
        if self.setting.key == "archive.default":
            dialog = QFileDialog(self.window(), self.tr(self.setting.title), line.text())
            dialog.setNameFilter(self.tr("Copydesk archives (*.copydesk)"))
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        else:
            dialog = QFileDialog(self.window(), self.tr(self.setting.title), line.text())
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: (line.setText(path), self._keep(path)))
        dialog.open()


def field_row(*fields: SettingField, stretch: tuple[int, ...] = ()) -> QWidget:
    """Put a few fields side by side."""
    holder = QWidget()
    layout = row(gap=12)
    for number, field in enumerate(fields):
        field.leave_help_out()
        layout.addWidget(field, stretch[number] if number < len(stretch) else 1, Qt.AlignmentFlag.AlignTop)
    holder.setLayout(layout)
    return holder


def stacked(*widgets: QWidget, gap: int = 14) -> QWidget:
    holder = QWidget()
    holder.setLayout(column(*widgets, gap=gap))
    return holder
