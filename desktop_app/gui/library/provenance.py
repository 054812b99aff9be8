"""Where an article came from: its file, the import that brought it, what was taken out, and the file as it lies there.

The file is shown as text and never run: a saved page may hold anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QWidget

from desktop_app.archive import Archive
from desktop_app.archive.articles import Article, Batch, Provenance
from desktop_app.gui.context import Context
from desktop_app.gui.pieces import button, label, row, set_tone
from desktop_app.gui.sheet import Sheet
from desktop_app.gui.upkeep import show_in_folder
from desktop_app.search.service import SearchRequest, Tick
from desktop_app.transfer.originals import Original, read_original

_MOST_LETTERS = 1_000_000
"""So much of a file is shown …"""

_LINE = 2_000
"""… in lines no longer than this: a page packed into one line of a million letters holds the window up for 350 ms."""


@dataclass(frozen=True, slots=True)
class _Found:
    article: Article
    batch: Batch | None
    versions: int


class ProvenanceSheet(Sheet):
    """Facts above, the file below."""

    closes_on_click_outside = True

    def __init__(self, context: Context, article_id: int) -> None:
        title = self.tr("Where this article came from")
        super().__init__(context.theme, context.commands, title, (820, 600))
        self._context = context
        self.add_header(title)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(22, 14, 22, 6)
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        self.content.addLayout(self._grid)
        self.state = label(context.theme, self.tr("Reading…"), "body", "muted", wrap=True)
        self._folder = button(context.theme, self.tr("Show in folder"), "link")
        self._import = button(context.theme, self.tr("All articles of this import"), "link")
        for one in (self._folder, self._import):
            one.hide()
        line = row(self.state, self._folder, self._import, margins=(22, 6, 22, 6), gap=14)
        line.setStretch(0, 1)
        self.content.addLayout(line)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("The original file"))
        context.theme.dress(self.text, "font", lambda pane: pane.setFont(context.theme.editor_font(13, "mono")))
        self.text.hide()
        self.content.addLayout(row(self.text, margins=(22, 2, 22, 20)))
        self._rest = QWidget()
        self.content.addWidget(self._rest, 1)
        context.jobs.read(_find, context.archive, article_id, done=self._show, failed=self._refuse)

    def facts(self) -> dict[str, str]:
        """Return what is shown, by its name."""
        shown = [self._grid.itemAtPosition(at, n) for at in range(self._grid.rowCount()) for n in (0, 1)]
        words = [item.widget().text() for item in shown if item is not None]  # type: ignore[attr-defined]
        return dict(zip(words[::2], words[1::2], strict=True))

    def _refuse(self, error: Exception) -> None:
        self.state.setText(str(error))

    def _show(self, found: _Found) -> None:
        origin = found.article.provenance
        for name, words in self._rows(found):
            self._add(name, words)
        if origin is None:
            self.state.setText(self.tr("It was written in this archive; there is no file behind it."))
            return
        if found.batch is not None:
            self._import.setVisible(True)
            self._import.clicked.connect(lambda: self._show_import(origin))
        # A file may be large, or lie on a disk that answers late or never: lists and readers do not wait for it.
        self._context.jobs.long(
            _read, origin, done=lambda read: self._show_original(origin, *read), failed=self._refuse
        )

    def _rows(self, found: _Found) -> list[tuple[str, str]]:
        article, origin, batch = found.article, found.article.provenance, found.batch
        rows = [(self.tr("Headline"), article.title or self.tr("Untitled"))]
        if origin is not None:
            rows.append((self.tr("File"), origin.path))
            rows.append((self.tr("Encoding"), origin.encoding))
            rows.append((self.tr("Checksum (SHA-256)"), origin.sha256))
        if batch is not None:
            words = self.tr("No. {n}, {day}, from {source}")
            rows.append(
                (self.tr("Import"), words.format(n=batch.number, day=_when(batch.started), source=batch.source))
            )
        rows.append(
            (self.tr("Source"), "  ·  ".join(part for part in (article.source_name, article.source_url) if part))
        )
        rows.append((self.tr("Page of its own on the web"), article.canonical_url))
        if origin is not None and origin.removed:
            rows.append((self.tr("Left out when it was read"), "  ·  ".join(origin.removed)))
        rows.append((self.tr("In this archive since"), _when(article.created)))
        rows.append((self.tr("Last changed"), _when(article.updated)))
        rows.append((self.tr("Versions kept"), QLocale().toString(found.versions)))
        rows.append(
            (self.tr("Rights"), "  ·  ".join(part for part in (article.rights.holder, article.rights.licence) if part))
        )
        return [(name, words) for name, words in rows if words]

    def _add(self, name: str, words: str) -> None:
        at = self._grid.rowCount()
        told = label(self._context.theme, name, "small", "muted")
        value = label(self._context.theme, words, "body", wrap=True)
        value.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        value.setAccessibleName(f"{name}: {words}")
        self._grid.addWidget(told, at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, at, 1)

    def _show_original(self, origin: Provenance, original: Original, shown: str) -> None:
        place = Path(origin.path)
        self._folder.setVisible(place.parent.is_dir())
        self._folder.clicked.connect(lambda: show_in_folder(place.parent))
        if original.trouble:
            words = self.tr("The file cannot be shown: {reason} The article in the archive is whole.")
            self.state.setText(words.format(reason=original.trouble))
            set_tone(self.state, "warning")
            return
        if original.is_same:
            self.state.setText(self.tr("The file, as it was imported:"))
        else:
            self.state.setText(self.tr("The file has changed since it was imported. As it is now:"))
            set_tone(self.state, "warning")
        self.text.setPlainText(shown)
        self.text.setVisible(True)
        self._rest.hide()

    def _show_import(self, origin: Provenance) -> None:
        self.accept()
        tick = Tick("batch", str(origin.batch))
        self._context.exchange.search_requested.emit(SearchRequest(place="archive", ticks=(tick,)))


def _find(archive: Archive, article_id: int) -> _Found:
    """Read all of it, off the GUI thread."""
    article = archive.get(article_id)
    origin = article.provenance
    return _Found(
        article,
        archive.batch(origin.batch) if origin is not None and origin.batch is not None else None,
        len(archive.versions(article_id)),
    )


def _read(origin: Provenance) -> tuple[Original, str]:
    """Read the file, off the GUI thread, and make what is shown of it."""
    original = read_original(origin)
    text = original.text[:_MOST_LETTERS]
    parts = (line[at : at + _LINE] for line in text.split("\n") for at in range(0, max(len(line), 1), _LINE))
    return original, "\n".join(parts) + ("\n…" if len(original.text) > len(text) else "")


def _when(moment: datetime | None) -> str:
    """Say a moment in the user's own time, as day and hour."""
    if moment is None:
        return ""
    return QLocale().toString(moment.astimezone().replace(tzinfo=None), "d MMM yyyy, HH:mm")
