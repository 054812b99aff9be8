"""The text of a page as data for the PDF template: blocks and inline pieces, every decision taken here.

The template only sets what it is told. User text stays text: it travels as JSON strings and is never read as Typst.
Each node is a string or a dict whose `t` names one of `kinds` in resources/templates/article.typ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop_app.transfer.page import direction
from desktop_app.transfer.page_tree import Element
from desktop_app.transfer.pdf_nodes import (
    Node,
    alignment,
    breakable,
    columns,
    folded,
    heading_levels,
    is_heading,
    letters,
    lone_picture,
    note_items,
    span,
    table_of,
    trimmed,
)

_INLINE = frozenset(
    re.findall(
        r"\w+",
        """a abbr b bdi bdo br cite code del dfn em i img input ins kbd label mark q rp rt ruby s samp small span strike
        strong sub sup time tt u var wbr""",
    )
)
_AS = {
    "em": "em", "i": "em", "cite": "em", "dfn": "em", "var": "em", "strong": "strong", "b": "strong", "sub": "sub",
    "sup": "sup", "del": "del", "s": "del", "strike": "del", "ins": "u", "u": "u", "mark": "mark", "small": "small",
    "kbd": "key",
}  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f]+")
_MATHS_NUMBERING = {"1": "1.", "a": "a.", "A": "A.", "i": "i.", "I": "I."}
_ARABIC = re.compile("[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
_FRAMES = frozenset({"blockquote", "ul", "ol", "li", "dl", "dd", "div", "section", "details", "table", "td", "th"})
_MAX_FRAMES = 12
"""Typst gives up at 64 nested show rules; each frame takes two to four."""
_SIGN_PT = 13
"""The height of a picture that stands in a line like a letter."""
MONO_WIDTH = 0.6
"""The width of a JetBrains Mono letter in em."""


@dataclass(slots=True)
class PictureUse:
    """How a picture is set: its file, its size in points (0 = unknown), and what stands for it in words."""

    src: str
    width: float
    height: float


@dataclass(slots=True)
class TreeOptions:
    """What the tree must know of the page."""

    column_pt: float
    text_height_pt: float
    size_pt: float
    language: str
    picture: Callable[[str], PictureUse | None]
    missing_picture: str
    base_level: int = 2
    prefix: str = ""
    """Stands before labels, so that several articles may share a document."""


@dataclass(slots=True)
class PdfTree:
    """`notes` are footnotes no mark points at; they stand at the end."""

    body: list[Node] = field(default_factory=list)
    notes: list[list[Node]] = field(default_factory=list)


def pdf_tree(root: Element, options: TreeOptions) -> PdfTree:
    """Turn the tree of a page into nodes for the template."""
    return _Builder(root, options).build()


class _Builder:
    def __init__(self, root: Element, options: TreeOptions) -> None:
        self._root = root
        self._options = options
        self._direction = direction(root.text()) or "ltr"
        self._notes = {item.get("id"): item for item in note_items(root)}
        self._set_notes: set[str] = set()
        self._levels = heading_levels(root, options.base_level)
        self._targets = {e.get("id") for e in root.walk() if id(e) in self._levels and e.get("id")}
        self._depth = 0
        self._labelled: set[str] = set()
        self._room = options.column_pt

    def build(self) -> PdfTree:
        tree = PdfTree(self.blocks(self._root.children))
        self._place(tree.body)
        for id_, item in self._notes.items():
            if id_ not in self._set_notes:
                self._set_notes.add(id_)
                tree.notes.append(self._note_blocks(item))
        return tree

    def _place(self, body: list[Node]) -> None:
        """Let large pictures slide to the foot or head of a page, or half pages would stay empty before them.

        A picture right under the headline stays there.
        """
        before = 0
        for node in body:
            if isinstance(node, dict) and node["t"] == "fig":
                tall = not node["h"] or node["h"] > 0.15 * self._options.text_height_pt
                node["slide"] = tall and before > 150
            before += letters(node)

    # -- blocks ----------------------------------------------------------------------------------------------------

    def blocks(self, children: Iterable[Element | str], loose: bool = True) -> list[Node]:
        """Set children as blocks; inline ones that stand among blocks become paragraphs (in tight lists, lines)."""
        out: list[Node] = []
        run: list[Element | str] = []
        for child in children:
            if isinstance(child, str) or child.tag in _INLINE:
                run.append(child)
                continue
            self._line(run, out, loose)
            run = []
            out += self.block(child)
        self._line(run, out, loose)
        return out

    def _line(self, run: Sequence[Element | str], out: list[Node], loose: bool) -> None:
        if any(not isinstance(child, str) or child.strip() for child in run):
            holder = Element("p", {}, list(run))
            out += self.paragraph(holder, "p" if loose else "t")

    def block(self, element: Element) -> list[Node]:
        """Set a block; what is nested more deeply than typst goes is set without its frame, all its words kept."""
        if element.tag in _FRAMES and self._depth >= _MAX_FRAMES:
            return self.blocks(element.children)
        self._depth += element.tag in _FRAMES
        try:
            return self._block(element)
        finally:
            self._depth -= element.tag in _FRAMES

    def _block(self, element: Element) -> list[Node]:
        tag = element.tag
        if tag == "p" or (is_heading(element) and id(element) not in self._levels):
            return self.paragraph(element, "p")
        if is_heading(element):
            return [self._heading(element)]
        if tag in ("ul", "ol"):
            return [self._list(element)]
        if tag == "blockquote":
            return [self._marked(element, {"t": "quote", "c": self.blocks(element.children)})]
        if tag == "pre" or "codehilite" in element.classes:
            return [self._code(element)]
        if tag == "table":
            return self._table(element)
        if tag == "figure":
            return self._figure_element(element)
        if tag == "hr":
            return [{"t": "hr"}]
        if tag == "dl":
            return [self._meanings(element)]
        if "footnotes" in element.classes:
            return []
        if "admonition" in element.classes or tag == "details":
            return [self._box(element)]
        return self._container(element)

    def _container(self, element: Element) -> list[Node]:
        inner = self.blocks(element.children)
        align = alignment(element)
        if inner and (align or element.get("dir") in ("rtl", "ltr")):
            return [self._marked(element, {"t": "div", "c": inner, **({"al": align} if align else {})})]
        return inner

    def paragraph(self, element: Element, kind: str) -> list[Node]:
        """Set a paragraph; pictures that are more than a sign in the line are lifted out of it."""
        out: list[Node] = []
        run: list[Element | str] = []
        children = list(element.children)
        alone = lone_picture(children)
        if alone is not None:
            figure = self._figure(alone, [])
            if figure is not None:
                return [figure]
        for child in children:
            figure = self._figure(child, []) if isinstance(child, Element) and child.tag == "img" else None
            if figure is not None and figure["large"]:
                self._text(element, run, kind, out)
                run = []
                out.append(figure)
            else:
                run.append(child)
        self._text(element, run, kind, out)
        return out

    def _text(self, element: Element, run: list[Element | str], kind: str, out: list[Node]) -> None:
        inline = self.inline(run)
        if inline:
            align = alignment(element)
            node: dict[str, Any] = {"t": kind, "c": inline, **({"al": align} if align else {})}
            out.append(self._marked(Element(element.tag, element.attributes, run), node))

    def _marked(self, element: Element, node: dict[str, Any]) -> dict[str, Any]:
        """Add direction and language where they differ from those of the page."""
        given = element.get("dir")
        turned = given if given in ("rtl", "ltr") else direction(element.text())
        if turned and turned != self._direction:
            node["dir"] = turned
            if turned == "rtl":
                node["lang"] = self._right_to_left_language(element.text())
        if element.get("lang"):
            node["lang"] = element.get("lang").split("-")[0].lower()[:3]
        return node

    def _right_to_left_language(self, text: str) -> str:
        code = self._options.language.split("-")[0].lower()
        if _ARABIC.search(text):
            return code if code in ("ar", "fa", "ur", "ku", "ps") else "ar"
        return "he"

    def _heading(self, element: Element) -> Node:
        node: dict[str, Any] = {"t": "h", "l": self._levels[id(element)], "c": self.inline(element.children)}
        id_ = element.get("id")
        if id_ and id_ not in self._labelled:
            self._labelled.add(id_)
            node["id"] = self._options.prefix + id_
        return self._marked(element, node)

    def _list(self, element: Element) -> Node:
        outer = self._depth == 1
        entries = [child for child in element.elements() if child.tag == "li"]
        loose = any(child.tag == "p" for entry in entries for child in entry.elements())
        items = [self.blocks(entry.children, loose) for entry in entries]
        if "task-list" in element.classes and all("task-list-item" in entry.classes for entry in entries):
            return {"t": "tasks", "items": items, "tight": not loose, "outer": outer}
        if element.tag == "ul":
            return {"t": "ul", "items": items, "tight": not loose, "outer": outer}
        start = element.get("start")
        return {
            "t": "ol",
            "items": items,
            "tight": not loose,
            "outer": outer,
            "start": int(start) if re.fullmatch(r"\d{1,9}", start) else 1,
            "reversed": "reversed" in element.attributes,
            "numbering": _MATHS_NUMBERING.get(element.get("type"), "1."),
        }

    def _code(self, element: Element) -> Node:
        lines = element.text().strip("\n").expandtabs(4).split("\n")
        room = self._options.column_pt - 16
        longest = max(map(columns, lines), default=0)
        size = min(0.8 * self._options.size_pt, room / (MONO_WIDTH * max(longest, 1)))
        if size < 6:
            size = 6.0
            lines = [part for line in lines for part in folded(line, int(room / (MONO_WIDTH * size)))]
        return {"t": "pre", "s": "\n".join(lines), "size": round(size, 2)}

    def _table(self, element: Element) -> list[Node]:
        rows = [row for row in element.walk() if row.tag == "tr"]
        most = max((sum(cell.tag in ("th", "td") for cell in row.elements()) for row in rows), default=0)
        outside, self._room = self._room, self._room / max(most, 1) - 12
        try:
            return self._rows(element, rows)
        finally:
            self._room = outside

    def _rows(self, element: Element, rows: list[Element]) -> list[Node]:
        set_rows = [
            (all(cell.tag == "th" for cell in cells), [self._cell(cell) for cell in cells])
            for row in rows
            if (cells := [cell for cell in row.elements() if cell.tag in ("th", "td")])
        ]
        caption = next((child for child in element.elements() if child.tag == "caption"), None)
        node = table_of(set_rows, self.inline(caption.children) if caption else [])
        return [node] if node else self.blocks(element.children)

    def _cell(self, cell: Element) -> Node:
        return {
            "c": self.blocks(cell.children, loose=False),
            "cs": span(cell.get("colspan")),
            "rs": span(cell.get("rowspan")),
            "al": alignment(cell),
        }

    def _meanings(self, element: Element) -> Node:
        items: list[list[list[Node]]] = []
        for child in element.elements():
            if child.tag == "dt":
                items.append([self.inline(child.children), []])
            elif child.tag == "dd":
                if not items:
                    items.append([[], []])
                meaning = self.blocks(child.children)
                items[-1][1] += meaning
        return {"t": "dl", "items": items}

    def _box(self, element: Element) -> Node:
        titles = [c for c in element.elements() if c.tag == "summary" or "admonition-title" in c.classes]
        rest = [child for child in element.children if not titles or child is not titles[0]]
        title = self.inline(titles[0].children) if titles else []
        return {"t": "box", "title": title, "c": self.blocks(rest)}

    # -- pictures --------------------------------------------------------------------------------------------------

    def _figure_element(self, element: Element) -> list[Node]:
        pictures = [child for child in element.walk() if child.tag == "img"]
        captions = [child for child in element.elements() if child.tag == "figcaption"]
        if len(pictures) == 1 and len(captions) <= 1:
            figure = self._figure(pictures[0], captions[0].children if captions else [])
            if figure is not None:
                return [figure]
        return self.blocks(element.children)

    def _figure(self, picture: Element, caption: Sequence[Element | str]) -> dict[str, Any] | None:
        use = self._options.picture(picture.get("src"))
        if use is None:
            return None
        words = self.inline(caption) or ([picture.get("title")] if picture.get("title").strip() else [])
        node: dict[str, Any] = {"t": "fig", "src": use.src, "alt": self._alt(picture, caption), "caption": words}
        node |= {"large": not use.height or use.height > 36, "slide": False, "h": 0}
        if use.width:
            room = (self._room / use.width, 0.6 * self._options.text_height_pt / use.height, 1.0)
            node["w"] = round(use.width * min(room), 1)
            node["h"] = round(use.height * min(room), 1)
        return node

    def _sign(self, picture: Element) -> Node:
        """Set a small picture in the line; its description where it cannot be shown."""
        figure = self._figure(picture, [])
        if figure is None:
            return {"t": "missing", "c": [f"[{self._options.missing_picture}: {self._alt(picture)}]"]}
        if figure["h"] > _SIGN_PT:
            figure["w"] = round(figure["w"] * _SIGN_PT / figure["h"], 1)
        return {**figure, "t": "img"}

    def _alt(self, picture: Element, caption: Sequence[Element | str] = ()) -> str:
        words = picture.get("alt") or picture.get("title") or Element("", {}, list(caption)).text()
        return " ".join(words.split()) or self._options.missing_picture

    # -- inline ----------------------------------------------------------------------------------------------------

    def inline(self, children: Iterable[Element | str]) -> list[Node]:
        """Set a line of text, white space as a browser would have it."""
        return trimmed([node for child in children for node in self._inline(child)])

    def _kids(self, element: Element) -> list[Node]:
        return [node for child in element.children for node in self._inline(child)]

    def _inline(self, child: Element | str) -> list[Node]:
        if isinstance(child, str):
            return [breakable(_SPACE.sub(" ", child))]
        tag = child.tag
        if "footnote-mark" in child.classes:
            return self._mark(child)
        if tag in _AS:
            return [{"t": _AS[tag], "c": self._kids(child)}]
        if tag == "a":
            return self._link(child)
        if tag in ("code", "samp", "tt"):
            return [{"t": "code", "s": _SPACE.sub(" ", child.text())}]
        if tag == "br":
            return [{"t": "br"}]
        if tag == "img":
            return [self._sign(child)]
        if tag == "input":
            return [{"t": "check", "on": "checked" in child.attributes}]
        if tag == "wbr":
            return ["\u200b"]
        if tag == "q":
            return ["“", *self._kids(child), "”"]
        if "missing-picture" in child.classes:
            return [{"t": "missing", "c": self._kids(child)}]
        if child.get("lang") or child.get("dir") in ("rtl", "ltr"):
            return [self._marked(child, {"t": "span", "c": self._kids(child)})]
        return self._kids(child)

    def _link(self, element: Element) -> list[Node]:
        address, kids = element.get("href").strip(), self._kids(element)
        if "footnote-backref" in element.classes:
            return []
        if address.startswith("#") and address[1:] in self._targets:
            return [{"t": "to", "id": self._options.prefix + address[1:], "c": kids}]
        if re.match(r"(?:https?|mailto):\S", address, re.IGNORECASE):
            return [{"t": "a", "href": address, "c": kids or [address]}]
        return kids

    def _mark(self, element: Element) -> list[Node]:
        link = next(element.elements(), None)
        target = link.get("href")[1:] if link else ""
        item = self._notes.get(target)
        if link is None or item is None:
            return self._kids(element)
        label = {"n": link.text(), "id": f"{self._options.prefix}{target}"}
        if target in self._set_notes:
            return [{"t": "fnref", **label}]
        self._set_notes.add(target)
        return [{"t": "fn", **label, "c": self._note_blocks(item)}]

    def _note_blocks(self, item: Element) -> list[Node]:
        out: list[Node] = []
        for number, block in enumerate(self.blocks(item.children)):
            # A paragraph of its own would stand below the number of the note.
            if isinstance(block, dict) and block["t"] == "p":
                out += ([{"t": "break"}] if number else []) + [{**block, "t": "t"}]
            else:
                out.append(block)
        return out
