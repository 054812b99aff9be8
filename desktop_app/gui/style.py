"""The application's one style sheet: what a palette cannot say (corners, hairlines, focus edges, scroll bars).

Tokens are written `@name` for a colour, `@Npx` for a length that grows with the text and `@icon(name,colour)` for a
picture. Widgets ask for a look by a property (`kind`, `tone`) or an object name; no rule names a bare QWidget.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app import paths

if TYPE_CHECKING:
    from desktop_app.gui.theme import Theme

_SHEET = """
QMainWindow, #chrome { background: @surface-sunken; }
QDialog { background: @surface; }
QDialog#sheet { background: transparent; }
#surface { background: @surface; }
#paper { background: @surface-raised; }
#toolbar { background: @surface-sunken; border-bottom: 1px solid @border; }
#statusbar { background: @surface-sunken; border-top: 1px solid @border; }
#navigator { background: @surface-sunken; }
#list, #inspector, #strip { background: @surface; }
#strip, #bulk-bar { border-bottom: 1px solid @border; }
#bulk-bar { background: @surface; }
#bar { background: @surface-raised; border-bottom: 1px solid @border; }
#find-bar { background: @surface; border-top: 1px solid @border; }
#preview, #preview #bar { background: @surface; }
QFrame#rule { background: @border; border: none; max-height: 1px; min-height: 1px; }
QFrame#divider { background: @border; border: none; max-width: 1px; min-width: 1px; }
QPlainTextEdit#boxed { background: @surface-raised; border: 1px solid @border-strong; border-radius: 6px;
  padding: 4px; }
QFrame#card { background: @surface-raised; border: 1px solid @border; border-radius: 10px; }
QFrame#card[current="true"] { border: 1px solid @accent; }
QFrame#overlay { background: @surface; border: 1px solid @border-strong; border-radius: 10px; }
QFrame[ground="info"] { background: @info-soft; border: none; border-radius: 6px; }
QFrame[ground="warning"] { background: @warning-soft; border: none; border-radius: 6px; }
QFrame[ground="ok"] { background: @ok-soft; border: none; border-radius: 6px; }
QFrame[ground="danger"] { background: @danger-soft; border: none; border-radius: 6px; }
QFrame[ground="info"] QLabel { color: @on-info-soft; }
QFrame[ground="warning"] QLabel { color: @on-warning-soft; }
QFrame[ground="ok"] QLabel { color: @on-ok-soft; }
QFrame[ground="danger"] QLabel { color: @on-danger-soft; }
QLabel { background: transparent; }
QLabel[tone="muted"] { color: @text-muted; }
QLabel[tone="faint"] { color: @text-faint; }
QLabel[tone="accent"] { color: @accent; }
QLabel[tone="danger"] { color: @danger; }
QLabel[tone="warning"] { color: @warning; }
QLabel[tone="ok"] { color: @ok; }
QLabel[tone="info"] { color: @info; }
QLabel#key { color: @text-muted; background: @surface-raised; border: 1px solid @border; border-radius: 4px;
  padding: 1px @5px; min-height: @16px; }
QLabel#step { color: @text-muted; border: 1px solid @border-strong; border-radius: @11px; }
QLabel#step[now="true"] { color: @on-accent; background: @accent; border-color: @accent; }
QMenuBar { background: @surface-sunken; color: @text-muted; padding: 2px 6px; }
QMenuBar::item { padding: @4px @9px; border-radius: 5px; background: transparent; }
QMenuBar::item:selected { background: @surface-hover; color: @text; }
QMenu { background: @surface-raised; color: @text; border: 1px solid @border; padding: 5px 0; }
QMenu::item { padding: @5px @28px @5px @10px; border-radius: 4px; margin: 0 5px; background: transparent; }
QMenu::item:selected { background: @accent-soft; color: @on-accent-soft; }
QMenu::item:disabled { color: @text-disabled; background: transparent; }
QMenu::icon { padding-left: @10px; }
QMenu::separator { height: 1px; background: @border; margin: 5px 10px; }
QMenu::indicator { width: @14px; height: @14px; padding-left: @10px; }
QMenu::indicator:non-exclusive:checked, QMenu::indicator:exclusive:checked { image: @icon(check,accent); }
QMenu::right-arrow { image: @icon(chevron-right,text-muted); width: @14px; height: @14px; }
QToolTip { background: @surface-raised; color: @text; border: 1px solid @border-strong; padding: 4px 7px; }
QLineEdit, QPlainTextEdit#field, QTextEdit#field { background: @surface-raised; border: 1px solid @border-strong;
  border-radius: 6px; padding: 0 9px; color: @text;
  selection-background-color: @selection; selection-color: @on-selection; }
QLineEdit { min-height: @28px; }
QLineEdit#palette-field, QLineEdit#palette-field:focus { border: none; background: transparent; padding: 0; }
QPlainTextEdit#field, QTextEdit#field { padding: 5px 7px; }
QLineEdit:focus { border: @FOCUSpx solid @focus-ring; padding: 0 8px; min-height: @26px; }
QPlainTextEdit#field:focus, QTextEdit#field:focus { border: @FOCUSpx solid @focus-ring; padding: 4px 6px; }
QLineEdit:disabled { color: @text-disabled; border-color: @border; background: @surface; }
QLineEdit:read-only { background: @surface; border-color: @border; }
QPushButton { background: @surface-raised; border: 1px solid @border-strong; border-radius: 6px; padding: 0 13px;
  min-height: @28px; color: @text; }
QPushButton:hover { background: @surface-hover; }
QPushButton:pressed { background: @surface-pressed; }
QPushButton:focus { border: @FOCUSpx solid @focus-ring; padding: 0 12px; min-height: @26px; }
QPushButton:disabled { color: @text-disabled; border-color: @border; background: transparent; }
QPushButton[kind="primary"] { background: @accent; border-color: @accent; color: @on-accent; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed { background: @accent-hover; }
QPushButton[kind="primary"]:focus { border-color: @on-accent-soft; }
QPushButton[kind="primary"]:disabled { background: @surface-pressed; border-color: @surface-pressed;
  color: @text-disabled; }
QPushButton[kind="danger"] { color: @danger; border-color: @danger; }
QPushButton[kind="danger"]:hover { background: @danger-soft; color: @on-danger-soft; }
QPushButton[kind="danger"]:disabled { color: @text-disabled; border-color: @border; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; padding: 0 9px; }
QPushButton[kind="quiet"]:hover { background: @surface-hover; }
QPushButton[kind="quiet"]:focus { border: @FOCUSpx solid @focus-ring; padding: 0 8px; }
QPushButton[kind="quiet"]:checked { background: @accent-soft; color: @on-accent-soft; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; border-radius: 4px; color: @link;
  padding: 0 4px; text-align: left; min-height: @24px; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: @FOCUSpx solid @focus-ring; padding: 0 3px; min-height: @22px; }
QPushButton[kind="link"]:disabled { color: @text-disabled; }
QPushButton::menu-indicator { image: none; width: 0; }
QPushButton[kind="status"] { background: transparent; border: 1px solid transparent; border-radius: 4px;
  color: @text-muted; padding: 0 2px; min-height: @22px; }
QPushButton[kind="status"]:hover { color: @text; background: @surface-hover; }
QPushButton[kind="status"]:focus { border: @FOCUSpx solid @focus-ring; padding: 0 1px; min-height: @20px; }
QPushButton[kind="key"] { color: @text-muted; border: 1px solid @border; border-radius: 4px; padding: 0 @6px;
  min-height: @22px; }
QPushButton[kind="key"]:hover { border-color: @border-strong; color: @text; background: @surface-raised; }
QPushButton[kind="key"]:focus { border: @FOCUSpx solid @focus-ring; padding: 0 @5px; min-height: @20px; }
#sheet-side { background: @surface-sunken; border-right: 1px solid @border; border-top-left-radius: 9px;
  border-bottom-left-radius: 9px; margin: 1px 0 1px 1px; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 0;
  min-width: @28px; min-height: @28px; color: @text; }
QToolButton:hover { background: @surface-hover; }
QToolButton:pressed { background: @surface-pressed; }
QToolButton:checked { background: @accent-soft; color: @on-accent-soft; }
QToolButton:focus { border: @FOCUSpx solid @focus-ring; min-width: @26px; min-height: @26px; }
QToolButton:disabled { color: @text-disabled; }
QToolButton[kind="text"] { padding: 0 @8px; }
QToolButton::menu-indicator { image: none; }
QComboBox, QAbstractSpinBox { background: @surface-raised; border: 1px solid @border-strong; border-radius: 6px;
  padding: 0 9px; min-height: @28px; color: @text;
  selection-background-color: @selection; selection-color: @on-selection; }
QAbstractSpinBox { padding: 0; max-height: @28px; }
QComboBox:focus, QAbstractSpinBox:focus { border: @FOCUSpx solid @focus-ring; padding: 0 8px; min-height: @26px; }
QAbstractSpinBox:focus { padding: 0; max-height: @26px; }
QComboBox:disabled, QAbstractSpinBox:disabled { color: @text-disabled; border-color: @border; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: @24px; subcontrol-position: center right; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: @icon(chevron-down,text-muted); width: @14px; height: @14px; }
QComboBox QLineEdit { border: none; background: transparent; padding: 0; min-height: @24px; }
QAbstractSpinBox QLineEdit { border: none; background: transparent; padding: 0 0 0 8px; min-height: @24px; }
QListWidget { background: transparent; color: @text; border: none; outline: none;
  selection-background-color: @accent-soft; selection-color: @on-accent-soft; }
QListWidget::item { padding: @3px @4px; }
QListWidget::item:selected { background: @accent-soft; color: @on-accent-soft; border-radius: 4px; }
QComboBox QAbstractItemView { background: @surface-raised; color: @text; border: 1px solid @border-strong;
  padding: 4px; outline: none; selection-background-color: @accent-soft; selection-color: @on-accent-soft; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: @22px; background: transparent; }
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-arrow { image: @icon(chevron-up,text-muted); width: @12px; height: @12px; }
QAbstractSpinBox::down-arrow { image: @icon(chevron-down,text-muted); width: @12px; height: @12px; }
QCheckBox, QRadioButton { color: @text; spacing: @7px; background: transparent; min-height: @24px; }
QCheckBox:disabled, QRadioButton:disabled { color: @text-disabled; }
QCheckBox::indicator, QRadioButton::indicator { width: @20px; height: @20px; }
QCheckBox::indicator:unchecked { image: @icon(#box,border-strong); }
QCheckBox::indicator:unchecked:focus { image: @icon(#box+,border-strong); }
QCheckBox::indicator:checked { image: @icon(#ticked,accent); }
QCheckBox::indicator:checked:focus { image: @icon(#ticked+,accent); }
QCheckBox::indicator:indeterminate { image: @icon(#partly,accent); }
QRadioButton::indicator:unchecked { image: @icon(#ring,border-strong); }
QRadioButton::indicator:unchecked:focus { image: @icon(#ring+,border-strong); }
QRadioButton::indicator:checked { image: @icon(#dot,accent); }
QRadioButton::indicator:checked:focus { image: @icon(#dot+,accent); }
QSlider { min-height: @24px; }
QSlider::groove:horizontal { height: 4px; background: @surface-pressed; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent; border-radius: 2px; }
QSlider::handle:horizontal { width: @16px; height: @16px; margin: -7px 0; border-radius: @8px; background: @accent; }
QSlider:focus { border: 2px solid @focus-ring; border-radius: 6px; }
QTextEdit, QTextBrowser, QPlainTextEdit { border: none; background: transparent; color: @text;
  selection-background-color: @selection; selection-color: @on-selection; }
QScrollArea, QScrollArea > QWidget > QWidget#scrolled { border: none; background: transparent; }
QAbstractScrollArea#preview-paper { background: @surface-raised; }
QAbstractScrollArea#bare { border: none; background: transparent; }
QTreeView, QListView, QTableView { border: none; background: transparent; outline: none;
  selection-background-color: transparent; selection-color: @text; }
QTableView { gridline-color: transparent; }
QHeaderView { background: transparent; }
QHeaderView::section { background: transparent; color: @text-muted; border: none; border-bottom: 1px solid @border;
  padding: 0 6px; min-height: @30px; }
QTableView#report { color: @text-muted; }
QTableView#report::item { padding: 0 6px; border-bottom: 1px solid @border; }
QTableView#report::item:selected { background: @accent-soft; color: @on-accent-soft; }
QSplitter::handle { background: @border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QScrollBar:vertical { width: 12px; background: transparent; margin: 0; border: none; }
QScrollBar:horizontal { height: 12px; background: transparent; margin: 0; border: none; }
QScrollBar::handle { background: @bar; border-radius: 3px; }
QScrollBar::handle:hover { background: @border-strong; }
QScrollBar::handle:vertical { min-height: 32px; margin: 2px 3px; }
QScrollBar::handle:horizontal { min-width: 32px; margin: 3px 2px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { border: none; background: @surface-pressed; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QTabBar { background: @surface-hover; border-radius: 7px; }
#segments { background: @surface-hover; border-radius: 7px; }
#segments QPushButton { background: transparent; border: 1px solid transparent; border-radius: 5px;
  padding: 0 @8px; min-height: @24px; color: @text-muted; }
#segments QPushButton:hover { color: @text; }
#segments QPushButton:checked { background: @surface-raised; color: @text; }
#segments QPushButton:focus { border: @FOCUSpx solid @focus-ring; padding: 0 @7px; min-height: @22px; }
"""

_DRAWN = {
    "box": '<rect x="3.5" y="3.5" width="13" height="13" rx="3.5" fill="{paper}" stroke="{ink}"/>',
    "ticked": '<rect x="3" y="3" width="14" height="14" rx="3.5" fill="{ink}"/>'
    '<path d="M6.3 10.2 9 12.9 13.9 7.4" fill="none" stroke="{on}" stroke-width="1.8"/>',
    "partly": '<rect x="3" y="3" width="14" height="14" rx="3.5" fill="{ink}"/>'
    '<path d="M6.5 10h7" fill="none" stroke="{on}" stroke-width="1.8"/>',
    "ring": '<circle cx="10" cy="10" r="6.5" fill="{paper}" stroke="{ink}"/>',
    "dot": '<circle cx="10" cy="10" r="6.5" fill="{paper}" stroke="{ink}" stroke-width="1.4"/>'
    '<circle cx="10" cy="10" r="3.4" fill="{ink}"/>',
}
"""Ticks and dots on a field of 20 px, with room for the focus ring that a `+` behind the name asks for."""
_RING = '<rect x="1" y="1" width="18" height="18" rx="5.5" fill="none" stroke="{focus}" stroke-width="2"/>'


def sheet(theme: Theme) -> str:
    """Put a theme's colours, lengths and pictures into the sheet."""
    text = _SHEET.replace("@FOCUSpx", f"{theme.size('focus-width')}px")
    text = re.sub(r"@icon\((#?)([a-z0-9+-]+),([a-z-]+)\)", lambda m: _picture(theme, m[1] == "#", m[2], m[3]), text)
    text = re.sub(r"@(\d+)px", lambda m: f"{theme.px(int(m[1]))}px", text)
    return re.sub(r"@([a-z][a-z-]*)", lambda m: theme.css(m[1]), text)


def _picture(theme: Theme, drawn: bool, name: str, color: str) -> str:
    """Return `url(…)` of a coloured icon; style sheets read pictures from files only, so it is kept in the cache."""
    from desktop_app.gui.theme import icon_svg

    ink = theme.css(color)
    if drawn:
        drawing = _DRAWN[name.rstrip("+")] + (_RING if name.endswith("+") else "")
        body = drawing.format(
            ink=ink, paper=theme.css("surface-raised"), on=theme.css("on-accent"), focus=theme.css("focus-ring")
        )
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" viewBox="0 0 20 20" '
            f'stroke-linecap="round" stroke-linejoin="round">{body}</svg>'
        )
    else:
        svg = icon_svg(name, ink)
    file = f"{name.replace('+', '-focus')}-{hashlib.sha256(svg.encode()).hexdigest()[:12]}.svg"
    return f'url("{_kept(_folder(), file, svg)}")'


def _folder() -> Path:
    return paths.cache_folder() / "icons"


@cache
def _kept(folder: Path, name: str, svg: str) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    if not file.exists():
        file.write_text(svg, encoding="utf-8")
    return file.as_posix()
