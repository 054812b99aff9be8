"""A tree written in the query language again, for chips, saved searches and links.

Promises: `parse(to_text(node)).node == node` for every tree that `parse` made, as long as the text stays within what
the parser reads (`lexer.MOST_PIECES`; fields are written before each of their words, so a text can grow). Dates are
written as days: what was typed as `last-month` stays the month it was. Not for showing: that is `explain.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from desktop_app.query import tree
from desktop_app.query.fields import OPERATORS
from desktop_app.query.parse import parse
from desktop_app.query.tree import Node
from desktop_app.text.words import words


def to_text(node: Node) -> str:
    """Write the query that asks for this."""
    return _written(node)


def _written(node: Node, inside: bool = False) -> str:
    """Return the text; `inside` an operator, several parts are put in parentheses."""
    match node:
        case tree.And() | tree.Or():
            parts = list(_parts(node))
            joined = (" " if isinstance(node, tree.And) else " OR ").join(parts)
            return f"({joined})" if inside and len(parts) > 1 else joined
        case tree.Not(tree.Not()):
            return f"-({_written(node.part)})"
        case tree.Not():
            return f"-{_written(node.part, True)}"
        case _:
            return _read_as(node, node) or _plainest(node)


def _parts(node: tree.And | tree.Or) -> Iterator[str]:
    """Write the parts; two alternatives that one word asks for (`lang:az`, `e-mail`) are written as that word."""
    parts = iter(pairwise((*node.parts, tree.Everything())))
    for part, follows in parts:
        may_be_one = isinstance(node, tree.Or) and isinstance(part, tree.Value | tree.Phrase)
        if may_be_one and (both := _read_as(tree.Or((part, follows)), part)):
            next(parts)
            yield both
        else:
            yield _written(part, True)


def _read_as(meant: Node, node: Node) -> str:
    """Return the plainest form of a word or fact that is read as what is meant, "" if none is."""
    return next((text for text in _forms(node) if parse(text).node == meant), "")


def _forms(node: Node) -> Iterator[str]:
    """Yield ways to write a word or a fact, the plainest first; one of them is read as it is meant."""
    match node:
        case tree.Everything():
            yield "*"
        case tree.Word() | tree.Phrase() | tree.Wildcard() | tree.Fuzzy():
            field = "" if node.field == "any" else f"{node.field}:"
            yield from (f"{field}{form}" for form in _word_forms(node))
        case tree.Value(field, value):
            if _stands_alone(value):
                yield f"{field}:{value}"
            yield from (f"{field}:{form}" for form in _quoted(value))
        case tree.Has(name, present):
            yield f"{name}:{'any' if present else 'none'}"
        case tree.DateRange(name, first, last):
            yield f"{name}:{_day(first)}..{_day(last)}"
            # The days before the first and after the last of the calendar have no name.
            yield f"{name}:>9999"
            yield f"{name}:<0001"
        case tree.WordCount(low, high):
            yield (
                f"words:{low}" if low == high else f"words:{'' if low is None else low}..{'' if high is None else high}"
            )
            yield "words:<0"
        case tree.Flag(flag):
            yield f"{'has' if flag in ('picture', 'source') else 'is'}:{flag}"


def _word_forms(node: tree.WordNode) -> Iterator[str]:
    match node:
        case tree.Word(text, exact=True):
            yield f"={text}"
            yield from _quoted(text)
        case tree.Word(text):
            if _stands_alone(text):
                yield text
            yield from (f"{form}~0" for form in _quoted(text))
            yield f"{text}~"  # A word too short for it stays a word, in the author's name too.
        case tree.Phrase(text, slop=None):
            yield from _quoted(text)
            yield f"={text}"
            yield text
        case tree.Phrase(text, slop=slop):
            if _stands_alone(text):
                yield text
            yield from (f"{form}~{slop}" for form in _quoted(text))
            yield f"{text}~0"
        case tree.Wildcard(pattern):
            yield pattern
        case tree.Fuzzy(text, edits):
            yield f"{text}~" if edits == 1 else f"{text}~{edits}"


def _stands_alone(text: str) -> bool:
    """Say whether no neighbour can change what it means: join an operator's sides, or close a quotation."""
    return text not in OPERATORS and text[:1] not in "‘‚'"


def _quoted(text: str) -> Iterator[str]:
    yield from (f"{begin}{text}{end}" for begin, end in ('""', "“”", "«»", "„“", "‘’"))


def _plainest(node: Node) -> str:
    """Write what can be meant and not typed (a lone `Value("language", "az")`, say) as near to it as can be."""
    if isinstance(node, tree.Phrase):
        text = " ".join(token.text for token in words(node.text))
        return f'"{text}"' if node.slop is None else f'"{text}"~{node.slop}'
    if isinstance(node, tree.Value):
        return f'{node.field}:"{node.value}"'
    return next(_forms(node))


def _day(number: int | None) -> str:
    return "" if number is None else f"{number // 10000:04}-{number // 100 % 100:02}-{number % 100:02}"
