"""The archive, the truth of the program: `Archive`, and the frozen values it speaks in.

What needs SQLAlchemy is loaded when it is first asked for: the search reads archives without it (`open_reader`).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from desktop_app.archive.articles import (
    DRAFT_STATUSES,
    STATUSES,
    Article,
    ArticleId,
    ArticleSummary,
    ArticleTexts,
    Author,
    Batch,
    BulkPlan,
    Changes,
    ChangeSet,
    Collection,
    CollectionItem,
    Comment,
    ConflictError,
    Facts,
    Finding,
    Memo,
    NewPicture,
    NotAnArchive,
    Page,
    Picture,
    Place,
    PlaceCounts,
    Provenance,
    ReadOnlyArchive,
    Rename,
    ReprintChoice,
    Rights,
    SavedSearch,
    ShownArticle,
    Sort,
    TextEdit,
    UndoRecord,
    Version,
    VersionReason,
    VersionText,
)
from desktop_app.archive.reader import ArchiveReader, Readable, open_reader
from desktop_app.archive.troubles import (
    AlreadyThere,
    ArchiveGone,
    ArchiveLocked,
    ArchiveMissing,
    ArchiveUnreachable,
    DamagedArchive,
    DiskFull,
)

if TYPE_CHECKING:
    from desktop_app.archive.archive import Archive
    from desktop_app.archive.batches import EditedSince

_LATER = {"Archive": "archive", "EditedSince": "batches"}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)


__all__ = [
    "DRAFT_STATUSES",
    "STATUSES",
    "AlreadyThere",
    "Archive",
    "ArchiveGone",
    "ArchiveLocked",
    "ArchiveMissing",
    "ArchiveReader",
    "ArchiveUnreachable",
    "Article",
    "ArticleId",
    "ArticleSummary",
    "ArticleTexts",
    "Author",
    "Batch",
    "BulkPlan",
    "ChangeSet",
    "Changes",
    "Collection",
    "CollectionItem",
    "Comment",
    "ConflictError",
    "DamagedArchive",
    "DiskFull",
    "EditedSince",
    "Facts",
    "Finding",
    "Memo",
    "NewPicture",
    "NotAnArchive",
    "Page",
    "Picture",
    "Place",
    "PlaceCounts",
    "Provenance",
    "ReadOnlyArchive",
    "Readable",
    "Rename",
    "ReprintChoice",
    "Rights",
    "SavedSearch",
    "ShownArticle",
    "Sort",
    "TextEdit",
    "UndoRecord",
    "Version",
    "VersionReason",
    "VersionText",
    "open_reader",
]
