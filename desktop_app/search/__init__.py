"""Search: the cache that finds articles by words and facts. May be deleted at any time; nothing in it is the truth.

`open_search` searches in this process, `start_worker` in one of its own; both answer as `service.SearchService` says.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

# NumPy's threads are for matrices, of which there are none here; they take time to start, and memory.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

if TYPE_CHECKING:
    from desktop_app.archive import Readable
    from desktop_app.search.service import SearchService


def open_search(archive: Readable, folder: Path | None = None) -> SearchService:
    """Search an open archive in this process. The index lies in `folder`, else in the user's cache."""
    from desktop_app.search.local import LocalSearch

    return LocalSearch(archive, folder)


def start_worker(archive_url: str, folder: Path | None = None) -> SearchService:
    """Start a process that searches the archive at this address, and return what asks it."""
    from desktop_app.search.client import WorkerSearch

    return WorkerSearch(archive_url, folder)
