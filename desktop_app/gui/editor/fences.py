"""What Enter does at and inside a fence of code. Plain values, no document."""

from __future__ import annotations

import re
from collections.abc import Iterable

from desktop_app.gui.editor.marks import PLAIN, next_state
from desktop_app.gui.editor.text_edits import Edit

_OPENING = re.compile(r"([ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?)(`{3,}(?!.*`)|~{3,})")


def opens(line: str) -> bool:
    """Tell whether a line outside of code opens a fence."""
    return _OPENING.match(line) is not None


def close(line: str, at: int, below: Iterable[str]) -> Edit | None:
    """Put the closing fence below an opening one and the caret between them.

    None where the caret is not at the end of the line, or what follows (`below`) closes it already.
    """
    match = _OPENING.match(line)
    if match is None or at < len(line.rstrip()):
        return None
    state = PLAIN
    for other in below:
        state = next_state(other, state)
    if state != PLAIN:
        return None
    head = "".join("\t" if letter == "\t" else " " for letter in match[1])
    caret = at + 1 + len(head)
    return Edit(at, len(line), f"\n{head}\n{head}{match[2]}", caret, caret)


def new_line(line: str, at: int) -> Edit:
    """Begin the next line of code where this one begins."""
    head = line[: len(line) - len(line.lstrip(" \t"))][:at]
    caret = at + 1 + len(head)
    return Edit(at, at, "\n" + head, caret, caret)
