"""`list`: articles by facts, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from desktop_app.cli import shapes
from desktop_app.cli.commands import command, json_option
from desktop_app.cli.output import plural
from desktop_app.cli.session import Session

if TYPE_CHECKING:
    from desktop_app.app import App
    from desktop_app.archive.articles import Place, Sort

SORTS = ("newest", "oldest", "title", "changed", "created", "words", "deadline")


@command(
    "list",
    query=True,
    examples=(
        "copydesk list",
        "copydesk list is:draft --sort changed",
        "copydesk list 'lang:az kind:letter' --json",
        "copydesk list tag:none --ids",
    ),
)
@click.argument("query", nargs=-1)
@click.option("--sort", type=click.Choice(SORTS), default="newest", show_default=True)
@click.option("--limit", type=click.IntRange(1), help="At most so many (with --ids all, if not said).")
@click.option("--after", metavar="CURSOR", help="Go on where the page before it ended: its “next”.")
@click.option("--place", type=click.Choice(("everything", "desk", "archive", "trash")), default="everything")
@click.option("--ids", is_flag=True, help="Print ids only, one a line.")
@json_option
def list_command(
    session: Session,
    query: tuple[str, ...],
    sort: Sort,
    limit: int | None,
    after: str | None,
    place: Place,
    ids: bool,
    as_json: bool,
) -> None:
    """List articles by facts, newest first."""
    from desktop_app.query import parse

    if ids and as_json:
        raise click.UsageError("--ids and --json exclude each other.")
    parsed = parse(" ".join(query))
    with session.open_app() as app:
        if ids and limit is None and after is None:
            for article_id in app.archive.ids(parsed, place=place, sort=sort):
                session.out.line(str(article_id))
            return
        most = limit or app.settings.get("search.page_size")
        page = app.archive.list(parsed, place=place, sort=sort, limit=most, after=after)
        reprints = _reprints(app, [row.id for row in page.articles]) if as_json else {}
    if as_json:
        articles = [shapes.summary(row, reprints.get(row.id, 0)) for row in page.articles]
        session.out.value({"total": page.total, "articles": articles, "next": page.next})
        return
    if ids:
        for row in page.articles:
            session.out.line(str(row.id))
    else:
        rows = [
            (
                row.id,
                row.published.shown if row.published else "",
                row.title or "Untitled",
                ", ".join(row.authors),
                row.language,
                row.status,
                row.words,
            )
            for row in page.articles
        ]
        session.out.table(("id", "date", "title", "by", "", "status", "words"), rows, (0, 6))
    for note in parsed.notes:
        session.out.say(note)
    shown = "" if len(page.articles) == page.total else f", {len(page.articles):,} shown"
    session.out.say(plural(page.total, "article") + shown + (f"; more with --after {page.next}" if page.next else ""))


def _reprints(app: App, ids: list[int]) -> dict[int, int]:
    """Return how many reprints each article has, as far as the index knows at this moment."""
    from desktop_app.search.service import SearchRequest

    if not ids:
        return {}
    query = " OR ".join(f"id:{article_id}" for article_id in ids)
    found = app.search.search(SearchRequest(query=query, limit=len(ids), snippets=False, catch_up=False))
    return {hit.id: hit.reprints for hit in found.hits}
