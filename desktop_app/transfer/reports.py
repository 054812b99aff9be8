"""What an import or export says about itself: plain values, the same for window, command line and JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Progress:
    """`total` is 0 while it is not known yet; `what` is the file or title at hand."""

    done: int
    total: int
    what: str = ""


OnProgress = Callable[[Progress], None]


class CancelFlag(Protocol):
    """threading.Event and multiprocessing.Event both serve."""

    def is_set(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Duplicate:
    path: str
    of: int


@dataclass(frozen=True, slots=True)
class Failure:
    """`item` is a path (import) or an id (export)."""

    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class Warned:
    path: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    batch: int | None
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: tuple[Duplicate, ...] = ()
    failed: tuple[Failure, ...] = ()
    warnings: tuple[Warned, ...] = ()
    took_s: float = 0.0
    cancelled: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the value `import --json` prints (cli.md)."""
        return {
            "batch": self.batch,
            "added": self.added,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "duplicates": [{"path": d.path, "of": d.of} for d in self.duplicates],
            "failed": [{"path": f.item, "reason": f.reason} for f in self.failed],
            "warnings": [{"path": w.path, "message": w.message} for w in self.warnings],
            "took_s": round(self.took_s, 3),
        }


@dataclass(frozen=True, slots=True)
class Written:
    """One exported file; `id` is 0 for files that belong to no single article (a site's index page)."""

    id: int
    path: str
    sha256: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """An article whose file was there already and was left."""

    id: int
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    written: tuple[Written, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    failed: tuple[Failure, ...] = ()
    took_s: float = 0.0
    cancelled: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the value `export --json` prints; `skipped` is there only when files were left as they are."""
        value: dict[str, Any] = {
            "written": [
                {"id": w.id, "path": w.path, "sha256": w.sha256, "warnings": list(w.warnings)} for w in self.written
            ],
            "failed": [{"id": int(f.item) if f.item.isdigit() else f.item, "reason": f.reason} for f in self.failed],
        }
        if self.skipped:
            value["skipped"] = [{"id": one.id, "path": one.path} for one in self.skipped]
        return value
