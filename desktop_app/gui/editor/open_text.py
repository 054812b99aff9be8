"""One text that is open: its document, what the archive has of it, and its way there and back.

Promises: every change reaches the archive within a second (`autosave` says when, this file how); a text that cannot be
saved lies in a rescue copy; somebody else's change is never overwritten and ours is never dropped. A new draft becomes
an article with its first letter, and an untouched one never does. Undo belongs to the document and outlives saving.

All archive work is done on the write lane in the order asked, so one save is never judged against a state that an
earlier one made.
"""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor, QTextDocument

from desktop_app.archive import Archive
from desktop_app.archive.articles import Article, Changes, ConflictError, NewPicture, VersionReason
from desktop_app.errors import NotFound, UserError
from desktop_app.gui.context import Context
from desktop_app.gui.editor import rescue
from desktop_app.gui.editor.autosave import Autosave, SaveStatus
from desktop_app.gui.editor.rescue import RescueCopy
from desktop_app.gui.editor.source_text import common_ends, from_document, has_astral, to_document
from desktop_app.text.facts import TextFacts, text_facts

TOP = (0, -1_000_000)
"""The anchor of a text nobody has scrolled."""
_WRITE_TAKES_MS = 300
"""Kept free of the setting "save after": text is to be on disk by then, not on its way."""
_SOONEST_MS = 150
_SHORT = 1000
"""Units that are typed or pasted at once, and changes between two looks: beyond, the text is fetched whole."""
_BY_CONTENT = re.compile(r"/pasted-[0-9a-f]{10}\.")
"""A picture without a name of its own is named by what it shows, and the same one again is the same."""


@dataclass(slots=True)
class _Known:
    """What the archive has of the text. Only jobs of the write lane touch it."""

    article: Article
    is_session: bool = False


@dataclass(frozen=True, slots=True)
class _Stored:
    """What a write did."""

    changes: Changes
    article: Article
    at: datetime


class OpenText(QObject):
    """A text being read or written. Make it with the article as the archive has it, or an empty one for a draft."""

    status_changed = Signal(object)
    """A new `SaveStatus`."""
    article_changed = Signal(object)
    """The `Article` as the archive has it now: id, facts and saved texts."""
    saved = Signal(object)
    """`Changes` of a write that came through here."""
    conflicted = Signal(object)
    """A `ConflictError`: the writer has to choose."""

    def __init__(
        self,
        context: Context,
        article: Article,
        document: QTextDocument,
        facts: Callable[[str], TextFacts | None] = text_facts,
    ) -> None:
        super().__init__()
        self._facts = facts
        self._context = context
        self.article = article
        self.document = document
        self.caret = (0, 0)
        """Anchor and position of the selection when the text was last left."""
        self.anchor = TOP
        """What stood at the top of the window then: see `Editor.anchor`."""
        self._known = _Known(article)
        self.conflict: ConflictError | None = None
        self._rescue_path: Path | None = None
        self._rescuing = False
        self._rescue_again = False
        self._activity_at = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        archive = context.archive
        self.is_read_only = archive.read_only
        delay_ms = max(context.settings.get("editor.autosave_ms") - _WRITE_TAKES_MS, _SOONEST_MS)
        self._autosave = Autosave(
            write=self._write,
            rescue=self._rescue,
            wake=self._wake,
            now=time.monotonic,
            clock=datetime.now,
            tell=self.status_changed.emit,
            delay_s=delay_ms / 1000,
            read_only=archive.read_only_reason if archive.read_only else "",
        )
        self._timer.timeout.connect(self._autosave.tick)
        self._raw: str | None = None
        self._typed: list[tuple[int, int, str]] = []
        """Changes since `_raw`: position, units removed, text that came."""
        self._saved_raw = self.raw()
        document.contentsChange.connect(self._on_change)

    @property
    def id(self) -> int:
        """The article's number, 0 while the draft is untouched."""
        return self.article.id

    @property
    def status(self) -> SaveStatus:
        return self._autosave.status

    @property
    def is_settled(self) -> bool:
        """All of it is in the archive."""
        return self._autosave.is_settled

    @property
    def is_untouched(self) -> bool:
        """An empty draft that nobody would miss."""
        return not self.id and self.document.characterCount() <= 2

    def texts(self) -> tuple[str, str]:
        """Return headline and body as they stand in the document."""
        return from_document(self.raw())

    def raw(self) -> str:
        """Return `document.toRawText()`. That takes 2 ms for 50,000 words, so what was typed since is put in here."""
        raw = self._raw
        if raw is not None:
            for position, removed, new in self._typed:
                raw = raw[:position] + new + raw[position + removed :]
        self._typed.clear()
        if raw is None or len(raw) != self.document.characterCount() - 1:
            raw = self.document.toRawText()
        # A letter of two units counts as one in Python, and places do not fit: such a text is always fetched whole.
        self._raw = None if has_astral(raw) else raw
        return raw

    def title(self) -> str:
        """Return the headline alone, without a look at the rest."""
        return from_document(self.document.firstBlock().text())[0]

    def flush(self) -> None:
        """Hand what is unsaved to the write lane now."""
        self._autosave.flush()

    def stop(self) -> None:
        """Save nothing any more by itself."""
        self._timer.stop()

    def try_again(self) -> None:
        """Save now, whatever the last try said."""
        self._autosave.changed()
        self._autosave.flush()

    def edit(self, **fields: Any) -> None:
        """Change facts of the article (not headline and body, which are the document's)."""
        self._autosave.flush()
        title, body = self.texts()
        self._context.jobs.write(
            _edit, self._context.archive, self._known, title, body, fields, done=self._edited, failed=self._refused
        )

    def set_title(self, title: str) -> None:
        """Put another headline into the document, as a step of undo like any other."""
        line = to_document(title, "").removesuffix("\n")
        block = self.document.firstBlock()
        if block.text() == line:
            return
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(line)

    def keep_version(self, name: str = "") -> None:
        """Save and keep this state of the text for good."""
        self._autosave.flush()
        if not self.id and self.is_untouched:
            return
        self._context.jobs.write(
            _keep, self._context.archive, self._known, name, done=self._kept, failed=self._context.messages.failure
        )

    def add_picture(self, picture: NewPicture, then: Callable[[str], object]) -> None:
        """Put a picture beside the article, which becomes one now if it was an untouched draft; `then` gets its name.

        Another picture of the same name stays: this one gets a number.
        """
        self._autosave.flush()
        title, body = self.texts()

        def done(named: tuple[_Stored, str]) -> None:
            self._take_over(named[0])
            then(named[1])

        self._context.jobs.write(_picture, self._context.archive, self._known, title, body, picture, done=done)

    def is_told_by(self, changes: Changes) -> bool:
        """Tell whether these may be news of the article; one's own save comes round twice a second while one types."""
        is_own = changes.version is not None and changes.version == self.article.version
        # Changes that name no article may be of any, as while an import goes on.
        return bool(self.id) and not is_own and (not changes.articles or self.id in changes.articles)

    def take(self, article: Article) -> None:
        """Show what another hand made of the article, unless there is unsaved text here: then a save will find out."""
        mine = self.article
        has_other_text = (article.title, article.standfirst, article.body) != (mine.title, mine.standfirst, mine.body)
        if has_other_text and not self.is_settled:
            return
        self._context.jobs.write(_take, self._known, article)
        self.article = article
        if has_other_text:
            self._show(article)
        self.article_changed.emit(article)

    def replace_texts(self, title: str, body: str) -> None:
        """Put other texts into the document, as one step of undo."""
        wanted = to_document(title, body)
        current = self.raw().replace("\u2029", "\n")
        if wanted == current:
            return
        head, tail = common_ends(current, wanted)
        cursor = QTextCursor(self.document)
        units = len(current[:head].encode("utf-16-le", "surrogatepass")) // 2
        gone = len(current[head : len(current) - tail].encode("utf-16-le", "surrogatepass")) // 2
        cursor.setPosition(units)
        cursor.setPosition(units + gone, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(wanted[head : len(wanted) - tail])

    def keep_mine(self) -> None:
        """End a conflict: this text goes into the archive, theirs is kept as a version."""
        if self.conflict is not None:
            theirs, self.conflict = self.conflict.theirs, None
            archive = self._context.archive
            self._context.jobs.write(_keep_theirs, archive, self._known, theirs)
            self._autosave.resolved()
            self.try_again()

    def take_theirs(self) -> None:
        """End a conflict: the archive's text is shown; this one is already a version, and one Undo away."""
        if self.conflict is not None:
            theirs, self.conflict = self.conflict.theirs, None
            self._context.jobs.write(_take, self._known, theirs)
            self.article = theirs
            self._show(theirs)
            self._forget_rescue()
            self.article_changed.emit(theirs)

    def _show(self, article: Article) -> None:
        self.replace_texts(article.title, article.body)
        self._saved_raw = self.raw()
        self._autosave.resolved()

    # -- to the archive

    def _on_change(self, position: int, removed: int, added: int) -> None:
        self._note(position, removed, added)
        # A change of formats alone says as many in as out; comparing then costs 2 ms at 50,000 words, and is rare.
        if removed == added and self.raw() == self._saved_raw:
            return
        self._autosave.changed()

    def _note(self, position: int, removed: int, added: int) -> None:
        if added > _SHORT or len(self._typed) > _SHORT:
            self._raw = None
        if self._raw is None:
            return
        cursor = QTextCursor(self.document)
        cursor.setPosition(position)
        last = self.document.characterCount() - 1
        cursor.setPosition(min(position + added, last), QTextCursor.MoveMode.KeepAnchor)
        new = cursor.selectedText()
        if has_astral(new):
            # Looked at here: it may be gone again before the text is asked for, and the length would fit by chance.
            self._raw = None
        self._typed.append((position, removed, new))

    def _wake(self, seconds: float) -> None:
        wanted = max(1, round(seconds * 1000))
        if not self._timer.isActive() or self._timer.remainingTime() > wanted:
            self._timer.start(wanted)

    def _write(self) -> None:
        raw = self.raw()
        if raw == self._saved_raw and self.id:
            self._autosave.written(self.status.saved_at)
            return
        title, body = from_document(raw)
        if not self.id and not title.strip() and not body.strip():
            self._autosave.resolved()
            return
        self._saved_raw = raw
        self._context.jobs.write(
            _store,
            self._context.archive,
            self._known,
            title,
            body,
            self._facts,
            done=self._stored,
            failed=self._not_stored,
        )

    def _stored(self, stored: _Stored) -> None:
        self._take_over(stored)
        self._autosave.written(stored.at)
        self._forget_rescue()
        self._note_activity()

    def _edited(self, stored: _Stored) -> None:
        self._take_over(stored)

    def _take_over(self, stored: _Stored) -> None:
        self.article = stored.article
        self.article_changed.emit(self.article)
        if stored.changes.articles:
            self.saved.emit(stored.changes)
            self._context.exchange.changed.emit(stored.changes)

    def _not_stored(self, error: Exception) -> None:
        self._saved_raw = ""
        if isinstance(error, ConflictError):
            self.conflict = error
            self._autosave.failed(error.message, conflict=True)
            self.conflicted.emit(error)
            return
        self._autosave.failed(error.message if isinstance(error, UserError) else type(error).__name__)
        if not isinstance(error, UserError):
            self._context.messages.bug(error)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, ConflictError):
            self._not_stored(error)
        else:
            self._context.messages.failure(error)
        self.article_changed.emit(self.article)

    def _kept(self, changes: Changes) -> None:
        self._context.messages.info(self.tr("Saved, and this version is kept"))
        self._context.exchange.changed.emit(changes)

    def _note_activity(self) -> None:
        minutes = self._context.settings.get("versions.activity_minutes")
        if time.monotonic() - self._activity_at >= minutes * 60:
            self._activity_at = time.monotonic()
            self._context.jobs.write(self._context.archive.note_activity, self.id)

    # -- beside the archive

    def _rescue(self) -> None:
        """Write a copy on a read lane: the write lane may be what hangs."""
        if self._rescuing:
            self._rescue_again = True
            return
        self._rescuing = True
        if self._rescue_path is None:
            self._rescue_path = rescue.new_path(datetime.now())
        title, body = self.texts()
        copy = RescueCopy(
            archive=self._context.archive.uid,
            article_id=self.id,
            base_version=self.article.version,
            title=title,
            standfirst=self.article.standfirst,
            body=body,
            at=datetime.now().isoformat(timespec="seconds"),
        )
        self._context.jobs.read(rescue.write, self._rescue_path, copy, done=self._rescued, failed=self._not_rescued)

    def _rescued(self, path: Path) -> None:
        self._rescuing = False
        if self.is_settled:
            self._forget_rescue()
            return
        self._autosave.rescued(str(path))
        if self._rescue_again:
            self._rescue_again = False
            self._rescue()

    def _not_rescued(self, error: Exception) -> None:
        # Neither archive nor copy: the text is in this window alone, and the banner says so by naming no path.
        self._rescuing = self._rescue_again = False

    def _forget_rescue(self) -> None:
        if self._rescue_path is not None and not self._rescuing:
            path, self._rescue_path = self._rescue_path, None
            self._context.jobs.read(rescue.remove, path)


def _store(archive: Archive, known: _Known, title: str, body: str, facts: Callable[[str], TextFacts | None]) -> _Stored:
    article = known.article
    if not article.id:
        changes = archive.add(replace(article, title=title, body=body))
    else:
        try:
            if not known.is_session:
                # What stood there before this sitting, kept once.
                archive.begin_session(article.id)
            changes = archive.save_text(
                article.id,
                base_version=article.version,
                title=title,
                standfirst=article.standfirst,
                body=body,
                facts=facts(body),
            )
        except NotFound:
            # Deleted for ever while it was open here: the writer is still writing it, so it comes back.
            changes = archive.add(replace(article, id=0, uid="", title=title, body=body, provenance=None))
    known.is_session = True
    known.article = archive.get(changes.articles[0] if changes.articles else article.id)
    return _Stored(changes, known.article, datetime.now())


def _edit(archive: Archive, known: _Known, title: str, body: str, fields: dict[str, Any]) -> _Stored:
    if not known.article.id:
        changes = archive.add(replace(known.article, title=title, body=body, **fields))
    else:
        changes = archive.edit(known.article.id, **fields)
    before = known.article
    now = archive.get(changes.articles[0] if changes.articles else before.id)
    if not before.id or (now.title, now.body) == (before.title, before.body):
        known.article = now
        return _Stored(changes, now, datetime.now())
    # Another hand changed the text meanwhile: the facts are taken, the next save will find the conflict.
    known.article = replace(now, title=before.title, body=before.body, version=before.version)
    return _Stored(changes, known.article, datetime.now())


def _picture(archive: Archive, known: _Known, title: str, body: str, picture: NewPicture) -> tuple[_Stored, str]:
    if not known.article.id:
        made = archive.add(replace(known.article, title=title, body=body))
        known.article = archive.get(made.articles[0])
    names = {one.name for one in archive.pictures(known.article.id)}
    name = picture.name if _BY_CONTENT.search(picture.name) else _free_name(picture.name, names)
    changes = archive.add_picture(known.article.id, replace(picture, name=name))
    now = archive.get(known.article.id)
    if (now.title, now.body) == (known.article.title, known.article.body):
        known.article = now
    return _Stored(changes, known.article, datetime.now()), name


def _free_name(name: str, names: set[str]) -> str:
    stem, dot, end = name.rpartition(".")
    numbered = (f"{stem or end}-{number}{dot if stem else ''}{end if stem else ''}" for number in itertools.count(2))
    return name if name not in names else next(one for one in numbered if one not in names)


def _keep(archive: Archive, known: _Known, name: str) -> Changes:
    return archive.keep_version(known.article.id, name)


def _take(known: _Known, article: Article) -> None:
    known.article = article


def _keep_theirs(archive: Archive, known: _Known, theirs: Article) -> None:
    archive.keep_version(theirs.id, reason=VersionReason.CONFLICT)
    known.article = archive.get(theirs.id)
