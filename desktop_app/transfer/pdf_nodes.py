"""Small decisions of the PDF tree that need nothing but a node: alignment, spans, lone pictures, long words, levels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from desktop_app.transfer.page_tree import Element

Node = str | dict[str, Any]

_LONG_WORD = re.compile(r"\S{70,}")


def letters(node: Node) -> int:
    if isinstance(node, str):
        return len(node)
    if node["t"] in ("fig", "img", "fn"):
        return 0
    inner = [*node.get("c", ()), *(part for item in node.get("items", ()) for part in item)]
    return sum(letters(part) for part in inner if isinstance(part, str | dict)) + (
        80 if node["t"] in ("p", "h", "pre", "table") else 0
    )


def note_items(root: Element) -> list[Element]:
    sections = [child for child in root.elements() if "footnotes" in child.classes]
    return [item for section in sections for item in section.walk() if item.tag == "li" and item.get("id")[:3] == "fn-"]


def is_heading(element: Element) -> bool:
    return len(element.tag) == 2 and element.tag[0] == "h" and element.tag[1] in "123456"


def heading_levels(root: Element, base: int) -> dict[int, int]:
    """Return the level of each heading by its identity. The title is 1, and PDF/UA wants none skipped."""
    # One without words (a picture alone) is no heading: PDF/UA forbids an empty title.
    headings = [element for element in root.walk() if is_heading(element) and element.text().strip()]
    rank = {tag: number for number, tag in enumerate(sorted({heading.tag for heading in headings}))}
    levels: dict[int, int] = {}
    before = base - 1
    for heading in headings:
        before = levels[id(heading)] = min(base + rank[heading.tag], before + 1)
    return levels


def lone_picture(children: Sequence[Element | str]) -> Element | None:
    """Recognise a picture that is alone in its paragraph, perhaps inside a link."""
    real = [child for child in children if not isinstance(child, str) or child.strip()]
    if len(real) != 1 or not isinstance(real[0], Element):
        return None
    only = real[0]
    if only.tag == "a" and len(list(only.elements())) == 1 and not only.text().strip():
        only = next(only.elements())
    return only if only.tag == "img" else None


def alignment(element: Element) -> str:
    match = re.search(r"text-align:\s*(left|right|center)", element.get("style"))
    value = match[1] if match else element.get("align").lower()
    return value if value in ("left", "right", "center") else ""


def span(value: str) -> int:
    return max(1, min(int(value), 100)) if re.fullmatch(r"\d{1,4}", value) else 1


def table_of(rows: list[tuple[bool, list[Node]]], caption: list[Node]) -> Node:
    """Put rows (is it a head row, cells) into a table; short rows are filled up. Nothing where there is no cell."""
    head: list[list[Node]] = []
    body: list[list[Node]] = []
    for is_head, cells in rows:
        (head if is_head and not body else body).append(cells)
    width = max((_width(cells) for cells in head + body), default=0)
    if not width:
        return ""
    spanned = any(cell["rs"] > 1 for cells in head + body for cell in cells if isinstance(cell, dict))
    for cells in head + body:
        if not spanned:
            cells += [{"c": [], "cs": 1, "rs": 1, "al": ""}] * (width - _width(cells))
    return {"t": "table", "cols": width, "head": head if body else [], "rows": body or head, "caption": caption}


def _width(cells: list[Node]) -> int:
    return sum(cell["cs"] for cell in cells if isinstance(cell, dict))


def columns(line: str) -> int:
    return sum(2 if "\u1100" <= char <= "\uffdc" or char > "\U0001f000" else 1 for char in line)


def folded(line: str, width: int) -> list[str]:
    return [line[start : start + width] for start in range(0, len(line), width)] or [""]


def breakable(text: str) -> str:
    """Let a word that is longer than a line break somewhere: it would run out of the page."""
    return _LONG_WORD.sub(lambda m: "\u200b".join(folded(m[0], 30)), text) if len(text) >= 70 else text


def trimmed(nodes: list[Node]) -> list[Node]:
    while nodes and isinstance(nodes[0], str) and not nodes[0].strip(" "):
        nodes = nodes[1:]
    while nodes and isinstance(nodes[-1], str) and not nodes[-1].strip(" "):
        nodes = nodes[:-1]
    if nodes and isinstance(nodes[0], str):
        nodes = [nodes[0].lstrip(" "), *nodes[1:]]
    if nodes and isinstance(nodes[-1], str):
        nodes = [*nodes[:-1], nodes[-1].rstrip(" ")]
    return nodes
