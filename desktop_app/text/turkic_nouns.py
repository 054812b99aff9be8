"""The endings that a noun may bear in Azerbaijani and in Turkish, looked for together."""

from __future__ import annotations

from functools import cache

from desktop_app.text.azerbaijani import AZERBAIJANI
from desktop_app.text.endings import Endings
from desktop_app.text.turkish import TURKISH

IN_AZERBAIJANI, IN_TURKISH = 1, 2
"""In which of the two an ending is one, as `Endings.cuts` says it."""


@cache
def noun_endings() -> Endings:
    """Return the endings of both."""
    return Endings(AZERBAIJANI.noun, TURKISH.noun)
