"""HTML to Markdown, in the program's own dialect: html-to-markdown for the body, footnotes and definitions by hand.

Promises: what comes out renders to the same words; text that looks like a mark stays text; everything the allow-list
of `markup` does not know is gone. The element that is handed in is used up.
"""

from __future__ import annotations

import re
from typing import Any

from html_to_markdown import ConversionOptions, convert
from lxml import etree
from lxml.html import HtmlElement

from desktop_app.markup import clean_html

_OPTIONS: Any = ConversionOptions(
    bullets="-",
    newline_style="backslash",
    escape_asterisks=True,
    escape_underscores=True,
    highlight_style="none",
    sup_symbol="<sup>",
    sub_symbol="<sub>",
    list_indent_width=4,
    compact_tables=True,
    extract_metadata=False,
    infer_dimensions=False,
    include_blockquote_citations=False,
)
_OPEN, _CLOSE = "\ue000", "\ue001"
"""Private characters round a number: where a footnote mark or a definition list stands while the rest is converted."""


def to_markdown(content: HtmlElement) -> str:
    """Return the Markdown of an element."""
    _forget_private(content)
    notes = _take_notes(content)
    lists = _take_definitions(content)
    text = _converted(content)
    for number, block in enumerate(lists):
        text = text.replace(f"{_OPEN}d{number}{_CLOSE}", block)
    text = re.sub(f"{_OPEN}n(\\d+){_CLOSE}", r"[^\1]", text)
    if notes:
        text += "\n\n" + "\n\n".join(f"[^{number}]: {_hanging(note)}" for number, note in enumerate(notes, start=1))
    return text.strip()


def _converted(content: HtmlElement) -> str:
    for element in content.iter(etree.Element):
        inside = any(above.tag in ("pre", "code") for above in element.iterancestors())
        if element.tag not in ("pre", "code") and not inside:
            element.text = _protected(element.text)
        if element is not content and not inside:
            element.tail = _protected(element.tail)
    content.tail = None
    clean = clean_html(etree.tostring(content, encoding="unicode", method="html"))
    text = re.sub(r"[ \t]+$", "", convert(clean, _OPTIONS).content or "", flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", _quotes_apart(text)).strip()


def _protected(text: str | None) -> str | None:
    """Keep a "<" or "&amp;" that was text from becoming a tag or a letter."""
    if not text or ("<" not in text and "&" not in text):
        return text
    return re.sub(r"&(?=#?\w+;)", "&amp;", text).replace("<", "&lt;")


def _quotes_apart(text: str) -> str:
    """Put a blank line before a quotation that follows a paragraph at once."""
    if "\n>" not in text:
        return text
    lines: list[str] = []
    fenced = False
    for line in text.split("\n"):
        fenced ^= line.lstrip().startswith("```")
        if line.startswith(">") and lines and lines[-1] and not lines[-1].startswith(">") and not fenced:
            lines.append("")
        lines.append(line)
    return "\n".join(lines)


def _forget_private(content: HtmlElement) -> None:
    for element in content.iter(etree.Element):
        for name in ("text", "tail"):
            text = getattr(element, name)
            if text and (_OPEN in text or _CLOSE in text):
                setattr(element, name, text.replace(_OPEN, "").replace(_CLOSE, ""))


def _hanging(text: str) -> str:
    """Indent all lines but the first, as a note or a definition of several paragraphs wants it."""
    first, *rest = text.split("\n")
    return "\n".join([first, *(f"    {line}" if line else "" for line in rest)])


# -- footnotes ---------------------------------------------------------------------------------------------------------


def _take_notes(content: HtmlElement) -> list[str]:
    """Put marks where footnotes are referred to; take the notes out and return them, in order of their marks."""
    targets = {element.get("id"): element for element in content.iter("li", "p", "div", "aside") if element.get("id")}
    numbers: dict[str, int] = {}
    for link in list(content.iter("a")):
        name = (link.get("href") or "")[1:] if (link.get("href") or "").startswith("#") else ""
        target = targets.get(name)
        if target is None or not _is_mark(link) or any(above is target for above in link.iterancestors()):
            continue
        number = numbers.setdefault(name, len(numbers) + 1)
        parent = link.getparent()
        whole = parent if parent.tag == "sup" and not (parent.text or "").strip() and len(parent) == 1 else link
        _replace(whole, f"{_OPEN}n{number}{_CLOSE}")
    return [_note(targets[name]) for name in numbers]


def _is_mark(link: HtmlElement) -> bool:
    """Tell the mark of a footnote from a link to a heading: raised, or named so, and short."""
    text = "".join(link.itertext()).strip()
    named = re.search(r"foot-?note|fn-?ref|noteref|cite_?ref", f"{link.get('class') or ''} {link.get('id') or ''}")
    raised = link.getparent().tag == "sup" or link.find("sup") is not None
    return len(text) <= 6 and text not in ("↩", "^", "↑") and bool(named or raised)


def _note(target: HtmlElement) -> str:
    for link in list(target.iter("a")):
        text = "".join(link.itertext()).strip(" \u00a0\ufe0e\ufe0f")
        if (link.get("href") or "").startswith("#") and text in ("↩", "^", "↑", "⏎", "↵", "back", ""):
            _replace(link, "")
    box = target.getparent()
    if box is not None:
        box.remove(target)
        _remove_if_empty(box)
    target.tag = "div"
    return _converted(target).strip(" \u00a0\n")


def _remove_if_empty(box: HtmlElement) -> None:
    """Take away a list whose notes are all gone, and the rule and the box around it."""
    parent = box.getparent()
    if parent is None or "".join(box.itertext()).strip() or box.find(".//img") is not None:
        return
    parent.remove(box)
    if parent.tag in ("section", "div", "footer", "ol", "ul"):
        _remove_if_empty(parent)


def _replace(element: HtmlElement, text: str) -> None:
    """Put a text in the place of an element."""
    parent = element.getparent()
    text += element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(element)


# -- definition lists --------------------------------------------------------------------------------------------------


def _take_definitions(content: HtmlElement) -> list[str]:
    """Put a mark where a definition list stands; return the lists as Markdown."""
    found: list[str] = []
    for box in list(content.iter("dl")):
        if box is content or any(above.tag == "dl" for above in box.iterancestors()):
            continue
        lines: list[str] = []
        for part in box.xpath("./dt | ./dd | ./div/dt | ./div/dd"):
            is_term = part.tag == "dt"
            part.tag = "div"
            part.tail = None
            text = _converted(part)
            lines += ["", " ".join(text.split())] if is_term else [f":   {_hanging(text)}", ""]
        mark = etree.Element("p")
        mark.text, mark.tail = f"{_OPEN}d{len(found)}{_CLOSE}", box.tail
        box.getparent().replace(box, mark)
        found.append(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip())
    return found
