"""Heading ids and the outline: Unicode, unique in the article, stable while the heading's words stay."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

from desktop_app.markup.safety import ATTRIBUTE, TAG

_HEADING = re.compile(r'<h([1-6])((?: [^\s="<>]+="[^"]*")*)>(.*?)</h\1>', re.DOTALL)
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ](?=\w)")
_HEADING_LINE = re.compile(r"^[ >]*(?:(?:[*+-]|\d+\.)[ ]+)*[ >]*#{1,6} |^[ >]*<h[1-6]\b", re.IGNORECASE)
_UNDERLINE = re.compile(r"^[ >]*(?:=+|-+) *$")


@dataclass(frozen=True, slots=True)
class Heading:
    """One line of the outline. `words` counts its section with all subsections; `line` is 0-based."""

    level: int
    text: str
    id: str
    line: int
    words: int = 0


def slug(text: str) -> str:
    """Return an id made of the letters and digits of any script: `Ədəbiyyat və 1-ci səs` → `ədəbiyyat-və-1-ci-səs`."""
    lowered = _APOSTROPHE.sub("", unicodedata.normalize("NFC", text).replace("İ", "i").lower())
    kept = (char if unicodedata.category(char)[0] in "LNM" else "-" for char in lowered)
    return re.sub("-+", "-", "".join(kept)).strip("-")[:80].rstrip("-") or "section"


def text_of(fragment: str) -> str:
    """Return the text of sanitised HTML, on one line."""
    return " ".join(html.unescape(TAG.sub("", fragment)).split())


def give_ids(fragment: str) -> tuple[str, tuple[Heading, ...]]:
    """Give each heading of a sanitised fragment an id where it has none; lines are 0 and ids may still clash."""
    found: list[Heading] = []

    def with_id(match: re.Match[str]) -> str:
        level, attributes, inner = int(match[1]), match[2], match[3]
        text = text_of(_without_marks(inner))
        pairs = ATTRIBUTE.findall(attributes)
        own = next((value for name, value in pairs if name == "id"), "")
        found.append(Heading(level, text, own or slug(text), 0))
        if own:
            return match[0]
        kept = "".join(f' {name}="{value}"' for name, value in pairs if name != "id")
        return f'<h{level} id="{found[-1].id}"{kept}>{inner}</h{level}>'

    return _HEADING.sub(with_id, fragment), tuple(found)


def _without_marks(inner: str) -> str:
    return re.sub(r'<sup class="footnote-mark">.*?</sup>', "", inner)


def heading_lines(source: str, count: int) -> list[int]:
    """Return the lines of a chunk on which its `count` headings stand, the first line where they cannot be told."""
    lines = source.split("\n")
    found = [
        number
        for number, line in enumerate(lines)
        if _HEADING_LINE.match(line)
        or (number + 1 < len(lines) and line.strip() and _UNDERLINE.match(lines[number + 1]))
    ]
    return found if len(found) == count else (found + [found[-1] if found else 0] * count)[:count]
