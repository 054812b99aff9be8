"""What the benches measure with: CPU and wall time, memory by kind, the machine they ran on.

CPU time is what figures are compared by: it means the same on a machine that others use too. Where the system does not
say what memory is for (`/proc`), the figures are left out.
"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

_T = TypeVar("_T")

_LIBRARIES = ("numpy", "Whoosh-Reloaded", "tantivy", "rapidfuzz", "PyStemmer")


class Timed(NamedTuple):
    """Milliseconds, and what was returned."""

    cpu_ms: float
    wall_ms: float
    value: Any


def timed(action: Callable[[], _T]) -> Timed:
    """Call, and measure the CPU time of all threads of this process and the wall time."""
    wall, cpu = time.perf_counter(), time.process_time()
    value = action()
    return Timed((time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000, value)


def summed_up(times: Sequence[float]) -> dict[str, float]:
    """Return median and 95th percentile."""
    ordered = sorted(times)
    return {
        "median": round(statistics.median(ordered), 3),
        "p95": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 3),
    }


def cpu_and_wall(measured: Sequence[Timed]) -> dict[str, dict[str, float]]:
    """Return both, summed up."""
    return {
        "cpu_ms": summed_up([one.cpu_ms for one in measured]),
        "wall_ms": summed_up([one.wall_ms for one in measured]),
    }


def memory_mb(process: int | None = None) -> dict[str, float]:
    """Return the memory of a process: `own` is its alone, `files` are mapped and can be dropped, `peak` all at most."""
    names = {"RssAnon": "own", "RssFile": "files", "VmHWM": "peak"}
    try:
        lines = Path(f"/proc/{process or os.getpid()}/status").read_text().splitlines()
    except OSError:
        return {}
    found = dict(line.split(":", 1) for line in lines if ":" in line)
    return {name: round(int(found[key].split()[0]) / 1024, 1) for key, name in names.items() if key in found}


def megabytes(folder: Path) -> dict[str, float]:
    """Return the size of the files in a folder by kind, and all together."""
    sizes: dict[str, int] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            kind = path.suffix or path.name
            sizes[kind] = sizes.get(kind, 0) + path.stat().st_size
    return {kind: round(size / 1e6, 2) for kind, size in sorted(sizes.items())} | {
        "all": round(sum(sizes.values()) / 1e6, 2)
    }


def as_installed(module: str) -> dict[str, str]:
    """Return an environment in which this module and all that it imports are compiled, as an installed program is."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, "-c", f"import {module}"], env=environment, check=True)
    return environment


def yardstick_ms() -> float:
    """Return what a fixed piece of work takes: others on the same processor make CPU time longer, too."""
    return round(min(timed(lambda: sum(number * number for number in range(200_000))).cpu_ms for _ in range(5)), 2)


def machine() -> Mapping[str, Any]:
    """Return what the figures depend on: processors, how busy they are, versions."""
    load = os.getloadavg() if hasattr(os, "getloadavg") else ()
    return {
        "processors": os.cpu_count(),
        "load": [round(value, 2) for value in load],
        "yardstick_cpu_ms": yardstick_ms(),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: _version(name) for name in _LIBRARIES},
    }


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
