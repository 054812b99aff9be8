"""What is pasted or dropped on the text: HTML as Markdown, addresses as links, pictures into the archive, text files.

Reading a clip, a file or a picture is work for a lane; its place in the text is kept meanwhile by a cursor, so that one
may write on. What was pasted first comes first. Each paste is one step of undo.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QImage, QTextCursor

from desktop_app.archive.articles import NewPicture
from desktop_app.errors import UserError
from desktop_app.gui.context import Context, Work
from desktop_app.gui.editor import text_edits
from desktop_app.gui.editor.editor import Editor, insert_apart
from desktop_app.gui.editor.marks import PLAIN
from desktop_app.gui.editor.open_text import OpenText
from desktop_app.gui.editor.pictures import media_type
from desktop_app.gui.editor.source_text import code_points, pasted, utf16_offsets

if TYPE_CHECKING:
    from desktop_app.transfer.clipboard import Clip

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".tif", ".tiff", ".bmp")
_TEXTS = (".md", ".markdown", ".txt", ".text")
_LARGEST_PICTURE = 100_000_000
_LARGEST_TEXT = 20_000_000
_SHOWN_AFTER_MS = 300
_BLOCK = re.compile(r" {0,3}(?:#{1,6} |[-*+] |\d+[.)] |>|```|~~~|\||!\[[^\]]*\]\([^)]*\)$)")
_QUOTED = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")


class Pasting(QObject):
    """The way in, at one editor. `text` tells which text is open there."""

    stored = Signal()
    """A picture lies in the archive now."""

    def __init__(self, context: Context, editor: Editor, text: Callable[[], OpenText | None]) -> None:
        super().__init__(editor)
        self._context = context
        self._editor = editor
        self._text = text
        self._places: list[QTextCursor] = []
        """Where what is still being read will stand, in the order it was asked for."""
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_SHOWN_AFTER_MS)
        self._slow.timeout.connect(lambda: context.exchange.work_changed.emit(Work(self.tr("Pasting…"))))
        editor.takes = self.takes
        editor.take = self.take

    # -- from the editor

    def takes(self, source: QMimeData) -> bool:
        """Tell whether files that are dragged over the text would go into it; all others are the window's to import."""
        return bool(_files(source, _PICTURES) or _files(source, _TEXTS))

    def take(self, source: QMimeData) -> bool:
        """Take what is pasted or dropped; False leaves it to the editor, as plain text."""
        if pictures := _files(source, _PICTURES):
            self.add_pictures(pictures)
        elif texts := _files(source, _TEXTS):
            self._run(_read_texts, texts, done=lambda cursor, text: self._put_texts(cursor, text, texts))
        elif source.hasImage() and not source.text().strip() and _has_no_words(source.html()):
            self._run(_encoded, QImage(source.imageData()), done=self._put_picture)
        elif source.hasHtml() and not self._is_bare():
            # Only a lane may read HTML; a clip that is no more than its plain text comes back as that.
            self._run(_read_clip, source.html(), source.text(), done=self._put_clip)
        else:
            return False
        return True

    def add_pictures(self, files: list[str]) -> None:
        """Take picture files into the archive and name them in the text, in this order."""
        for file in files:
            self._run(_read_picture, file, done=self._put_picture)

    def _is_bare(self) -> bool:
        """Tell whether the caret stands where Markdown is none: in the headline of a text, or in code."""
        cursor = self._editor.textCursor()
        document = self._editor.document()
        if cursor.block().blockNumber() == 0:
            return document.characterCount() > 2
        return cursor.block().previous().userState() > PLAIN

    # -- while it is being read

    def _run(self, fn: Callable[..., Any], *args: Any, done: Callable[[QTextCursor, Any], object]) -> None:
        text = self._text()
        if self._editor.isReadOnly() or (text is not None and text.is_read_only):
            return
        document = self._editor.document()
        cursor = self._editor.textCursor()
        selected = cursor.selectedText()
        cursor.setKeepPositionOnInsert(True)
        self._places.append(cursor)
        self._slow.start()

        def arrived(result: Any) -> None:
            self._leave(cursor)
            if shiboken6.isValid(document) and not cursor.isNull():
                if cursor.selectedText() != selected:
                    # Written over meanwhile, or written at: nothing of it is to be replaced.
                    cursor.setPosition(cursor.position())
                done(cursor, result)

        def failed(error: Exception) -> None:
            self._leave(cursor)
            self._context.messages.failure(error)

        # One thread, so that two pastes come in their order.
        self._context.jobs.render(fn, *args, done=arrived, failed=failed)

    def _leave(self, cursor: QTextCursor) -> None:
        self._places.remove(cursor)
        if not self._places:
            self._slow.stop()
            self._context.exchange.work_changed.emit(None)

    # -- into the text

    def _put(self, cursor: QTextCursor, words: str) -> None:
        """Replace what was selected then by words, as one step; the caret goes behind them if it was there."""
        own = self._editor.textCursor()
        start = cursor.selectionStart()
        follows = cursor.document() is self._editor.document() and (own.anchor(), own.position()) == (
            cursor.anchor(), cursor.position()
        )  # fmt: skip
        waiting = [one for one in self._places if one.document() is cursor.document() and one.position() == start]
        cursor.setKeepPositionOnInsert(False)
        insert_apart(cursor, words)
        for one in waiting:
            one.setPosition(cursor.position())
        if follows:
            self._editor.setTextCursor(cursor)
            self._editor.ensureCursorVisible()

    def _put_clip(self, cursor: QTextCursor, clip: Clip) -> None:
        words = pasted(clip.text)
        if clip.is_plain:
            self._put(cursor, self._editor.linked(cursor, words))
            return
        text = self._text() if cursor.document() is self._editor.document() else None
        for picture in clip.pictures:
            if text is not None:
                text.add_picture(picture, lambda _: self.stored.emit())
        if cursor.document().characterCount() <= 2:
            # The first thing in an empty draft: its first heading is the headline.
            words = re.sub(r"\A#{1,6} +", "", words)
        self._put(cursor, _fitted(cursor, words))

    def _put_texts(self, cursor: QTextCursor, words: str, files: list[str]) -> None:
        self._put(cursor, pasted(words))
        name = Path(files[0]).name if len(files) == 1 else self.tr("%Ln files", None, len(files))

        def instead() -> None:
            self._editor.undo()
            self._context.exchange.import_requested.emit(files)

        said = self.tr("The words of {name} stand in the text now").format(name=name)
        self._context.messages.toast(said, self.tr("Import instead"), instead)

    def _put_picture(self, cursor: QTextCursor, picture: NewPicture) -> None:
        text = self._text()
        if text is None or text.document is not cursor.document():
            return
        self._places.append(cursor)

        def named(name: str) -> None:
            self._places.remove(cursor)
            if shiboken6.isValid(text) and not cursor.isNull():
                self._put_block(cursor, f"![]({name})")
            self.stored.emit()

        text.add_picture(picture, named)

    def _put_block(self, cursor: QTextCursor, block: str) -> None:
        """Insert a paragraph of its own, with empty lines around it where they are missing."""
        raw = cursor.document().toRawText().replace("\u2029", "\n")
        # A picture is none of the headline's; it goes below.
        body = min(cursor.document().firstBlock().length(), cursor.document().characterCount() - 1)
        cursor.setPosition(max(cursor.selectionEnd(), body))
        [at] = code_points(utf16_offsets(raw), cursor.position())
        self._put(cursor, text_edits.block(raw, at, block).new)


def _fitted(cursor: QTextCursor, words: str) -> str:
    """Put empty lines around lists, tables and their like, and the marks of a quotation before each line in it."""
    start, end = QTextCursor(cursor), QTextCursor(cursor)
    start.setPosition(cursor.selectionStart())
    end.setPosition(cursor.selectionEnd())
    before = start.block().text()[: start.positionInBlock()]
    after = end.block().text()[end.positionInBlock() :]
    lines = words.split("\n")
    quote = _QUOTED.match(before)
    if quote:
        return f"\n{quote[0]}".join(lines)
    if before.strip() and _BLOCK.match(lines[0]) and len(lines) > 1:
        words = "\n\n" + words
    if after.strip() and _BLOCK.match(lines[-1]) and len(lines) > 1:
        words += "\n\n"
    return words


def _files(source: QMimeData, ends: tuple[str, ...]) -> list[str]:
    files = [url.toLocalFile() for url in source.urls() if url.isLocalFile()]
    return files if files and all(file.lower().endswith(ends) for file in files) else []


def _has_no_words(html: str) -> bool:
    """Tell whether a clip is no more than a picture, as browsers copy one: then its pixels are taken."""
    return not re.sub(r"<[^>]*>", "", html).strip()


def _read_clip(html: str, plain: str) -> Clip:
    # Here and not above: what reads foreign pages takes longer to load than a window to open.
    from desktop_app.transfer.clipboard import read_clip

    return read_clip(html, plain)


def _encoded(image: QImage) -> NewPicture:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if image.isNull() or not image.save(buffer, "PNG"):
        raise UserError("The picture on the clipboard could not be read.", "The text was not changed.")
    data = bytes(buffer.data().data())
    return NewPicture(f"images/pasted-{hashlib.sha256(data).hexdigest()[:10]}.png", data, "image/png")


def _read_picture(file: str) -> NewPicture:
    data = _read(Path(file), _LARGEST_PICTURE)
    return NewPicture(picture_name(file), data, media_type(data).decode())


def picture_name(path: str) -> str:
    """Return the address a picture gets in the text."""
    return "images/" + "-".join(Path(path).name.split())


def _read_texts(files: list[str]) -> str:
    from desktop_app.transfer import front_matter
    from desktop_app.transfer.encodings import NotText, decode

    bodies = []
    for path in map(Path, files):
        try:
            text = decode(_read(path, _LARGEST_TEXT)).text
        except NotText as error:
            raise UserError(f"{path.name} holds no text.", "The text was not changed.") from error
        bodies.append(front_matter.split(pasted(text)).body.strip("\n"))
    return "\n\n".join(bodies)


def _read(path: Path, largest: int) -> bytes:
    try:
        if path.stat().st_size > largest:
            raise UserError(
                f"{path.name} is larger than {largest // 1_000_000} MB. It was not taken into the text.",
                "Make it smaller first.",
            )
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"{path.name} could not be read ({error.strerror}).", "The text was not changed.") from error
