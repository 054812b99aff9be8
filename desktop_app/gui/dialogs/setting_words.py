"""How the values of choices are called, and how the pages of the settings are laid out. Nothing is decided here."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.gui.language import LANGUAGES, is_complete
from desktop_app.gui.transfer.export_formats import THEMES
from desktop_app.text.languages import language_name

PAGE_ICONS = {
    "Writing": "type",
    "Appearance": "sun-moon",
    "Languages and spelling": "languages",
    "Search": "search",
    "Saving and versions": "history",
    "Export": "layout-template",
    "Keyboard": "keyboard",
    "Archive and backup": "database",
    "Accessibility": "accessibility",
}

_WORDS = {
    "system": "As the system",
    "light": "Light",
    "dark": "Dark",
    "comfortable": "Comfortable",
    "compact": "Compact",
    "relevance": "Best match",
    "plain": "Words",
    "bibtex": "BibTeX",
    "ris": "RIS",
    "newest": "Newest first",
    "oldest": "Oldest first",
    "title": "By title",
    "html": "Web page",
    "site": "Website",
    "pdf": "PDF",
    "epub": "EPUB",
    "docx": "Word",
    "markdown": "Markdown",
    "json": "JSON",
    "replace": "Replace it",
    "skip": "Leave it and go on",
    "fail": "Stop",
    "more": "More",
    "less": "Less",
    "usual": "Usual",
    "system serif": "The system’s serif",
}


def value_words(key: str, value: str) -> str:
    """Return how a choice's value is shown."""
    if key == "languages.interface" and value in LANGUAGES:
        in_part = QCoreApplication.translate("Settings", "{language} (in part)")
        return LANGUAGES[value] if is_complete(value) else in_part.format(language=LANGUAGES[value])
    if key == "languages.drafts":
        return language_name(value) if value else QCoreApplication.translate("Settings", "Told from the text")
    if key == "editor.font" and value in ("Literata", "Inter", "JetBrains Mono"):
        kinds = {"Literata": "serif", "Inter": "sans serif", "JetBrains Mono": "typewriter"}
        return f"{value} ({QCoreApplication.translate('Settings', kinds[value])})"
    words = THEMES.get(value) if key == "export.theme" else _WORDS.get(value)
    return QCoreApplication.translate("Settings", words) if words else value
