"""Word differences on paper: only the paragraphs that changed, additions and removals told apart without colour too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop_app.cli.output import Output, clean

if TYPE_CHECKING:
    from desktop_app.text.diff import Piece

_MARKS = {"added": ("{+", "+}"), "removed": ("[-", "-]"), "same": ("", "")}
"""As wdiff and `git diff --word-diff` write it."""
_STYLES = {"added": "underline blue", "removed": "strike red", "same": ""}


def show_difference(out: Output, title: str, old: str, new: str) -> bool:
    """Print how a text changed under a heading; say nothing and return False where it did not."""
    if old == new:
        return False
    from desktop_app.text.diff import word_diff

    out.line(f"{title}:")
    before_gap = False
    for paragraph in _paragraphs(word_diff(old, new)):
        if all(piece_kind == "same" for piece_kind, _ in paragraph):
            before_gap = True
            continue
        if before_gap:
            out.line("…")
            before_gap = False
        _show(out, paragraph)
    if before_gap:
        out.line("…")
    out.line()
    return True


def _paragraphs(pieces: Sequence[Piece]) -> list[list[tuple[str, str]]]:
    """Cut the pieces at line ends; a piece that spans several lines is a part of each."""
    lines: list[list[tuple[str, str]]] = [[]]
    for piece in pieces:
        for at, part in enumerate(piece.text.split("\n")):
            if at:
                if piece.kind != "same" and not part and not lines[-1]:
                    lines[-1].append((piece.kind, ""))
                lines.append([])
            if part:
                lines[-1].append((piece.kind, part))
    return [line for line in lines if line]


def _show(out: Output, paragraph: Sequence[tuple[str, str]]) -> None:
    if not out.is_terminal:
        out.line("".join(f"{_MARKS[kind][0]}{text}{_MARKS[kind][1]}" for kind, text in paragraph))
        return
    from rich.text import Text

    out.draw(Text.assemble(*((clean(text), _STYLES[kind]) for kind, text in paragraph)))
