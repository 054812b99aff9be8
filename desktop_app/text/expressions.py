"""Regular expressions that are compiled when they are first asked something.

Compiling takes 0.2 ms each, and a program that reads Markdown, dates and queries in four languages has a hundred of
them; most runs need few. Promises: what is returned answers as `re.compile` does, as quickly from the second time on.
"""

from __future__ import annotations

import re
from typing import Any, cast


def expression(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what `re.compile` returns, but later. A mistake in the pattern is raised where it is first used."""
    return cast("re.Pattern[str]", _Expression(pattern, flags))


class _Expression:
    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        own = getattr(re.compile(self.pattern, self.flags), name)
        # Kept as an attribute, so that nobody comes here for it again.
        setattr(self, name, own)
        return own
