"""The form of an archive: the marks of its file, and what the numbers in its columns stand for.

The tables themselves stand in `tables.py`; this is what can be known of them without SQLAlchemy, which takes a third of
a second to load and which whoever only reads an archive does not need (`reader.py`).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

APPLICATION_ID = 0x43504459
"""“CPDY”, in the head of every archive file: how a file says that it is one of ours."""

SCHEMA_VERSION = 5
"""The revision that `tables` describes; `PRAGMA user_version` of an archive file."""

REVISION = "0005"
"""The same as Alembic names it."""

PLACES = {"desk": 0, "archive": 1, "trash": 2}
"""`article.place`: derived from status and trashed_at, stored because every list begins with it."""

UNDATED = 99_999_999
"""`article.published_order` of an undated article, `article.deadline` of one that is not due: last of all days."""

BUSY_TIMEOUT_S = 5.0
"""How long to wait for another program; a fold of a large import holds the file for well under a second."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(moment: datetime) -> int:
    """Return the number that a point in time is stored as; one without a zone is taken as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH) // timedelta(microseconds=1)


def moment(stored: int) -> datetime:
    """Return the point in time that is stored as this number."""
    return _EPOCH + timedelta(microseconds=stored)
