"""Markdown to safe HTML, outline, counts and the block cache: the only folder that knows markdown and nh3.

The renderer is loaded when it is first asked for: a window that only shows what was rendered does without it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from desktop_app.markup.counting import TextStatistics, statistics
from desktop_app.markup.headings import Heading, slug
from desktop_app.markup.page import Block, Rendered
from desktop_app.markup.safety import ATTRIBUTE, TAG, PictureUrl, clean_html

if TYPE_CHECKING:
    from desktop_app.markup.blocks import BlockRenderer, outline, render

__all__ = [
    "ATTRIBUTE",
    "TAG",
    "Block",
    "BlockRenderer",
    "Heading",
    "PictureUrl",
    "Rendered",
    "TextStatistics",
    "clean_html",
    "outline",
    "render",
    "slug",
    "statistics",
]


def __getattr__(name: str) -> Any:
    if name in ("BlockRenderer", "outline", "render"):
        return getattr(import_module("desktop_app.markup.blocks"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
