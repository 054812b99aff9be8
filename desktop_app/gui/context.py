"""What every pane is handed: the parts of the program, and the exchange through which panes reach each other.

A pane never holds another pane. It emits a wish (`context.exchange.edit_requested.emit(7)`) and the window sees to it,
or a fact (`changed`) and everyone who shows that article looks again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop_app.archive.articles import Changes
from desktop_app.gui.commands import Commands
from desktop_app.gui.jobs import Job, Jobs
from desktop_app.gui.messages import Messages
from desktop_app.gui.theme import ThemeKeeper

if TYPE_CHECKING:
    from desktop_app.app import App
    from desktop_app.archive import Archive
    from desktop_app.search.service import SearchService
    from desktop_app.settings import Settings


@dataclass(frozen=True, slots=True)
class Work:
    """Long work in a few words; `share` (0 to 1) is None while its length is unknown."""

    text: str
    share: float | None = None
    stop: Callable[[], object] | None = None
    """Stops it, where it can be stopped from the foot of the window."""


class Exchange(QObject):
    """Wishes (`…_requested`) go to the window, facts to everyone. Ids are article ids.

    The window grants a wish by going to the place that can (keeping a step for Back) and calling it there; `WISHES`
    in window.py names place and method.
    """

    read_requested = Signal(int)
    """Show this article in the Archive's reader."""
    edit_requested = Signal(int)
    """Open this article in the editor, on the Desk."""
    versions_requested = Signal(int)
    """Show the versions of this article."""
    draft_requested = Signal(object)
    """Make a new draft; a dict of Article fields to begin with."""
    search_requested = Signal(object)
    """Go to the Archive with this query (str) or SearchRequest."""
    search_typed = Signal(str)
    """Show in the Archive what this query finds while it is being typed."""
    saved_search_requested = Signal(object)
    """Go to the Archive with this SavedSearch."""
    find_in_drafts_requested = Signal(str)
    """Show the drafts that hold these words."""
    export_requested = Signal(object)
    """Open the export dialog for these ids."""
    import_requested = Signal(object)
    """Go to Imports with these paths."""
    place_requested = Signal(str)
    """Go to a place by its key."""
    new_window_requested = Signal(int)
    """Open this article in a second window."""
    quote_requested = Signal(int, str)
    """Put a quotation of this article (id, quoted text) into the draft at hand."""
    bare_requested = Signal(bool)
    """Show the place alone, without menus, bars and navigator (focus mode), or with them again."""

    changed = Signal(object)
    """`Changes` that any pane, or another program on the same archive, made."""
    counts_changed = Signal(object)
    """The archive's `PlaceCounts`, after every change."""
    work_changed = Signal(object)
    """A `Work` that goes on in the background for the status bar to show; None when it ended."""
    archive_shown = Signal(bool)
    """The Archive came on screen (then results follow the typing in the search box), or went."""
    search_finished = Signal(object)
    """A `SearchResult` that is on the screen now; the status bar and search box tell of it."""
    index_changed = Signal(object)
    """The search's `IndexStatus`."""
    saved_searches_changed = Signal()
    setting_changed = Signal(str)
    """A setting's key, "" for all of them."""


@dataclass(frozen=True)
class Context:
    """The parts a pane works with. Handed to every pane; nobody keeps a global."""

    app: App
    jobs: Jobs
    theme: ThemeKeeper
    commands: Commands
    messages: Messages
    settings: Settings
    exchange: Exchange = field(default_factory=Exchange)

    @property
    def archive(self) -> Archive:
        return self.app.archive

    @property
    def search(self) -> SearchService:
        return self.app.search

    def change(
        self,
        fn: Callable[..., Changes],
        *args: Any,
        done: Callable[[Changes], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        **options: Any,
    ) -> Job:
        """Run a write of the archive on the write lane, then tell everyone: `change(archive.trash, [7])`."""

        def tell(changes: Changes) -> None:
            # The asking pane first, so that it knows its own change when it comes round.
            if done is not None:
                done(changes)
            if isinstance(changes, Changes):
                self.exchange.changed.emit(changes)

        return self.jobs.write(fn, *args, done=tell, failed=failed, **options)

    def set(self, key: str, value: Any) -> None:
        """Change a setting, tell everyone, keep it on disk."""
        if self.settings.get(key) == value:
            return

        def tell(_: object = None) -> None:
            self.exchange.setting_changed.emit(key)

        def refused(error: Exception) -> None:
            # The disk said no; the value holds in memory all the same.
            tell()
            self.messages.failure(error)

        self.jobs.write(self.settings.set, key, value, done=tell, failed=refused)
