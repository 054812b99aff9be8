"""The archives opened lately, for the welcome screen: one small JSON file, newest first."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop_app import paths

MOST = 12


@dataclass(frozen=True, slots=True)
class Recent:
    """One archive. `is_there` is False when its disk is not connected or the file is gone."""

    path: str
    name: str
    articles: int
    opened: str
    is_there: bool = True


def recent_archives() -> list[Recent]:
    """Read the list and look which archives can be reached now."""
    found = []
    for entry in _read():
        try:
            one = Recent(str(entry["path"]), str(entry["name"]), int(entry["articles"]), str(entry["opened"]))
        except (KeyError, TypeError, ValueError):
            continue
        found.append(Recent(one.path, one.name, one.articles, one.opened, _is_there(one.path)))
    return found[:MOST]


def remember_archive(path: str, name: str, articles: int) -> None:
    """Put an archive first in the list."""
    opened = datetime.now(UTC).isoformat(timespec="seconds")
    first = asdict(Recent(path, name, articles, opened))
    first.pop("is_there")
    _write([first, *(entry for entry in _read() if entry.get("path") != path)][:MOST])


def forget_archive(path: str) -> None:
    """Take an archive off the list; the file is not touched."""
    _write([entry for entry in _read() if entry.get("path") != path])


def _file() -> Path:
    return paths.config_folder() / "recent.json"


def _read() -> list[dict[str, object]]:
    try:
        entries = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _write(entries: list[dict[str, object]]) -> None:
    file = _file()
    temporary = file.with_suffix(".json.new")
    temporary.write_text(json.dumps(entries, ensure_ascii=False, indent=1), encoding="utf-8")
    temporary.replace(file)


def _is_there(path: str) -> bool:
    return "://" in path or Path(path).exists()
