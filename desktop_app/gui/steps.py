"""Back and Forward: spots of the window with their full state, as a browser keeps pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MOST_STEPS = 100


@dataclass(slots=True)
class Spot:
    """A place and what it showed."""

    place: str
    state: dict[str, Any] = field(default_factory=dict)


class Steps:
    """The way here and the way on. The spot on screen is in neither list until it is left."""

    def __init__(self) -> None:
        self._behind: list[Spot] = []
        self._ahead: list[Spot] = []

    @property
    def can_go_back(self) -> bool:
        return bool(self._behind)

    @property
    def can_go_forward(self) -> bool:
        return bool(self._ahead)

    def leave(self, spot: Spot) -> None:
        """Going on to something new from `spot`: what lay ahead is forgotten."""
        if not self._behind or self._behind[-1] != spot:
            self._behind.append(spot)
            del self._behind[:-MOST_STEPS]
        self._ahead.clear()

    def back(self, here: Spot) -> Spot | None:
        """Return the spot before, keeping `here` for Forward."""
        if not self._behind:
            return None
        self._ahead.append(here)
        return self._behind.pop()

    def forward(self, here: Spot) -> Spot | None:
        """Return the spot that was left by Back, keeping `here` for Back."""
        if not self._ahead:
            return None
        self._behind.append(here)
        return self._ahead.pop()
