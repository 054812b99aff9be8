"""The field types whose positions the codec keeps as arrays. All other types of Whoosh work as they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh import fields, formats

from desktop_app.search.arrays.files import Array


class ArrayPositions(formats.Positions):  # type: ignore[misc]
    """A posting's value is its positions, four bytes each: what stock Whoosh's matchers decode and its merges copy."""

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """Return the positions."""
        positions: list[int] = unpack(valuestring).tolist()
        return positions

    def decode_frequency(self, valuestring: bytes) -> int:
        """Return how many there are."""
        return len(unpack(valuestring))

    def decode_weight(self, valuestring: bytes) -> float:
        """Return the same as a weight."""
        return float(len(unpack(valuestring)))


class ArrayText(fields.TEXT):  # type: ignore[misc]
    """Text with positions, cut by an analyzer. With `forms`, what is filed is (term, form) and not a text.

    A field with forms is filled by `building.SegmentBuilder.add_words`, which knows what stands where.
    """

    def __init__(self, *, forms: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.format = ArrayPositions()
        self.forms = forms

    def index(self, value: Any, **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield term, frequency, weight and packed positions."""
        if not isinstance(value, str):
            tokens: Any = enumerate(value)
        else:
            cut = self.analyzer(value, positions=True, mode="index", **kwargs)
            tokens = ((token.pos, token.text) for token in cut)
        places: defaultdict[str, list[int]] = defaultdict(list)
        for position, text in tokens:
            places[text].append(position)
        for text, positions in places.items():
            count = len(positions)
            yield text.encode(), count, float(count), pack(positions)


def keeps_positions(name: str, field: Any) -> bool:
    """Say whether a field's positions are kept; raise TypeError for one that wants them and is no ArrayText."""
    if isinstance(field, ArrayText):
        return True
    if field.format.supports("positions"):
        raise TypeError(f"{name}: positions are kept of ArrayText, not of {type(field).__name__}")
    return False


def pack(positions: list[int] | Array) -> bytes:
    """Return positions as bytes."""
    return np.asarray(positions, dtype="<u4").tobytes()


def unpack(value: bytes) -> Array:
    """Return positions from bytes."""
    return np.frombuffer(value, "<u4")
