"""`versions`, `diff` and `restore-version`: what a text was before."""

from __future__ import annotations

import click

from desktop_app.cli import chosen, shapes
from desktop_app.cli.commands import command, json_option
from desktop_app.cli.output import plural
from desktop_app.cli.session import Session
from desktop_app.cli.worddiff import show_difference
from desktop_app.errors import UserError


@command("versions", examples=("copydesk versions 3", "copydesk versions 3 --json"))
@click.argument("article", metavar="ID")
@json_option
def versions_command(session: Session, article: str, as_json: bool) -> None:
    """List the kept versions of an article, newest first."""
    with session.open_app() as app:
        kept = app.archive.versions(chosen.one(app, article))
    if as_json:
        session.out.value([shapes.version(one) for one in kept])
        return
    rows = (
        (
            one.number,
            one.kept_at.astimezone().strftime("%Y-%m-%d %H:%M"),
            one.reason.value,
            one.name,
            one.title,
            one.words,
        )
        for one in kept
    )
    session.out.table(("", "kept", "why", "name", "title", "words"), rows, (0, 5))
    session.out.say(plural(len(kept), "version") + " kept; named ones stay for good.")


@command("diff", examples=("copydesk diff 3", "copydesk diff 3 1"))
@click.argument("article", metavar="ID")
@click.argument("old", metavar="[V1", required=False, type=click.IntRange(1))
@click.argument("new", metavar="V2]", required=False, type=click.IntRange(1))
def diff_command(session: Session, article: str, old: int | None, new: int | None) -> None:
    """Show word by word what changed between two versions.

    Without V2 it is the text as it stands; without V1 the newest version that differs from it. Added words stand in
    {+ +}, removed ones in [- -]; on a terminal they are underlined and struck through.
    """
    with session.open_app() as app:
        current = app.archive.get(chosen.one(app, article))
        now = (current.title, current.standfirst, current.body)

        def texts(number: int) -> tuple[str, str, str]:
            kept = app.archive.version_text(current.id, number)
            return kept.title, kept.standfirst, kept.body

        after = texts(new) if new is not None else now
        if old is not None:
            before = texts(old)
        else:
            older = (texts(one.number) for one in app.archive.versions(current.id))
            before = next((kept for kept in older if kept != now), now)
    differs = [
        show_difference(session.out, name, was, is_now)
        for name, was, is_now in zip(("Headline", "Standfirst", "Text"), before, after, strict=True)
    ]
    if not any(differs):
        session.out.say("No difference.")


@command("restore-version", examples=("copydesk restore-version 3 1",))
@click.argument("article", metavar="ID")
@click.argument("version", metavar="V", type=click.IntRange(1))
def restore_version_command(session: Session, article: str, version: int) -> None:
    """Bring a kept version back.

    The text as it stands is kept as a version first.
    """
    with session.open_app_to_write() as app:
        article_id = chosen.one(app, article)
        before = app.archive.get(article_id)
        kept = app.archive.version_text(article_id, version)
        if (kept.title, kept.standfirst, kept.body) == (before.title, before.standfirst, before.body):
            raise UserError(f"Article {article_id} reads as in version {version} already. Nothing was changed.")
        app.archive.restore_version(article_id, version)
    session.out.say(f"Article {article_id} reads again as in version {version}. The text before is kept as a version.")
