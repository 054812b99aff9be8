"""Dates in bylines and pages: what `text.dates` reads, and month names of further languages that pages come in.

Only for what stands in imported texts; search boxes and forms speak the program's four languages.
"""

from __future__ import annotations

import re

from desktop_app.text.dates import PartialDate, parse_date
from desktop_app.text.folding import fold

_MONTHS = """
    januar januari janvier enero gennaio janeiro stycznia січня
    februar februari février febrero febbraio fevereiro lutego лютого
    märz maart mars marzo março marca березня
    april avril abril aprile kwietnia квітня
    mai mei mayo maggio maio maja травня
    juni juin junio giugno junho czerwca червня
    juli juillet julio luglio julho lipca липня
    august augustus août agosto sierpnia серпня
    september septembre septiembre settembre setembro września вересня
    oktober octobre octubre ottobre outubro października жовтня
    november novembre noviembre novembro listopada листопада
    dezember december décembre diciembre dicembre dezembro grudnia грудня
"""
_NUMBERS = {
    name: number for number, line in enumerate(_MONTHS.strip().split("\n"), start=1) for name in fold(line).split()
}
_SPELLED = re.compile(
    r"(?<!\d)(\d{1,2})(?:\.|er|º|°)?\s+(?:de\s+|d')?([^\W\d_]+)\.?,?\s+(?:de\s+|del\s+)?(\d{4})(?!\d)"
)


def read_date(text: str) -> PartialDate | None:
    """Return the date a text is, `text` as typed; None where it is none."""
    found = parse_date(text)
    if found is not None:
        return found
    match = _SPELLED.search(fold(text))
    number = _NUMBERS.get(match[2]) if match else None
    if match is None or number is None or len(text) > 60:
        return None
    found = parse_date(f"{match[3]}-{number:02}-{int(match[1]):02}")
    return found and PartialDate(" ".join(text.split()), found.first, found.last)
