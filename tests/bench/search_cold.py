"""From the start of a process to its first search result, imports and all; page cache warm.

The child that `tests.bench.search` starts, again and again; it imports nothing that a search does not need.
"""

from __future__ import annotations

import sys
import time

ENTERED = time.time()


def main() -> None:
    """Open, search once, print milliseconds and memory. Arguments: archive, index folder, query, time of the start."""
    from pathlib import Path

    archive_path, folder, asked, started = sys.argv[1:]
    from desktop_app.archive import open_reader
    from desktop_app.search.local import LocalSearch
    from desktop_app.search.service import SearchRequest

    imported = time.time()
    with open_reader(archive_path) as archive:
        search = LocalSearch(archive, Path(folder))
        search.prepare()
        opened = time.time()
        result = search.search(SearchRequest(query=asked, catch_up=False, facets=True, timeline="year"))
        found = time.time()
        cpu = time.process_time()
        search.close()
    import json

    times = {
        "python": ENTERED - float(started),
        "imports": imported - ENTERED,
        "open": opened - imported,
        "first": found - opened,
        "all": found - float(started),
    }
    wall_ms = {name: round(seconds * 1000, 1) for name, seconds in times.items()}
    print(json.dumps({"wall_ms": wall_ms, "cpu_ms": round(cpu * 1000, 1), "total": result.total}))


if __name__ == "__main__":
    main()
