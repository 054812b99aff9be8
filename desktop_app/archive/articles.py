"""What the archive hands out and takes in: frozen values, no database rows.

These classes are the shared vocabulary of the program: `search`, `transfer`, `cli` and `gui` all speak in them. An
`Article` is immutable; change it with `dataclasses.replace` or, better, name the changed fields to `Archive.edit`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal, NewType

from desktop_app.errors import UserError
from desktop_app.text.anchors import Anchor
from desktop_app.text.dates import PartialDate
from desktop_app.values import dataclass, field

ArticleId = NewType("ArticleId", int)

STATUSES = ("writing", "review", "ready", "published", "withdrawn")
DRAFT_STATUSES = ("writing", "review", "ready")
"""A draft lives on the Desk; everything else lives in the Archive."""

Place = Literal["desk", "archive", "trash", "everything"]
"""desk = drafts, archive = published or withdrawn, trash = trashed, everything = all but the trash."""

Sort = Literal["newest", "oldest", "title", "changed", "created", "words", "deadline"]


@dataclass(frozen=True, slots=True)
class Author:
    """A name in the byline, with the office or place that stands beside it."""

    name: str
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class Rights:
    """Who holds the text and what may be done with it. `embargo` is a date as typed."""

    holder: str = ""
    licence: str = ""
    embargo: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an imported article came from; `removed` are blocks the reader took out (share buttons …)."""

    path: str
    sha256: str
    encoding: str = "utf-8"
    batch: int | None = None
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article, whole. `id == 0` means "not in an archive yet"."""

    id: int = 0
    uid: str = ""
    title: str = ""
    standfirst: str = ""
    body: str = ""
    summary: str = ""
    language: str = ""
    """BCP 47, empty = unknown."""
    status: str = "writing"
    kind: str = ""
    section: str = ""
    authors: tuple[Author, ...] = ()
    tags: tuple[str, ...] = ()
    folder: str = ""
    publication: str = ""
    issue: str = ""
    page: str = ""
    word_goal: int | None = None
    published: PartialDate | None = None
    source_name: str = ""
    source_url: str = ""
    canonical_url: str = ""
    rights: Rights = Rights()
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Front-matter keys we have no field for; JSON values, kept in order and written back on export."""
    provenance: Provenance | None = None
    words: int = 0
    created: datetime | None = None
    updated: datetime | None = None
    trashed_at: datetime | None = None
    version: int = 0
    """Grows by one at every write; hand it back as `base_version` when saving."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSummary:
    """One row of a list: everything a list shows, nothing more."""

    id: int
    uid: str
    title: str
    lead: str
    """First 240 characters of the text without Markdown marks."""
    authors: tuple[str, ...]
    section: str
    tags: tuple[str, ...]
    language: str
    status: str
    kind: str
    publication: str
    folder: str
    published: PartialDate | None
    words: int
    word_goal: int | None
    created: datetime
    updated: datetime
    trashed_at: datetime | None = None
    batch: int | None = None
    has_pictures: bool = False
    deadline: date | None = None
    """The day it is due; see `Memo`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownArticle:
    """What a list of search results shows of an article, and the texts that passages are cut from."""

    id: int
    uid: str
    version: int
    title: str
    standfirst: str
    body: str
    lead: str
    authors: tuple[str, ...]
    section: str
    tags: tuple[str, ...]
    language: str
    status: str
    kind: str
    publication: str
    published: PartialDate | None
    words: int


TextPart = Literal["title", "standfirst", "body"]
TEXT_PARTS: tuple[TextPart, ...] = ("title", "standfirst", "body")

Splice = tuple[int, int, str]
"""A stretch of a text in code points, end exclusive, and what shall stand there instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleTexts:
    """The texts of one article and no facts but those that finding and replacing in it needs."""

    id: int
    version: int
    language: str
    published: str
    """The date as typed."""
    title: str
    standfirst: str
    body: str


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Stretches of one article to be written anew, as its texts stood in `version`; in order, none overlapping."""

    id: int
    version: int
    splices: Mapping[TextPart, tuple[Splice, ...]]


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a list. `next` is the keyset cursor for the following page, None at the end."""

    articles: tuple[ArticleSummary, ...]
    total: int
    next: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What a write did: the sequence after it, the ids it touched, and the number of its undo record if it has one."""

    seq: int
    articles: tuple[int, ...] = ()
    undo: int | None = None
    version: int | None = None
    """The article's new version, where the write was about one article: the next `base_version`."""
    skipped: tuple[int, ...] = ()
    """Articles an undo or a replacing left as they are, because what it would change was changed since."""

    @classmethod
    def together(cls, steps: Sequence[Changes]) -> Changes:
        """Return steps, at least one, as the one change they are to those who asked for it."""
        return cls(
            max(step.seq for step in steps),
            tuple(dict.fromkeys(id_ for step in steps for id_ in step.articles)),
            next((step.undo for step in reversed(steps) if step.undo is not None), None),
            steps[-1].version,
            tuple(id_ for step in steps for id_ in step.skipped),
        )


@dataclass(frozen=True, slots=True)
class Rename:
    """One name of a field in another's place, in every spelling that folds alike; `new == ""` takes it away."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """How many articles a bulk edit would change, and how many it would leave as they are."""

    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """All that changed after a sequence number, coalesced: each id at most once, in order of its last change."""

    seq: int
    """Ask for changes after this number next time."""
    text_changed: tuple[int, ...]
    """New articles, and those whose title, standfirst, body, or authors changed."""
    facts_changed: tuple[int, ...]
    """Every changed article, those of `text_changed` included."""
    purged: tuple[int, ...]
    more: bool = False
    """True when the limit cut the set short: ask again."""


class VersionReason(StrEnum):
    """Why a version was kept; only SESSION and ACTIVITY ones are ever thinned."""

    SESSION = "session"
    ACTIVITY = "activity"
    KEPT = "kept"
    STATUS = "status"
    BULK = "bulk"
    IMPORTED = "imported"
    RESTORE = "restore"
    CONFLICT = "conflict"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Version:
    """A kept state of a text; `number` counts from 1 within the article."""

    article_id: int
    number: int
    kept_at: datetime
    reason: VersionReason
    name: str
    title: str
    words: int


@dataclass(frozen=True, slots=True)
class VersionText:
    """The texts of a version."""

    version: Version
    title: str
    standfirst: str
    body: str


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote beside a passage. Not part of the article: it is never exported and makes no version.

    The anchor's place counts headline, a line feed and body.
    """

    uid: str
    anchor: Anchor
    words: str
    made: datetime | None = None
    resolved: datetime | None = None


@dataclass(frozen=True, slots=True)
class Memo:
    """What a writer keeps beside a text: notes to self and the day it is due. Never exported, as comments are not."""

    note: str = ""
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as an article names it: `name` is the address that stands in the Markdown."""

    name: str
    sha256: str
    media_type: str
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One import."""

    number: int
    started: datetime
    finished: datetime | None
    source: str
    added: int
    updated: int
    unchanged: int
    duplicates: int
    failed: int
    undone: datetime | None
    report: Mapping[str, Any]
    """`import --json` as it was printed."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query kept under a name, in a folder ("" = none), at its place in the order."""

    name: str
    query: str
    pinned: bool = False
    created: datetime | None = None
    filters: str = ""
    """JSON of the one who saved it: what was ticked and brushed beside the words."""
    folder: str = ""
    position: int = 0
    seen_at: datetime | None = None
    seen_article: int = 0
    """The last article there was when it was looked at: those with a higher id are new since."""


@dataclass(frozen=True, slots=True)
class CollectionItem:
    article_id: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """Hand-picked articles in order. `id == 0` means "not kept yet"."""

    id: int
    name: str
    note: str = ""
    created: datetime | None = None
    items: tuple[CollectionItem, ...] = ()


@dataclass(frozen=True, slots=True)
class ReprintChoice:
    """What a person said of two articles, `one` the lower id: printings of one text, or not."""

    one: int
    other: int
    together: bool
    made: datetime


@dataclass(frozen=True, slots=True)
class PlaceCounts:
    """The numbers of the navigator."""

    desk: int
    archive: int
    imports: int
    trash: int
    statuses: Mapping[str, int]
    """Drafts by status."""
    folders: Mapping[str, int]
    """Drafts by folder, without the empty name."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing `check` found. `repairable` ones go away with `repair`."""

    kind: str
    message: str
    repairable: bool


@dataclass(frozen=True, slots=True)
class UndoRecord:
    """A bulk edit, or a replacing in many articles, that can be taken back."""

    number: int
    made: datetime
    undone: datetime | None
    articles: int
    """How many it changed."""
    change: Mapping[str, Any]
    """What it did: `set`, `add_tags`, `remove_tags`, or `replace`; the values are JSON."""


class ConflictError(UserError):
    """Someone else saved the article first. Both texts are safe: theirs in the archive, ours as a version."""

    theirs: Article
    ours: VersionText

    def __init__(self, theirs: Article, ours: VersionText) -> None:
        super().__init__(
            f"“{theirs.title or 'Untitled'}” was changed elsewhere while it was open here.",
            f"Nothing is lost: your text is kept as version {ours.version.number}, the other one is in the archive.",
        )
        self.theirs = theirs
        self.ours = ours


class ReadOnlyArchive(UserError):
    """The archive is open for reading only (newer schema, locked disk)."""


class NotAnArchive(UserError):
    """The file is something else; it was not touched."""


@dataclass(frozen=True, slots=True)
class NewPicture:
    """A picture on its way in; `name` is the address as the Markdown writes it."""

    name: str
    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts of one article as the search keeps them in columns; days are yyyymmdd integers, 0 = none."""

    id: int
    title: str
    authors: tuple[str, ...]
    section: str
    tags: tuple[str, ...]
    language: str
    status: str
    kind: str
    publication: str
    folder: str
    source_name: str
    batch: int
    published_first: int
    published_last: int
    created: int
    updated: int
    words: int
    has_picture: bool
    has_source: bool
    trashed: bool
