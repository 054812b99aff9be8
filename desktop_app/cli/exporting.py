"""`export`: articles out, as files that are verified after writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from desktop_app.cli import chosen
from desktop_app.cli.commands import INTERRUPTED, SOME_FAILED, command, json_option
from desktop_app.cli.output import Output, plural
from desktop_app.cli.session import Session

if TYPE_CHECKING:
    from desktop_app.transfer.reports import ExportReport

FORMATS = ("html", "site", "pdf", "epub", "docx", "markdown", "json")


@command(
    "export",
    examples=(
        "copydesk export 3 --format pdf --to bridge.pdf",
        "copydesk export --all --format markdown --to everything/",
        "copydesk export --query 'lang:tr' --format html --to turkish/ --on-existing skip --json",
        "copydesk search 'has:picture' --ids | copydesk export - --format html --to pictures/",
    ),
)
@click.argument("articles", metavar="(ID…|-)", nargs=-1)
@click.option("--query", metavar="Q", help="Export all articles of a query.")
@click.option("--all", "everything", is_flag=True, help="Export everything but the trash.")
@click.option("--format", "form", type=click.Choice(FORMATS), required=True)
@click.option(
    "--to",
    metavar="PATH",
    required=True,
    help="A file for one article, a folder for many.",
)
@click.option("--theme", metavar="T", help="The style of the pages.")
@click.option(
    "--on-existing", type=click.Choice(("replace", "skip", "fail")), help="What to do with files that are there."
)
@json_option
def export_command(
    session: Session,
    articles: tuple[str, ...],
    query: str | None,
    everything: bool,
    form: Any,
    to: str,
    theme: str | None,
    on_existing: Any,
    as_json: bool,
) -> int | None:
    """Export articles to files.

    The report names each file with its SHA-256. An article that cannot be exported is reported and stops nothing.
    """
    from desktop_app.transfer.exporting import export_articles

    session.if_stopped = "Files written before are whole; the archive is untouched."
    with session.open_app() as app, session.stoppable() as stopped:
        ids = chosen.several(app, articles, query, everything)
        with session.progress("Exporting") as show:
            report = export_articles(
                app.archive, ids, format=form, to=to,
                theme=theme or app.settings.get("export.theme"),
                on_existing=on_existing or app.settings.get("export.on_existing"),
                on_progress=lambda step: show(step.done, step.total, step.what), cancelled=stopped,
            )  # fmt: skip
    if as_json:
        session.out.value(report.to_json())
    else:
        for file in report.written:
            session.out.line(f"{file.sha256}  {file.path}")
    _sum_up(session.out, report)
    if report.cancelled:
        return INTERRUPTED
    return SOME_FAILED if report.failed else None


def _sum_up(out: Output, report: ExportReport) -> None:
    for file in report.written:
        for warning in file.warnings:
            out.say(f"{file.path}: {warning}")
    for failure in report.failed:
        out.trouble(f"Article {failure.item} was not exported: {failure.reason}")
    told = f"{plural(len(report.written), 'file')} written"
    if report.cancelled:
        out.trouble(f"Stopped. {told}; they are whole.")
    else:
        rest = f" {len(report.skipped):,} were there already and stay as they are." if report.skipped else ""
        rest += f" {len(report.failed):,} failed." if report.failed else ""
        out.say(f"{told} in {report.took_s:.1f} s.{rest}")
