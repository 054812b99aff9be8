"""Blanks are found one after the other, round the ends, and filled by name."""

from __future__ import annotations

from desktop_app.text.blanks import blank_before, filled, next_blank

TEXT = "{{Who}} went to {{where}}. {not one} {{\n}} {{}}"


def test_blanks_are_gone_through_round_the_ends() -> None:
    seen, at = [], 0
    for _ in range(4):
        span = next_blank(TEXT, at)
        assert span is not None
        seen.append(TEXT[slice(*span)])
        at = span[1]
    assert seen == ["{{Who}}", "{{where}}", "{{}}", "{{Who}}"]
    assert blank_before(TEXT, 10) == (0, 7)
    assert blank_before(TEXT, 0) == (len(TEXT) - 4, len(TEXT))
    assert next_blank("nothing", 0) is None
    assert blank_before("nothing", 3) is None


def test_only_known_blanks_are_filled() -> None:
    assert filled("{{ today }}, {{where}}", {"today": "Monday"}) == "Monday, {{where}}"
    assert filled("> {{selection}}", {"selection": ""}) == "> {{selection}}", "without a selection it is a blank"
