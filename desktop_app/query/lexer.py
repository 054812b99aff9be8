"""The query cut into pieces: words, phrases, fields, operators, parentheses; what cannot be syntax is made a word.

Promises: the pieces that come out are well formed (every operator has its operands, every parenthesis its partner),
at most `MOST_PIECES` of them and `DEEPEST` levels; what was mended is said in the notes. Not for meaning: what a piece
says is `parse.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from desktop_app.query.fields import FIELDS
from desktop_app.text.folding import fold

LONGEST_TEXT = 10_000
"""Characters; a page pasted into the box is searched by its beginning."""
MOST_PIECES = 256
DEEPEST = 40

Kind = Literal["(", ")", "AND", "OR", "NOT", "field", "phrase", "word"]
_STARTS = ("(", "NOT", "field", "phrase", "word")
_ENDS = (")", "phrase", "word")


@dataclass(frozen=True, slots=True)
class Piece:
    """`text` is the word, the words of the phrase, or the field's name as typed; `slop` the number after `"…"~`;
    `field` the field's own name."""

    kind: Kind
    text: str
    slop: int | None = None
    field: str = ""


_SPACE = re.compile(r"\s+")
_MINUS = re.compile(r"[-−]+(?=[^\s)）-])")
_FIELD = re.compile(r"([^\W\d_][\w-]{0,30})[:：]")
_QUOTES = '"“”„‟«»＂'
_PHRASE = re.compile(rf"=?[{_QUOTES}]([^{_QUOTES}]*+)([{_QUOTES}]?)(?:~(\d{{1,6}}))?")
_CHUNK = re.compile(rf"[^\s()（）{_QUOTES}]+")


def pieces(text: str) -> tuple[list[Piece], list[str]]:
    """Cut a query into well-formed pieces, and say what had to be mended."""
    notes: list[str] = []
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT].rpartition(" ")[0] or text[:LONGEST_TEXT]
        notes.append(f"Only the first {LONGEST_TEXT:,} characters were read.")
    found = _scan(text, notes)
    if len(found) > MOST_PIECES:
        del found[MOST_PIECES:]
        notes.append(f"Only the first {MOST_PIECES} words were read.")
    return _with_operands(_with_partners(found, notes), notes), notes


def _scan(text: str, notes: list[str]) -> list[Piece]:
    """Read the text from left to right; nothing is mended yet but the quotes."""
    found: list[Piece] = []
    at = 0
    while at < len(text) and len(found) <= MOST_PIECES:
        if space := _SPACE.match(text, at):
            at = space.end()
        elif text[at] in "()（）":
            found.append(Piece("(" if text[at] in "(（" else ")", text[at]))
            at += 1
        elif minus := _MINUS.match(text, at):
            found.append(Piece("NOT", "-"))
            at = _scan_operand(text, minus.end(), found, notes)
        else:
            at = _scan_operand(text, at, found, notes, operators=True)
    return found


def _scan_operand(text: str, at: int, found: list[Piece], notes: list[str], operators: bool = False) -> int:
    """Read one field, phrase or word, and return where it ends."""
    while (field := _FIELD.match(text, at)) and fold(field[1]) in FIELDS:
        at = field.end()
        rest = text[at : at + 1]
        if rest and not rest.isspace() and rest not in ")）":
            found.append(Piece("field", field[1], field=FIELDS[fold(field[1])]))
            operators = False
            continue
        if not text[at:].strip():
            notes.append(f"“{field[0]}” has no value yet and was left out.")
            while found and found[-1].text == "-":
                found.pop()
            return len(text)
        notes.append(f"“{field[0]}” was read as a word: its value follows without a space.")
        found.append(Piece("word", field[1]))
        return at
    if at < len(text) and text[at] in "(（":
        return at
    if phrase := _PHRASE.match(text, at):
        if not phrase[2]:
            notes.append("A quotation mark was missing; the phrase goes on to the end.")
        found.append(Piece("phrase", phrase[1], None if phrase[3] is None else int(phrase[3])))
        return phrase.end()
    chunk = _CHUNK.match(text, at)
    if chunk is None:
        return at
    word = chunk[0]
    if operators and word in ("AND", "OR", "NOT"):
        found.append(Piece("AND" if word == "AND" else "OR" if word == "OR" else "NOT", word))
    else:
        found.append(Piece("word", word))
    return chunk.end()


def _with_partners(found: list[Piece], notes: list[str]) -> list[Piece]:
    """Leave out parentheses without a partner, without content, or too deep."""
    kept: list[Piece] = []
    depth = 0
    stray = deep = False
    for piece in found:
        if piece.kind == "(":
            depth += 1
            deep |= depth > DEEPEST
            if depth <= DEEPEST:
                kept.append(piece)
        elif piece.kind == ")":
            stray |= depth == 0
            if 0 < depth <= DEEPEST:
                _close(kept)
            depth = max(depth - 1, 0)
        else:
            kept.append(piece)
    for _ in range(min(depth, DEEPEST)):
        _close(kept)
    if stray or depth:
        notes.append("A parenthesis had no partner.")
    if deep:
        notes.append(f"Parentheses more than {DEEPEST} deep were left out.")
    while kept and _leans_on_next(kept[-1]):
        kept.pop()
    return kept


def _close(kept: list[Piece]) -> None:
    if not kept or kept[-1].kind != "(":
        kept.append(Piece(")", ")"))
        return
    kept.pop()
    # What stood before an empty pair has nothing to speak of.
    while kept and _leans_on_next(kept[-1]):
        kept.pop()


def _leans_on_next(piece: Piece) -> bool:
    return piece.kind == "field" or piece.text == "-"


def _with_operands(found: list[Piece], notes: list[str]) -> list[Piece]:
    """Read operators that join nothing as words."""
    kept: list[Piece] = []
    for number, piece in enumerate(found):
        if piece.kind in ("AND", "OR", "NOT"):
            follows = found[number + 1].kind if number + 1 < len(found) else ""
            joins = follows in _STARTS and (piece.kind == "NOT" or (bool(kept) and kept[-1].kind in _ENDS))
            if not joins and piece.text == "-":
                continue
            if not joins:
                notes.append(f"“{piece.text}” was read as a word: it joins nothing here.")
                piece = Piece("word", piece.text)
        kept.append(piece)
    return kept
