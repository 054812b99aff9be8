"""`show`: one article, as text, Markdown, HTML or JSON."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import click

from desktop_app.cli import chosen
from desktop_app.cli.commands import command
from desktop_app.cli.output import Output, clean, plural
from desktop_app.cli.session import Session

if TYPE_CHECKING:
    from desktop_app.app import App
    from desktop_app.archive.articles import Article


@command(
    "show",
    examples=("copydesk show 3", "copydesk show 3 --format markdown", "copydesk show 3 --format json --version 1"),
)
@click.argument("article", metavar="ID")
@click.option(
    "--format", "form", type=click.Choice(("text", "markdown", "html", "json")), default="text", show_default=True
)
@click.option("--version", type=click.IntRange(1), help="Its text as it stood then; see “copydesk versions”.")
def show_command(
    session: Session, article: str, form: Literal["text", "markdown", "html", "json"], version: int | None
) -> None:
    """Print one article."""
    with session.open_app() as app:
        found = app.archive.get(chosen.one(app, article))
        if version is not None:
            kept = app.archive.version_text(found.id, version)
            found = replace(
                found, title=kept.title, standfirst=kept.standfirst, body=kept.body, words=kept.version.words
            )
        if form == "json":
            from desktop_app.transfer.json_file import article_json

            session.out.value(article_json(found, app.archive.pictures(found.id)))
        elif form == "markdown":
            from desktop_app.transfer.markdown_file import write_text

            session.out.text(write_text(found))
        elif form == "html":
            session.out.text(_web_page(app, found))
        else:
            show_text(session.out, found)


def _web_page(app: App, article: Article) -> str:
    """Return the article as a self-contained page, as `export --format html` writes it."""
    from desktop_app.transfer.page import PagePicture, make_page
    from desktop_app.transfer.web_page import write_page

    pictures = [
        PagePicture(one.name, one.sha256, one.media_type, app.archive.picture_bytes(one.sha256))
        for one in app.archive.pictures(article.id)
    ]
    return write_page(make_page(article, pictures), app.settings.get("export.theme"))


def show_text(out: Output, article: Article) -> None:
    """Print an article for reading."""
    from desktop_app.text.plain import plain_text

    facts = (
        article.published.shown if article.published else "",
        article.publication,
        f"page {article.page}" if article.page else "",
        ", ".join(f"{one.name} ({one.affiliation})" if one.affiliation else one.name for one in article.authors),
        article.section,
        article.language,
        plural(article.words, "word"),
        article.status if article.status != "published" else "",
        "in the trash" if article.trashed_at else "",
    )
    body = plain_text(article.body).strip("\n")
    parts = [article.title or "Untitled", article.standfirst, " · ".join(fact for fact in facts if fact), body]
    if article.tags:
        parts.append("Tags: " + ", ".join(article.tags))
    if not out.is_terminal:
        out.line("\n\n".join(part for part in parts if part))
        return
    from rich.text import Text

    styles = ["bold", "italic", "dim", "", "dim"]
    for part, style in zip(parts, styles, strict=False):
        if part:
            out.draw(Text(clean(part), style=style))
            out.line()
