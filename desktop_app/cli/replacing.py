"""`replace`: words replaced in many articles as one step that can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from desktop_app.cli.commands import INTERRUPTED, command, json_option
from desktop_app.cli.output import plural
from desktop_app.cli.session import Session

if TYPE_CHECKING:
    from desktop_app.search.replacing import ReplacePlan


@command(
    "replace",
    examples=(
        "copydesk replace Gandja Gəncə --dry-run",
        "copydesk replace press printer --form presses=printers --query 'section:Culture'",
        r"copydesk replace --regex '(\d+) qəpik' '\1 kopek'",
    ),
)
@click.argument("find", metavar="FIND")
@click.argument("instead", metavar="WITH")
@click.option("--query", metavar="Q", default="", help="Only in the articles of a query.")
@click.option("--form", "forms", metavar="FIND=WITH", multiple=True, help="Another form, with its own replacement.")
@click.option("--inside-words", is_flag=True, help="Also where it stands inside a longer word.")
@click.option("--case", "match_case", is_flag=True, help="Letters exactly as written.")
@click.option("--regex", is_flag=True, help=r"FIND is a regular expression; WITH may name its groups: \1.")
@click.option("--addresses", is_flag=True, help="Also in addresses, tags and labels.")
@click.option("--dry-run", is_flag=True, help="Show every hit and change nothing.")
@json_option
def replace_command(
    session: Session,
    find: str,
    instead: str,
    query: str,
    forms: tuple[str, ...],
    inside_words: bool,
    match_case: bool,
    regex: bool,
    addresses: bool,
    dry_run: bool,
    as_json: bool,
) -> int | None:
    """Replace words in headline, standfirst and text.

    Letters are found as the search finds them (seki finds Şəki) and capitals are passed on, unless --case is said. It
    is one step: “copydesk undo” takes it back, and each article keeps a version of its text before. Texts that somebody
    changes meanwhile are left as they are and told.
    """
    from desktop_app.search.replacing import ReplaceRequest, Rule, plan
    from desktop_app.search.service import SearchRequest
    from desktop_app.text.finding import Wish

    if not find:
        raise click.UsageError("Say what to look for.")
    rules = [Rule(Wish(find, match_case, not (inside_words or regex), regex), instead)]
    for form in forms:
        words, sign, other = form.partition("=")
        if not sign or not words:
            raise click.UsageError(f"“{form}” is no form: say FIND=WITH.")
        rules.append(Rule(Wish(words, match_case, whole_words=True), other))
    request = ReplaceRequest(tuple(rules), SearchRequest(query=query, sort="newest"), addresses)
    with session.open_app() if dry_run else session.open_app_to_write() as app:
        with session.stoppable() as stopped, session.progress("Looking") as show:
            made = plan(app.archive, app.search, request, show, stopped)
        if stopped.is_set():
            session.out.trouble("Stopped. Nothing was changed.")
            return INTERRUPTED
        if dry_run:
            _show_effect(session, made, as_json)
            return None
        with session.stoppable() as stopped, session.progress("Replacing") as show:
            done = app.archive.replace_texts(made.edits(), told=made.told, progress=show, cancelled=stopped)
    if as_json:
        session.out.value(
            {
                "changed": len(done.articles),
                "articles": list(done.articles),
                "undo": done.undo,
                "skipped": list(done.skipped),
            }
        )
    _tell(session, made, len(done.articles), done.skipped, done.undo)
    if stopped.is_set():
        left = len(made.articles) - len(done.articles) - len(done.skipped)
        session.out.trouble(f"Stopped: {plural(left, 'article')} not changed.")
        return INTERRUPTED
    return 1 if done.skipped else None


def _tell(session: Session, made: ReplacePlan, changed: int, skipped: tuple[int, ...], undo: int | None) -> None:
    back = f" Take it back with: copydesk undo {undo}" if undo is not None else ""
    session.out.say(f"Replaced in {plural(changed, 'article')}.{back}")
    if made.cut:
        session.out.say(f"There were more than {made.hits:,} hits; the same command goes on with the rest.")
    if skipped:
        session.out.trouble(f"Left as they are, because they were changed meanwhile: {', '.join(map(str, skipped))}")


def _show_effect(session: Session, made: ReplacePlan, as_json: bool) -> None:
    rows: list[dict[str, Any]] = []
    for article in made.articles:
        for hit in article.hits:
            end = hit.at + hit.end - hit.start
            after = f"{hit.excerpt[: hit.at]}{hit.instead}{hit.excerpt[end:]}"
            rows.append({"id": article.id, "field": hit.part, "from": hit.excerpt, "to": after})
    articles = [article.id for article in made.articles]
    if as_json:
        session.out.value(
            {
                "changed": len(articles),
                "articles": articles,
                "undo": None,
                "skipped": [],
                "dry_run": True,
                "effect": rows,
            }
        )
    else:
        session.out.table(("id", "field", "from", "to"), [tuple(row.values()) for row in rows], (0,))
    session.out.say(f"{plural(made.hits, 'hit')} in {plural(len(articles), 'article')}. Nothing was changed.")
    if made.cut:
        session.out.say("There are more hits: they are more than one replacing takes.")
