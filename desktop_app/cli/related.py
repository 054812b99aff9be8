"""`similar` and `reprints`: what lies near an article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from desktop_app.cli import chosen, shapes
from desktop_app.cli.commands import command, json_option
from desktop_app.cli.output import plural
from desktop_app.cli.searching import catch_up
from desktop_app.cli.session import Session
from desktop_app.cli.worddiff import changed_words

if TYPE_CHECKING:
    from desktop_app.app import App


@command("similar", examples=("copydesk similar 4", "copydesk similar 4 --limit 3 --json"))
@click.argument("article", metavar="ID")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
@json_option
def similar_command(session: Session, article: str, limit: int, as_json: bool) -> None:
    """List pieces on the same matter as an article."""
    with session.open_app() as app:
        article_id = chosen.one(app, article)
        catch_up(session, app)
        found = app.search.similar(article_id, limit)
    if as_json:
        session.out.value([shapes.related(one) for one in found])
        return
    rows = ((one.id, one.published.shown if one.published else "", one.title, f"{one.score:.2f}") for one in found)
    session.out.table(("id", "date", "title", "score"), rows, (0, 3))
    if not found:
        session.out.say("Nothing in the archive is near it.")


@command("reprints", examples=("copydesk reprints 8", "copydesk reprints 8 --json"))
@click.argument("article", metavar="ID")
@json_option
def reprints_command(session: Session, article: str, as_json: bool) -> None:
    """List the printings of an article, and how they differ."""
    with session.open_app() as app:
        article_id = chosen.one(app, article)
        catch_up(session, app)
        family = _family(app, article_id)
    if as_json:
        session.out.value(family)
        return
    rows = (
        (
            one["id"],
            one["published"] or "",
            one["publication"],
            one["title"],
            "this one" if one["id"] == article_id else f"{one['resemblance']:.0%}",
            "" if one["id"] == article_id else f"+{one['words_added']} −{one['words_removed']}",
        )
        for one in family
    )
    session.out.table(("id", "date", "publication", "title", "the same", "words"), rows, (0, 4, 5))
    session.out.say("No reprint of it is known." if len(family) == 1 else plural(len(family), "printing"))


def _family(app: App, article_id: int) -> list[dict[str, Any]]:
    scores = {one.id: one.score for one in app.search.reprints(article_id)}
    scores.setdefault(article_id, 1.0)
    this = app.archive.get(article_id)
    family = []
    for article in app.archive.texts(scores):
        added, removed = changed_words(this.body, article.body)
        family.append(
            {
                "id": article.id,
                "uid": article.uid,
                "title": article.title,
                "publication": article.publication,
                "published": shapes.day(article.published),
                "words": article.words,
                "resemblance": round(scores[article.id], 4),
                "words_added": added,
                "words_removed": removed,
            }
        )
    return sorted(family, key=lambda one: (str(one["published"] or "9999"), one["id"]))
