"""A text with its caret or selection written into it: `a ‸ c`, `a «b» c`."""

from __future__ import annotations

from desktop_app.gui.editor.text_edits import Edit

CARET = "‸"


def marked(text: str) -> tuple[str, int, int]:
    """Return the text without its marks, and the selection."""
    if CARET in text:
        at = text.index(CARET)
        return text.replace(CARET, "", 1), at, at
    start, end = text.index("«"), text.index("»") - 1
    return text.replace("«", "").replace("»", ""), start, end


def applied(text: str, edits: tuple[Edit, ...] | Edit | None) -> str | None:
    """Return the text after edits, the later place first, with the selection marked; None for None."""
    if edits is None:
        return None
    many = (edits,) if isinstance(edits, Edit) else edits
    after, places = text, [len(text)]
    for one in many:
        assert one.start <= one.end <= places[-1], "the later place comes first, and none overlap"
        places.append(one.start)
        after = one.apply(after)
    start, end = sorted((many[0].anchor, many[0].caret))
    assert 0 <= start <= end <= len(after)
    if start == end:
        return after[:start] + CARET + after[start:]
    return after[:start] + "«" + after[start:end] + "»" + after[end:]
