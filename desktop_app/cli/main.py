"""The command `copydesk`: its list of commands, its general options, and what its exit codes mean.

Commands are imported when they are called for, so that `copydesk --version` does not pay for a search engine.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

import click

from desktop_app import __version__
from desktop_app.cli import bugs
from desktop_app.cli.commands import INTERRUPTED, ExampleGroup, general_options
from desktop_app.cli.session import Session, Window
from desktop_app.errors import UserError

BUG = 70

SECTIONS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("Begin", (("demo", "demo"), ("new", "archives"), ("open", "window"))),
    ("In", (("import", "importing"), ("imports", "importing"))),
    (
        "Find",
        (
            ("search", "searching"),
            ("list", "listing"),
            ("facets", "searching"),
            ("timeline", "searching"),
            ("suggest", "searching"),
            ("similar", "related"),
            ("reprints", "related"),
            ("saved", "saved"),
        ),
    ),
    ("Read", (("show", "reading"), ("versions", "history"), ("diff", "history"))),
    ("Change", (("edit", "editing"), ("replace", "replacing"), ("undo", "editing"), ("restore-version", "history"))),
    ("Out", (("export", "exporting"),)),
    (
        "Keep",
        (
            ("stats", "archives"),
            ("check", "upkeep"),
            ("backup", "upkeep"),
            ("backups", "upkeep"),
            ("restore", "upkeep"),
            ("reindex", "indexing"),
            ("index-status", "indexing"),
            ("settings", "preferences"),
        ),
    ),
)
"""Heading: (command, module of this package)."""

_MODULES = {name: module for _, commands in SECTIONS for name, module in commands}


class _Copydesk(ExampleGroup):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = _MODULES.get(cmd_name)
        if module is None:
            return None
        found = importlib.import_module(f"desktop_app.cli.{module}")
        command = getattr(found, f"{cmd_name.replace('-', '_')}_command")
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for heading, commands in SECTIONS:
            rows = []
            for name, _ in commands:
                command = self.get_command(ctx, name)
                assert command is not None
                rows.append((name, command.get_short_help_str(90)))
            with formatter.section(heading):
                formatter.write_dl(rows)


@click.group(
    cls=_Copydesk,
    invoke_without_command=True,
    examples=(
        "copydesk demo --headless",
        "copydesk search 'bridge lang:en' --json",
        "copydesk search 'tag:çay' --ids | copydesk export - --format html --to tea/",
    ),
    context_settings={"help_option_names": ["--help"], "max_content_width": 110},
)
@click.version_option(__version__, prog_name="copydesk", message="%(prog)s %(version)s")
@general_options(hidden=False)
@click.pass_context
def copydesk(ctx: click.Context) -> int | None:
    """Draft articles offline, find any past piece, publish HTML and PDF.

    Without a command the window opens. Results go to standard output, messages and progress to standard error. Exit
    codes: 0 done; 1 done, but some items failed; 2 wrong usage; 3 expected trouble, told in words; 70 a bug; 130
    interrupted.
    """
    if ctx.invoked_subcommand is None:
        from desktop_app.cli.window import open_window

        return open_window(ctx.obj, None)
    return None


def main(arguments: Sequence[str] | None = None, *, window: Window | None = None) -> int:
    """Run a command line; return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if "_COPYDESK_COMPLETE" in os.environ:
        from click.shell_completion import shell_complete

        return shell_complete(copydesk, {}, "copydesk", "_COPYDESK_COMPLETE", os.environ["_COPYDESK_COMPLETE"])
    _stand_in_for_closed_streams()
    _speak_utf8()
    session = Session(window)
    code = BUG
    try:
        code = _run(given, session)
        sys.stdout.flush()
    except BrokenPipeError:
        # `copydesk list | head`: whoever read has had enough, and that is no trouble of ours.
        _let_go_of_stdout()
        code = 0
    except OSError as error:
        session.out.trouble(f"The results could not be written out whole ({error.strerror}).")
        _let_go_of_stdout()
        code = UserError.exit_code
    return code


def _run(given: list[str], session: Session) -> int:
    try:
        # Not `copydesk.main()`: that takes an EOFError for Ctrl+C and leaves the program where a pipe is closed.
        with copydesk.make_context("copydesk", given, obj=session) as context:
            code = copydesk.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return click.UsageError.exit_code
    except (KeyboardInterrupt, click.Abort):
        session.out.trouble(f"Stopped. {session.if_stopped}")
        return INTERRUPTED
    except UserError as error:
        session.out.trouble("\n".join(part for part in (error.message, error.hint) if part))
        return error.exit_code
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - the last door: whatever comes here is a bug, and told as one
        return _tell_bug(error, given, session)
    return code if isinstance(code, int) else 0


def _tell_bug(error: Exception, given: Sequence[str], session: Session) -> int:
    command = next((word for word in given if word in _MODULES), "")
    try:
        log = f"The log is {bugs.write_log(error, command)}; it holds no article text."
    except (OSError, UserError) as trouble:
        log = f"No log could be written ({getattr(trouble, 'strerror', None) or trouble})."
    session.out.trouble(
        f"Copydesk made a mistake it did not expect ({type(error).__name__}). What was saved before is safe.\n{log}"
    )
    return BUG


def _stand_in_for_closed_streams() -> None:
    """Read nothing and write nowhere where a stream was closed before the start (`copydesk … >&-`, some cron jobs)."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - open as long as the program


def _speak_utf8() -> None:
    """Write UTF-8 into files and pipes on every system, and never fail on a letter that a terminal does not know."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        with suppress(ValueError, OSError):
            reconfigure(errors="backslashreplace", **({} if stream.isatty() else {"encoding": "utf-8"}))


def _let_go_of_stdout() -> None:
    """Keep the interpreter from flushing into the closed pipe at its end."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
