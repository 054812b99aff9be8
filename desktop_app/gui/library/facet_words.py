"""Facets in words: their names, icons, and how a value is shown (`az` as Azerbaijani, "" as No byline)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_app.gui.library.facet_model import FacetModel
from desktop_app.search.service import FacetName, FacetValue, Tick
from desktop_app.text.languages import language_name

FACET_ICONS: dict[str, str] = {
    "year": "calendar",
    "publication": "newspaper",
    "section": "layout-template",
    "language": "languages",
    "author": "user",
    "kind": "file-text",
    "tag": "tag",
    "status": "circle-check",
    "reprints": "book-copy",
    "pictures": "image",
    "batch": "import",
}


def facet_titles() -> dict[FacetName, str]:
    """Return the facets in the order they are shown."""
    return {
        "year": _tr("Year"),
        "publication": _tr("Publication"),
        "section": _tr("Section"),
        "language": _tr("Language"),
        "author": _tr("Author"),
        "kind": _tr("Kind"),
        "tag": _tr("Tag"),
        "status": _tr("Status"),
        "reprints": _tr("Reprints"),
        "pictures": _tr("Pictures"),
        "batch": _tr("Import"),
    }


def value_words(facet: FacetName, value: FacetValue) -> str:
    """Say one value."""
    if value.label:
        return value.label
    if facet == "reprints":
        return _tr("Printed more than once") if value.value else _tr("Printed once")
    if facet == "pictures":
        return _tr("With pictures") if value.value else _tr("Without pictures")
    if not value.value:
        return {
            "year": _tr("No date"),
            "author": _tr("No byline"),
            "language": _tr("No language"),
            "batch": _tr("Not imported"),
        }.get(facet, _tr("None"))
    if facet == "language":
        return language_name(value.value, QLocale().name()[:2])
    if facet == "status":
        return status_words(value.value)
    if facet == "batch":
        return _tr("Import {n}").format(n=value.value)
    return value.value


def status_words(status: str) -> str:
    """Say a status as the Desk does."""
    return {
        "writing": _tr("Writing"),
        "review": _tr("With the editor"),
        "ready": _tr("Ready to send"),
        "published": _tr("Published"),
        "withdrawn": _tr("Withdrawn"),
    }.get(status, status)


def tick_words(facets: FacetModel, tick: Tick) -> str:
    """Say a tick on a chip: `News`, `not Letter`."""
    words = facets.label(tick.facet, tick.value)
    return _tr("not {value}").format(value=words) if tick.excluded else words


def _tr(text: str) -> str:
    return QCoreApplication.translate("Library", text)
