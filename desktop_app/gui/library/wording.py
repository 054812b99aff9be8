"""How an article's facts are said in a list or above a text: dates, bylines, source lines, citations.

Pure functions of frozen values; the language of the window comes in as a `QLocale`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop_app.text.dates import PartialDate


class Sourced(Protocol):
    """What a hit, a summary and an article have in common."""

    @property
    def title(self) -> str: ...
    @property
    def publication(self) -> str: ...
    @property
    def published(self) -> PartialDate | None: ...


def date_words(published: PartialDate | None, locale: QLocale | None = None) -> str:
    """Say a date as far as it is known: `14 Mar 1911`, `Mar 1911`, `1911`; words such as `c. 1911` stay as typed."""
    if published is None:
        return ""
    typed = published.text.strip()
    if any(letter.isalpha() for letter in typed) and "T" not in typed:
        return typed
    locale = locale or QLocale()
    first, last = published.first, published.last
    day = QDate(first // 10000, first // 100 % 100, first % 100)
    if first == last:
        return locale.toString(day, "d MMM yyyy")
    if first // 100 == last // 100:
        return locale.toString(day, "MMM yyyy")
    if first // 10000 == last // 10000:
        return str(first // 10000)
    return typed or f"{first // 10000}–{last // 10000}"


def byline(names: Sequence[str]) -> str:
    """Join the names of a byline; none is said as such, so that nobody looks for it."""
    return ", ".join(names) if names else QCoreApplication.translate("Library", "No byline")


def source_line(hit: Sourced, authors: Sequence[str], locale: QLocale | None = None) -> str:
    """Return `14 Mar 1911  ·  Səda qəzeti  ·  M. Hacılı`, without what is not known."""
    parts = (date_words(hit.published, locale), hit.publication, byline(authors))
    return "  ·  ".join(part for part in parts if part)


def citation(hit: Sourced, authors: Sequence[str], page: str = "", issue: str = "") -> str:
    """Return author, “headline”, publication, date, page: what Cite puts on the clipboard."""
    title = f"“{hit.title}”" if hit.title else ""
    numbers = []
    if issue:
        numbers.append(QCoreApplication.translate("Library", "no. {issue}").format(issue=issue))
    if page:
        numbers.append(QCoreApplication.translate("Library", "p. {page}").format(page=page))
    parts = [", ".join(authors), title, hit.publication, date_words(hit.published), *numbers]
    return ", ".join(part for part in parts if part) + "."


def reprint_words(number: int) -> str:
    """Say how many other printings there are."""
    if number == 1:
        return QCoreApplication.translate("Library", "1 reprint")
    return QCoreApplication.translate("Library", "{n} reprints").format(n=number)


def count_words(number: int, locale: QLocale | None = None) -> str:
    """Return a number as the user's country writes it: 101,233 or 101 233."""
    return (locale or QLocale()).toString(number)
