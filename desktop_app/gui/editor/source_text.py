"""An article as one text: the headline is the first line, the body is the rest, and the way back is exact.

The document of the editor holds `headline + "\\n" + body`. Qt keeps some characters for itself (it breaks blocks at
"\\r", U+2029, U+FDD0 and U+FDD1) and a headline may hold a line break of its own; these are written with an escape that
no text of a person contains, so that opening and saving an article never gains or loses a letter.

Not for: what the text means. Positions are Qt's, in UTF-16 units; `utf16_offsets` translates.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

_ESCAPE = "\ufdd2"
_KEPT_BY_QT = {"\r": "1", "\u2029": "2", "\ufdd0": "3", "\ufdd1": "4", "\n": "5"}
_BACK = {digit: letter for letter, digit in _KEPT_BY_QT.items()} | {"0": _ESCAPE}
_IN_BODY = re.compile("[\r\u2029\ufdd0\ufdd1\ufdd2]")
_IN_TITLE = re.compile("[\r\n\u2029\ufdd0\ufdd1\ufdd2]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_ESCAPED = re.compile(f"{_ESCAPE}([0-5])")
# Block separators as QTextDocument.toRawText() writes them. toPlainText() is no use: it turns U+00A0 into a blank.
_BLOCK = "\u2029"


def to_document(title: str, body: str) -> str:
    """Return the text to put in the document; lines end with "\\n"."""
    return _IN_TITLE.sub(_escape, title) + "\n" + _IN_BODY.sub(_escape, body)


def from_document(raw: str) -> tuple[str, str]:
    """Return headline and body of `QTextDocument.toRawText()`."""
    title, _, body = raw.partition(_BLOCK)
    body = body.replace(_BLOCK, "\n")
    if _ESCAPE in raw:
        title, body = _ESCAPED.sub(_unescape, title), _ESCAPED.sub(_unescape, body)
    return title, body


def pasted(text: str) -> str:
    """Return text from outside with line ends Qt and we agree on, and without what no document can hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n")
    return re.sub("[\x00\ufdd0-\ufdef\ud800-\udfff]", "", text)


def common_ends(old: str, new: str) -> tuple[int, int]:
    """Return how many letters two texts begin and end with alike; the two stretches never overlap."""
    head = _most(min(len(old), len(new)), lambda count: old[:count] == new[:count])
    rest = min(len(old), len(new)) - head
    tail = _most(rest, lambda count: old[len(old) - count :] == new[len(new) - count :])
    return head, tail


def has_astral(text: str) -> bool:
    """Tell whether a code point and a UTF-16 unit are not the same thing in this text."""
    # Written out it is as long as its units; asking for the largest letter takes 45 times as long on a book.
    return not text.isascii() and len(text.encode("utf-16-le", "surrogatepass")) != 2 * len(text)


def utf16_offsets(text: str) -> Sequence[int]:
    """Return the UTF-16 offset of each code point and of the end; a plain `range` where both count alike."""
    if not text or not has_astral(text):
        return range(len(text) + 1)
    return _Offsets([match.start() for match in _ASTRAL.finditer(text)], len(text) + 1)


def code_points(offsets: Sequence[int], *units: int) -> tuple[int, ...]:
    """Return where places of the document are in its text; `offsets` are those that `utf16_offsets` gives for it."""
    return tuple(bisect_left(offsets, unit, 0, len(offsets) - 1) for unit in units)


class _Offsets(Sequence[int]):
    """Offsets by counting the letters of two units before each place: a book with one such letter costs no list."""

    def __init__(self, astral: list[int], length: int) -> None:
        self._astral, self._length = astral, length

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, place: int) -> int:  # type: ignore[override]
        if not 0 <= place < self._length:
            raise IndexError(place)
        return place + bisect_left(self._astral, place)


def _most(limit: int, holds: Callable[[int], bool]) -> int:
    """Return the largest count up to `limit` for which it holds; where it holds for one, it does for all below."""
    low = 0
    while low < limit:
        middle = (low + limit + 1) // 2
        low, limit = (middle, limit) if holds(middle) else (low, middle - 1)
    return low


def _escape(match: re.Match[str]) -> str:
    return _ESCAPE + _KEPT_BY_QT.get(match[0], "0")


def _unescape(match: re.Match[str]) -> str:
    return _BACK[match[1]]
