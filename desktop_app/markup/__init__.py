"""Markdown to safe HTML, outline, counts and the block cache: the only folder that knows markdown and nh3."""

from desktop_app.markup.blocks import Block, BlockRenderer, Rendered, outline, render
from desktop_app.markup.counting import TextStatistics, statistics
from desktop_app.markup.headings import Heading, slug
from desktop_app.markup.safety import ATTRIBUTE, TAG, PictureUrl, clean_html

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
