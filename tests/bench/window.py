"""How soon the window is usable on a large archive, and how long the GUI thread is ever blocked while scrolling.

    python -m tests.bench.window --archive big.copydesk --runs 5

Starts the program in a process of its own, as a user does, several times, and prints one JSON value: median and spread
of the time from process start to a usable window (list filled, event loop idle), and the longest and the 99th
percentile of GUI-thread blocks while the list is scrolled by page, by thumb and to the end. Figures are wall time;
quote medians. Needs no screen (offscreen); real figures of painting want Xvfb: set QT_QPA_PLATFORM=xcb under it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archive", required=True, type=Path, help="an archive, see tests.bench.generator")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--steps", type=int, default=300, help="scroll steps of each kind")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--started", type=float, default=0.0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(_one_run(options.archive, options.started, options.steps)), flush=True)
        # Leaving at once: taking a window down is not what is measured.
        os._exit(0)
    runs = [_spawn(options.archive, options.steps) for _ in range(options.runs)]
    print(json.dumps(_summary(runs), indent=2))


def _spawn(archive: Path, steps: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.window", "--child", "--archive", str(archive), "--steps", str(steps)]
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    done = subprocess.run(
        [*command, "--started", str(time.time())], capture_output=True, text=True, env=environment, timeout=600
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _summary(runs: list[dict[str, Any]]) -> dict[str, Any]:
    keys = [key for key, value in runs[0].items() if isinstance(value, int | float)]
    return {
        "runs": len(runs),
        **{
            key: {
                "median": round(statistics.median(run[key] for run in runs), 1),
                "least": round(min(run[key] for run in runs), 1),
                "most": round(max(run[key] for run in runs), 1),
            }
            for key in keys
        },
    }


def _one_run(archive: Path, started: float, steps: int) -> dict[str, Any]:
    from PySide6.QtWidgets import QApplication

    from desktop_app.app import App
    from desktop_app.gui.launch import prepare
    from desktop_app.gui.program import Program
    from desktop_app.settings import Settings

    prepare()
    qapp = QApplication(sys.argv[:1])
    program = Program(qapp, Settings())
    app = App.open(archive, worker=True)
    window = program.add_window(app, {"size": [1440, 900], "place": "desk", "places": {}})
    window.show()
    shown_ms = _until(qapp, lambda: window.isVisible(), started)
    usable_ms = _until(qapp, lambda: not window.context.jobs.pending("read", "write"), started)
    place: Any = window.places["archive"]
    window.go("archive")
    searched_ms = _until(qapp, lambda: place.model.rowCount() > 0, started)
    scrolling = _scroll(qapp, place.results, steps)
    return {
        "window_shown_ms": shown_ms,
        "window_usable_ms": usable_ms,
        "archive_listed_ms": searched_ms,
        "articles": place.model.rowCount(),
        **scrolling,
        "window_rss_mb": _rss_mb(),
    }


def _until(qapp: Any, holds: Any, started: float, limit_s: float = 300) -> float:
    while not holds():
        qapp.processEvents()
        time.sleep(0.001)
        if time.time() - started > limit_s:
            raise SystemExit("the window did not come to rest")
    qapp.processEvents()
    return (time.time() - started) * 1000


def _scroll(qapp: Any, view: Any, steps: int) -> dict[str, float]:
    """Scroll by page, by thumb to random spots, and to both ends; time each turn of the event loop."""
    import random

    bar = view.verticalScrollBar()
    chance = random.Random(7)
    spots = [bar.value() + n * bar.pageStep() for n in range(steps)]
    spots += [chance.randrange(bar.maximum() + 1) for _ in range(steps)]
    spots += [bar.maximum(), 0]
    blocks = []
    for spot in spots:
        begun = time.perf_counter()
        bar.setValue(min(spot, bar.maximum()))
        qapp.processEvents()
        blocks.append((time.perf_counter() - begun) * 1000)
        until = time.perf_counter() + 0.01
        while time.perf_counter() < until:
            begun = time.perf_counter()
            qapp.processEvents()
            blocks.append((time.perf_counter() - begun) * 1000)
            time.sleep(0.001)
    blocks.sort()
    return {
        "scroll_block_median_ms": statistics.median(blocks),
        "scroll_block_p99_ms": blocks[int(len(blocks) * 0.99)],
        "scroll_block_max_ms": blocks[-1],
    }


def _rss_mb() -> float:
    import psutil

    return float(psutil.Process().memory_info().rss) / 2**20


if __name__ == "__main__":
    main()
