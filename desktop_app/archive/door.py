"""The door of the archive: what comes in is made clean here, once, whoever brings it.

Promises: no NUL, no lone surrogate and no carriage return reaches the database; every `extra` value is JSON; nothing
is larger than the limits below. What cannot be made right is a `UserError` that names the field. Not for meaning:
whether a date is the right date is the importer's affair.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from desktop_app.archive.articles import STATUSES, Article, Author, NewPicture, Provenance, Rights
from desktop_app.errors import UserError
from desktop_app.query.matching import value_key
from desktop_app.text.dates import PartialDate
from desktop_app.text.expressions import expression
from desktop_app.values import as_dict, replace

BODY_LIMIT = 50_000_000
PICTURE_LIMIT = 256_000_000
_LONG_LIMIT = 1_000_000
_LINE_LIMIT = 10_000
_NAME_LIMIT = 500
_LIST_LIMIT = 1_000
_EXTRA_NODES = 20_000
_EXTRA_DEPTH = 20
_LAST_DAY = 99_991_231

EDITABLE = (
    "title", "standfirst", "body", "summary", "language", "status", "kind", "section", "authors", "tags", "folder",
    "publication", "issue", "page", "word_goal", "published", "source_name", "source_url", "canonical_url", "rights",
    "extra",
)  # fmt: skip
"""The fields of an article that a user may set; the others are the archive's own affair."""

_LONG = {"body": BODY_LIMIT, "standfirst": _LONG_LIMIT, "summary": _LONG_LIMIT}
_LINES = {"title": _LINE_LIMIT, "source_url": _LINE_LIMIT, "canonical_url": _LINE_LIMIT}
_NAMES = frozenset(("kind", "section", "folder", "publication", "issue", "page", "source_name", "language"))

_SURROGATES = expression("[\ud800-\udfff]")
_UID = expression(r"[a-z0-9._:-]{1,64}")
_BREAKS = expression("[\n\t\v\f\u0085\u2028\u2029]+")


def clean_text(text: str) -> str:
    """Return the text without NUL and lone surrogates, its lines ended by a line feed."""
    if not isinstance(text, str):
        raise TypeError(f"a text is expected, not {type(text).__name__}")
    if text.isascii():
        clean = text
    else:
        try:
            text.encode("utf-8")
            clean = text
        except UnicodeEncodeError:
            clean = _SURROGATES.sub("", text)
    if "\0" in clean:
        clean = clean.replace("\0", "")
    if "\r" in clean:
        clean = clean.replace("\r\n", "\n").replace("\r", "\n")
    return clean


def clean_line(text: str) -> str:
    """The same, in one line."""
    clean = clean_text(text)
    return clean if clean.isprintable() else _BREAKS.sub(" ", clean)


def clean_name(text: str, what: str = "name", limit: int = _NAME_LIMIT) -> str:
    """The same, for a value of a field: without space around it."""
    return _limited(clean_line(text).strip(), limit, what)


def clean_names(values: Iterable[str], what: str) -> tuple[str, ...]:
    """Clean a list of values; empty ones go, of those that fold alike the first stays."""
    found: dict[str, str] = {}
    for value in values:
        name = clean_name(value, what)
        if name:
            found.setdefault(value_key(name), name)
    return _short(tuple(found.values()), what)


def clean_article(article: Article) -> Article:
    """Clean every field."""
    clean = {name: clean_field(name, getattr(article, name)) for name in EDITABLE}
    return replace(article, provenance=_clean_provenance(article.provenance), **clean)


def clean_field(name: str, value: Any) -> Any:
    """Clean the value of one field of `EDITABLE`."""
    if name in _LONG:
        return _limited(clean_text(value), _LONG[name], name)
    if name in _LINES:
        return _limited(clean_line(value), _LINES[name], name)
    if name in _NAMES:
        return clean_name(value, name)
    if name == "tags":
        return clean_names(value, "tags")
    if name == "authors":
        return _clean_authors(value)
    if name == "extra":
        return clean_extra(value)
    if name == "published":
        return _clean_date(value)
    if name == "rights":
        return Rights(*(_limited(clean_text(part), _LINE_LIMIT, "rights") for part in as_dict(value).values()))
    if name == "word_goal":
        return _clean_goal(value)
    if name == "status":
        return _clean_status(value)
    raise UserError(
        f"“{name}” is not a field that can be set. Nothing was changed.", f"Fields: {', '.join(sorted(EDITABLE))}."
    )


def clean_uid(uid: str) -> str:
    """Return the uid in small letters, or "" where it is no name a uid can have."""
    small = uid.lower()
    return small if _UID.fullmatch(small) else ""


def clean_extra(extra: Mapping[str, Any]) -> Mapping[str, Any]:
    """Make the unknown front matter JSON: dates become ISO texts, and what has no end is refused."""
    if not extra:
        return {}
    budget = [_EXTRA_NODES]
    clean = _jsonable(dict(extra), _EXTRA_DEPTH, budget)
    assert isinstance(clean, dict)
    return clean


def clean_picture(picture: NewPicture) -> NewPicture:
    """Check a picture's name and size."""
    if len(picture.data) > PICTURE_LIMIT:
        raise UserError(
            f"The picture “{picture.name}” is larger than {PICTURE_LIMIT // 1_000_000} MB and was not taken in."
        )
    name = _limited(clean_line(picture.name), _LINE_LIMIT, "picture")
    return NewPicture(name, bytes(picture.data), clean_name(picture.media_type, "media type", 128))


def _limited(text: str, limit: int, what: str) -> str:
    if len(text) > limit:
        raise UserError(
            f"The {what} is {len(text):,} characters long; the archive takes {limit:,}. Nothing was changed.",
            "Divide the text into several articles." if what == "body" else "Shorten it, or put it into the text.",
        )
    return text


def _short(values: tuple[Any, ...], what: str) -> tuple[Any, ...]:
    if len(values) > _LIST_LIMIT:
        raise UserError(
            f"An article cannot have {len(values):,} {what}; {_LIST_LIMIT:,} is the most. Nothing was changed."
        )
    return values


def _clean_authors(authors: Iterable[Author]) -> tuple[Author, ...]:
    found = [Author(clean_name(a.name, "author"), clean_name(a.affiliation, "affiliation")) for a in authors]
    return _short(tuple(dict.fromkeys(author for author in found if author.name)), "authors")


def _clean_date(value: PartialDate | None) -> PartialDate | None:
    if value is None:
        return None
    if not 0 < value.first <= value.last <= _LAST_DAY:
        raise UserError(f"“{value.text}” is not a date the archive can keep. Nothing was changed.")
    return replace(value, text=clean_name(value.text, "date"))


def _clean_goal(value: int | None) -> int | None:
    if value is not None and not 0 <= value < 10**9:
        raise UserError(f"A word goal of {value} is out of reach. Nothing was changed.")
    return value


def _clean_status(value: str) -> str:
    if value not in STATUSES:
        raise UserError(f"There is no status “{value}”. Nothing was changed.", f"One of: {', '.join(STATUSES)}.")
    return value


def _clean_provenance(provenance: Provenance | None) -> Provenance | None:
    if provenance is None:
        return None
    return replace(
        provenance,
        path=_limited(clean_text(provenance.path), _LINE_LIMIT, "path"),
        sha256=clean_name(provenance.sha256, "sha256"),
        encoding=clean_name(provenance.encoding, "encoding"),
        removed=tuple(_limited(clean_text(block), _LONG_LIMIT, "removed block") for block in provenance.removed),
    )


def _jsonable(value: Any, depth: int, budget: list[int]) -> Any:
    """Rebuild a value from JSON's own kinds. `budget` counts down: shared YAML anchors can unfold to billions."""
    budget[0] -= 1
    if depth < 0 or budget[0] < 0:
        raise UserError("The front matter is nested too deep or has too many values. Nothing was changed.")
    if isinstance(value, str):
        return _limited(clean_text(value), _LONG_LIMIT, "front matter value")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        # Larger ones cannot be read back by every reader of JSON, and Python itself refuses 4,300 digits.
        return value if -(2**63) <= value < 2**64 else hex(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {clean_text(str(key)): _jsonable(part, depth - 1, budget) for key, part in value.items()}
    if isinstance(value, bytes | bytearray):
        return clean_text(bytes(value).decode("utf-8", "replace"))
    if isinstance(value, Iterable):
        return [_jsonable(part, depth - 1, budget) for part in value]
    return clean_text(str(value))
