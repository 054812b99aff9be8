"""Two states of a text beside each other, word by word: what changed, how much, and its HTML for Qt's rich text.

Pure, and for a worker lane: no colours stand in the HTML, only classes that `style_sheet` dresses. Every change has an
anchor `c1`, `c2`, … to jump to. Of a long text only what changed is shown, with two paragraphs around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from PySide6.QtCore import QCoreApplication

from desktop_app.gui.editor.marks import heading_level
from desktop_app.gui.theme import Theme
from desktop_app.text.diff import Piece, word_diff
from desktop_app.text.words import count_words

Kind = Literal["same", "added", "removed"]
Texts = tuple[str, str, str]
"""Headline, standfirst, body."""

WHOLE_TEXT = 60_000
"""Letters; up to here all of the text is shown."""
_AROUND = 2
_MARKS = re.compile(r"^(?:#{1,6}[ \t]+|>[ \t]?)")
translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the comparison: its look and its stretches; `change` numbers are those of the stretches, 0 = same."""

    look: str
    parts: tuple[tuple[Kind, str, int], ...]

    @property
    def is_changed(self) -> bool:
        return any(kind != "same" for kind, _, _ in self.parts)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What lies between two states: lines to show, words added and removed, number of changes."""

    lines: tuple[Line, ...]
    added: int
    removed: int
    places: int
    fields: tuple[tuple[tuple[Kind, str, int], ...], ...] = ()
    """Headline, standfirst and body as stretches, each with the number of its change, 0 = same."""

    def paragraph(self, place: int) -> frozenset[int]:
        """Return all changes of the paragraphs that a change touches."""
        touched = [line for line in self.lines if any(change == place for _, _, change in line.parts)]
        return frozenset(change for line in touched for _, _, change in line.parts if change)

    def restored(self, places: Collection[int]) -> Texts:
        """Return the new state with these changes taken back."""

        def stays(kind: Kind, change: int) -> bool:
            return kind == "same" or (kind == "removed") == (change in places)

        title, standfirst, body = (
            "".join(text for kind, text, change in field if stays(kind, change)) for field in self.fields
        )
        return title, standfirst, body


def compare(old: Texts, new: Texts, diff: Callable[[str, str], Sequence[Piece]] = word_diff) -> Comparison:
    """Compare two states; `diff` says what differs within a field."""
    lines: list[Line] = []
    fields: list[tuple[tuple[Kind, str, int], ...]] = []
    added = removed = places = 0
    for field, (before, after) in enumerate(zip(old, new, strict=True)):
        row: list[tuple[Kind, str, int]] = []
        in_change = False
        whole: list[tuple[Kind, str, int]] = []
        for piece in diff(before, after):
            if piece.kind == "same":
                in_change = False
            elif not in_change:
                in_change = True
                places += 1
            whole.append((piece.kind, piece.text, places if piece.kind != "same" else 0))
            words = count_words(piece.text) if piece.kind != "same" else 0
            added += words if piece.kind == "added" else 0
            removed += words if piece.kind == "removed" else 0
            for place, text in enumerate(piece.text.split("\n")):
                if place:
                    _close(lines, row, field)
                    row = []
                if text:
                    row.append((piece.kind, text, places if piece.kind != "same" else 0))
        _close(lines, row, field)
        fields.append(tuple(whole))
    return Comparison(tuple(lines), added, removed, places, tuple(fields))


def _close(lines: list[Line], row: Sequence[tuple[Kind, str, int]], field: int) -> None:
    if not any(text.strip() for _, text, _ in row):
        return
    text = "".join(part for _, part, _ in row)
    look = ("headline", "standfirst", "p")[field]
    if field == 2:
        level = heading_level(text)
        look = f"h{min(level, 3)}" if level else "quote" if text.startswith(">") else "p"
        if look != "p":
            row = _without_marks(row)
    lines.append(Line(look, tuple(row)))


def _without_marks(row: Sequence[tuple[Kind, str, int]]) -> list[tuple[Kind, str, int]]:
    """Take `## ` and `> ` off the beginning of the line, in the old state and in the new one."""
    bare, begun = [], set()
    for kind, text, change in row:
        if kind not in begun and "same" not in begun:
            text = _MARKS.sub("", text)
        begun.add(kind)
        bare.append((kind, text, change))
    return bare


def together(comparison: Comparison) -> str:
    """Return one text with what was removed and added in it."""
    seen: set[int] = set()
    html = []
    for line in _shown(comparison.lines):
        if isinstance(line, int):
            html.append(_skipped(line))
        else:
            html.append(_paragraph(line, _parts(line, ("same", "added", "removed"), seen)))
    return "\n".join(html)


def side_by_side(comparison: Comparison) -> str:
    """Return a table: the old text left, the new one right."""
    seen: set[int] = set()
    rows = []
    for line in _shown(comparison.lines):
        if isinstance(line, int):
            rows.append(f'<tr><td colspan="2">{_skipped(line)}</td></tr>')
            continue
        cells = []
        for kinds in (("same", "removed"), ("same", "added")):
            inner = _parts(line, kinds, seen)  # type: ignore[arg-type]
            cells.append(f'<td width="50%">{_paragraph(line, inner)}</td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table width="100%" cellspacing="0" cellpadding="0">{"".join(rows)}</table>'


def _paragraph(line: Line, inner: str) -> str:
    # Not <p> or <h1>: Qt gives a span within them the size of the tag's own rule, whatever their class says.
    return f'<div class="{line.look}">{inner}</div>'


def _parts(line: Line, kinds: Sequence[Kind], seen: set[int]) -> str:
    html = []
    before, before_kind = "", "same"
    for kind, text, change in line.parts:
        if kind not in kinds:
            continue
        words = escape(text)
        is_joined = bool(before and text) and not before[-1].isspace() and not text[0].isspace()
        if is_joined and "same" not in (kind, before_kind):
            # What was removed and what came instead are two words to the eye.
            html.append(" ")
        before, before_kind = text, kind
        if kind == "same":
            html.append(words)
            continue
        if change not in seen:
            seen.add(change)
            html.append(f'<a name="c{change}"></a>')
        html.append(f'<span class="{kind}">{words}</span>')
    return "".join(html)


def _shown(lines: tuple[Line, ...]) -> list[Line | int]:
    """Return the lines to show; a number stands for so many that did not change."""
    if sum(len(text) for line in lines for _, text, _ in line.parts) <= WHOLE_TEXT:
        return list(lines)
    wanted = set()
    for place, line in enumerate(lines):
        if line.is_changed or line.look == "headline":
            wanted.update(range(place - _AROUND, place + _AROUND + 1))
    shown: list[Line | int] = []
    skipped = 0
    for place, line in enumerate(lines):
        if place in wanted:
            if skipped:
                shown.append(skipped)
            skipped = 0
            shown.append(line)
        else:
            skipped += 1
    if skipped:
        shown.append(skipped)
    return shown


def _skipped(count: int) -> str:
    words = translate("Desk", "%Ln paragraphs did not change", None, count)
    return f'<div class="skipped">{escape(words)}</div>'


def style_sheet(theme: Theme) -> str:
    """Return the looks: added is underlined and removed struck through, so that no colour is needed to tell."""
    px, css = theme.px, theme.css
    serif = f"font-family: '{theme.editor_font(18).family()}'; color: {css('text')}; line-height: 108%"
    return f"""
    .p {{ {serif}; font-size: {px(18)}px; margin: 0 0 {px(10)}px 0; }}
    .headline {{ {serif}; font-size: {px(34)}px; font-weight: 700; margin: 0 0 {px(10)}px 0; line-height: 88%; }}
    .standfirst {{ {serif}; font-size: {px(19)}px; color: {css("text-muted")}; margin: 0 0 {px(14)}px 0; }}
    .h1 {{ {serif}; font-size: {px(28)}px; font-weight: 700; margin: {px(20)}px 0 {px(8)}px 0; line-height: 92%; }}
    .h2 {{ {serif}; font-size: {px(24)}px; font-weight: 600; margin: {px(18)}px 0 {px(8)}px 0; line-height: 92%; }}
    .h3 {{ {serif}; font-size: {px(18)}px; font-weight: 600; margin: {px(16)}px 0 {px(6)}px 0; }}
    .quote {{ {serif}; font-size: {px(18)}px; font-style: italic; color: {css("text-muted")};
      margin: {px(4)}px {px(28)}px {px(14)}px {px(28)}px; }}
    .skipped {{ font-family: 'Inter'; font-size: {px(12)}px; color: {css("text-faint")};
      margin: {px(10)}px 0 {px(16)}px 0; }}
    td {{ padding: 0 {px(18)}px {px(10)}px {px(18)}px; vertical-align: top; }}
    .added {{ background-color: {css("diff-add")}; color: {css("on-diff-add")}; text-decoration: underline; }}
    .removed {{ background-color: {css("diff-del")}; color: {css("on-diff-del")}; text-decoration: line-through; }}
    """
