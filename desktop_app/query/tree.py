"""The query as a tree of frozen values: what the user asked for, free of any engine.

Word nodes speak of text and are answered by `search`; fact nodes speak of fields and are answered by SQL, NumPy or
`matches` alike. A `None` range end is open. The parser (`parse.py`) makes these; nothing a person types is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from desktop_app.values import dataclass

TextField = Literal["any", "title", "body", "author"]
"""Where words are looked for: "any" = title, standfirst, body, author names."""

ValueField = Literal[
    "author", "section", "kind", "tag", "language", "status", "publication", "folder", "source", "batch", "id"
]
RangeField = Literal["published", "created", "updated"]
FlagName = Literal["picture", "source", "draft", "trashed", "reprint"]


@dataclass(frozen=True, slots=True)
class Everything:
    """All articles."""


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Node


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed; `exact` = this form and these letters, capitals aside (`=word`). Holds exactly one word of
    `text.words`: compare `folded`, or for an exact one any of its `exact` forms."""

    text: str
    field: TextField = "any"
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words as written one after another (exact letters, capitals aside), or with `slop` not None: folded words, in any
    order, with at most `slop` other words between the outermost (0 = side by side, what `well-known` means)."""

    text: str
    field: TextField = "any"
    slop: int | None = None


@dataclass(frozen=True, slots=True)
class Wildcard:
    """`*` any letters, none too, `?` one letter; the pattern is folded already. A prefix is `word*`."""

    pattern: str
    field: TextField = "any"


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A folded word within `edits` (1 or 2) insertions, deletions, replacements; the text is folded already."""

    text: str
    edits: int = 1
    field: TextField = "any"


@dataclass(frozen=True, slots=True)
class Value:
    """A field has this value: equal under the fold (`*` and `?` allowed); for author: these words stand in a row in one
    name. Multi-valued fields match if any value does. `matching.same_value` and `same_name` say it in code."""

    field: ValueField
    value: str


@dataclass(frozen=True, slots=True)
class Has:
    """`tag:any` (present=True) and `tag:none` (present=False); field may also be "published"."""

    field: ValueField | RangeField
    present: bool


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days as yyyymmdd, inclusive, None = open; a partial date matches by overlap."""

    field: RangeField
    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class WordCount:
    """Articles of `low`..`high` words, inclusive, None = open."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Flag:
    name: FlagName


Node = Everything | And | Or | Not | Word | Phrase | Wildcard | Fuzzy | Value | Has | DateRange | WordCount | Flag

WordNode = Word | Phrase | Wildcard | Fuzzy
"""The nodes that speak of text."""


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and all below it, in the order they were typed."""
    yield node
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from walk(part)
    elif isinstance(node, Not):
        yield from walk(node.part)


def word_parts(node: Node) -> tuple[WordNode, ...]:
    """Return the words a match may show: those not under a NOT. For highlights, counts and corrections."""
    if isinstance(node, And | Or):
        return tuple(word for part in node.parts for word in word_parts(part))
    return (node,) if isinstance(node, Word | Phrase | Wildcard | Fuzzy) else ()


def only_facts(node: Node) -> bool:
    """Say whether the whole query speaks of fields alone, so that no text has to be read."""
    return not any(isinstance(part, Word | Phrase | Wildcard | Fuzzy) for part in walk(node))


def facts_part(node: Node) -> Node:
    """Return what the facts alone can say: a query that finds all that `node` finds, and perhaps more."""
    if only_facts(node):
        return node
    if isinstance(node, And):
        parts = tuple(part for part in map(facts_part, node.parts) if part != Everything())
        return And(parts) if len(parts) > 1 else parts[0] if parts else Everything()
    if isinstance(node, Or):
        parts = tuple(map(facts_part, node.parts))
        return Everything() if Everything() in parts else Or(parts)
    return Everything()


def asks_for_trash(node: Node) -> bool:
    """Say whether `is:trashed` occurs: otherwise a search leaves out the trash."""
    return any(isinstance(part, Flag) and part.name == "trashed" for part in walk(node))
