"""What is too deep or too tangled for Python-Markdown is shown as it stands, with a note.

Python-Markdown recurses for every quote, list and bracket inside another and scans a paragraph again for every mark in
it. Written texts stay far below these limits; files made to hurt do not. The caps are counts and no clocks, so that the
same text always gives the same page.
"""

from __future__ import annotations

import html
import re

MAX_DEPTH = 24
"""Quotes, list items and raw tags inside each other. Python's stack holds about 60 levels of Markdown."""

MAX_MARKS = 6_000
"""Inline marks in one chunk; a page of dense links has 200."""

MAX_WORK = 400_000_000
"""Characters of a chunk times its inline marks: about two seconds of work."""

NOTE = "This part is nested too deeply or too tangled to be set as Markdown; it is shown as it was written."

_CONTAINER = re.compile(rf"(?m)^(?:[ ]*(?:>|[*+-](?=[ ])|\d{{1,9}}\.(?=[ ])|:(?=[ ]))){{{MAX_DEPTH + 1}}}")
_DEEP_ITEM = re.compile(rf"(?m)^ {{{4 * MAX_DEPTH},}}(?:[*+-]|\d{{1,9}}\.|:|>) ")
_MARK = re.compile(r"[\[\]*_~`<&\\]")
_RAW_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_VOID = frozenset(
    re.findall(r"\w+", "area base br col embed hr img input link meta param source track wbr p li td th tr dd dt")
)


def too_hard(source: str) -> bool:
    """Tell whether a chunk must not be given to Python-Markdown."""
    if _CONTAINER.search(source) or _DEEP_ITEM.search(source):
        return True
    marks = len(_MARK.findall(source))
    if marks > MAX_MARKS or marks * len(source) > MAX_WORK:
        return True
    return "<" in source and _raw_depth(source) > MAX_DEPTH


def as_written(source: str) -> str:
    """Return a chunk as escaped text under a note."""
    return f'<p class="not-set">{NOTE}</p>\n<pre class="as-written">{html.escape(source, quote=False)}</pre>'


def _raw_depth(source: str) -> int:
    depth = deepest = 0
    for close, name in _RAW_TAG.findall(source):
        if name.lower() not in _VOID:
            depth += -1 if close else 1
            deepest = max(deepest, depth)
    return deepest
