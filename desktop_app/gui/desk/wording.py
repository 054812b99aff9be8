"""How drafts are said in words: status, when, how long, what became of the text. Pure functions of frozen values."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from desktop_app.archive.articles import DRAFT_STATUSES, Sort, Version, VersionReason
from desktop_app.gui.editor.autosave import SaveState, SaveStatus
from desktop_app.gui.place import StatusPart

STATUS_ICONS = {
    "writing": "pen-line",
    "review": "user-check",
    "ready": "circle-check",
    "published": "globe",
    "withdrawn": "file-x",
}
STATUS_COLORS = {
    "writing": "accent",
    "review": "warning",
    "ready": "ok",
    "published": "info",
    "withdrawn": "text-muted",
}
translate = QCoreApplication.translate

SORTS: tuple[Sort, ...] = ("changed", "created", "deadline", "title", "words")


def status_word(status: str) -> str:
    """Return a status as the window says it."""
    return {
        "writing": translate("Desk", "Writing"),
        "review": translate("Desk", "With the editor"),
        "ready": translate("Desk", "Ready to send"),
        "published": translate("Desk", "Published"),
        "withdrawn": translate("Desk", "Withdrawn"),
    }.get(status, status)


def sort_word(sort: Sort) -> str:
    """Return an order as it stands under the list's title."""
    return {
        "changed": translate("Desk", "newest first"),
        "created": translate("Desk", "by the day begun"),
        "deadline": translate("Desk", "due first"),
        "title": translate("Desk", "by headline"),
        "words": translate("Desk", "longest first"),
    }.get(sort, sort)


def number(value: int) -> str:
    """Return a number as the user's country writes it."""
    return QLocale().toString(value)


def words_of_goal(words: int, goal: int | None) -> str:
    """Return `612 of 800 words`, or `612 words` where there is no goal."""
    if goal:
        return translate("Desk", "{n} of {goal} words").format(n=number(words), goal=number(goal))
    return translate("Desk", "%Ln words", None, words)


def draft_count(count: int) -> str:
    """Return `12 drafts`."""
    return translate("Desk", "%Ln drafts", None, count)


def local(moment: datetime) -> datetime:
    """Return a moment of the archive (UTC) as the clock on the wall says it."""
    return moment.astimezone() if moment.tzinfo is not None else moment


def group_of(moment: datetime, today: date) -> str:
    """Return the group a draft stands in by when it was changed or begun."""
    day = local(moment).date()
    if day >= today:
        return translate("Desk", "Today")
    if day > today - timedelta(days=7):
        return translate("Desk", "This week")
    return translate("Desk", "Earlier")


def when(moment: datetime, today: date) -> str:
    """Return `14:03` for today, `Thu` for this week, `12 Nov` for this year, `12 Nov 2024` before."""
    at, locale = local(moment), QLocale()
    day = QDate(at.year, at.month, at.day)
    if at.date() >= today:
        return locale.toString(QTime(at.hour, at.minute), "HH:mm")
    if at.date() > today - timedelta(days=7):
        return locale.dayName(day.dayOfWeek(), QLocale.FormatType.ShortFormat)
    return locale.toString(day, "d MMM" if at.year == today.year else "d MMM yyyy")


def due_words(day: date, today: date) -> str:
    """Return `due today`, `due 12 Nov`, or that the day is over."""
    if day == today:
        return translate("Desk", "due today")
    name = QLocale().toString(QDate(day.year, day.month, day.day), "d MMM" if day.year == today.year else "d MMM yyyy")
    said = translate("Desk", "was due {day}") if day < today else translate("Desk", "due {day}")
    return said.format(day=name)


def day_words(moment: datetime, today: date) -> str:
    """Return the day as a heading of the versions: Today, Yesterday, 19 November."""
    at = local(moment).date()
    if at >= today:
        return translate("Desk", "Today")
    if at == today - timedelta(days=1):
        return translate("Desk", "Yesterday")
    return QLocale().toString(QDate(at.year, at.month, at.day), "d MMMM" if at.year == today.year else "d MMMM yyyy")


def clock(moment: datetime, *, seconds: bool = False) -> str:
    """Return the time of day."""
    at = local(moment)
    return QLocale().toString(QTime(at.hour, at.minute, at.second), "HH:mm:ss" if seconds else "HH:mm")


def version_name(version: Version) -> str:
    """Say why a version was kept, or its name."""
    if version.name:
        return translate("Desk", "Named: “{name}”").format(name=version.name)
    return {
        VersionReason.SESSION: translate("Desk", "Kept automatically"),
        VersionReason.ACTIVITY: translate("Desk", "Kept automatically"),
        VersionReason.KEPT: translate("Desk", "Kept by hand"),
        VersionReason.STATUS: translate("Desk", "Before the status changed"),
        VersionReason.BULK: translate("Desk", "Before a change to many"),
        VersionReason.IMPORTED: translate("Desk", "As it was imported"),
        VersionReason.RESTORE: translate("Desk", "Before a version was restored"),
        VersionReason.CONFLICT: translate("Desk", "From another window"),
        VersionReason.REPLACE: translate("Desk", "Before words were replaced"),
    }.get(version.reason, str(version.reason))


def save_part(status: SaveStatus, updated: datetime | None = None) -> StatusPart:
    """Say what became of the text; `updated` is when the archive last took it, before this window did anything."""
    match status.state:
        case SaveState.SAVING:
            return StatusPart(translate("Desk", "Saving…"))
        case SaveState.FAILED:
            at = clock(status.retry_at, seconds=True) if status.retry_at else ""
            words = translate("Desk", "Not saved yet. Trying again at {time}").format(time=at)
            return StatusPart(words, tone="danger", icon="circle-alert", tip=status.trouble)
        case SaveState.CONFLICT:
            return StatusPart(
                translate("Desk", "Not saved: changed elsewhere"),
                tone="danger",
                icon="circle-alert",
                tip=status.trouble,
            )
        case SaveState.READ_ONLY:
            words = translate("Desk", "Read only: {reason}").format(reason=status.trouble)
            return StatusPart(words, tone="warning", icon="triangle-alert")
    saved = translate("Desk", "Saved {time}")
    if status.saved_at is not None:
        return StatusPart(saved.format(time=clock(status.saved_at, seconds=True)))
    if updated is None:
        return StatusPart(translate("Desk", "A draft is saved from the first letter"))
    today = local(updated).date() == date.today()
    return StatusPart(saved.format(time=clock(updated, seconds=True) if today else when(updated, date.today())))


def is_draft(status: str) -> bool:
    """Tell whether an article of this status stands on the Desk."""
    return status in DRAFT_STATUSES
