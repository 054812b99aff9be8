"""The query language of the search box: a text in, a tree of frozen values out.

Promises: never raises and never hangs, whatever is typed or pasted; what cannot be read as syntax is read as words, and
`notes` says so. Precedence: NOT, then AND (spoken or not), then OR. Names of fields stand in `fields.py`, what a tree
means in `matching.py`. Not for answering: that is `archive` and `search`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from desktop_app.query import fields
from desktop_app.query.lexer import Piece, pieces
from desktop_app.query.matching import ArticleLike, matches, pattern_words, spans
from desktop_app.query.tree import (
    And,
    DateRange,
    Everything,
    Flag,
    Fuzzy,
    Has,
    Node,
    Not,
    Or,
    Phrase,
    TextField,
    Value,
    ValueField,
    Wildcard,
    Word,
    WordCount,
)
from desktop_app.text.expressions import expression
from desktop_app.text.folding import fold
from desktop_app.text.languages import language_code
from desktop_app.text.words import Token, words
from desktop_app.values import dataclass

MOST_SLOP = 1000
MOST_PHRASE = 100
REPRINTS_UNKNOWN = "Reprints are known to the search alone; a plain list finds none."
"""The one note that is wrong in a search, which leaves it out."""
MOST_MORE = 3
"""Words after the first that a date or number may be written with."""
_NO_FIELD = Piece("field", "")
_ADDRESS = expression(r"(?:[a-z][a-z0-9+.-]{1,20}://|www\.|mailto:)", re.IGNORECASE)
"""Where a ? is a part of what is looked for, not a wildcard."""
_PREFIXES = """anti auto inter macro mega micro mini multi over post semi super tele trans ultra under video
    авто анти видео контр макро мега микро мини пост супер теле ультра"""
"""What is written with a hyphen here and without one there, as heads of up to three letters are: e-mail, pre-war."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query as understood: the tree, the text as typed, and what was read otherwise than it may have been meant."""

    node: Node
    text: str
    notes: tuple[str, ...] = ()

    def matches(self, article: ArticleLike) -> bool:
        """Say whether the article is one the query asks for (the trash included: leaving it out is the caller's)."""
        return matches(self.node, article)

    def spans(self, text: str, field: TextField = "any", language: str = "") -> tuple[tuple[int, int], ...]:
        """Return where the query's words stand in a text of a language, as code points."""
        return spans(self.node, text, field, language)


def parse(text: str, *, today: date | None = None) -> Query:
    """Read a query. `today` is what `date:today` and its like count from."""
    found, notes = pieces(text)
    parser = _Parser(found, notes, today or date.today())
    node = parser.alternatives(_NO_FIELD) or Everything()
    return Query(node, text, tuple(dict.fromkeys(notes)))


class _Parser:
    """Recursive descent over pieces the lexer made well formed; its depth is bounded there."""

    def __init__(self, found: list[Piece], notes: list[str], today: date) -> None:
        self._pieces = found
        self._at = 0
        self._notes = notes
        self._today = today

    def _next(self) -> str:
        return self._pieces[self._at].kind if self._at < len(self._pieces) else ""

    def alternatives(self, field: Piece) -> Node | None:
        """Read parts joined by OR, up to a closing parenthesis or the end."""
        parts = [self._together(field)]
        while self._next() == "OR":
            self._at += 1
            parts.append(self._together(field))
        return _joined(Or, parts)

    def _together(self, field: Piece) -> Node | None:
        parts: list[Node | None] = []
        while (kind := self._next()) not in ("", ")", "OR"):
            if kind == "AND":
                self._at += 1
            else:
                parts.append(self._one(field))
        return _joined(And, parts)

    def _one(self, field: Piece) -> Node | None:
        negated = False
        while self._next() == "NOT":
            negated = not negated
            self._at += 1
        node = self._operand(field)
        if node is None or not negated:
            return node
        return node.part if isinstance(node, Not) else Not(node)

    def _operand(self, field: Piece) -> Node | None:
        while self._next() == "field":
            field = self._pieces[self._at]
            self._at += 1
        kind = self._next()
        if kind not in ("(", "word", "phrase"):
            return None
        piece = self._pieces[self._at]
        self._at += 1
        if kind == "(":
            node = self.alternatives(field)
            self._at += 1
            return node
        node = self._term(piece, field)
        if node is None and piece.text.strip("-–—−&+/|,.;:=…• "):
            self._notes.append(f"“{_short(piece.text)}” holds no word and was left out.")
        return node

    def _term(self, piece: Piece, named: Piece) -> Node | None:
        """Read one word or phrase, in the field before it if it has one."""
        field = named.field
        text_field: TextField = "title" if field == "title" else "body" if field == "body" else "any"
        if not field or text_field != "any":
            return self._phrase(piece, text_field) if piece.kind == "phrase" else self._word(piece.text, text_field)
        read = _READERS.get(field, _Parser._value)
        node = read(self, field, piece)
        if node is None and read in (_Parser._days, _Parser._count):
            node = self._with_spaces(read, field, piece)
        if node is None and piece.text.strip():
            reason = _EXPECTED.get(field, "no value")
            self._notes.append(f"“{named.text}:{_short(piece.text)}” was read as words: {reason}.")
            value = self._phrase(piece, "any") if piece.kind == "phrase" else self._word(piece.text, "any")
            return _joined(And, [self._word(named.text, "any"), value])
        return node

    def _with_spaces(self, read: _Reader, field: str, piece: Piece) -> Node | None:
        """Read `date:14 March 1911`, `date:last month` and `words:> 800`: the words that follow belong to the value."""
        text = piece.text
        for more, follows in enumerate(self._pieces[self._at : self._at + MOST_MORE], 1):
            if piece.kind != "word" or follows.kind != "word":
                return None
            text += f" {follows.text}"
            if node := read(self, field, Piece("word", text)):
                self._at += more
                return node
        return None

    # Words

    def _phrase(self, piece: Piece, field: TextField) -> Node | None:
        found = list(words(piece.text))
        if not found:
            return None
        if re.search(r"[^\W_][*?](?=\S)|[*?][^\W_]|\*", piece.text):
            self._notes.append("Inside quotation marks * and ? are no wildcards.")
        if len(found) == 1:
            return Word(_whole(piece.text, found[0]), field, exact=piece.slop is None)
        slop = piece.slop
        if slop is not None and slop > MOST_SLOP:
            slop = MOST_SLOP
            self._notes.append(f"Words are looked for at most {MOST_SLOP:,} words apart.")
        return Phrase(" ".join(self._shortened(piece.text, found).split()), field, slop)

    def _shortened(self, text: str, found: list[Token]) -> str:
        """Cut a phrase that is a page."""
        if len(found) <= MOST_PHRASE:
            return text
        self._notes.append(f"Only the first {MOST_PHRASE} words of a phrase were read.")
        return text[: found[MOST_PHRASE - 1].end]

    def _word(self, text: str, field: TextField) -> Node | None:
        """Read a run of characters without spaces: a word, a pattern, or several words side by side."""
        if text.startswith("=") and (found := list(words(bare := text.lstrip("=")))):
            return self._exact(bare, found, field)
        if _ADDRESS.match(text):
            return self._side_by_side(text, field)
        if fuzzy := re.fullmatch(r"(.+?)~(\d{0,6})", text):
            return self._fuzzy(fuzzy[1], int(fuzzy[2] or 1), field)
        if _has_wildcard(text):
            return self._wildcards(text, field)
        if re.search(r"[^\W_]\?$", text):
            self._notes.append(
                f"“{_short(text)}” was read without its question mark; end a word with * to leave it open."
            )
        return self._side_by_side(text, field)

    def _exact(self, text: str, found: list[Token], field: TextField) -> Node:
        if _has_wildcard(text) or re.search(r"[^\W_]~\d*$", text):
            self._notes.append(f"After = the word is looked for as it stands: “{_short(text)}” is no pattern.")
        if len(found) > 1:
            return Phrase(self._shortened(text, found), field)
        return Word(_whole(text, found[0]), field, exact=True)

    def _fuzzy(self, text: str, edits: int, field: TextField) -> Node | None:
        found = list(words(text))
        if edits == 0 or not found:
            return self._side_by_side(text, field)
        if _has_wildcard(text) or len(found) > 1:
            self._notes.append(f"“{_short(text)}” was read without its ~: that is for one word without wildcards.")
            return self._wildcards(text, field) if _has_wildcard(text) else self._side_by_side(text, field)
        if edits > 2:
            self._notes.append("A word is looked for with at most two letters changed.")
        if len(found[0].folded) < 3:
            self._notes.append(f"“{_short(text)}~” was read as a word: it is too short to be misspelt.")
            return Word(found[0].text, field)
        return Fuzzy(found[0].folded, min(edits, 2), field)

    def _wildcards(self, text: str, field: TextField) -> Node | None:
        """Read `wo*d`; other marks part words here too, so `well-kn*` is `well` and `kn*`."""
        if not text.strip("*"):
            return Everything()
        parts: list[Node | None] = []
        for pattern in pattern_words(text.rstrip("?!.,;:")):  # A ? at the end asks and stands for nothing.
            letters = len(re.sub(r"[*?]", "", pattern))
            if "*" not in pattern and "?" not in pattern:
                parts.append(self._side_by_side(pattern, field))
            elif letters >= (3 if pattern[0] in "*?" else 2):
                parts.append(Wildcard(pattern, field))
            else:
                self._notes.append(
                    f"“{_short(pattern)}” was read as a word: a pattern needs two letters, three after a * or ?."
                )
                parts.append(self._side_by_side(pattern, field))
        return _joined(And, parts)

    def _side_by_side(self, text: str, field: TextField) -> Node | None:
        """Read a text without spaces as the word or words it holds."""
        found = list(words(text))
        if len(found) < 2:
            return Word(found[0].text, field) if found else None
        text = self._shortened(text, found)
        if joined := _without_hyphen(text, found):
            return Or((Phrase(text, field, 0), Word(joined, field)))
        if all(len(token.folded) == 1 and ord(token.folded) > 0xE00 for token in found):
            # Scripts without spaces: the order of the characters is the word.
            return Phrase(text, field)
        return Phrase(text, field, 0)

    # Fields

    def _author(self, field: str, piece: Piece) -> Node | None:
        if piece.kind == "word" and (piece.text.startswith("=") or re.search(r"~\d*$", piece.text)):
            return self._word(piece.text, "author")
        return self._value(field, piece)

    def _value(self, field: str, piece: Piece) -> Node | None:
        """Read a value as it stands, or `none` and `any` unless quoted."""
        own = next(name for name in fields.VALUE_FIELDS if name == field)
        value = " ".join(piece.text.split()) if piece.kind == "phrase" else piece.text.lstrip("=").rstrip(",;")
        if not value:
            return None
        if piece.kind == "word":
            if fold(value) in fields.NONE:
                return Has(own, False)
            if fold(value) in fields.ANY:
                return Has(own, True)
        if own == "status":
            if fields.FLAGS.get(fold(value)) == "draft":
                return Flag("draft")
            value = fields.STATUSES.get(fold(value).replace(" ", "-"), value)
        if own == "language" and (code := language_code(value)):
            return _language(code)
        if own == "batch":
            value = value.lstrip("#№")
            return Value(own, value.lstrip("0") or "0") if value.isascii() and value.isdigit() else None
        if own == "id":
            value = value.lstrip("#№") or value
        return Value(own, value)

    def _days(self, field: str, piece: Piece) -> Node | None:
        own = next(name for name in fields.RANGE_FIELDS if name == field)
        if piece.kind == "word" and fold(piece.text) in fields.NONE | fields.ANY:
            return Has(own, fold(piece.text) in fields.ANY)
        days = fields.read_days(piece.text.rstrip(",;"), self._today)
        return None if days is None else DateRange(own, *days)

    def _count(self, field: str, piece: Piece) -> Node | None:
        count = fields.read_count(piece.text.replace(" ", ""))
        return None if count is None else WordCount(*count)

    def _has(self, field: str, piece: Piece) -> Node | None:
        name = fold(piece.text).strip(",;")
        if own := fields.HAS.get(name):
            return Flag("picture" if own == "picture" else "source")
        known = fields.FIELDS.get(name)
        value_field: ValueField | None = next((f for f in fields.VALUE_FIELDS if f == known), None)
        if value_field:
            return Has(value_field, True)
        return Has("published", True) if known == "published" else None

    def _is(self, field: str, piece: Piece) -> Node | None:
        name = fold(piece.text).strip(",;").replace(" ", "-")
        if flag := fields.FLAGS.get(name):
            if flag == "reprint":
                self._notes.append(REPRINTS_UNKNOWN)
            return Flag(flag)
        status = fields.STATUSES.get(name)
        return Value("status", status) if status else None


_Reader = Callable[[_Parser, str, Piece], Node | None]
_READERS: dict[str, _Reader] = {
    "author": _Parser._author,
    "published": _Parser._days,
    "created": _Parser._days,
    "updated": _Parser._days,
    "words": _Parser._count,
    "has": _Parser._has,
    "is": _Parser._is,
}
_EXPECTED = {
    "published": "no such date", "created": "no such date", "updated": "no such date", "words": "no number",
    "batch": "no number", "has": "known are picture, source and names of fields",
    "is": "known are draft, trashed, reprint and the statuses",
}  # fmt: skip


def _joined(kind: type[And] | type[Or], parts: list[Node | None]) -> Node | None:
    """Put parts together, flat, leaving out what says nothing."""
    flat: list[Node] = []
    for part in parts:
        if isinstance(part, kind):
            flat += part.parts
        elif part is not None and not (kind is And and part == Everything()):
            flat.append(part)
    if not flat:
        return Everything() if any(part is not None for part in parts) else None
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def _whole(text: str, token: Token) -> str:
    """Return the only word of a text with the ending after its apostrophe, which exact forms keep."""
    end = len(text)
    while not (text[end - 1].isalnum() or unicodedata.category(text[end - 1])[0] == "M"):
        end -= 1
    return text[token.start : end]


def _has_wildcard(text: str) -> bool:
    """A * beside a letter, or a ? between or before letters; at the end ? is a question mark."""
    return "*" in text or re.search(r"\?[^\W_]", text) is not None


def _language(code: str) -> Node:
    """`lang:en` means British English too."""
    return Value("language", code) if "-" in code else Or((Value("language", code), Value("language", f"{code}-*")))


def _without_hyphen(text: str, found: list[Token]) -> str:
    """Return `email` for `e-mail`, "" for a text that nobody writes in one: `well-known`, `W-2`, a date."""
    if len(found) != 2 or text[found[0].end : found[1].start] not in ("-", "‐", "‑"):
        return ""
    head = found[0].folded
    joined = found[0].text + found[1].text if len(head) <= 3 or head in _PREFIXES.split() else ""
    return joined if joined.isalpha() and len(found[1].text) > 1 and len(list(words(joined))) == 1 else ""


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
