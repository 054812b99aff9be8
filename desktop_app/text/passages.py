"""The sentence around a place in a text, whole, for whoever wants to quote it. Pure."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?…](?<![.!?…]{2})[.!?…]*+[\"'”’»)\]]*+(?=\s|$)")
"""Begins with the first of some points: from each of them on, a line of nothing else would take quadratic time."""
_LONGEST = 700
"""Letters; a longer sentence is cut at words, it comes from a text without full stops."""
_ABBREVIATED = re.compile(r"(?:^|[\s(])(?:[^\W\d_]|\d{1,2}|st|dr|mr|mrs|prof|akad|тов|им|гр|г|ул)\.$", re.IGNORECASE)


def sentence_at(text: str, at: int) -> str:
    """Return the sentence that holds place `at`, in one line; a paragraph's end is a sentence's end."""
    start = text.rfind("\n\n", 0, at) + 1
    stop = text.find("\n\n", at)
    stop = len(text) if stop < 0 else stop
    begin, end = start, stop
    for match in _END.finditer(text, start, stop):
        # The point of an initial or a number ends nothing.
        if _ABBREVIATED.search(text[max(start, match.end() - 8) : match.end()]):
            continue
        if match.end() <= at:
            begin = match.end()
        else:
            end = match.end()
            break
    if end - begin > _LONGEST:
        begin, end = max(begin, at - _LONGEST // 2), min(end, at + _LONGEST // 2)
        begin = text.find(" ", begin) + 1 if begin > start and " " in text[begin:at] else begin
        end = text.rfind(" ", at, end) if end < stop and " " in text[at:end] else end
    return " ".join(text[begin:end].split())


def place_of(text: str, piece: str) -> int:
    """Return where a piece stands in a text whatever their blanks are, -1 where it does not."""
    words = piece.split()
    if not words:
        return -1
    found = re.search(r"\s+".join(map(re.escape, words)), text)
    return found.start() if found else -1
