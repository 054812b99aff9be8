"""What Whoosh is told to keep: four fields of words with positions, and one card a document. No stored text.

A term is the folded word; where the form as written is another, it follows after a NUL: `baki` NUL `bakı'nın`. So one
posting serves both kinds of search: folded = the term and all that begin with term + NUL, exact = one term. A capital
I that may be i or ı puts the word under both forms; the second one weighs nothing, that counts stay right.

The classes here are pickled into the index: their module path and names are part of the file format (`FORMAT`).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec

FORMAT = 1
"""Grows when an index written before can no longer be read; such an index is outdated and rebuilt."""

FIELDS = ("title", "standfirst", "body", "names")
"""Phrases never cross from one of these to another."""

SKETCH_SIZE = 32
"""Hashes kept of each body to find its reprints: 128 bytes an article."""

CARD = np.dtype([("id", "<i8"), ("lengths", "<u4", (len(FIELDS),)), ("sketch", "<u4", (SKETCH_SIZE,))])
"""One document: its article, the number of words in each field, the sketch of its body."""

SEPARATOR = "\0"

Posting = tuple[bytes, int, float, bytes]
"""Term, how often, weight, positions: what `WordField.index` hands to Whoosh as it stands."""


def term(folded: str, exact: str) -> bytes:
    """Return the term under which one written form of a folded word is filed."""
    return (folded if folded == exact else folded + SEPARATOR + exact).encode()


def split_term(text: bytes) -> tuple[str, str]:
    """Return the folded word and the written form of a term."""
    folded, _, exact = text.decode().partition(SEPARATOR)
    return folded, exact or folded


def pack_positions(positions: list[int]) -> bytes:
    """Two bytes a position; four, and an odd length to tell, where a text has more than 65,536 words."""
    if positions[-1] < 1 << 16:
        return array("H", positions).tobytes()
    return array("I", positions).tobytes() + b"\0"


def unpack_positions(values: list[bytes]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return how many positions each value holds, and all positions in a row."""
    lengths = np.fromiter(map(len, values), dtype=np.int64, count=len(values))
    if not (lengths & 1).any():
        return lengths >> 1, np.frombuffer(b"".join(values), dtype=np.uint16).astype(np.int64)
    arrays = [np.frombuffer(v[:-1] if len(v) & 1 else v, np.uint32 if len(v) & 1 else np.uint16) for v in values]
    return np.where(lengths & 1, lengths >> 2, lengths >> 1), np.concatenate(arrays).astype(np.int64)


class PositionFormat(formats.Format):  # type: ignore[misc]
    """Positions as `pack_positions` writes them; whoever reads them knows."""

    posting_size = -1

    def __init__(self) -> None:
        self.field_boost = 1.0
        self.options: dict[str, Any] = {}


class WordField(fields.FieldType):  # type: ignore[misc]
    """Words that were cut, folded and packed before Whoosh sees them: 10 times its own analysis chain."""

    def __init__(self) -> None:
        super().__init__(PositionFormat(), analyzer=None)

    def index(self, value: Iterable[Posting], **kwargs: Any) -> Iterator[Posting]:
        """Hand the ready postings on."""
        del kwargs
        return iter(value)


class WordCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's own codec without length statistics, which only its own scorers read."""

    length_stats = False


def codec() -> WordCodec:
    """Blocks of 1,024 postings at zlib's lightest: half the size of none, for a tenth of the writing time."""
    return WordCodec(blocklimit=1024, compression=1)


SCHEMA = fields.Schema(
    card=fields.COLUMN(columns.FixedBytesColumn(CARD.itemsize)),
    **{name: WordField() for name in FIELDS},
)
