"""`check`, `backup`, `backups` and `restore`: keeping the archive whole."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desktop_app.cli.commands import command, json_option
from desktop_app.cli.output import plural, size_in_words
from desktop_app.cli.session import Session
from desktop_app.errors import UserError

if TYPE_CHECKING:
    from desktop_app.app import App
    from desktop_app.archive.articles import Finding

FOUND = 1


@command("check", examples=("copydesk check", "copydesk check --repair --json"))
@click.option("--repair", is_flag=True, help="Repair what can be repaired; a backup is made first.")
@json_option
def check_command(session: Session, repair: bool, as_json: bool) -> int | None:
    """Check archive and index, and repair them.

    Ends with 1 where something was found.
    """
    with session.open_app_to_write() if repair else session.open_app() as app:
        findings = app.archive.check()
        left = app.archive.repair() if repair and findings else findings
        differences = _index_differences(session, app)
        if repair and differences:
            with session.progress("Indexing") as show:
                app.search.reindex(0, lambda step: show(step.done, step.total))
        differences_left = app.search.check() if repair and differences else differences
    value = {
        "archive": [_finding(one) for one in findings],
        "index": list(differences),
        "left": [one.message for one in left] + list(differences_left),
    }
    if as_json:
        session.out.value(value)
    else:
        for one in findings:
            session.out.line(f"archive\t{one.kind}\t{one.message}")
        for difference in differences:
            session.out.line(f"index\t\t{difference}")
    found, still = len(findings) + len(differences), len(left) + len(differences_left)
    if not found:
        session.out.say("Archive and index are whole and agree.")
        return None
    if repair:
        session.out.say(f"Put right: {found - still:,} of {plural(found, 'finding')}.")
    elif any(one.repairable for one in findings) or differences:
        session.out.say("Put right what can be with: copydesk check --repair")
    return FOUND


def _index_differences(session: Session, app: App) -> tuple[str, ...]:
    """Return where index and archive differ, apart from what is merely not indexed yet."""
    status = app.search.status()
    if status.state in ("corrupt", "outdated"):
        return (status.message,)
    with session.progress("Indexing") as show:
        app.search.catch_up(lambda step: show(step.done, step.total))
    return app.search.check()


def _finding(one: Finding) -> dict[str, Any]:
    return {"kind": one.kind, "message": one.message, "repairable": one.repairable}


@command("backup", examples=("copydesk backup", "copydesk backup copy.copydesk"))
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@json_option
def backup_command(session: Session, file: Path | None, as_json: bool) -> None:
    """Copy the archive, and verify the copy.

    Without a file name it goes among the rotating backups.
    """
    session.if_stopped = "No backup was made; the archive is untouched."
    with session.open_app() as app:
        made = app.archive.backup(file)
    size = made.stat().st_size
    if as_json:
        session.out.value({"path": str(made), "bytes": size})
    else:
        session.out.line(str(made))
    session.out.say(f"Backed up and verified: {size_in_words(size)}.")


@command("backups", examples=("copydesk backups", "copydesk backups --json"))
@json_option
def backups_command(session: Session, as_json: bool) -> None:
    """List the backups of the archive, newest first."""
    with session.open_app() as app:
        files = [(path, path.stat()) for path in app.archive.backups()]
    if as_json:
        session.out.value(
            [
                {"path": str(path), "bytes": stat.st_size, "made": _made(stat.st_mtime).isoformat(timespec="seconds")}
                for path, stat in files
            ]
        )
        return
    rows = (
        (_made(stat.st_mtime).strftime("%Y-%m-%d %H:%M"), size_in_words(stat.st_size), path) for path, stat in files
    )
    session.out.table(("made", "size", "file"), rows, (1,))
    if not files:
        session.out.say("No backups yet. Make one with: copydesk backup")


def _made(timestamp: float) -> datetime:
    return datetime.fromtimestamp(timestamp).astimezone()


@command("restore", examples=("copydesk restore copy.copydesk --archive restored.copydesk",))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def restore_command(session: Session, file: Path) -> None:
    """Put a backup in the place of the archive.

    What is there now is kept beside it.
    """
    from desktop_app.app import chosen_archive
    from desktop_app.archive import Archive
    from desktop_app.settings import Settings

    session.if_stopped = "The archive is as it was."
    target, _ = chosen_archive(session.archive, Settings.load())
    if "://" in str(target):
        raise UserError("A backup can only be put in the place of an archive file. Nothing was changed.")
    kept = Archive.restore(file, target)
    session.out.line(str(target))
    session.out.say(f"Restored from {file}.")
    if kept is not None:
        session.out.say(f"What was there before is kept as {kept}")
