"""What the commands do at the Desk: formatting, finding, drafts and their status, versions, recovery. No layout."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakSet

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop_app.archive import Archive
from desktop_app.archive.articles import STATUSES, Article, ArticleSummary, Version
from desktop_app.errors import UserError
from desktop_app.gui.desk.analysis import Analysis
from desktop_app.gui.desk.switcher import HELD, Switcher
from desktop_app.gui.desk.wording import clock, day_words, is_draft, version_name, when
from desktop_app.gui.editor.open_text import OpenText
from desktop_app.gui.editor.rescue import Recovery
from desktop_app.gui.editor.text_edits import link_words
from desktop_app.text.passages import sentence_at

if TYPE_CHECKING:
    from desktop_app.gui.desk.desk_place import DeskPlace

_ENOUGH_WORDS = 40
_RECENT = 12


class DeskCommands(QObject):
    """Joins the command table to the Desk."""

    def __init__(self, place: DeskPlace) -> None:
        super().__init__(place)
        self._place = place
        self._context = place.context
        self._told: WeakSet[OpenText] = WeakSet()
        """Texts whose language was told once; what the writer makes of it stays."""
        self._connect()

    def _connect(self) -> None:
        place, commands = self._place, self._context.commands
        pane, typist, drafts, acts = place.pane, place.pane.typist, place.drafts, place.acts
        commands.attach(pane.editor, "editor")
        commands.attach(drafts.view, "list")
        in_text: dict[str, Callable[..., object]] = {
            "bold": typist.bold,
            "italic": typist.italic,
            "link": typist.link,
            "heading.1": lambda: typist.heading(1),
            "heading.2": lambda: typist.heading(2),
            "heading.3": lambda: typist.heading(3),
            "quote": typist.quote,
            "list": typist.list,
            "list.numbered": lambda: typist.list(numbered=True),
            "footnote": typist.footnote,
            "picture": self.choose_picture,
            "find": lambda: pane.find_bar.open_bar(replacing=False),
            "replace": lambda: pane.find_bar.open_bar(replacing=True),
            "hit.next": pane.find_bar.next,
            "hit.prev": pane.find_bar.previous,
        }
        for id, answer in in_text.items():
            commands.connect(id, answer, pane)
        commands.connect("version.paragraph", place.versions.restore_paragraph, place.versions)
        commands.connect("hit.next", place.versions.next_change, place.versions)
        commands.connect("hit.prev", place.versions.previous_change, place.versions)
        at_the_desk: dict[str, Callable[..., object]] = {
            "preview": place.set_split,
            "focus": place.set_focus_mode,
            "inspector": self.show_inspector,
            "format.bar": lambda on: self._context.set("editor.formatting_bar", on),
            "inspector.outline": lambda: self.show_tab("outline"),
            "inspector.details": lambda: self.show_tab("details"),
            "inspector.history": lambda: self.show_tab("history"),
            "inspector.notes": lambda: self.show_tab("notes"),
            "history": self.show_versions,
            "sentence.history": self.tell_who_and_when,
            "version.keep": self.keep_version,
            "copy.save": self.save_copy,
            "window.new": self.open_window,
            "recent": self.show_recent,
            "headings": self.go_to_heading,
            "duplicate": acts.duplicate,
        }
        for status in STATUSES:
            at_the_desk[f"status.{status}"] = lambda status=status: acts.set_status(place.chosen(), status)
        for id, answer in at_the_desk.items():
            commands.connect(id, answer, place)
        commands.connect("trash", acts.trash, drafts.view)
        commands.connect("headline.edit", acts.edit_headline, drafts.view)
        commands.check("format.bar", bool(self._context.settings.get("editor.formatting_bar")))
        pane.pasting.stored.connect(place.follower.look_again)
        pane.pasting.stored.connect(place.inspector.details.read_pictures)
        pane.link_activated.connect(self.open_link)
        pane.save_copy_requested.connect(self.save_copy)
        pane.compare_requested.connect(self._compare_conflict)
        place.choice_changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Allow what can be done with what is at hand."""
        commands, place = self._context.commands, self._place
        text = place.text
        none = self.tr("no text is open")
        for id in ("history", "sentence.history", "window.new", "duplicate"):
            commands.enable(id, text is not None and bool(text.id), none, place)
        for id in ("version.keep", "copy.save", "headings", "focus"):
            commands.enable(id, text is not None, none, place)
        chosen = bool(place.chosen())
        for status in STATUSES:
            commands.enable(f"status.{status}", chosen, self.tr("nothing is chosen"), place)

    # -- the text at hand

    def keep_version(self) -> None:
        """Save, and keep this state for good."""
        if self._place.text is not None:
            self._place.inspector.apply()
            self._place.text.keep_version()

    def show_versions(self) -> None:
        """Show the versions of the text at hand, or go back to it."""
        place = self._place
        if place.shows_versions:
            place.close_versions()
        elif place.text is not None and place.text.id:
            place.step()
            place.show_versions(place.text.id)

    def tell_who_and_when(self) -> None:
        """Say which version had the selected words, or the sentence at the caret, first."""
        text, editor = self._place.text, self._place.pane.editor
        if text is None or not text.id:
            return
        cursor = editor.textCursor()
        words = cursor.selectedText().replace("\u2029", "\n").strip()
        words = words or sentence_at(cursor.block().text(), cursor.positionInBlock())
        if not words:
            self._context.messages.info(self.tr("The caret stands in no sentence"))
            return
        number = text.id
        self._context.jobs.read(
            self._context.archive.versions_with, number, words, done=lambda found: self._tell_first(number, found)
        )

    def _tell_first(self, article_id: int, found: Sequence[Version]) -> None:
        if not found:
            self._context.messages.info(self.tr("No version has these words yet: they are new"))
            return
        first = found[-1]
        at = f"{day_words(first.kept_at, date.today())}, {clock(first.kept_at)}"
        words = self.tr("First in the version of {time}: {name}").format(time=at, name=version_name(first))
        show = self._place.show_versions
        self._context.messages.toast(words, self.tr("Show"), lambda: show(article_id, first.number), tone="info")

    def show_tab(self, name: str) -> None:
        """Bring a tab of the inspector to the front, showing the inspector if it is hidden."""
        place = self._place
        place.close_versions()
        if not place.inspector.isVisible():
            self.show_inspector(True)
        place.inspector.set_tab(name)
        place.inspector.pane().setFocus()

    def show_inspector(self, on: bool) -> None:
        """Show or hide the inspector; the split, which took its room, makes way."""
        place = self._place
        fit = getattr(place.window(), "fit", place)
        if place.pane.is_split:
            place.set_split(False)
            on = True
        fit.set_inspector(on)

    def keep_language(self, analysis: Analysis) -> None:
        """Give a draft the language it is written in, once there is enough of it; never against its writer."""
        text = self._place.text
        if text is None or not text.id or text in self._told or analysis.statistics.words < _ENOUGH_WORDS:
            return
        self._told.add(text)
        article = text.article
        if not article.language and analysis.language and article.provenance is None and is_draft(article.status):
            text.edit(language=analysis.language)

    def choose_language(self) -> None:
        """Go to the field of the language."""
        self.show_tab("details")
        self._place.inspector.details.fields["language"].input.setFocus()

    def open_window(self) -> None:
        """Show the text in a second window."""
        if self._place.text is not None and self._place.text.id:
            self._place.flush()
            self._context.exchange.new_window_requested.emit(self._place.text.id)

    def show_recent(self) -> None:
        """Offer the drafts one was in lately; the one before the last is at hand, as with any switcher."""
        place, context = self._place, self._context
        here = [place.text.id] if place.text is not None and place.text.id else []
        place.texts.remember_spots()
        lately = [*place.texts.recent(), *reversed(place.texts.spots), *(one.id for one in place.drafts.model.drafts())]
        ids = list(dict.fromkeys([*here, *lately]))[:_RECENT]

        def show(found: Sequence[ArticleSummary]) -> None:
            drafts = [one for one in found if one.trashed_at is None]
            if [one.id for one in drafts] in (here, []):
                context.messages.info(self.tr("No other text was open yet"))
                return
            switcher = Switcher(context, place.window(), drafts, lambda id: place.open_article(id, focus=True))
            if by_key and not QApplication.keyboardModifiers() & HELD:
                # A quick press was over before the list was read.
                switcher.choose()

        by_key = bool(QApplication.keyboardModifiers() & HELD)
        context.jobs.read(context.archive.summaries, ids, done=show)

    def go_to_heading(self) -> None:
        """Go into the outline."""
        self.show_tab("outline")

    def save_copy(self) -> None:
        """Write the text as it stands to a file the user names, whatever the archive's state is."""
        text = self._place.text
        if text is None:
            return
        title, body = text.texts()
        stem = "".join(letter for letter in title.strip() if letter.isalnum() or letter in " -_")[:80].strip()
        start = os.path.join(str(Path.home()), f"{stem or self.tr('Untitled')}.md")
        path, _ = QFileDialog.getSaveFileName(
            self._place, self.tr("Save a copy"), start, self.tr("Markdown (*.md);;All files (*)")
        )
        if path:
            parts = [f"# {title.strip()}" if title.strip() else "", text.article.standfirst, body]
            words = "\n\n".join(part for part in parts if part) + "\n"
            done = self.tr("A copy is in {path}").format(path=path)
            # Not the lane of imports: a copy is wanted now, most of all where the archive cannot be written.
            self._context.jobs.read(_write_file, path, words, done=lambda _: self._context.messages.toast(done))

    def insert_quotation(self, article_id: int, words: str) -> None:
        """Put a quotation with its source at the caret; without a draft at hand one is begun."""
        place = self._place
        if place.text is None or place.text.is_read_only:
            place.new_draft({})
        self._context.jobs.read(self._context.archive.get, article_id, done=lambda it: self.quote(it, words))

    def quote(self, article: Article, words: str) -> None:
        """Put words of an article into the text at hand, as a quotation with its source."""
        pane = self._place.pane
        quoted = "\n".join(f"> {line}".rstrip() for line in words.strip().split("\n"))
        name = article.title.strip() or self.tr("Untitled")
        source = ", ".join(part for part in (article.publication, _date_words(article)) if part)
        link = f"[{link_words(name)}](article:{article.uid})" + (f", {source}" if source else "")
        pane.typist.insert_block(f"{quoted}\n>\n> — {link}")
        pane.editor.setFocus()

    def open_link(self, address: str) -> None:
        """Follow a link of the preview: an article is read here, everything else only after a question."""
        if address.startswith("article:"):
            self._context.jobs.read(_find, self._context.archive, address, done=self._read_linked)
            return
        url = QUrl(address)
        if url.scheme() not in ("http", "https", "mailto"):
            return
        self._context.messages.ask(
            self.tr("Open this address?"),
            self.tr("It is opened outside of Copydesk, by the program your computer has for it."),
            self.tr("Open"),
            details=address,
            then=lambda: QDesktopServices.openUrl(url),
        )

    def _read_linked(self, article: Article | None) -> None:
        if article is None:
            self._context.messages.error(self.tr("The linked article is not in this archive."))
        elif is_draft(article.status):
            self._place.open_article(article.id, focus=True)
        else:
            self._context.exchange.read_requested.emit(article.id)

    # -- pictures

    def choose_picture(self) -> None:
        """Ask for a picture file and put it into the text."""
        kinds = self.tr("Pictures (*.png *.jpg *.jpeg *.gif *.webp *.svg *.avif *.tif *.tiff *.bmp)")
        paths, _ = QFileDialog.getOpenFileNames(self._place, self.tr("Insert a picture"), "", kinds)
        if paths:
            self._place.pane.pasting.add_pictures(paths)

    # -- trouble

    def _compare_conflict(self) -> None:
        text = self._place.text
        if text is not None and text.id:
            self._place.show_versions(text.id)

    def tell_recovery(self, recovery: Recovery) -> None:
        """Say what was found after a crash."""
        count = len(recovery.restored) + len(recovery.kept_beside)
        if recovery.restored and recovery.at is not None:
            words = self.tr(
                "Copydesk did not close properly last time. %Ln drafts were brought back as they were at {time}.",
                None,
                count,
            )
            time = when(recovery.at.astimezone(), date.today())
            self._context.messages.toast(
                words.format(time=time),
                self.tr("Open"),
                lambda: self._place.open_article(recovery.restored[0], focus=True),
            )
        if recovery.kept_beside:
            self._context.messages.toast(
                self.tr("A rescue copy is kept as a version, as its article was changed since."),
                self.tr("Show versions"),
                lambda: self._place.show_versions(recovery.kept_beside[0]),
                tone="info",
            )
        if recovery.restored or recovery.kept_beside:
            self._place.drafts.read()


def _find(archive: Archive, address: str) -> Article | None:
    name = address.removeprefix("article:").strip("/")
    return archive.find(int(name) if name.isdecimal() and len(name) < 18 else name)


def _write_file(path: str, words: str) -> None:
    try:
        Path(path).write_text(words, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UserError(
            f"The copy could not be written to {path} ({error.strerror}).", "Choose another place."
        ) from error


def _date_words(article: Article) -> str:
    from desktop_app.gui.library.wording import date_words

    return date_words(article.published)
