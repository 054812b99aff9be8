"""`reindex` and `index-status`: the search index, which can always be made anew."""

from __future__ import annotations

import click

from desktop_app.cli import shapes
from desktop_app.cli.commands import command, json_option
from desktop_app.cli.output import plural
from desktop_app.cli.session import Session


@command("reindex", examples=("copydesk reindex", "copydesk reindex --jobs 2 --progress=json"))
@click.option("--jobs", type=click.IntRange(0), default=0, help="Processes to use; 0 = as many as there are cores.")
def reindex_command(session: Session, jobs: int) -> None:
    """Build the search index anew.

    It is built beside the old one, which answers until then.
    """
    session.if_stopped = "The index that was there stays in use; the archive is untouched."
    with session.open_app() as app, session.progress("Indexing") as show:
        status = app.search.reindex(jobs, lambda step: show(step.done, step.total))
    session.out.say(f"Indexed {plural(status.documents, 'article')}.")


@command("index-status", examples=("copydesk index-status", "copydesk index-status --json"))
@json_option
def index_status_command(session: Session, as_json: bool) -> None:
    """Tell whether the search index is up to date."""
    with session.open_app() as app:
        status = app.search.status()
    if as_json:
        session.out.value({**shapes.index(status), "message": status.message})
        return
    behind = f", {plural(status.behind, 'article')} behind" if status.behind else ""
    session.out.line(f"{status.state}: {plural(status.documents, 'article')} indexed{behind}")
    if status.message:
        session.out.line(status.message)
