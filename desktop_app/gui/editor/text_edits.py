"""What the formatting keys do to a text, as plain values: no document, no cursor.

Each function takes the text and a selection (`start <= end`, offsets in the same string) and returns an `Edit`: one
stretch to replace, and what is selected afterwards. The editor applies it as one step of undo. Every command taken
twice gives the text back, where that can be told from the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.text import casing
from desktop_app.text.casing import Case

ITEM = re.compile(r"([ \t]*)(?:([-*+])|(\d{1,9})([.)]))([ \t]+)(\[[ xX]\][ \t]+)?")
_NO_WORDS = re.compile(r"`[^`\n]+`|\]\([^)\n]*\)|<[^<>\n]*>|(?:https?://|mailto:|article:)\S+|\[\^[^\]\s]+\]|\\.")
"""What must stay letter for letter: code, addresses, tags, footnotes, escapes."""
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+")


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace text[start:end] by `new`; then select from `anchor` to `caret` of the text as it is afterwards."""

    start: int
    end: int
    new: str
    anchor: int
    caret: int

    def apply(self, text: str) -> str:
        return text[: self.start] + self.new + text[self.end :]


def moved(at: int, edits: Sequence[Edit]) -> int:
    """Return where a place of the old text is after edits that do not overlap."""
    shift = 0
    for one in edits:
        if one.end <= at:
            shift += len(one.new) - (one.end - one.start)
        elif one.start < at:
            shift += min(len(one.new), at - one.start) - (at - one.start)
    return at + shift


def toggle_mark(text: str, start: int, end: int, mark: str) -> Edit:
    """Put `mark` (`**`, `*`, `~~`) around the selection or the word at the caret, or take it away."""
    if start == end:
        word_start, word_end = _word(text, start)
        if word_start == word_end:
            return _empty_mark(text, start, mark)
        inner = _toggle_words(text, word_start, word_end, mark)
        # The caret stays at its letter.
        shift = len(mark) if len(inner.new) > inner.end - inner.start else -len(mark)
        return Edit(inner.start, inner.end, inner.new, start + shift, start + shift)
    # Marks do not work around blanks, and a double click often selects one with the word.
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return _toggle_words(text, start, end, mark)


def set_heading(text: str, start: int, end: int, level: int) -> Edit:
    """Make the lines headings of this level; lines that all are already become plain again."""
    first, last = lines_of(text, start, end)
    lines = text[first:last].split("\n")
    full = [line for line in lines if line.strip()] or lines
    is_on = all((match := _HEADING.match(line)) and len(match[1]) == level for line in full)

    def change(line: str) -> str:
        bare = _HEADING.sub("", line, count=1) if _HEADING.match(line) else line
        return bare if is_on or (not bare.strip() and len(lines) > 1) else "#" * level + " " + bare

    return _relined(text, first, last, lines, [change(line) for line in lines], start, end)


def toggle_quote(text: str, start: int, end: int) -> Edit:
    """Put `> ` before the lines, or take it away where all have it."""
    first, last = lines_of(text, start, end)
    lines = text[first:last].split("\n")
    is_on = all(line.startswith(">") for line in lines)
    changed = [re.sub(r"^> ?", "", line) if is_on else (f"> {line}" if line.strip() else ">") for line in lines]
    if not is_on and len(lines) == 1 and not lines[0].strip():
        changed = ["> "]
    return _relined(text, first, last, lines, changed, start, end)


def toggle_list(text: str, start: int, end: int, *, numbered: bool = False) -> Edit:
    """Make the lines items of a list, change its kind, or take the marks away where all have this kind."""
    first, last = lines_of(text, start, end)
    lines = text[first:last].split("\n")
    full = [line for line in lines if line.strip()] or lines
    kind = 3 if numbered else 2
    is_on = all((match := ITEM.match(line)) and match[kind] for line in full)
    changed, number = [], 0
    for line in lines:
        match = ITEM.match(line)
        indent = match[1] if match else ""
        bare = line[match.end() :] if match else line
        if is_on:
            changed.append(indent + bare)
        elif not bare.strip() and len(lines) > 1:
            changed.append(line)
        else:
            number += 1
            changed.append(f"{indent}{number}. {bare}" if numbered else f"{indent}- {bare}")
    return _relined(text, first, last, lines, changed, start, end)


def is_address(text: str) -> bool:
    """Tell whether all of the text is an address one can link to."""
    return re.fullmatch(r"(?:https?://|mailto:|article:)\S+", text) is not None


def link(text: str, start: int, end: int, address: str = "") -> Edit:
    """Make the selection or the word at the caret the words of a link; the caret stands where something is missing."""
    if start == end:
        start, end = _word(text, start)
    words = text[start:end]
    if is_address(words) and not address:
        return Edit(start, end, f"[]({words})", start + 1, start + 1)
    new = f"[{words}]({address})"
    if not words:
        return Edit(start, end, new, start + 1, start + 1)
    caret = start + len(new) - (0 if address else 1)
    return Edit(start, end, new, caret, caret)


def link_to(text: str, start: int, end: int, address: str, words: str) -> Edit:
    """Make the selection, as far as it is in one line, the words of a link; without one, insert `words` as a link."""
    chosen = text[start:end].strip()
    if "\n" in chosen:
        start, chosen = end, ""
    new = f"[{link_words(chosen or words)}]({address})"
    return Edit(start, end, new, start + len(new), start + len(new))


def link_words(words: str) -> str:
    """Return words as they may stand in the brackets of a link: in one line, brackets escaped where they are odd."""
    words = " ".join(words.split())
    depth = 0
    for letter in words:
        depth += (letter == "[") - (letter == "]")
        if depth < 0:
            break
    return words if depth == 0 else re.sub(r"([\[\]])", r"\\\1", words)


def change_case(text: str, start: int, end: int, case: Case, language: str) -> Edit | None:
    """Write the selection or the word at the caret in other letters; addresses, code and marks stay as they are."""
    is_word = start == end
    at = start
    if is_word:
        start, end = _word(text, start)
    parts, kept = [], 0
    words = text[start:end]
    for match in _NO_WORDS.finditer(words):
        parts += [(words[kept : match.start()], True), (match[0], False)]
        kept = match.end()
    parts.append((words[kept:], True))
    new = "".join(casing.change_case(part, case, language) if counts else part for part, counts in parts)
    if new == words:
        return None
    return Edit(start, end, new, at, at) if is_word else Edit(start, end, new, start, start + len(new))


def block(text: str, at: int, new: str) -> Edit:
    """Put a paragraph of its own at the caret, with empty lines around it where they are missing."""
    before, after = text[:at], text[at:]
    head = "" if not before or before.endswith("\n\n") else "\n" if before.endswith("\n") else "\n\n"
    tail = "" if after.startswith("\n\n") or not after.strip("\n") else "\n" if after.startswith("\n") else "\n\n"
    caret = at + len(head) + len(new)
    return Edit(at, at, head + new + tail, caret, caret)


def lines_of(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch of whole lines that holds the selection; a line it only touches at its end is left out."""
    if end > start and text[end - 1] == "\n":
        end -= 1
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return first, len(text) if last < 0 else last


def _word(text: str, at: int) -> tuple[int, int]:
    start = end = at
    while start > 0 and _is_word(text[start - 1]):
        start -= 1
    while end < len(text) and _is_word(text[end]):
        end += 1
    # An apostrophe belongs to the word, a quotation mark at its edge does not.
    while start < end and text[start] in "'’-":
        start += 1
    while end > start and text[end - 1] in "'’-":
        end -= 1
    return (start, end) if start <= at <= end else (at, at)


def _is_word(letter: str) -> bool:
    # Combining marks are no letters to Python, but a word is not cut at one.
    return letter.isalnum() or letter in "'’-" or "\u0300" <= letter <= "\u036f"


def _empty_mark(text: str, at: int, mark: str) -> Edit:
    width = len(mark)
    if text[at - width : at] == mark and text[at : at + width] == mark and at >= width:
        return Edit(at - width, at + width, "", at - width, at - width)
    return Edit(at, at, mark * 2, at + width, at + width)


def _toggle_words(text: str, start: int, end: int, mark: str) -> Edit:
    width = len(mark)
    inside = text[start:end]
    if _has_mark(text[:start], mark, at_end=True) and _has_mark(text[end:], mark, at_end=False):
        return Edit(start - width, end + width, inside, start - width, end - width)
    if len(inside) > 2 * width and _has_mark(inside, mark, at_end=False) and _has_mark(inside, mark, at_end=True):
        bare = inside[width:-width]
        return Edit(start, end, bare, start, start + len(bare))
    return Edit(start, end, mark + inside + mark, start + width, end + width)


def _has_mark(text: str, mark: str, *, at_end: bool) -> bool:
    """`**` does not hold a `*` of its own: three stars are both."""
    letter = mark[0]
    run = len(text) - len(text.rstrip(letter)) if at_end else len(text) - len(text.lstrip(letter))
    if mark == "*":
        return run in (1, 3)
    return run in (2, 3) if mark == "**" else run >= len(mark)


def _relined(text: str, first: int, last: int, lines: list[str], changed: list[str], start: int, end: int) -> Edit:
    """Replace whole lines; the selection keeps to its letters, at least within its line."""

    def moved(at: int) -> int:
        old = new = first
        for before, after in zip(lines, changed, strict=True):
            if at <= old + len(before):
                from_end = old + len(before) - at
                return new + max(0, len(after) - from_end)
            old += len(before) + 1
            new += len(after) + 1
        return new - 1

    joined = "\n".join(changed)
    if start == end:
        return Edit(first, last, joined, moved(start), moved(start))
    return Edit(first, last, joined, first, first + len(joined))
