"""`import` and `imports`: files and folders in, as one batch that can be taken back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desktop_app.cli import shapes
from desktop_app.cli.commands import INTERRUPTED, SOME_FAILED, command, group, json_option
from desktop_app.cli.output import Output, plural
from desktop_app.cli.session import Session
from desktop_app.errors import UserError

if TYPE_CHECKING:
    from desktop_app.transfer.reports import ImportReport

_SHOWN = 20


@command(
    "import",
    examples=(
        "copydesk import letters/",
        "copydesk import letters/ --language en --tag inbox --dry-run",
        "copydesk import old.txt --encoding windows-1251 --on-duplicate update --json",
    ),
)
@click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format", "form", metavar="F", help="Read all as markdown, html or text; told from each file if not said."
)
@click.option(
    "--encoding", metavar="E", help="How letters are stored, such as windows-1254; told from the text if not said."
)
@click.option("--language", metavar="L", help="Language of those that do not say: en, az, tr, ru …")
@click.option("--status", metavar="S", help="writing, review, ready, published or withdrawn, for all.")
@click.option("--section", metavar="S", help="Section of those that have none.")
@click.option("--tag", "tags", metavar="T", multiple=True, help="Add a tag to all; may be said several times.")
@click.option("--on-duplicate", type=click.Choice(("skip", "update", "keep-both")), default="skip", show_default=True)
@click.option("--dry-run", is_flag=True, help="Read everything and tell, but add nothing.")
@json_option
def import_command(
    session: Session, paths: tuple[Path, ...], form: str | None, dry_run: bool, as_json: bool, **given: Any
) -> int | None:
    """Import files and folders as one batch.

    The files stay as they are. A file that cannot be read is reported and stops nothing; a file that was imported
    before is known again. “copydesk imports undo N” takes a batch back.
    """
    from desktop_app.transfer.importing import ImportOptions, import_paths

    options = ImportOptions(format=form, dry_run=dry_run, **given)
    opened = session.open_app() if dry_run else session.open_app_to_write()
    with opened as app, session.stoppable() as stopped, session.progress("Importing") as show:
        report = import_paths(
            app.archive,
            paths,
            options=options,
            on_progress=lambda step: show(step.done, step.total, step.what),
            cancelled=stopped,
        )
    if as_json:
        session.out.value(report.to_json())
    else:
        _list_troubles(session.out, report)
    _sum_up(session.out, report, dry_run)
    if report.cancelled:
        return INTERRUPTED
    return SOME_FAILED if report.failed else None


def _list_troubles(out: Output, report: ImportReport) -> None:
    for failure in report.failed:
        out.line(f"failed\t{failure.item}\t{failure.reason}")
    for twin in report.duplicates:
        out.line(f"duplicate\t{twin.path}\tof article {twin.of}")
    for warned in report.warnings[:_SHOWN]:
        out.line(f"warning\t{warned.path}\t{warned.message}")
    if len(report.warnings) > _SHOWN:
        out.say(f"{len(report.warnings) - _SHOWN:,} more warnings; --json has all of them.")


def _sum_up(out: Output, report: ImportReport, dry_run: bool) -> None:
    counts = [
        (report.updated, "updated"),
        (report.unchanged, "unchanged"),
        (len(report.duplicates), "already there"),
        (len(report.failed), "failed"),
    ]
    parts = [f"{plural(report.added, 'article')} {'would be ' if dry_run else ''}added"]
    parts += [f"{count:,} {word}" for count, word in counts if count]
    if report.cancelled:
        out.trouble("Stopped. What was finished is kept: " + ", ".join(parts) + ".")
    else:
        out.say(", ".join(parts) + f" in {report.took_s:.1f} s.")
    if report.batch is not None and (report.added or report.updated):
        out.say(f"This is import {report.batch}; take it back with: copydesk imports undo {report.batch}")


@group("imports", examples=("copydesk imports", "copydesk imports --json", "copydesk imports show 1"))
@json_option
def imports_command(ctx: click.Context, as_json: bool) -> None:
    """List imports; show one, or take one back."""
    if ctx.invoked_subcommand is not None:
        return
    session = ctx.find_object(Session)
    assert session is not None
    with session.open_app() as app:
        batches = app.archive.batches()
    if as_json:
        session.out.value([shapes.batch(one) for one in batches])
        return
    rows = (
        (
            one.number,
            one.started.astimezone().strftime("%Y-%m-%d %H:%M"),
            one.source,
            one.added,
            one.updated,
            one.failed,
            "undone" if one.undone else "",
        )
        for one in batches
    )
    session.out.table(("", "started", "source", "added", "updated", "failed", ""), rows, (0, 3, 4, 5))


@command("show", examples=("copydesk imports show 1", "copydesk imports show 1 --json"))
@click.argument("number", metavar="N", type=int)
@json_option
def show_command(session: Session, number: int, as_json: bool) -> None:
    """Show the report of one import."""
    with session.open_app() as app:
        one = app.archive.batch(number)
    if as_json:
        session.out.value({**shapes.batch(one), "report": dict(one.report)})
        return
    out = session.out
    out.line(f"Import {one.number} of {one.source}")
    out.line(
        f"Started {one.started.astimezone():%Y-%m-%d %H:%M}"
        + (f", undone {one.undone.astimezone():%Y-%m-%d %H:%M}" if one.undone else "")
    )
    counts = ("added", "updated", "unchanged", "duplicates", "failed")
    out.line(", ".join(f"{getattr(one, name):,} {name}" for name in counts))
    for failure in one.report.get("failed", ()):
        out.line(f"failed\t{failure['path']}\t{failure['reason']}")
    for warned in one.report.get("warnings", ()):
        out.line(f"warning\t{warned['path']}\t{warned['message']}")


@command("undo", examples=("copydesk imports undo 1",))
@click.argument("number", metavar="N", type=int)
@click.option("--force", is_flag=True, help="Also where articles were edited since; those go to the trash.")
@json_option
def undo_command(session: Session, number: int, force: bool, as_json: bool) -> int | None:
    """Take an import back: what it added goes, what it updated is as before.

    The files on disk are not touched. Where an article was edited since, nothing is done, unless --force.
    """
    from desktop_app.archive.batches import EditedSince

    with session.open_app_to_write() as app:
        try:
            with session.stoppable() as stopped, session.progress("Undoing") as show:
                done = app.archive.undo_batch(number, force=force, progress=show, cancelled=stopped)
        except EditedSince as error:
            for row in app.archive.summaries(error.articles):
                session.out.trouble(f"  {row.id}  {row.title or 'Untitled'}")
            raise UserError(
                error.message, "Undo it all the same with --force: edited ones then go to the trash."
            ) from error
    if as_json:
        session.out.value({"batch": number, "articles": list(done.articles)})
    taken = plural(len(done.articles), "article")
    if stopped.is_set():
        session.out.trouble(f"Stopped after {taken}; the same command undoes the rest.")
        return INTERRUPTED
    session.out.say(f"Import {number} is undone: {taken}. The files on disk were not touched.")
    return None


for _command in (show_command, undo_command):
    imports_command.add_command(_command)
