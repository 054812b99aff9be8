"""`new` and `stats`: making an archive, and what is in one."""

from __future__ import annotations

from pathlib import Path

import click

from desktop_app.cli.commands import command, json_option
from desktop_app.cli.output import plural, size_in_words
from desktop_app.cli.session import Session


@command("new", examples=("copydesk new letters.copydesk", "copydesk new sample.copydesk --sample"))
@click.argument("path", metavar="ARCHIVE", type=click.Path(path_type=Path))
@click.option("--sample", is_flag=True, help="With the sample articles in it.")
def new_command(session: Session, path: Path, sample: bool) -> None:
    """Make an archive, empty or with the sample articles.

    Nothing is ever overwritten.
    """
    from desktop_app.app import make_sample
    from desktop_app.archive import Archive

    session.if_stopped = "No archive was made."
    if sample:
        make_sample(path)
    else:
        Archive.create(path).close()
    session.out.line(str(path))
    session.out.say(f"A new archive{' with the sample articles' if sample else ''}. Work on it with --archive {path}")


@command("stats", examples=("copydesk stats", "copydesk stats --json"))
@json_option
def stats_command(session: Session, as_json: bool) -> None:
    """Count what is in the archive, and how large it is."""
    with session.open_app() as app:
        found = dict(app.archive.statistics())
        found["index_bytes"] = index_bytes(app.archive.uid)
    order = (
        "articles", "trashed", "words", "versions", "pictures", "languages", "years", "archive_bytes", "index_bytes",
    )  # fmt: skip
    value = {name: found[name] for name in order} | found
    if as_json:
        session.out.value(value)
        return
    out = session.out
    out.line(f"{plural(value['articles'], 'article')}, {plural(value['words'], 'word')}")
    kept = (plural(value[name], name.removesuffix("s")) for name in ("versions", "pictures"))
    out.line(", ".join((f"{value['trashed']:,} in the trash", *kept)))
    languages = sorted(value["languages"].items(), key=lambda item: (-item[1], item[0]))
    out.line("Languages: " + ", ".join(f"{code or 'not known'} {count:,}" for code, count in languages))
    years = sorted(year for year in value["years"] if year)
    if years:
        out.line(f"Published {years[0]} to {years[-1]}")
    out.line(f"Archive {size_in_words(value['archive_bytes'])}, index {size_in_words(value['index_bytes'])}")


def index_bytes(uid: str) -> int:
    """Return the size of an archive's search index; 0 where there is none."""
    from desktop_app import paths

    folder = paths.cache_folder() / "index" / uid
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) if folder.is_dir() else 0
