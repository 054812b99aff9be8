"""The search process with short waits: what takes it seconds of quiet otherwise happens all the time."""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path

from desktop_app.search import engine, stem_table, worker, writing

_main = worker.main


def main(connection: Connection, archive_url: str, folder: Path | None) -> None:
    """Run the search process."""
    worker.FOLLOW_S = worker.WARM_S = 0.02
    worker.FLUSH_S, worker.FLUSH_AT, worker.QUIET_S, worker.LONG_QUIET_S = 0.2, 5, 0.1, 0.15
    writing.MANY_SMALL = 2
    engine.WORTH_IT = stem_table.WORTH_IT = 1
    _main(connection, archive_url, folder)
