"""`similar` and `reprints`: what lies near an article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from desktop_app.cli import chosen, shapes
from desktop_app.cli.commands import command, json_option
from desktop_app.cli.output import plural
from desktop_app.cli.searching import catch_up
from desktop_app.cli.session import Session
from desktop_app.cli.worddiff import show_difference

if TYPE_CHECKING:
    from desktop_app.app import App
    from desktop_app.archive.articles import Article
    from desktop_app.search.sameness import Sameness


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


@command(
    "reprints",
    examples=(
        "copydesk reprints 8",
        "copydesk reprints 8 --differences",
        "copydesk reprints 8 --json",
        "copydesk reprints 8 --join 3",
        "copydesk reprints 8 --split 3",
    ),
)
@click.argument("article", metavar="ID")
@click.option("--differences", is_flag=True, help="Print what each printing changed.")
@click.option("--join", "joined", multiple=True, metavar="ID", help="Say that this one is a printing of it too.")
@click.option("--split", "split", multiple=True, metavar="ID", help="Say that this one is no printing of it.")
@click.option("--forget", "forgotten", multiple=True, metavar="ID", help="Take back what was said of this one.")
@json_option
def reprints_command(
    session: Session,
    article: str,
    differences: bool,
    joined: tuple[str, ...],
    split: tuple[str, ...],
    forgotten: tuple[str, ...],
    as_json: bool,
) -> None:
    """List the printings of an article, and what each is to it.

    Printings are found by their wording. What is said with --join and --split wins over what is found, until it is
    taken back with --forget.
    """
    says = bool(joined or split or forgotten)
    with session.open_app_to_write() if says else session.open_app() as app:
        article_id = chosen.one(app, article)
        catch_up(session, app)
        if says:
            _say(app, article_id, *([chosen.one(app, name) for name in names] for names in (joined, split, forgotten)))
            catch_up(session, app)
        this = app.archive.get(article_id)
        family = _family(app, this)
    if as_json:
        session.out.value([_row(this, one) for one in family])
        return
    session.out.table(
        ("id", "date", "publication", "title", "what", "in common", "words"),
        (_cells(this, printing) for printing in family),
        (0, 5, 6),
    )
    if differences:
        for printing, _ in family:
            show_difference(session.out, f"Article {printing.id}", this.body, printing.body)
    session.out.say("No reprint of it is known." if len(family) == 1 else plural(len(family), "printing"))


def _say(app: App, article_id: int, joined: list[int], split: list[int], forgotten: list[int]) -> None:
    """Write down what was said of an article and others; one that is split goes from the whole family."""
    for other in forgotten:
        app.archive.forget_reprint_choice(article_id, other)
    if joined:
        app.archive.join_reprints([article_id, *joined])
    family = {article_id, *(one.id for one in app.search.reprints(article_id))} - set(split)
    for other in split:
        app.archive.split_reprint(other, sorted(family))


def _family(app: App, this: Article) -> list[tuple[Article, Sameness]]:
    """Return all printings, the oldest first, and what each is to this one."""
    from desktop_app.search.printings import printings
    from desktop_app.search.sameness import compare

    family = printings(app.archive, {this.id, *(one.id for one in app.search.reprints(this.id))})
    return [(printing, compare(this.body, printing.body)) for printing in family]


def _row(this: Article, printing: tuple[Article, Sameness]) -> dict[str, Any]:
    article, sameness = printing
    return {
        "id": article.id,
        "uid": article.uid,
        "title": article.title,
        "publication": article.publication,
        "published": shapes.day(article.published),
        "words": article.words,
        "kind": sameness.kind,
        "resemblance": round(sameness.common, 4),
        "words_added": sameness.added,
        "words_removed": sameness.removed,
        "differences": _changes(this.body, article.body),
    }


def _cells(this: Article, printing: tuple[Article, Sameness]) -> tuple[object, ...]:
    article, sameness = printing
    date = article.published.shown if article.published else ""
    about = ("this one", "", "")
    if article.id != this.id:
        about = (sameness.kind, f"{sameness.common:.0%}", f"+{sameness.added} −{sameness.removed}")
    return (article.id, date, article.publication, article.title, *about)


_SHOWN = 50
_LENGTH = 300
"""Differences of a printing in JSON, and characters of each: who wants all compares the texts."""


def _changes(old: str, new: str) -> list[dict[str, str]]:
    """Return what was taken out and what was put in its place, in the order of the text."""
    from desktop_app.text.diff import word_diff

    changes: list[dict[str, str]] = []
    before = ""
    for piece in word_diff(old, new):
        if piece.kind == "added" and before == "removed":
            changes[-1]["added"] = piece.text
        elif piece.kind != "same":
            changes.append({"removed": "", "added": "", piece.kind: piece.text})
        before = piece.kind
    return [{kind: text.strip()[:_LENGTH] for kind, text in change.items()} for change in changes[:_SHOWN]]
