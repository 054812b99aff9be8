"""`search`, `facets`, `timeline` and `suggest`: what the search knows."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Literal

import click

from desktop_app.cli import shapes
from desktop_app.cli.commands import command, json_option
from desktop_app.cli.hits import show_corrections, show_hits, summary_line
from desktop_app.cli.output import plural
from desktop_app.cli.session import Session

if TYPE_CHECKING:
    from desktop_app.app import App, Finder
    from desktop_app.search.service import SearchRequest, SearchResult

FORMS = """\b
The query:
  two words             both; also: one OR other, -word, NOT word, ( )
  "exact phrase"        as written; "two words"~5: within five words
  word* *word w?rd      wildcards; word~ forgives a letter; =word is exact
  author: title: tag: section: kind: lang: status: publication: folder:
  year:1961..1979  date:1998-03  date:>2020-01-01  words:>800
  has:picture  is:draft  is:reprint  tag:none
"""


@command(
    "search",
    query=True,
    examples=(
        "copydesk search bridge",
        "copydesk search 'author:Əliyev year:1998..2005' --sort oldest",
        "copydesk search '\"reading room\" -tag:letters' --facets --json",
        "copydesk search 'lang:ru' --ids | copydesk export - --format markdown --to russian/",
    ),
)
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--sort", type=click.Choice(("relevance", "newest", "oldest", "title")), help="Best match first, if not said."
)
@click.option("--limit", type=click.IntRange(0), help="At most so many hits (with --ids all, if not said).")
@click.option("--offset", type=click.IntRange(0), default=0, help="Leave so many out at the start.")
@click.option("--facets", is_flag=True, help="Count the hits by section, author, tag and so on.")
@click.option("--timeline", is_flag=True, help="Count the hits by year.")
@click.option("--explain", is_flag=True, help="Tell how the query was read and what each part finds.")
@click.option("--no-wait", is_flag=True, help="Answer at once, even if the index is behind; it says how far.")
@click.option("--ids", is_flag=True, help="Print ids only, one a line.")
@json_option
def search_command(session: Session, query: tuple[str, ...], ids: bool, as_json: bool, **asked: Any) -> None:
    """Search the archive for words and facts.

    The index is brought up to date first.
    """
    if ids and as_json:
        raise click.UsageError("--ids and --json exclude each other.")
    with session.open_search() as app:
        request = _request(app, " ".join(query), asked)
        if not asked["no_wait"]:
            catch_up(session, app)
        if ids:
            found_ids = app.search.matching_ids(request)
            end = None if asked["limit"] is None else asked["offset"] + asked["limit"]
            for article_id in found_ids[asked["offset"] : end]:
                session.out.line(str(article_id))
            return
        found = app.search.search(request)
    if as_json:
        session.out.value(
            shapes.result(
                found, facets_asked=asked["facets"], timeline_asked=asked["timeline"], explained=asked["explain"]
            )
        )
        return
    show_hits(session.out, found.hits, found.request.offset)
    _show_extras(session, found, asked)
    session.out.say(summary_line(found))
    show_corrections(session.out, found, asked["explain"])


search_command.help = f"{inspect.cleandoc(search_command.help or '')}\n\n{FORMS}"


@command("facets", query=True, examples=("copydesk facets", "copydesk facets 'year:1998..' --json"))
@click.argument("query", nargs=-1)
@json_option
def facets_command(session: Session, query: tuple[str, ...], as_json: bool) -> None:
    """Count the articles of a query by section, author, tag …"""
    from desktop_app.search.service import SearchRequest

    with session.open_search() as app:
        catch_up(session, app)
        request = SearchRequest(query=" ".join(query), limit=0, snippets=False, facets=True, facet_limit=1_000_000)
        found = app.search.search(request)
    if as_json:
        session.out.value(shapes.facets(found))
        return
    _show_facets(session, found, 1_000_000)
    session.out.say(summary_line(found))


@command(
    "timeline",
    query=True,
    examples=("copydesk timeline", "copydesk timeline tea", "copydesk timeline year:1998..2005 --by month --json"),
)
@click.argument("query", nargs=-1)
@click.option("--by", type=click.Choice(("year", "month")), default="year", show_default=True)
@json_option
def timeline_command(session: Session, query: tuple[str, ...], by: Literal["year", "month"], as_json: bool) -> None:
    """Count the articles of a query by year or month."""
    from desktop_app.search.service import SearchRequest

    with session.open_search() as app:
        catch_up(session, app)
        request = SearchRequest(query=" ".join(query), limit=0, snippets=False, timeline=by)
        found = app.search.search(request)
    if as_json:
        rows = shapes.timeline(found.timeline)
        session.out.value({"by": by, "timeline": rows, "undated": found.undated, "total": found.total})
        return
    _show_timeline(session, found)
    session.out.say(summary_line(found))


@command("suggest", query=True, examples=("copydesk suggest bri", "copydesk suggest əli --json"))
@click.argument("text", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True)
@json_option
def suggest_command(session: Session, text: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Complete a word, a name or a value from what the archive holds."""
    with session.open_search() as app:
        catch_up(session, app)
        found = app.search.suggest(" ".join(text), limit)
    if as_json:
        session.out.value([{"text": one.text, "kind": one.kind, "documents": one.documents} for one in found])
        return
    session.out.table(("suggestion", "kind", "articles"), ((one.text, one.kind, one.documents) for one in found), (2,))


def catch_up(session: Session, app: App | Finder) -> None:
    """Bring the index up to date, with progress where that takes a while."""
    with session.progress("Indexing") as show:
        app.search.catch_up(lambda step: show(step.done, step.total))


def _request(app: Finder, query: str, asked: dict[str, Any]) -> SearchRequest:
    from desktop_app.search.service import SearchRequest

    return SearchRequest(
        query=query,
        sort=asked["sort"] or app.settings.get("search.sort"),
        limit=app.settings.get("search.page_size") if asked["limit"] is None else asked["limit"],
        offset=asked["offset"],
        facets=asked["facets"],
        timeline="year" if asked["timeline"] else None,
        explain=asked["explain"],
        catch_up=not asked["no_wait"],
    )


def _show_extras(session: Session, found: SearchResult, asked: dict[str, Any]) -> None:
    if asked["facets"]:
        session.out.line()
        _show_facets(session, found, 8)
    if asked["timeline"]:
        session.out.line()
        _show_timeline(session, found)


def _show_facets(session: Session, found: SearchResult, most: int) -> None:
    rows = [
        (name if at == 0 or not session.out.is_terminal else "", value.label or value.value or "none", f"{value.count}")
        for name, values in found.facets.items()
        for at, value in enumerate(values[:most])
    ]
    session.out.table(("facet", "value", "articles"), rows, (2,))


def _show_timeline(session: Session, found: SearchResult) -> None:
    most = max((one.count for one in found.timeline), default=0)
    if session.out.is_terminal:
        rows = [
            (one.key, "█" * max(1, round(28 * one.count / most)) if one.count else "", one.count)
            for one in found.timeline
        ]
        session.out.table(("", "", "articles"), rows, (2,))
    else:
        session.out.table((), [(one.key, one.count, f"{one.share:.6f}") for one in found.timeline])
    if found.undated:
        session.out.say(f"{plural(found.undated, 'article')} without a date.")
