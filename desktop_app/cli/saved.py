"""`saved`: queries kept under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from desktop_app.cli.commands import command, group, json_option
from desktop_app.cli.searching import search_command
from desktop_app.cli.session import Session
from desktop_app.errors import NotFound

if TYPE_CHECKING:
    from desktop_app.app import App


@group("saved", examples=("copydesk saved", "copydesk saved add 'Old letters' 'kind:letter date:..1979'"))
@json_option
def saved_command(ctx: click.Context, as_json: bool) -> None:
    """List saved searches; keep, run and remove them."""
    if ctx.invoked_subcommand is not None:
        return
    session = ctx.find_object(Session)
    assert session is not None
    with session.open_app() as app:
        kept = app.archive.saved_searches()
    if as_json:
        session.out.value([{"name": one.name, "query": one.query, "pinned": one.pinned} for one in kept])
        return
    session.out.table(("name", "query", ""), ((one.name, one.query, "pinned" if one.pinned else "") for one in kept))


@command("add", examples=("copydesk saved add 'Old letters' 'kind:letter date:..1979'",))
@click.argument("name")
@click.argument("query")
@click.option("--pinned", is_flag=True, help="Show it on the Desk too.")
def add_command(session: Session, name: str, query: str, pinned: bool) -> None:
    """Keep a query under a name; an older one of that name is replaced."""
    with session.open_app_to_write() as app:
        app.archive.save_search(name, query, pinned)
    session.out.say(f"“{name}” is kept.")


@command("remove", examples=("copydesk saved remove 'With pictures'",))
@click.argument("name")
def remove_command(session: Session, name: str) -> None:
    """Forget a saved search; the articles stay."""
    with session.open_app_to_write() as app:
        query = _query_of(app, name)
        app.archive.remove_search(name)
    session.out.say(f"“{name}” is forgotten. It was: {query}")


@command("run", examples=("copydesk saved run 'Savalan Əliyev'", "copydesk saved run 'Before 1990' --ids"))
@click.argument("name")
@click.option("--limit", type=click.IntRange(0))
@click.option("--ids", is_flag=True, help="Print ids only, one a line.")
@json_option
@click.pass_context
def run_command(ctx: click.Context, session: Session, name: str, limit: int | None, ids: bool, as_json: bool) -> None:
    """Search by a saved search."""
    with session.open_app() as app:
        query = _query_of(app, name)
    ctx.invoke(search_command, query=(query,), limit=limit, ids=ids, as_json=as_json)


for _command in (add_command, remove_command, run_command):
    saved_command.add_command(_command)


def _query_of(app: App, name: str) -> str:
    kept = {one.name: one.query for one in app.archive.saved_searches()}
    if name not in kept:
        raise NotFound(f"There is no saved search “{name}”.", "There are: " + (", ".join(kept) or "none yet") + ".")
    return kept[name]
