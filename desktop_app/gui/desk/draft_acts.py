"""What can be done with drafts: trash, duplicate, status, folder, headline; by command, menu and drop.

Every act says what it did, and those that can be taken back offer the way.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from desktop_app.archive import Archive
from desktop_app.archive.articles import STATUSES, Changes, NewPicture
from desktop_app.gui.desk.naming import NameSheet
from desktop_app.gui.desk.wording import is_draft, status_word
from desktop_app.gui.editor.open_text import OpenText

if TYPE_CHECKING:
    from desktop_app.gui.desk.desk_place import DeskPlace


class DraftActs(QObject):
    """Acts on the chosen drafts of a Desk."""

    def __init__(self, place: DeskPlace) -> None:
        super().__init__(place)
        self._place = place
        self._context = place.context
        place.drafts.menu_requested.connect(self.show_menu)
        place.filters.dropped.connect(self._on_drop)

    def trash(self) -> None:
        """Move the chosen drafts to the trash; a toast leads back."""
        ids = self._place.drafts.chosen() or self._place.chosen()
        if not ids:
            return
        self._place.flush()
        archive = self._context.archive

        def back() -> None:
            self._context.change(archive.untrash, ids, done=lambda _: self._place.open_article(ids[0], focus=False))

        def done(_changes: Changes) -> None:
            self._place.leave_article(ids)
            many = self.tr("%Ln drafts moved to trash", None, len(ids))
            words = self.tr("Moved to trash") if len(ids) == 1 else many
            self._context.messages.toast(words, self.tr("Undo"), back)

        self._context.change(archive.trash, ids, done=done)

    def duplicate(self) -> None:
        """Begin another draft with the same words and facts."""
        text = self._place.text
        if text is None or not text.id:
            return
        text.flush()

        def done(changes: Changes) -> None:
            self._place.edit_article(changes.articles[0])
            self._context.messages.toast(self.tr("This is the copy"))

        title = self.tr("{title} (copy)").format(title=text.texts()[0].strip() or self.tr("Untitled"))
        self._context.change(_duplicate, self._context.archive, text.id, title, done=done)

    def set_status(self, ids: tuple[int, ...], status: str) -> None:
        """Give articles a status; published ones leave the Desk for the Archive."""
        self._place.flush()
        text = self._place.text
        if text is not None and ids == (text.id,):
            text.edit(status=status)
            self._tell_status(ids, status)
            return
        archive = self._context.archive
        self._context.change(
            archive.bulk_edit, ids, set={"status": status}, done=lambda _: self._tell_status(ids, status)
        )

    def _tell_status(self, ids: tuple[int, ...], status: str) -> None:
        if is_draft(status):
            return
        one = self.tr("{status}: it is in the Archive now")
        words = one if len(ids) == 1 else self.tr("{status}: %Ln are in the Archive now", None, len(ids))
        show = self._context.exchange.read_requested
        self._context.messages.toast(
            words.format(status=status_word(status)),
            self.tr("Show in the Archive"),
            lambda: show.emit(ids[0]),
        )

    def move_to_folder(self, ids: tuple[int, ...], folder: str) -> None:
        """Put drafts into a folder, "" for none; a toast leads back."""
        self._place.flush()
        archive = self._context.archive

        def done(changes: Changes) -> None:
            words = self.tr("Moved to “{folder}”") if folder else self.tr("Taken out of the folder")
            back = (lambda: self._context.change(archive.undo, changes.undo)) if changes.undo else None
            self._context.messages.toast(words.format(folder=folder), self.tr("Undo") if back else "", back)

        self._context.change(archive.bulk_edit, ids, set={"folder": folder}, done=done)

    def edit_headline(self) -> None:
        """Ask for another headline of the chosen draft."""
        ids = self._place.drafts.chosen() or self._place.chosen()
        if len(ids) != 1:
            return

        def ask(text: OpenText) -> None:
            def done(title: str) -> None:
                text.set_title(title)
                text.flush()

            sheet = NameSheet(
                self._context, self.tr("Change headline"), "", text.texts()[0].strip(), self.tr("Change"), done
            )
            sheet.open_over(self._place.window())

        self._place.texts.open(ids[0], ask)

    def show_menu(self, point: QPoint) -> None:
        """Offer what can be done with the chosen drafts."""
        place, commands = self._place, self._context.commands
        ids = place.drafts.chosen()
        if not ids:
            return
        menu = QMenu(place)
        if len(ids) == 1:
            menu.addAction(self.tr("Open"), lambda: place.open_article(ids[0], focus=True))
            menu.addAction(
                self.tr("Open in a new window"), lambda: self._context.exchange.new_window_requested.emit(ids[0])
            )
            menu.addAction(self.tr("Change headline…"), self.edit_headline)
            menu.addSeparator()
        statuses = menu.addMenu(self.tr("Status"))
        for status in STATUSES:
            statuses.addAction(status_word(status), lambda status=status: self.set_status(ids, status))
        folders = menu.addMenu(self.tr("Folder"))
        folders.addAction(self.tr("None"), lambda: self.move_to_folder(ids, ""))
        for name in place.filters.folders():
            folders.addAction(name.replace("&", "&&"), lambda name=name: self.move_to_folder(ids, name))
        folders.addSeparator()
        folders.addAction(self.tr("New folder…"), lambda: self._ask_folder(ids))
        menu.addSeparator()
        menu.addAction(commands.action("export"))
        menu.addSeparator()
        menu.addAction(commands.action("trash"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(point)

    def _ask_folder(self, ids: tuple[int, ...]) -> None:
        def done(name: str) -> None:
            if name:
                self.move_to_folder(ids, name)

        sheet = NameSheet(
            self._context,
            self.tr("New folder"),
            self.tr("A folder is there as long as a draft lies in it."),
            "",
            self.tr("Move"),
            done,
        )
        sheet.open_over(self._place.window())

    def _on_drop(self, ids: list[int], field: str, value: str) -> None:
        if field == "status":
            self.set_status(tuple(ids), value)
        else:
            self.move_to_folder(tuple(ids), value)


def _duplicate(archive: Archive, article_id: int, title: str) -> Changes:
    article = archive.get(article_id)
    pictures = [
        NewPicture(one.name, archive.picture_bytes(one.sha256), one.media_type) for one in archive.pictures(article_id)
    ]
    copy = replace(
        article,
        id=0,
        uid="",
        title=title,
        status="writing",
        created=None,
        updated=None,
        trashed_at=None,
        provenance=None,
        version=0,
    )
    return archive.add(copy, pictures={0: pictures})
