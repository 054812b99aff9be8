"""The formats an article can leave in, as the export sheet names them, and what is remembered of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QStandardPaths

from desktop_app import paths
from desktop_app.gui.session import read_state

Preview = Literal["pages", "reading", "source"]


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One format: its id, its words (to be translated), how its preview is made."""

    id: str
    icon: str
    name: str
    text: str
    suffix: str
    preview: Preview
    one_file: bool = False
    """Several articles can be one file."""
    themes: bool = False
    promise: str = ""
    """What is true of every file of this format."""


FORMATS: tuple[ExportFormat, ...] = (
    ExportFormat("html", "globe", "Web page", "HTML, one file", ".html", "reading", themes=True,
                 promise="Pictures and fonts are inside the file. It asks nothing of the internet."),
    ExportFormat("site", "layout-template", "Website", "pages, index, search", "", "reading", themes=True,
                 promise="A folder to be read from disk or put on any server as it is."),
    ExportFormat("pdf", "file-text", "PDF", "for print and for keeping (PDF/A)", ".pdf", "pages", one_file=True,
                 themes=True, promise="PDF/A-2a for long keeping, tagged for screen readers, contents to click."),
    ExportFormat("epub", "book-open", "EPUB", "for e-readers", ".epub", "reading", one_file=True,
                 promise="Contents, language and by-line are inside the book."),
    ExportFormat("docx", "file-type", "Word", "DOCX", ".docx", "reading", one_file=True,
                 promise="Headings, footnotes and tables stay what they are."),
    ExportFormat("markdown", "hash", "Markdown", "text and pictures", ".md", "source",
                 promise="Every fact stands in the front matter. Imported again it is the same article."),
)  # fmt: skip

_BY_ID = {one.id: one for one in FORMATS}

THEMES = {"house": "House style", "newspaper": "Newspaper column", "manuscript": "Manuscript"}
ON_EXISTING = {"replace": "Replace it", "skip": "Leave it and go on", "fail": "Stop"}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user chose for a format."""

    folder: str
    theme: str = "house"
    on_existing: str = "replace"
    one_file: bool = False


class Remembered:
    """The last choice of each format and the last format, as one small JSON file."""

    def __init__(self, state: dict[str, Any] | None = None) -> None:
        state = state or {}
        self.last = str(state.get("last", ""))
        self._formats: dict[str, dict[str, Any]] = {
            key: value for key, value in state.get("formats", {}).items() if isinstance(value, dict)
        } if isinstance(state.get("formats"), dict) else {}  # fmt: skip

    @classmethod
    def load(cls) -> Remembered:
        """Read what is remembered; off the GUI thread."""
        return cls(read_state(remembered_file()))

    def choice(self, format: str, start: Choice) -> Choice:
        """Return what was chosen for a format, `start` where nothing was."""
        kept = self._formats.get(format, {})
        folder = kept.get("folder")
        theme = kept.get("theme")
        on_existing = kept.get("on_existing")
        return Choice(
            folder if isinstance(folder, str) and folder else start.folder,
            theme if theme in THEMES else start.theme,
            on_existing if on_existing in ON_EXISTING else start.on_existing,
            kept.get("one_file") is True,
        )

    def keep(self, format: str, choice: Choice) -> None:
        """Remember a choice."""
        self.last = format
        self._formats[format] = {
            "folder": choice.folder,
            "theme": choice.theme,
            "on_existing": choice.on_existing,
            "one_file": choice.one_file,
        }

    def state(self) -> dict[str, Any]:
        return {"last": self.last, "formats": self._formats}


def export_format(id: str) -> ExportFormat:
    """Return a format, the PDF for a name that is none."""
    return _BY_ID.get(id, _BY_ID["pdf"])


def remembered_file() -> Path:
    return paths.config_folder() / "export.json"


def first_folder(setting: str) -> str:
    """Return where exports go before any was made."""
    if setting:
        return setting
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return str(Path(documents or Path.home()) / "Export")


def with_choice(choice: Choice, **changes: Any) -> Choice:
    return replace(choice, **changes)
