"""The commands the Archive answers, joined to the table: reading, citing, editing, trash, hits, saved searches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QStandardPaths, Qt
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu

from desktop_app.errors import UserError
from desktop_app.gui.desk.naming import NameSheet
from desktop_app.gui.library.bulk_fields import BULK_KINDS
from desktop_app.gui.library.collections_sheet import add_to_collection
from desktop_app.gui.library.provenance import ProvenanceSheet
from desktop_app.gui.library.timeline_saving import save_timeline
from desktop_app.gui.library.wording import date_words
from desktop_app.gui.search.save_search import SaveSearchSheet
from desktop_app.query.exact import exact_query
from desktop_app.search.service import Related

if TYPE_CHECKING:
    from desktop_app.gui.library.archive_place import ArchivePlace
    from desktop_app.gui.library.reader import ReaderPane


_OF_CHOSEN = (
    "edit", "trash", "headline.edit", "history", "cite", "similar", "reprints", "window.new", "collection.add",
    "copy.source", "provenance", "beside",
)  # fmt: skip
_STATUSES = ("published", "withdrawn", "writing")


class ArchiveCommands(QObject):
    """Answers commands for its place, and says which can run now."""

    def __init__(self, place: ArchivePlace) -> None:
        super().__init__(place)
        self._place = place
        self._context = place.context
        commands = self._context.commands
        answers = {
            "edit": self._edit,
            "trash": self._trash,
            "headline.edit": self._change_headline,
            "history": self._history,
            "cite": self._cite,
            "find": lambda: place.reading.at_hand.find_bar.open_bar(),
            "copy.source": lambda: place.reading.at_hand.copy_with_source(),
            "beside": lambda: place.keep_beside(self._one()),
            "provenance": lambda: ProvenanceSheet(self._context, self._one()).open_over(place.window()),
            "similar": self._similar,
            "collection.add": lambda: add_to_collection(self._context, place.chosen(), place.window()),
            "reprints": lambda: place.family.open(self._one()),
            "hit.next": lambda: place.reading.at_hand.view.step(1),
            "hit.prev": lambda: place.reading.at_hand.view.step(-1),
            "result.next": lambda: self._step_result(1),
            "result.prev": lambda: self._step_result(-1),
            "timeline": place.timeline.setFocus,
            "timeline.compare": lambda: place.comparing.keep(place.searching.browse),
            "timeline.share": self._set_share,
            "timeline.save": self._save_timeline,
            "facets.clear": place.clear_filters,
            "search.save": self._save_search,
            "search.share": self._share_search,
            "choose.all": place.choose_all,
            "window.new": self._new_window,
        }
        for status in _STATUSES:
            answers[f"status.{status}"] = lambda status=status: self._set_status(status)
        for kind in BULK_KINDS:
            answers[f"bulk.{kind}"] = lambda kind=kind: place.open_card(kind)
        for id, answer in answers.items():
            commands.connect(id, answer, owner=place)
        commands.connect("read", lambda: place._on_activated(place.chosen()[0]), owner=place.results)
        commands.attach(place.results, "list")
        commands.attach(place.reader, "reader")
        place.reading.made.connect(self._join_beside)
        place.choice_changed.connect(self._follow)
        place.timeline.menu_wanted.connect(self._show_timeline_menu)
        place.reader.view.hits_changed.connect(lambda *_: self._follow())
        place.searching.answered.connect(lambda *_: self._follow())
        self._follow()

    def _follow(self) -> None:
        place, commands = self._place, self._context.commands
        has_choice = place.has_choice()
        nothing = self.tr("nothing is chosen")
        for id in _OF_CHOSEN:
            commands.enable(id, has_choice, nothing, owner=place)
        for id in (*(f"status.{status}" for status in _STATUSES), *(f"bulk.{kind}" for kind in BULK_KINDS)):
            commands.enable(id, has_choice, nothing, owner=place)
        is_reading = place.reader.article is not None
        commands.enable("find", is_reading, self.tr("no text is open"), owner=place)
        has_hits = any(pane.view.hit_count() for pane in (place.reader, place.reading.beside) if pane is not None)
        for id in ("hit.next", "hit.prev"):
            commands.enable(id, has_hits, self.tr("no words are searched for"), owner=place)
        browse = place.searching.browse
        commands.enable(
            "search.share", browse.has_words or browse.is_filtered, self.tr("nothing is searched for"), owner=place
        )
        commands.enable(
            "timeline.compare", not place.comparing.is_full, self.tr("four searches are compared already"), owner=place
        )
        commands.enable("facets.clear", place.searching.browse.is_filtered, self.tr("no filter is set"), owner=place)

    def _join_beside(self, pane: ReaderPane) -> None:
        self._context.commands.attach(pane, "reader")
        pane.view.hits_changed.connect(lambda *_: self._follow())

    def _one(self) -> int:
        """Return the article at hand: the one in the reader, else the first chosen."""
        chosen = self._place.chosen()
        article = self._place.reader.article
        if article is not None and (article.id in chosen or not chosen):
            return article.id
        return chosen[0] if chosen else 0

    def _edit(self) -> None:
        self._context.exchange.edit_requested.emit(self._one())

    def _cite(self) -> None:
        if self._place.family.is_open:
            self._place.family.cite(self._place.chosen()[0])
        else:
            self._place.reader.cite()

    def _history(self) -> None:
        self._context.exchange.versions_requested.emit(self._one())

    def _new_window(self) -> None:
        self._context.exchange.new_window_requested.emit(self._one())

    def _trash(self) -> None:
        run = self._place.bulk_card.run
        if run.is_running:
            return
        ids = self._place.chosen()
        self._place.reader.close_article()
        self._place.choice.let_go(ids)

        def told(n: int) -> str:
            return self.tr("Moved to trash") if n == 1 else self.tr("{n} articles moved to trash").format(n=n)

        run.move(ids, told)

    def _set_status(self, status: str) -> None:
        run = self._place.bulk_card.run
        if not run.is_running:
            run.start(self._place.chosen(), {"set": {"status": status}}, self._told_status)

    def _told_status(self, n: int) -> str:
        return (
            self.tr("Status changed on 1 article") if n == 1 else self.tr("Status changed on {n} articles").format(n=n)
        )

    def _change_headline(self) -> None:
        article = self._place.reader.article
        if article is None:
            return
        archive = self._context.archive

        def save(title: str) -> None:
            if title != article.title:
                self._context.change(archive.edit, article.id, base_version=article.version, title=title)

        sheet = NameSheet(
            self._context, self.tr("Change headline"), "", article.title, verb=self.tr("Change headline"), then=save
        )
        sheet.open_over(self._place.window())

    def _step_result(self, by: int) -> None:
        self._place.results.go_to(self._place.results.current_row() + by)

    def _save_search(self) -> None:
        browse = replace(self._place.searching.browse, is_typed=False)
        sheet = SaveSearchSheet(self._context, browse, self._place.saved_name)
        sheet.open_over(self._place.window())

    def _set_share(self, on: bool) -> None:
        self._place.timeline.set_by_share(on)

    def _show_timeline_menu(self, spot: QPoint) -> None:
        menu = QMenu(self._place)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for id in ("timeline.compare", "timeline.share", "timeline.save"):
            menu.addAction(self._context.commands.action(id))
        menu.popup(spot)

    def _save_timeline(self) -> None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self._place.window(), self.tr("Save the timeline"), documents)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        names = {
            "png": self.tr("Picture (*.png)"),
            "svg": self.tr("Drawing (*.svg)"),
            "csv": self.tr("Numbers (*.csv)"),
        }
        dialog.setNameFilters(list(names.values()))
        dialog.setDefaultSuffix("png")
        by_filter = {words: form for form, words in names.items()}
        dialog.filterSelected.connect(lambda words: dialog.setDefaultSuffix(by_filter[words]))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_timeline_as)
        dialog.open()

    def save_timeline_as(self, path: str) -> None:
        """Write the timeline to this file, in the form its name asks for."""
        try:
            save_timeline(Path(path), self._place.timeline, self._context.theme, self._place.series())
        except UserError as error:
            self._context.messages.failure(error)
            return
        self._context.messages.toast(self.tr("Saved: {name}").format(name=Path(path).name))

    def _share_search(self) -> None:
        """Copy query and filters as one line, which finds the same when it is typed into the box."""
        line = self._place.searching.browse.as_text()
        QGuiApplication.clipboard().setText(line)
        self._context.messages.toast(self.tr("Copied: {text}").format(text=line))

    def show_forms(self, forms: Sequence[str]) -> None:
        """Offer the forms that were found beside what was typed, each by itself, and to match exactly."""
        menu = QMenu(self._place)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        query = self._place.searching.browse.query
        exactly = menu.addAction(self.tr("Match exactly: {words}").format(words=exact_query(query)))
        exactly.triggered.connect(lambda: self._context.exchange.search_requested.emit(exact_query(query)))
        menu.addSection(self.tr("Also matched"))
        for form in forms:
            action = menu.addAction(form.replace("&", "&&"))
            action.triggered.connect(
                lambda _=False, form=form: self._context.exchange.search_requested.emit(f"={form}")
            )
        menu.popup(QCursor.pos())

    def _similar(self) -> None:
        self._context.jobs.search(
            self._context.search.similar, self._one(), done=self._offer, ticket=self._context.jobs.latest("similar")
        )

    def _offer(self, found: tuple[Related, ...]) -> None:
        """Show what was found as a menu: a line an article, Enter reads it."""
        if not found:
            self._context.messages.info(self.tr("No similar articles"))
            return
        menu = QMenu(self._place)
        menu.addSection(self.tr("Similar articles"))
        for one in found[:20]:
            day = date_words(one.published)
            words = f"{day}  ·  {one.title}" if day else one.title
            action = menu.addAction(words.replace("&", "&&"))
            action.triggered.connect(lambda _=False, id=one.id: self._context.exchange.read_requested.emit(id))
        anchor = self._place.reader
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(anchor.mapToGlobal(QPoint(anchor.width() // 3, 46)))
