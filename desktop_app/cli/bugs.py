"""What is kept of a bug: a log with the places in the code, and never a word of an article.

The message of an exception may quote what it choked on, so only those kinds speak whose messages are about code.
"""

from __future__ import annotations

import os
import platform
import traceback
from datetime import datetime
from pathlib import Path

from desktop_app import __version__, paths

_SPEAKING = (AttributeError, NameError, ImportError, TypeError, RecursionError, NotImplementedError, ZeroDivisionError)


def write_log(error: BaseException, command: str) -> Path:
    """Write the log of a bug; return where it lies."""
    now = datetime.now()
    path = paths.log_folder() / f"bug-{now:%Y%m%d-%H%M%S}-{os.getpid()}.log"
    head = (
        f"Copydesk {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"{now.astimezone().isoformat(timespec='seconds')}, copydesk {command}",
        "",
    )
    path.write_text("\n".join((*head, *_told(error))) + "\n", encoding="utf-8")
    return path


def _told(error: BaseException) -> list[str]:
    chain: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in chain:
        chain.append(current)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    lines: list[str] = []
    for one in reversed(chain):
        lines += [line.rstrip("\n") for line in traceback.format_tb(one.__traceback__)]
        kind = f"{type(one).__module__}.{type(one).__qualname__}"
        lines += [f"{kind}: {one}" if type(one) in _SPEAKING else f"{kind} (its message is left out)", ""]
    return lines
