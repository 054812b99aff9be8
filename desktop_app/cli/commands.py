"""What makes a command of ours: general options that may stand before or after its name, and examples in its help.

Every example is run by a test against the sample archive, so what help shows works.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from desktop_app.cli.session import Session

SOME_FAILED = 1
INTERRUPTED = 130
"""Exit codes that commands return themselves; the others are made in `main.py`."""

F = TypeVar("F", bound=Callable[..., Any])


class ExampleCommand(click.Command):
    """A command whose help ends with examples."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), query: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.examples = tuple(examples)
        self._takes_query = query
        if query:
            # A query may begin with `-word` (not); none of these commands has a one-letter option to mistake it for.
            self.ignore_unknown_options = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words of a query as they are, but a misspelt option as one."""
        if self._takes_query:
            known = {name for parameter in self.get_params(ctx) for name in parameter.opts}
            for word in args[: args.index("--")] if "--" in args else args:
                name = word.partition("=")[0]
                if name.startswith("--") and name not in known:
                    raise click.NoSuchOption(name, possibilities=sorted(known), ctx=ctx)
        return super().parse_args(ctx, args)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        super().format_epilog(ctx, formatter)
        write_examples(self.examples, formatter)


class ExampleGroup(click.Group):
    """A command with commands of its own, whose help ends with examples."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        super().format_epilog(ctx, formatter)
        write_examples(self.examples, formatter)


def write_examples(examples: Sequence[str], formatter: click.HelpFormatter) -> None:
    """Write example lines unwrapped: they are there to be copied."""
    if examples:
        with formatter.section("Examples"):
            for example in examples:
                formatter.write(f"{'':>{formatter.current_indent}}{example}\n")


def command(
    name: str, *, examples: Sequence[str], query: bool = False
) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a command of a function that takes the `Session` first."""

    def make(function: Callable[..., Any]) -> click.Command:
        run = general_options(hidden=True)(click.pass_obj(function))
        return click.command(name, cls=ExampleCommand, examples=examples, query=query, epilog=_GENERAL)(run)

    return make


def group(name: str, *, examples: Sequence[str]) -> Callable[[Callable[..., Any]], ExampleGroup]:
    """Make a command that does something by itself and has commands of its own."""

    def make(function: Callable[..., Any]) -> ExampleGroup:
        run = general_options(hidden=True)(click.pass_context(function))
        made = click.group(name, cls=ExampleGroup, examples=examples, invoke_without_command=True, epilog=_GENERAL)(run)
        assert isinstance(made, ExampleGroup)
        return made

    return make


_GENERAL = "Also: --archive, --quiet and --progress; see “copydesk --help”."


def json_option(function: F) -> F:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print exactly one JSON value.")(function)


def general_options(*, hidden: bool) -> Callable[[F], F]:
    """Add what may be said to every command, before or after its name."""

    def keep(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
        def callback(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
            if value is not None and value is not False:
                session = ctx.find_object(Session)
                assert session is not None
                setattr(session.out if name == "quiet" else session, name, value)

        return callback

    def add(function: F) -> F:
        for option in (
            click.option(
                "--progress",
                type=click.Choice(("auto", "json", "none")),
                help="A bar on a terminal, or one JSON line an update.",
                callback=keep("progress_style"),
                expose_value=False,
                hidden=hidden,
            ),
            click.option(
                "--quiet",
                is_flag=True,
                help="Print no messages, only results and what went wrong.",
                callback=keep("quiet"),
                expose_value=False,
                hidden=hidden,
            ),
            click.option(
                "--archive",
                metavar="PATH|URL",
                help="The archive to work on, else COPYDESK_ARCHIVE, else your own.",
                callback=keep("archive"),
                expose_value=False,
                hidden=hidden,
            ),
        ):
            function = option(function)
        return function

    return add
