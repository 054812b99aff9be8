"""The query as a tree of frozen values: what the user asked for, free of any engine.

Word nodes speak of text and are answered by `search`; fact nodes speak of fields and are answered by SQL, NumPy or
`matches` alike. A `None` range end is open. The parser (`parse.py`) makes these; nothing a person types is an error.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
    """A word; `exact` = this form and these letters, capitals aside (`=word`)."""

    text: str
    field: TextField = "any"
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words as written one after another (exact letters, capitals aside), or with `slop` not None: folded words, in any
    order, with at most `slop` other words between the outermost."""

    text: str
    field: TextField = "any"
    slop: int | None = None


@dataclass(frozen=True, slots=True)
class Wildcard:
    """`*` any letters, `?` one letter; folded. A prefix is `word*`."""

    pattern: str
    field: TextField = "any"


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A folded word within `edits` (1 or 2) insertions, deletions, replacements."""

    text: str
    edits: int = 1
    field: TextField = "any"


@dataclass(frozen=True, slots=True)
class Value:
    """A field has this value: equal under the fold (`*` and `?` allowed); for author: these words stand in a row in one
    name. Multi-valued fields match if any value does."""

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
