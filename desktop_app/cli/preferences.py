"""`settings`: reading and setting what the window's settings hold."""

from __future__ import annotations

import click

from desktop_app.cli.commands import command, json_option
from desktop_app.cli.session import Session


@command(
    "settings",
    examples=(
        "copydesk settings",
        "copydesk settings appearance.theme",
        "copydesk settings appearance.theme dark",
        "copydesk settings appearance.theme --reset",
    ),
)
@click.argument("key", required=False)
@click.argument("value", required=False)
@click.option("--reset", is_flag=True, help="Set it, or everything, back to the start values.")
@json_option
def settings_command(session: Session, key: str | None, value: str | None, reset: bool, as_json: bool) -> None:
    """Read settings, or set one."""
    from desktop_app.settings import SETTINGS, Settings, setting

    if reset and value is not None:
        raise click.UsageError("--reset takes no value.")
    settings = Settings.load()
    for note in settings.notes:
        session.out.say(note)
    if reset:
        settings.reset(key)
    elif key is not None and value is not None:
        settings.set(key, setting(key).parse(value))
    if key is not None:
        known = setting(key)
        if as_json:
            session.out.value(settings.get(key))
        elif value is None and not reset:
            session.out.line(_said(settings.get(key)))
        session.out.say(f"{known.title}: {_said(settings.get(key)) or 'nothing'} ({known.allowed})")
        return
    if as_json:
        session.out.value(settings.as_dict())
        return
    session.out.table(
        ("setting", "value", "what it is"), ((s.key, _said(settings.get(s.key)), s.title) for s in SETTINGS)
    )


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)
