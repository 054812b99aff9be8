"""The writer's place: drafts, the text being written with its preview, what is known about it, and its versions."""

from desktop_app.gui.desk.desk_place import DeskPlace

__all__ = ["DeskPlace"]
