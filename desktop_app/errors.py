"""What can be expected to go wrong. A `UserError` is the world's fault and shown in its own words; all else is a bug.

Every message says what happened and what became of the user's text; `hint` is the way out. Nothing here knows a
screen.
"""

from __future__ import annotations


class UserError(Exception):
    """Expected trouble: shown to the user as it stands, never with a traceback."""

    exit_code = 3

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".rstrip()

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross the pipe from the worker processes; Exception's own pickling would lose the hint.
        return _rebuild, (type(self), self.__dict__)


def _rebuild(kind: type[UserError], state: dict[str, object]) -> UserError:
    error = kind.__new__(kind)
    Exception.__init__(error, state["message"])
    error.__dict__.update(state)
    return error


class NotFound(UserError):
    """An article, version, batch or file that was named does not exist."""


class Cancelled(UserError):
    """The user stopped the work; the message says what was kept."""

    exit_code = 130
