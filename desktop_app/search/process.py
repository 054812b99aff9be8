"""Where the search process begins. Apart from `worker`, so that who starts one does not load what it works with.

The window would otherwise hold NumPy and Whoosh in memory, 30 MB, and take a sixth longer to start.
"""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path


def main(connection: Connection, archive_url: str, folder: Path | None) -> None:
    """Run the search process until its pipe closes."""
    from desktop_app.search import worker

    worker.main(connection, archive_url, folder)
