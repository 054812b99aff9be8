"""`edit` and `undo`: changing one article or many as one step that can be taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desktop_app.cli import chosen
from desktop_app.cli.commands import INTERRUPTED, command, json_option
from desktop_app.cli.fields import read_fields
from desktop_app.cli.output import plural
from desktop_app.cli.session import Session
from desktop_app.errors import UserError

if TYPE_CHECKING:
    from desktop_app.app import App
    from desktop_app.archive.articles import Article


@command(
    "edit",
    examples=(
        "copydesk edit 3 --set section=Culture --add-tag bridges",
        "copydesk edit --query 'tag:ремесло' --add-tag craft --dry-run",
        "copydesk search 'author:Əliyev' --ids | copydesk edit - --set 'authors=Savalan Əliyev (Liman qəzeti)'",
        "copydesk edit 5 --body-file text.md",
    ),
)
@click.argument("articles", metavar="ID…|-", nargs=-1)
@click.option("--query", metavar="Q", help="Change all articles of a query.")
@click.option("--set", "settings", metavar="FIELD=VALUE", multiple=True, help="Set a field; may be said several times.")
@click.option("--add-tag", metavar="T", multiple=True)
@click.option("--remove-tag", metavar="T", multiple=True)
@click.option("--body-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The new text, UTF-8.")
@click.option("--dry-run", is_flag=True, help="Show the effect and change nothing.")
@json_option
def edit_command(
    session: Session,
    articles: tuple[str, ...],
    query: str | None,
    settings: tuple[str, ...],
    add_tag: tuple[str, ...],
    remove_tag: tuple[str, ...],
    body_file: Path | None,
    dry_run: bool,
    as_json: bool,
) -> int | None:
    """Change facts or text of one article or many.

    It is one step: “copydesk undo” takes it back. Fields: title standfirst summary language status kind section authors
    tags folder publication issue page word_goal published source_name source_url canonical_url rights.holder
    rights.licence rights.embargo rights.note. Several authors stand with “;” between them, an affiliation in ( );
    several tags with “,”.
    """
    fields = read_fields(settings)
    if not fields and not add_tag and not remove_tag and body_file is None:
        raise click.UsageError("Say what to change: --set, --add-tag, --remove-tag or --body-file.")
    with session.open_app() if dry_run else session.open_app_to_write() as app:
        ids = chosen.several(app, articles, query)
        if body_file is not None:
            if len(ids) != 1:
                raise click.UsageError("--body-file is for one article.")
            fields["body"] = _body(body_file)
        change = _Change(_whole_rights(app, ids, fields), add_tag, remove_tag)
        if dry_run:
            _show_effect(session, app, ids, change, as_json)
            return None
        with session.stoppable() as stopped, session.progress("Changing") as show:
            done = app.archive.bulk_edit(
                ids, set=change.set, add_tags=change.add_tags, remove_tags=change.remove_tags,
                progress=show, cancelled=stopped,
            )  # fmt: skip
    if as_json:
        session.out.value({"changed": len(done.articles), "articles": list(done.articles), "undo": done.undo})
    same = len(ids) - len(done.articles)
    unchanged = f" {plural(same, 'article')} had it so already." if same and not stopped.is_set() else ""
    undo = f" Take it back with: copydesk undo {done.undo}" if done.undo is not None else ""
    session.out.say(f"Changed {plural(len(done.articles), 'article')}.{unchanged}{undo}")
    if stopped.is_set():
        session.out.trouble(f"Stopped: {plural(same, 'article')} not changed.")
        return INTERRUPTED
    return None


@command("undo", examples=("copydesk undo", "copydesk undo 1"))
@click.argument("number", metavar="[N]", required=False, type=click.IntRange(1))
@click.option("--list", "listing", is_flag=True, help="Show what can be taken back.")
@json_option
def undo_command(session: Session, number: int | None, listing: bool, as_json: bool) -> int | None:
    """Take back a bulk edit or a replacing.

    The last one, or the one with this number. What somebody changed since is left as it is.
    """
    if listing:
        _list_undo(session, as_json)
        return None
    with session.open_app_to_write() as app, session.stoppable() as stopped, session.progress("Undoing") as show:
        done = app.archive.undo(number, progress=show, cancelled=stopped)
    if as_json:
        session.out.value({"articles": list(done.articles), "skipped": list(done.skipped)})
    if done.skipped:
        kept = ", ".join(map(str, done.skipped[:20]))
        session.out.say(f"Left in part as they are, because they were changed since: {kept}")
    if stopped.is_set():
        session.out.trouble(f"Stopped after {plural(len(done.articles), 'article')}; the same command undoes the rest.")
        return INTERRUPTED
    session.out.say(f"Taken back: {plural(len(done.articles), 'article')}.")
    return None


class _Change:
    """What is to be done to each article."""

    def __init__(self, set: Mapping[str, Any], add_tags: Sequence[str], remove_tags: Sequence[str]) -> None:
        self.set = set
        self.add_tags = add_tags
        self.remove_tags = remove_tags


def _body(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"{file} is not UTF-8 text. Nothing was changed.", "Save it as UTF-8, or import it.") from error
    except OSError as error:
        raise UserError(f"{file} could not be read ({error.strerror}). Nothing was changed.") from error


def _whole_rights(app: App, ids: Sequence[int], fields: dict[str, Any]) -> dict[str, Any]:
    """Join `rights.holder` and its like to one value: the archive knows rights as a whole."""
    from dataclasses import replace

    parts = {name.removeprefix("rights."): value for name, value in fields.items() if name.startswith("rights.")}
    if not parts:
        return fields
    known = {article.rights for article in app.archive.texts(ids)}
    if len(known) > 1:
        raise UserError("These articles have different rights. Nothing was changed.", "Set them one by one.")
    rest = {name: value for name, value in fields.items() if not name.startswith("rights.")}
    return rest | {"rights": replace(known.pop(), **parts)}


def _show_effect(session: Session, app: App, ids: Sequence[int], change: _Change, as_json: bool) -> None:
    rows = [
        (article.id, name, was, will)
        for article in app.archive.texts(ids)
        for name, was, will in _effect(article, change)
    ]
    changed = list(dict.fromkeys(row[0] for row in rows))
    if as_json:
        session.out.value(
            {
                "changed": len(changed),
                "articles": changed,
                "undo": None,
                "dry_run": True,
                "effect": [{"id": row[0], "field": row[1], "from": row[2], "to": row[3]} for row in rows],
            }
        )
    else:
        session.out.table(("id", "field", "from", "to"), [(a, b, c[:60], d[:60]) for a, b, c, d in rows], (0,))
    session.out.say(f"{plural(len(changed), 'article')} of {len(ids):,} would change. Nothing was changed.")


def _effect(article: Article, change: _Change) -> list[tuple[str, str, str]]:
    from desktop_app.archive.bulk import Change

    after = Change.of(change.set, change.add_tags, change.remove_tags).applied_to(article)
    names = (*change.set, *(("tags",) if change.add_tags or change.remove_tags else ()))
    pairs = ((name, getattr(article, name), getattr(after, name)) for name in dict.fromkeys(names))
    return [(name, _said(was), _said(will)) for name, was, will in pairs if was != will]


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(str(getattr(one, "name", one)) for one in value)
    return str(getattr(value, "text", value))


def _list_undo(session: Session, as_json: bool) -> None:
    with session.open_app() as app:
        records = app.archive.undo_records()
    if as_json:
        session.out.value(
            [
                {
                    "number": one.number,
                    "made": one.made.isoformat(),
                    "undone": one.undone.isoformat() if one.undone else None,
                    "articles": one.articles,
                    "change": dict(one.change),
                }
                for one in records
            ]
        )
        return
    rows = (
        (
            one.number,
            one.made.astimezone().strftime("%Y-%m-%d %H:%M"),
            one.articles,
            "undone" if one.undone else "",
            _told(one.change),
        )
        for one in records
    )
    session.out.table(("", "made", "articles", "", "what"), rows, (0, 2))


def _told(change: Mapping[str, Any]) -> str:
    parts = [f"{name}={value}"[:60] for name, value in change.get("set", {}).items()]
    parts += [f"+{tag}" for tag in change.get("add_tags", ())] + [f"−{tag}" for tag in change.get("remove_tags", ())]
    parts += [f"{words} → {instead}"[:60] for words, instead in change.get("replace", ())]
    return " ".join(parts)
