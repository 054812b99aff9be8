"""A lazy expression is the compiled one, once it is asked."""

from __future__ import annotations

import re

import pytest

from desktop_app.text.expressions import expression


@pytest.mark.parametrize("text", ["", "ab", "xAByab", "AB\nab"])
@pytest.mark.parametrize("flags", [0, re.I, re.I | re.M])
def test_it_answers_as_the_compiled_one(text: str, flags: int) -> None:
    later, now = expression("^(a)(b)", flags), re.compile("^(a)(b)", flags)
    for _ in range(2):
        assert later.findall(text) == now.findall(text)
        assert later.sub(r"\2", text) == now.sub(r"\2", text)
        assert [match.span() for match in later.finditer(text)] == [match.span() for match in now.finditer(text)]
    assert (later.pattern, later.groups) == (now.pattern, now.groups)


def test_a_mistake_is_raised_when_it_is_used() -> None:
    wrong = expression("(")
    with pytest.raises(re.error):
        wrong.match("")
