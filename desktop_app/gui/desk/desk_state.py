"""What the Desk showed, as JSON values, and the way back to it: for Back and Forward, a restart and a crash.

What makes no sense any more (an article that is gone, a value of an older release) is left out silently.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop_app.gui.desk.draft_list import DraftFilter
from desktop_app.gui.desk.wording import SORTS

if TYPE_CHECKING:
    from desktop_app.gui.desk.desk_place import DeskPlace

_SPOTS = 100
"""Texts whose place is remembered."""


def save(desk: DeskPlace) -> dict[str, Any]:
    """Return what is shown."""
    desk.pane.remember_spot()
    desk.texts.remember_spots()
    filter = desk.drafts.filter
    state: dict[str, Any] = {
        "article": desk.text.id if desk.text is not None else desk.texts.awaited,
        "spots": {str(id): list(spot) for id, spot in list(desk.texts.spots.items())[-_SPOTS:]},
        "sort": desk.drafts.sort,
        "filter": [filter.status, filter.folder, filter.words],
        "split": desk.pane.is_split,
        "tab": desk.inspector.tab(),
        "sizes": desk.splitter.sizes(),
    }
    if desk.shows_versions:
        state["version"] = desk.versions.list.current()
    return state


def restore(desk: DeskPlace, state: dict[str, Any]) -> None:
    """Show it again."""
    for key, spot in _items(state.get("spots")):
        if key.isdecimal() and _are_numbers(spot, 2):
            desk.texts.spots[int(key)] = (max(spot[0], 0), max(spot[1], 0))
    sizes = state.get("sizes")
    if _are_numbers(sizes, 3) and sum(sizes) > 300:
        desk.splitter.setSizes(sizes)
    if state.get("sort") in SORTS:
        desk.drafts.set_sort(state["sort"])
    filter = state.get("filter")
    if isinstance(filter, list) and len(filter) == 3 and all(isinstance(part, str) for part in filter):
        desk.set_filter(DraftFilter(*filter))
    if isinstance(state.get("tab"), str):
        desk.inspector.set_tab(state["tab"])
    if isinstance(state.get("split"), bool) and state["split"] != desk.pane.is_split:
        desk.set_split(state["split"])
    article, version = state.get("article"), state.get("version")
    if isinstance(article, int) and article > 0:
        _show(desk, article, version if isinstance(version, int) else -1)


def _show(desk: DeskPlace, article_id: int, version: int) -> None:
    if version >= 0:
        desk.show_versions(article_id, version)
        return
    desk.close_versions()
    desk.open_article(article_id, focus=True, quietly=True)


def _items(value: Any) -> list[tuple[str, Any]]:
    return [(str(key), item) for key, item in value.items()] if isinstance(value, dict) else []


def _are_numbers(value: Any, count: int) -> bool:
    return isinstance(value, list) and len(value) == count and all(isinstance(item, int) for item in value)
