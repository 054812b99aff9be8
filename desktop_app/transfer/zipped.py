"""Zip files that are the same each time: fixed moments, fixed order, nothing of this machine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime

from desktop_app.archive.articles import Article

_OLDEST = datetime(1980, 1, 1, tzinfo=UTC)
"""Zip knows no earlier moment."""


def zip_of(
    files: Iterable[tuple[str, bytes]], when: datetime | None = None, stored: frozenset[str] = frozenset()
) -> bytes:
    """Return a zip of (name, bytes) in this order; those in `stored` are not compressed."""
    moment = max(when or _OLDEST, _OLDEST)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            info = zipfile.ZipInfo(
                name, (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
            )
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return buffer.getvalue()


def last_change(articles: Iterable[Article]) -> datetime:
    """Return the latest moment any of the articles was changed, in UTC."""
    moments = [moment for article in articles if (moment := article.updated or article.created)]
    aware = [moment if moment.tzinfo else moment.replace(tzinfo=UTC) for moment in moments]
    return max((moment.astimezone(UTC) for moment in aware), default=_OLDEST)


def whole_zip(data: bytes) -> zipfile.ZipFile | None:
    """Open a zip and read all of it; None where any part is damaged."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        return archive if archive.testzip() is None else None
    except (zipfile.BadZipFile, OSError, EOFError):
        return None
