"""Blanks in a text: `{{what belongs here}}`, left by a template or a snippet to be filled in. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

BLANK = re.compile(r"\{\{([^{}\n]{0,200})\}\}")


def next_blank(text: str, at: int) -> tuple[int, int] | None:
    """Return the first blank that begins at `at` or behind it, else the first of all; None where none is left."""
    found = BLANK.search(text, at) or BLANK.search(text)
    return found.span() if found else None


def blank_before(text: str, at: int) -> tuple[int, int] | None:
    """Return the last blank that ends at `at` or before it, else the last of all; None where none is left."""
    spans = [match.span() for match in BLANK.finditer(text)]
    before = [span for span in spans if span[1] <= at] or spans
    return before[-1] if before else None


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the text with the blanks of these names filled in; an empty value leaves a blank to be filled."""
    return BLANK.sub(lambda match: values.get(match[1].strip()) or match[0], text)
