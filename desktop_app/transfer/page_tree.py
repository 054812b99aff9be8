"""Sanitised HTML as a plain tree, for the writers that need more than a string: PDF, EPUB, Word.

`parse` reads only what `markup` hands out (every tag closed, attributes in double quotes); it is no HTML parser and
must never be given a foreign page. Nesting is capped, so that writers may recurse.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field

from desktop_app.markup import ATTRIBUTE, TAG

VOID = frozenset({"br", "col", "hr", "img", "input", "wbr"})
MAX_DEPTH = 80
"""Elements inside each other; deeper ones become their parent's children. A written text reaches 12."""


@dataclass(slots=True, eq=False)
class Element:
    """A tag with its attributes and what stands in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    @property
    def classes(self) -> list[str]:
        return self.get("class").split()

    def elements(self) -> Iterator[Element]:
        """Yield the children that are elements."""
        return (child for child in self.children if isinstance(child, Element))

    def walk(self) -> Iterator[Element]:
        """Yield this element and all below it, in document order."""
        yield self
        for child in self.elements():
            yield from child.walk()

    def text(self) -> str:
        """Return the text of this element and all below it, as it stands."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


def parse(fragment: str) -> Element:
    """Read a sanitised fragment; the root element has an empty tag."""
    root = Element("")
    stack = [root]
    names: list[str] = []
    position = 0
    for match in TAG.finditer(fragment):
        _add_text(stack[-1], fragment[position : match.start()])
        position = match.end()
        closing, name = match[1], match[2]
        if closing:
            # Past the cap an opening tag was left out, and its closing tag with it.
            if names and names.pop() == name and len(names) < len(stack) - 1:
                stack.pop()
            continue
        attributes = {key: html.unescape(value) for key, value in ATTRIBUTE.findall(match[3])}
        element = Element(name, attributes)
        if name in VOID:
            stack[-1].children.append(element)
            continue
        names.append(name)
        if len(stack) <= MAX_DEPTH:
            stack[-1].children.append(element)
            stack.append(element)
    _add_text(stack[-1], fragment[position:])
    return root


def _add_text(parent: Element, escaped: str) -> None:
    if escaped:
        parent.children.append(html.unescape(escaped) if "&" in escaped else escaped)


def to_xhtml(node: Element | str) -> str:
    """Return a tree as well-formed XML (the root as what stands in it)."""
    if isinstance(node, str):
        return html.escape(xml_text(node), quote=False)
    inner = "".join(map(to_xhtml, node.children))
    if not node.tag:
        return inner
    attributes = "".join(f' {name}="{html.escape(xml_text(value))}"' for name, value in node.attributes.items())
    return f"<{node.tag}{attributes}/>" if node.tag in VOID else f"<{node.tag}{attributes}>{inner}</{node.tag}>"


def xml_text(text: str) -> str:
    """Return text without the characters that XML 1.0 forbids."""
    return text.translate(_NOT_IN_XML) if not text.isprintable() else text


_NOT_IN_XML = {code: None for code in [*range(0x20), 0xFFFE, 0xFFFF] if code not in (9, 10, 13)}
