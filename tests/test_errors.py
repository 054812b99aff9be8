"""Errors cross process borders whole."""

from __future__ import annotations

import pickle

from desktop_app.errors import Cancelled, NotFound, UserError


def test_error_keeps_kind_message_and_hint_through_a_pipe() -> None:
    for kind in (UserError, NotFound, Cancelled):
        error = pickle.loads(pickle.dumps(kind("The disk is full.", "Your text is safe: free some space.")))
        assert type(error) is kind
        assert (error.message, error.hint) == ("The disk is full.", "Your text is safe: free some space.")
        assert str(error) == "The disk is full. Your text is safe: free some space."
    assert (UserError("x").exit_code, Cancelled("x").exit_code) == (3, 130)
