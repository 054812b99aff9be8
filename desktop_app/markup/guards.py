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

MAX_BRACKET_WORK = 4_000_000
"""Characters between each `[` and its `]`, each `](` and its `)`, added up: Python-Markdown walks them, 0.1 µs each."""

MAX_HEADINGS = 1_000
"""In one chunk, that is without a blank line between them: the rest of the chunk is copied at each."""

MAX_FENCES = 400
"""Lines of backticks or tildes in one chunk; each is searched to the end for its like."""

MAX_DECLARATIONS = 50
"""`<![` in one chunk; each is searched to the end."""

NOTE = "This part is nested too deeply or too tangled to be set as Markdown; it is shown as it was written."

_CONTAINER = re.compile(rf"(?m)^(?:[ ]*(?:>|[*+-](?=[ ])|\d{{1,9}}\.(?=[ ])|:(?=[ ]))){{{MAX_DEPTH + 1}}}")
_DEEP_ITEM = re.compile(rf"(?m)^ {{{4 * MAX_DEPTH},}}(?:[*+-]|\d{{1,9}}\.|:|>) ")
_BRACKET = re.compile(r"[\[\]]|\n\n|\n *\|")
_TARGET = re.compile(r"\]\(|\)|\n\n|\n *\|")
_HEADING = re.compile(r"(?m)^(?:#{1,6} |=+ *$|-+ *$)")
_RAW_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_VOID = frozenset(
    re.findall(r"\w+", "area base br col embed hr img input link meta param source track wbr p li td th tr dd dt")
)


def too_hard(source: str) -> bool:
    """Tell whether a chunk must not be given to Python-Markdown."""
    if _CONTAINER.search(source) or _DEEP_ITEM.search(source):
        return True
    if source.count("<![") > MAX_DECLARATIONS or _bracket_work(source) > MAX_BRACKET_WORK:
        return True
    if source.count("\n```") + source.count("\n~~~") > MAX_FENCES:
        return True
    if source.count("\n") > MAX_HEADINGS and sum(1 for _ in _HEADING.finditer(source)) > MAX_HEADINGS:
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


def _bracket_work(source: str) -> int:
    """Add up what Python-Markdown walks in search of closing brackets, or in vain to the end of the paragraph."""
    if source.count("[") < 100:
        return 0
    return _walked(source, _BRACKET, "[") + _walked(source, _TARGET, "](")


def _walked(source: str, pattern: re.Pattern[str], opener: str) -> int:
    work, waiting = 0, list[int]()
    for match in pattern.finditer(source):
        if match[0] == opener:
            waiting.append(match.start())
        elif match[0] in "])":
            if waiting:
                work += match.start() - waiting.pop()
        else:
            work += sum(match.start() - start for start in waiting)
            waiting = []
    return work + sum(len(source) - start for start in waiting)
