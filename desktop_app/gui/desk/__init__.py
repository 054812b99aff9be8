"""The writer's place: drafts, the text being written with its preview, what is known about it, and its versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop_app.gui.desk.desk_place import DeskPlace

__all__ = ["DeskPlace"]


def __getattr__(name: str) -> Any:
    # When it is asked for: the process that reads texts (`reading_process.py`) needs no widgets.
    if name == "DeskPlace":
        from desktop_app.gui.desk.desk_place import DeskPlace

        return DeskPlace
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
