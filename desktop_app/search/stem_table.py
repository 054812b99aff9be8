"""Which terms of a segment share a stem: a table a language and segment, made in quiet moments and kept beside it.

Without it a word's inflections are found by asking every term that begins like the word, which takes long for short
words. The table only says whom to ask: each term it names is still compared, stem by stem, so that it can be built for
one language more at any time and may be deleted at any time. It covers the terms that stand in articles of the
languages its stemmer is for; where an article's language has changed since, the table is not used and is made anew.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop_app.search.arrays import DamagedFile, SegmentView
from desktop_app.search.arrays.files import ArrayFile, ArrayWriter
from desktop_app.search.arrays.hits import distinct
from desktop_app.search.arrays.terms import FieldTerms
from desktop_app.search.schema import FIELDS, readings
from desktop_app.text.stems import stem_languages, stems

Hashes = NDArray[np.uint32]
Languages = NDArray[np.uint64]

AT_ONCE = 1_000
"""Terms whose stems are worked out before others get their turn: some 20 ms."""

_LETTERS = "aγбبբבकத"
"""A letter of each script that has stemmers."""

WORTH_IT = 1024
"""Articles under which a segment's own terms are few enough to be asked one by one."""


class Spoken:
    """The languages of a segment's documents, each document's as one bit (languages share bits beyond the 64th)."""

    def __init__(self, codes: NDArray[np.integer[Any]], names: Sequence[str]) -> None:
        present = np.flatnonzero(np.bincount(codes, minlength=len(names))).tolist()
        # By name: codes are given out anew in every session.
        self._bits = {names[code]: 1 << (at & 63) for at, code in enumerate(sorted(present, key=names.__getitem__))}
        by_code = np.zeros(len(names), dtype=np.uint64)
        for code in present:
            by_code[code] = self._bits[names[code]]
        self.bits: Languages = by_code[codes]
        self.digest = f"{zlib.crc32(repr(self._bits).encode() + self.bits.tobytes()):08x}"
        self._serves: dict[tuple[str, str], int] = {}

    def stemmers(self) -> tuple[str, ...]:
        """Return the stemmers that know words of these languages, in any script."""
        found = {stemmer for name in self._bits for letter in _LETTERS for stemmer in stem_languages(name, letter)}
        return tuple(sorted(found))

    def serves(self, stemmer: str, folded: str) -> int:
        """Return the languages in which a stemmer knows a word."""
        if not folded.isalpha():
            return 0
        # The first letter tells the script, and nothing more is asked for.
        key = (stemmer, folded[0])
        known = self._serves.get(key)
        if known is None:
            own = (bit for name, bit in self._bits.items() if stemmer in stem_languages(name, folded))
            known = self._serves[key] = reduce(or_, own, 0)
        return known


class StemTable(NamedTuple):
    """For each field the hashes of all stems, ascending, and the term each is of. `made_for` names the languages."""

    made_for: str
    fields: dict[str, tuple[Hashes, NDArray[np.uint32]]]

    def terms(self, field: str, keys: frozenset[str]) -> NDArray[np.uint32]:
        """Return the terms of a field that may have one of these stems."""
        known = self.fields.get(field)
        if known is None:
            return np.empty(0, dtype=np.uint32)
        hashes, terms = known
        wanted = np.array(sorted({_hash(key) for key in keys}), dtype=np.uint32)
        first, last = np.searchsorted(hashes, wanted), np.searchsorted(hashes, wanted, "right")
        found = [terms[start:stop] for start, stop in zip(first, last, strict=True)]
        return distinct(np.sort(np.concatenate(found))) if found else np.empty(0, dtype=np.uint32)


def _hash(key: str) -> int:
    return zlib.crc32(key.encode())


def path_of(folder: Path, segment: SegmentView, stemmer: str) -> Path:
    """Return where the table lies: a name that goes when the segment goes."""
    return folder / f"{segment.name}.stems_{stemmer}"


def load(storage: Any, folder: Path, segment: SegmentView, stemmer: str, made_for: str) -> StemTable | None:
    """Read a table, None where there is none that is whole and for these languages."""
    path = path_of(folder, segment, stemmer)
    if not path.is_file():
        return None
    try:
        file = ArrayFile(storage, path.name)
        if file.meta.get("made_for") != made_for:
            return None
        file.verify()
    except (DamagedFile, OSError):
        return None
    return StemTable(
        made_for,
        {
            name: (file[f"{name}/hashes"].whole(), file[f"{name}/terms"].whole())
            for name in FIELDS
            if f"{name}/hashes" in file
        },
    )


def build(storage: Any, folder: Path, segment: SegmentView, stemmer: str, spoken: Spoken) -> Iterator[None]:
    """Make a table, AT_ONCE terms a step, and put it in its place."""
    arrays = {}
    for name in FIELDS:
        terms = segment.fields.get(name)
        if terms is None:
            continue
        hashes: list[int] = []
        owners: list[int] = []
        bits = _languages_of_terms(terms, spoken.bits)
        for first in range(0, len(terms), AT_ONCE):
            for at in range(first, min(first + AT_ONCE, len(terms))):
                folded = terms[at].decode()
                if int(bits[at]) & spoken.serves(stemmer, folded):
                    keys = {_hash(key) for key in _stems(terms, at, folded, stemmer)}
                    hashes.extend(keys)
                    owners.extend([at] * len(keys))
            yield
        order = np.argsort(np.array(hashes, dtype=np.uint32), kind="stable")
        arrays[name] = np.array(hashes, dtype="<u4")[order], np.array(owners, dtype="<u4")[order]
    _write(storage, path_of(folder, segment, stemmer), spoken.digest, arrays)


def _stems(terms: FieldTerms, at: int, folded: str, stemmer: str) -> set[str]:
    """Return the stems of a term in any of its forms."""
    if terms.forms is None:
        return set(stems(folded, (folded,), stemmer))
    return set().union(*(stems(folded, readings(form), stemmer) for form in terms.forms.of(at, folded.encode())))


def _languages_of_terms(terms: FieldTerms, languages: Languages) -> Languages:
    """Return the languages of the documents in which each term stands, as bits."""
    found = np.zeros(len(terms), dtype=np.uint64)
    for first in range(0, len(terms), 65_536):
        last = min(first + 65_536, len(terms))
        counts = terms.frequencies(first, last)
        starts = np.cumsum(counts) - counts
        found[first:last] = np.bitwise_or.reduceat(languages[terms.postings(first, last).docs], starts)
    return found


def _write(storage: Any, path: Path, made_for: str, arrays: dict[str, tuple[Hashes, NDArray[np.uint32]]]) -> None:
    draft = f"{path.name}.new"
    with storage.create_file(draft) as file:
        writer = ArrayWriter(file, {"made_for": made_for})
        for name, (hashes, owners) in arrays.items():
            writer.put(f"{name}/hashes", hashes)
            writer.put(f"{name}/terms", owners)
        writer.finish()
    os.replace(path.with_name(draft), path)
