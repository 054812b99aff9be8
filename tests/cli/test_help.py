"""Help: every command has it, with examples, and every example works on the sample archive."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from desktop_app import paths
from desktop_app.cli.main import _MODULES, copydesk
from tests.cli.conftest import Run

CONTRACT = {
    "new": "--sample",
    "demo": "--headless",
    "import": "--format --encoding --language --status --section --tag --on-duplicate --dry-run --json",
    "imports": "--json",
    "imports show": "",
    "imports undo": "--force",
    "list": "--sort --limit --after --json --ids",
    "search": "--sort --limit --offset --facets --timeline --explain --json --ids --no-wait",
    "suggest": "--json",
    "similar": "",
    "reprints": "",
    "show": "--format --version",
    "edit": "--set --add-tag --remove-tag --body-file --query --dry-run",
    "replace": "--query --form --inside-words --case --regex --addresses --dry-run --json",
    "undo": "",
    "versions": "--json",
    "diff": "",
    "restore-version": "",
    "export": "--query --all --format --to --theme --on-existing --json",
    "facets": "--json",
    "timeline": "--by --json",
    "saved": "",
    "saved add": "",
    "saved remove": "",
    "saved run": "",
    "reindex": "--jobs",
    "index-status": "--json",
    "check": "--repair --json",
    "backup": "",
    "restore": "",
    "backups": "",
    "stats": "--json",
    "settings": "",
    "open": "",
}
"""Every command of the contract with its options."""


def commands() -> Iterator[tuple[str, click.Command]]:
    yield "", copydesk
    for name in _MODULES:
        command = copydesk.get_command(click.Context(copydesk), name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            for below, inner in command.commands.items():
                yield f"{name} {below}", inner


COMMANDS = dict(commands())
EXAMPLES = {example: name for name, command in COMMANDS.items() for example in getattr(command, "examples", ())}


def test_every_command_of_the_contract_is_there_with_its_options() -> None:
    assert set(COMMANDS) - {""} == set(CONTRACT)
    for name, options in CONTRACT.items():
        known = {option for parameter in COMMANDS[name].params for option in parameter.opts}
        assert set(options.split()) <= known, name
        assert {"--archive", "--quiet", "--progress"} <= known, name


@pytest.mark.parametrize("name", COMMANDS)
def test_help_shows_what_it_does_and_examples(run: Run, name: str) -> None:
    ran = run(*name.split(), "--help")
    assert ran.code == 0
    assert ran.err == ""
    assert ran.out.startswith("Usage: copydesk")
    command = COMMANDS[name]
    assert command.help
    assert command.get_short_help_str(100).endswith((".", "…"))
    assert max(len(line) for line in ran.out.splitlines() if "copydesk " not in line) <= 110
    examples = getattr(command, "examples", ())
    assert examples or name == "open"
    for example in examples:
        assert f"  {example}\n" in ran.out
        assert example.startswith("copydesk")


@pytest.mark.parametrize(("name", "example"), [pytest.param(name, one, id=one) for one, name in EXAMPLES.items()])
def test_every_example_works(run: Run, sample: Path, name: str, example: str) -> None:
    _prepare(run, name)
    output = ""
    for part in _pipeline(example):
        assert part[0] == "copydesk"
        ran = run(*part[1:], stdin=output)
        expected = {1} if name == "demo" else {0}  # Without a window, which is not of this test, the demo ends with 1.
        assert ran.code in expected, f"{example}\n{ran.out}\n{ran.err}"
        output = ran.out


def _pipeline(line: str) -> list[list[str]]:
    words = shlex.split(line)
    parts: list[list[str]] = [[]]
    for word in words:
        if word == "|":
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def _prepare(run: Run, name: str) -> None:
    """Lay out what examples speak of: a folder of letters, an old text, a new one, a backup, an edit to take back."""
    shutil.copytree(paths.resource("sample/incoming"), "letters")
    shutil.copyfile(paths.resource("sample/incoming/vokzalnye-chasy.txt"), "old.txt")
    Path("text.md").write_text("A new text.\n", "utf-8")
    if name == "undo":
        run("edit", "1", "--add-tag", "x")
    if name in ("restore-version", "show", "diff"):
        run("edit", "3", "--body-file", "text.md")
    if name == "restore":
        run("backup", "copy.copydesk")
