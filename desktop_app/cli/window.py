"""`open`: the window, which is handed in by the program's entry and knows Qt where this does not."""

from __future__ import annotations

import os

import click

from desktop_app.cli.commands import command
from desktop_app.cli.session import Session
from desktop_app.errors import UserError


@command("open", examples=())
@click.argument("path", metavar="[ARCHIVE]", required=False)
def open_command(session: Session, path: str | None) -> int:
    """Open the window."""
    return open_window(session, path)


def open_window(session: Session, archive: str | None) -> int:
    """Open the window on an archive, or on the user's own; return when it is closed."""
    if session.window is None:
        raise UserError("This way of starting Copydesk has no window.", "Use the command “copydesk”.")
    session.window.check()
    return session.window.open(archive or session.archive or os.environ.get("COPYDESK_ARCHIVE"))
