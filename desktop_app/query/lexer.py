"""The query cut into pieces: words, phrases, fields, operators, parentheses; what cannot be syntax is made a word.

Promises: the pieces that come out are well formed (every operator has its operands, every parenthesis its partner),
at most `MOST_PIECES` of them and `DEEPEST` levels; what was mended is said in the notes. Not for meaning: what a piece
says is `parse.py`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from desktop_app.query.fields import FIELDS, OPERATORS, TEXT_FIELDS
from desktop_app.text.expressions import expression
from desktop_app.text.folding import fold
from desktop_app.values import dataclass

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


_PLAIN = str.maketrans(
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys((0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF))
)
"""Full-width signs are signs; what nobody sees must not hide one. Joiners stay, they are spelling."""

_SPACE = expression(r"\s+")
_DASHES = expression(r"[-−‐‑–—]++(?=[^\s)])")
_MINUS = expression(r"[-−‐‑](?=[^\s)-])")
_FIELD = expression(r"([^\W\d_][\w-]{0,30}):")
_QUOTES = '"“”„‟«»'
_CLOSERS = {'"': '"', "“": "”", "„": "”‟“", "‟": "”", "”": "”", "«": "»", "»": "«»"}
"""What ends a phrase that began so. Other marks inside it are quotations in a quotation."""
_CLOSED = {mark: expression(rf"((?:[^{closers}]|(?<=\s)“)*+)[{closers}]") for mark, closers in _CLOSERS.items()}
_CLOSED_ANYHOW = expression(r"""((?:[^"“”„‟]|(?<=\s)["“”„‟]|["“”„‟](?=\w))*+)["“”„‟]""")
"""A typed mark at one end and a typographic one at the other."""
_SINGLE = expression(rf"[‘‚]((?:[^‘’{_QUOTES}]|’(?=\w))++)[’‘](?!\w)")
"""British and Turkish quotations; an apostrophe has a letter after it."""
_STRAIGHT = expression(rf"'([^'{_QUOTES}()]++)'(?=[\s)]|$)")
_NEARNESS = expression(r"~(\d{0,6})")
_CHUNK = expression(rf'(?:[^\s(){_QUOTES}]|(?<=[א-ת])"(?=[א-ת]))+')
"""A run without spaces; in Hebrew the quotation mark inside a word marks an abbreviation."""
_OR_OF_TWO_WORDS = expression(r"VƏ\s+YA(?!\S)")


def pieces(text: str) -> tuple[list[Piece], list[str]]:
    """Cut a query into well-formed pieces, and say what had to be mended."""
    notes: list[str] = []
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT].rpartition(" ")[0] or text[:LONGEST_TEXT]
        notes.append(f"Only the first {LONGEST_TEXT:,} characters were read.")
    found = _Scanner(unicodedata.normalize("NFC", text.translate(_PLAIN)), notes).scan()
    if len(found) > MOST_PIECES:
        del found[MOST_PIECES:]
        notes.append(f"Only the first {MOST_PIECES} words were read.")
    return _with_operands(_with_partners(found, notes), notes), notes


class _Scanner:
    """Reads a text from left to right into pieces; nothing is mended here but quotation marks and dashes."""

    def __init__(self, text: str, notes: list[str]) -> None:
        self._text = text
        self._notes = notes
        self._at = 0
        self._found: list[Piece] = []
        self._in_capitals = not any(map(str.islower, text))

    def scan(self) -> list[Piece]:
        """Return the pieces: one more than may be kept where there are too many."""
        text, found = self._text, self._found
        while self._at < len(text) and len(found) <= MOST_PIECES:
            if space := _SPACE.match(text, self._at):
                self._at = space.end()
            elif text[self._at] in "()":
                found.append(Piece("(" if text[self._at] == "(" else ")", text[self._at]))
                self._at += 1
            elif self._closes_nothing():
                self._notes.append("A quotation mark had no partner.")
                self._at += 1
            elif dashes := _DASHES.match(text, self._at):
                self._dashes(dashes[0])
            else:
                self._operand(operators=True)
        return found

    def _begins(self) -> bool:
        """Say whether something may begin here: after a space, a parenthesis, a minus or the colon of a field."""
        return self._at == 0 or self._text[self._at - 1].isspace() or self._text[self._at - 1] in "(:-−"

    def _closes_nothing(self) -> bool:
        follows = self._text[self._at + 1 : self._at + 2]
        return self._text[self._at] in "”»“" and not self._begins() and not (follows and follows.isalnum())

    def _dashes(self, dashes: str) -> None:
        """Read one minus as NOT; every other dash is punctuation, unless it is a minus that an editor made longer."""
        begins = self._begins()
        self._at += len(dashes)
        field = _FIELD.match(self._text, self._at)
        if begins and (dashes in "-−‐‑" or (dashes == "–" and field and fold(field[1]) in FIELDS)):
            self._found.append(Piece("NOT", "-"))
        elif dashes.strip("–—"):
            self._notes.append(f"“{dashes}” was read as a dash: a space and one minus before a word leave it out.")
        self._operand()

    def _operand(self, operators: bool = False) -> None:
        """Read one field, phrase or word."""
        text, first = self._text, len(self._found)
        own = ""
        while (field := _FIELD.match(text, self._at)) and fold(field[1]) in FIELDS:
            self._at = field.end()
            rest = text[self._at : self._at + 1]
            if not rest or rest.isspace() or rest == ")":
                self._field_without_value(field)
                return
            own = FIELDS[fold(field[1])]
            self._found.append(Piece("field", field[1], field=own))
            operators = False
            # `words:-200` is a range without a beginning; every other value is left out by a minus.
            if own != "words" and (minus := _MINUS.match(text, self._at)):
                self._found.insert(first, Piece("NOT", "-"))
                self._at = minus.end()
        if self._at < len(text) and text[self._at] != "(" and not self._phrase(own):
            self._word(operators)

    def _field_without_value(self, field: re.Match[str]) -> None:
        if self._text[self._at :].strip():
            self._notes.append(f"“{field[0]}” was read as a word: its value follows without a space.")
            self._found.append(Piece("word", field[1]))
            return
        self._notes.append(f"“{field[0]}” has no value yet and was left out.")
        while self._found and _leans_on_next(self._found[-1]):
            self._found.pop()
        self._at = len(self._text)

    def _phrase(self, field: str) -> bool:
        """Read what stands in quotation marks, if something does here."""
        text, at = self._text, self._at
        single = _SINGLE.match(text, at) if self._begins() else None
        if field and field not in TEXT_FIELDS:
            single = single or _STRAIGHT.match(text, at)
        if single:
            found, self._at = single[1], single.end()
        else:
            at += text[at] == "="
            mark = text[at : at + 1]
            if not mark or mark not in _QUOTES:
                return False
            closed = _CLOSED[mark].match(text, at + 1) or _CLOSED_ANYHOW.match(text, at + 1)
            if not closed:
                self._notes.append("A quotation mark was missing; the phrase goes on to the end.")
            found, self._at = (closed[1], closed.end()) if closed else (text[at + 1 :], len(text))
        slop: int | None = None
        if near := _NEARNESS.match(text, self._at):
            self._at = near.end()
            slop = int(near[1]) if near[1] else None
            if slop is None:
                self._notes.append("“~” after a phrase was left out: it needs a number of words.")
        self._found.append(Piece("phrase", found, slop))
        return True

    def _word(self, operators: bool) -> None:
        chunk = _CHUNK.match(self._text, self._at)
        if chunk is None:
            return
        word, self._at = chunk[0], chunk.end()
        if operators and word == "VƏ" and (two := _OR_OF_TWO_WORDS.match(self._text, chunk.start())):
            word, self._at = "VƏ YA", two.end()
        operator = OPERATORS.get(word) if operators else None
        if operator == "NOT" and word != "NOT" and self._in_capitals:
            # A headline in capitals would lose the word after its НЕ.
            operator = None
            self._notes.append(f"“{word}” was read as a word: all is in capitals here. A minus leaves a word out.")
        self._found.append(Piece(operator or "word", word))


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
    return piece.kind == "field" or (piece.kind == "NOT" and piece.text == "-")


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
                # A sentence may begin with И.
                if kept or piece.kind != "AND" or piece.text == "AND":
                    notes.append(f"“{piece.text}” was read as a word: it joins nothing here.")
                piece = Piece("word", piece.text)
            elif piece.text == "VE":
                notes.append("“VE” was read as AND; to look for the word itself, put it in quotation marks.")
        kept.append(piece)
    return kept
