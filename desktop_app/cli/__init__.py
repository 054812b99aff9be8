"""The command line: one thin module a command group, on the same `App` as the window.

What scripts may rely on is a contract: results on standard output and nothing else there, `--json` exactly one value,
messages and progress on standard error, exit codes 0 done, 1 some items failed, 2 wrong usage, 3 expected trouble, 70 a
bug, 130 interrupted. Nothing here imports Qt: the window is handed in (`Window`), by `__main__`.
"""

from __future__ import annotations

from desktop_app.cli.main import main
from desktop_app.cli.session import Window

__all__ = ["Window", "main"]
