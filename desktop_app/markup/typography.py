"""Quotes, dashes and apostrophes as the language wants them, on text nodes of sanitised HTML.

Letters and digits are never touched, code never looked into; only straight quotes, doubled hyphens, spaced hyphens and
three full stops change. Turned off by default: the archive keeps what was typed.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)(?: [^\s="<>]+="[^"]*")*>')
_UNTOUCHED = frozenset({"code", "pre", "kbd", "samp", "tt", "var"})
_INLINE = frozenset(
    re.findall(
        r"\w+",
        """a abbr b bdi bdo cite code del dfn em i img input ins kbd label mark q rp rt ruby s samp small span strike
        strong sub sup time tt u var wbr""",
    )
)
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.\-]*://|www\.|[\w.+\-]+@[\w\-]+\.)\S*", re.IGNORECASE)
_CHANGE = re.compile(r"[\"']|-{2,3}|(?<= )-(?= )|\.{3}")


@dataclass(frozen=True, slots=True)
class Marks:
    """Outer and inner quotation marks and the dash between words."""

    open: str
    close: str
    inner_open: str
    inner_close: str
    dash: str


_ENGLISH = Marks("“", "”", "‘", "’", "–")
_ANGLE = Marks("«", "»", "„", "“", "—")
_MARKS = {
    "en": _ENGLISH,
    "az": _ANGLE,
    "tr": Marks("“", "”", "‘", "’", "–"),
    "ru": _ANGLE,
    "uk": _ANGLE,
    "be": _ANGLE,
    "kk": _ANGLE,
    "hy": Marks("«", "»", "“", "”", "—"),
    "el": Marks("«", "»", "“", "”", "–"),
    "ar": Marks("«", "»", "“", "”", "–"),
    "fa": Marks("«", "»", "“", "”", "–"),
    "es": Marks("«", "»", "“", "”", "—"),
    "it": Marks("«", "»", "“", "”", "–"),
    "fr": Marks("«\u00a0", "\u00a0»", "“", "”", "–"),
    "de": Marks("„", "“", "‚", "‘", "–"),
    "ka": Marks("„", "“", "‚", "‘", "–"),
    "bg": Marks("„", "“", "‚", "‘", "–"),
    "cs": Marks("„", "“", "‚", "‘", "–"),
    "pl": Marks("„", "”", "«", "»", "–"),
}
_OPENING_BEFORE = frozenset(" \u00a0\n\t([{«„“‘‚—–-/")


def marks_for(language: str) -> Marks:
    """Return the marks of a BCP 47 language; English ones where it is unknown."""
    return _MARKS.get(language.split("-")[0].lower(), _ENGLISH)


def set_quotes(fragment: str, language: str) -> str:
    """Return sanitised HTML with typographic marks in its text."""
    if not any(mark in fragment for mark in ("'", "--", " - ", "...", "&quot;", '"')):
        return fragment
    setter = _Setter(marks_for(language))
    parts: list[str] = []
    position = 0
    for match in _TOKEN.finditer(fragment):
        parts += (setter.text(fragment[position : match.start()]), match[0])
        setter.tag(match[2], bool(match[1]))
        position = match.end()
    parts.append(setter.text(fragment[position:]))
    return "".join(parts)


class _Setter:
    """Walks the text of one fragment; a block-level tag begins a new paragraph, an inline one does not."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._untouched = 0
        self._before = " "
        self._open: list[str] = []

    def tag(self, name: str, closing: bool) -> None:
        if name in _UNTOUCHED:
            self._untouched += -1 if closing else 1
            self._before = "x" if closing else " "
        elif name == "img":
            self._before = "x"
        elif name not in _INLINE:
            self._before, self._open = " ", []

    def text(self, escaped: str) -> str:
        if not escaped or self._untouched > 0:
            return escaped
        # nh3 writes & < > and no-break spaces as entities in text; each stands for one character.
        text = html.unescape(escaped)
        if _CHANGE.search(text):
            changed: list[str] = []
            position = 0
            for address in _ADDRESS.finditer(text):
                changed += (self._set(text[position : address.start()], text[address.start()]), address[0])
                self._before, position = address[0][-1], address.end()
            changed.append(self._set(text[position:], ""))
            text = "".join(changed)
            escaped = html.escape(text, quote=False).replace("\u00a0", "&nbsp;")
        self._before = text[-1]
        return escaped

    def _set(self, text: str, after: str) -> str:
        out: list[str] = []
        position = 0
        for match in _CHANGE.finditer(text):
            plain = text[position : match.start()]
            out.append(plain)
            if plain:
                self._before = plain[-1]
            following = text[match.end()] if match.end() < len(text) else after
            mark = self._mark(match[0], following)
            out.append(mark)
            self._before, position = mark[-1], match.end()
        rest = text[position:]
        if rest:
            self._before = rest[-1]
        return "".join([*out, rest])

    def _mark(self, typed: str, following: str) -> str:
        if typed == "...":
            return "…"
        if typed == "---":
            return "—"
        if typed == "--":
            return "–" if self._before.isdigit() and following.isdigit() else self._marks.dash
        if typed == "-":
            return self._marks.dash
        if typed == '"':
            return self._quote(typed, following, self._marks.open, self._marks.close)
        if self._before.isalnum() or following.isdigit():
            # Bakı'nın, don't, the '90s: an apostrophe, unless it closes what was opened.
            closes = self._open and self._open[-1] == typed and not following.isalnum()
            if not closes:
                return "’"
        return self._quote(typed, following, self._marks.inner_open, self._marks.inner_close)

    def _quote(self, typed: str, following: str, opening: str, closing: str) -> str:
        nested = typed == '"' and self._open == ['"'] and self._before in _OPENING_BEFORE and following.strip()
        if nested:
            self._open.append('"')
            return self._marks.inner_open
        if self._open and self._open[-1] == typed:
            inner = len(self._open) > 1 and typed == '"'
            self._open.pop()
            return self._marks.inner_close if inner else closing
        if self._before in _OPENING_BEFORE:
            self._open.append(typed)
            return opening
        return closing if typed == '"' else "’"
