"""What the window asks of a place (Desk, Archive, Imports, Trash), and what a place may ask of the window.

A place fills the body right of the navigator and owns its splitter. It is told when it is entered, left, resized and
when articles changed; it can put what it shows into a small JSON dict and find back to it, which serves Back, Forward,
a restart and a crash alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.archive.articles import Changes
from desktop_app.gui.context import Context

Width = Literal["wide", "medium", "narrow"]
"""wide: 1200 px and more, all panes; medium: 900 to 1199; narrow: one pane at a time."""

Tone = Literal["muted", "warning", "danger", "ok"]


@dataclass(frozen=True, slots=True)
class StatusPart:
    """A stretch of the status bar. `share` (0 to 1) draws a bar after the words, `run` makes them a button."""

    text: str
    tone: Tone = "muted"
    share: float | None = None
    icon: str = ""
    tip: str = ""
    run: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class StatusLine:
    """What the status bar says of this place, left to right; the right end belongs to the window."""

    parts: tuple[StatusPart, ...] = ()


class Place(QWidget):
    """A room of the window. Subclasses set `key`, `title_text`, `icon_name` and override what they need.

    Wishes of other panes arrive as calls of methods that only some places have: the Desk `edit_article(id)`,
    `new_draft(fields)`, `show_versions(id)`, `find_in_drafts(words)`, `insert_quotation(id, text)`; the Archive
    `read_article(id)`, `search_for(query)`; Imports `take_files(paths)`. They are called while the place is on screen.
    """

    key = ""
    title_text = ""
    icon_name = ""
    toolbar: tuple[str, ...] = ()
    """Command ids of the checkable buttons at the toolbar's right end, such as ("preview", "focus", "inspector")."""
    yields_navigator = False
    """True: at medium width the navigator is hidden and F9 lays it over this place."""

    status_changed = Signal(object)
    """A new `StatusLine`."""
    state_changed = Signal()
    """What `save_state` returns is different now (cursor, scroll, choice): the session is written within a second."""
    stepping = Signal()
    """About to go somewhere that Back should return from; emitted through `step`."""
    choice_changed = Signal()
    """What `chosen` returns is different now."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setObjectName(f"place-{self.key}")

    def step(self) -> None:
        """Call just before showing something else by the user's wish: the window keeps this spot for Back."""
        self.stepping.emit()

    def navigator_part(self) -> QWidget | None:
        """Return the widget of the navigator's lower half while this place is shown; always the same one."""
        return None

    def count(self) -> int | None:
        """Return the number beside this place's name in the navigator, None to leave it to the window."""
        return None

    def enter(self) -> None:
        """The place is on screen now: refresh what may be old."""

    def leave(self) -> None:
        """The place goes off screen."""

    def focus_default(self) -> None:
        """Give the focus to the list, or to the text if one is being written."""
        panes = self.panes()
        if panes:
            panes[0].setFocus()

    def panes(self) -> list[QWidget]:
        """Return the visible panes that F6 goes through: list, text, inspector; each takes the focus itself."""
        return []

    def chosen(self) -> tuple[int, ...]:
        """Return the ids that commands such as Export work on: the selection, else the article at hand."""
        return ()

    def escape(self) -> bool:
        """Esc: close the top-most thing, clear the choice, or return to the list; False when there was nothing."""
        return False

    def set_width(self, width: Width) -> None:
        """Show the panes that fit."""

    def set_inspector(self, on: bool) -> None:
        """Show or hide the inspector (F8)."""

    def save_state(self) -> dict[str, Any]:
        """Return what is shown as JSON values: which article, cursor, scroll, query, ticks."""
        return {}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Show it again; unknown or stale values are left out silently, as the article may be gone."""

    def flush(self) -> None:
        """Hand unsaved text to the write lane now: before closing, exporting, or changing place."""

    def on_changes(self, changes: Changes) -> None:
        """Articles changed, here or elsewhere; `changes.articles` is empty when all may have."""

    def status(self) -> StatusLine:
        """Return the line to show when this place comes on screen."""
        return StatusLine()
