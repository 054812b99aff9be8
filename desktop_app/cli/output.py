"""What a command prints: results to standard output, messages to standard error.

Promises: with `--json` one value and nothing else; colours and tables only on a terminal, lines and tabs in a pipe;
control characters in a text never reach a terminal, where they could move the cursor or worse. rich is imported when
something is drawn: most of the time of a short command would else be its import.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from typing import IO, TYPE_CHECKING, Any

from desktop_app.errors import UserError

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Output:
    """Prints for one run of one command."""

    def __init__(self) -> None:
        self.quiet = False

    # Results

    def value(self, value: object) -> None:
        """Print the one JSON value of `--json`, spread out on a terminal, one line in a pipe."""
        indent = 2 if self.is_terminal else None
        self._write(json.dumps(value, ensure_ascii=False, indent=indent) + "\n")

    def line(self, text: str = "") -> None:
        """Print a line of a result."""
        self._write((clean(text) if self.is_terminal else text) + "\n")

    def text(self, text: str) -> None:
        """Print a text as it is, in a pipe to the last byte."""
        self._write(clean(text) if self.is_terminal else text)

    def table(self, head: Sequence[str], rows: Iterable[Sequence[object]], right: Iterable[int] = ()) -> None:
        """Print rows: a table with a head on a terminal, values between tabs in a pipe. `right`: columns of numbers."""
        cells = [["" if value is None else str(value) for value in row] for row in rows]
        if not self.is_terminal:
            for row in cells:
                self._write("\t".join(" ".join(cell.split()) for cell in row) + "\n")
            return
        if not cells:
            return
        from rich.table import Table
        from rich.text import Text

        numbers = set(right)
        table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
        for at, name in enumerate(head):
            table.add_column(name, justify="right" if at in numbers else "left", overflow="fold")
        for row in cells:
            table.add_row(*(Text(clean(cell)) for cell in row))
        self.draw(table)

    def draw(self, renderable: RenderableType) -> None:
        """Print something of rich's; what is in it must be clean."""
        with writing():
            self.console.print(renderable, highlight=False, soft_wrap=False)

    # Messages

    def say(self, text: str) -> None:
        """Tell something that is no result; silent with `--quiet`."""
        if not self.quiet:
            self._tell(text)

    def trouble(self, text: str) -> None:
        """Tell why something was not done; also with `--quiet`."""
        self._tell(text)

    # What it prints on

    @property
    def is_terminal(self) -> bool:
        """Say whether results go to a person's screen."""
        return is_terminal(sys.stdout)

    @property
    def console(self) -> Console:
        """Return rich's console on standard output."""
        from rich.console import Console

        return Console(file=sys.stdout, highlight=False, markup=False, emoji=False)

    def _write(self, text: str) -> None:
        with writing():
            sys.stdout.write(text)

    def _tell(self, text: str) -> None:
        # Messages come after the results they speak of, also where both go to one file.
        with writing():
            sys.stdout.flush()
        sys.stderr.write(clean(text) + "\n")
        sys.stderr.flush()


class writing:
    """Turn trouble with standard output into words: a full disk is nobody's bug. A closed pipe stays what it is."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            raise UserError(
                f"The results could not be written out whole ({error.strerror}).", "The archive is untouched by that."
            ) from error


def is_terminal(stream: IO[Any]) -> bool:
    """Say whether a stream is a screen; a closed or missing one is not."""
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False


def clean(text: str) -> str:
    """Make control characters visible instead of letting a terminal obey them."""
    return _CONTROL.sub("\ufffd", text) if not text.isprintable() else text


def plural(number: int, one: str, many: str = "") -> str:
    """Return `1 article`, `1,204 articles`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def size_in_words(size: int) -> str:
    """Return a number of bytes as people read it."""
    amount = float(size)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            return f"{amount:,.0f} {unit}" if unit == "bytes" else f"{amount:,.1f} {unit}"
        amount /= 1000
    raise AssertionError("unreachable")
