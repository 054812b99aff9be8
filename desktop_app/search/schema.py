"""What the index keeps: four fields of words with positions and written forms, how names sound, and a card a document.

A term is the folded word; its forms say how it is written where (`bakı'nın` under `baki`), so that one posting serves
both kinds of search. A capital I that may be i or ı is a form that reads as either. Capitalised words are filed once
more by how they sound (`text.names`), in a field without positions beside each field of words. No stored text.

The classes named here are pickled into the index: module paths and names are part of the file format (`FORMAT`).
"""

from __future__ import annotations

from collections.abc import Sequence

from whoosh import columns, fields

from desktop_app.query.parse import MOST_PHRASE, MOST_SLOP
from desktop_app.search.arrays import ArrayText
from desktop_app.search.sketches import SIZE

INDEX_NAME = "words"

FORMAT = 2
"""Grows when an index written before can no longer be read; such an index is outdated and rebuilt."""

FIELDS = ("title", "standfirst", "body", "names")
"""Phrases never cross from one of these to another."""

SOUNDS = {name: f"{name}-sound" for name in FIELDS}
"""The field in which the names of a field are filed by how they sound."""

NAME_GAP = MOST_SLOP + MOST_PHRASE + 1
"""Positions between two author names: no phrase and no nearness runs from one into the next."""

_EITHER = "\t"
"""Stands between the readings of a form; no word holds it."""

SCHEMA = fields.Schema(
    id=fields.COLUMN(columns.NumericColumn("Q")),
    sketch=fields.COLUMN(columns.FixedBytesColumn(4 * SIZE)),
    **{name: ArrayText(forms=True) for name in FIELDS},
    **{name: fields.KEYWORD() for name in SOUNDS.values()},
)


def form_of(exact: Sequence[str]) -> str:
    """Return the form under which a word is filed that may be read in these ways."""
    return _EITHER.join(exact)


def readings(form: str) -> tuple[str, ...]:
    """Return the ways in which a form may be read."""
    return tuple(form.split(_EITHER))
