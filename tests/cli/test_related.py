"""reprints: what each printing is to an article, and the last word that people have."""

from __future__ import annotations

from pathlib import Path

from desktop_app.archive import Archive
from tests.cli.conftest import Run

OLDER, YOUNGER, STRANGER = "The clock that would not be hurried", "Market clock goes its own way", "Xalçanı oxumaq"


def said(sample: Path) -> list[tuple[int, int, bool]]:
    with Archive.open(sample, read_only=True) as archive:
        return [(choice.one, choice.other, choice.together) for choice in archive.reprint_choices()]


def printings(run: Run, *asked: str) -> list[int]:
    return [one["id"] for one in run("reprints", *asked, "--json").value]


def test_each_printing_says_what_it_is(run: Run, ids: dict[str, int]) -> None:
    clock, reprint = ids[OLDER], ids[YOUNGER]
    first, second = run("reprints", str(clock), "--json").value
    assert [first["id"], second["id"]] == [clock, reprint]
    assert (first["kind"], first["resemblance"], first["differences"]) == ("same", 1.0, [])
    assert second["kind"] == "revised"
    assert 0.9 < second["resemblance"] < 1
    assert (second["words_added"], second["words_removed"]) == (15, 12)
    assert {"removed": "on Friday", "added": ""} in second["differences"]
    shown = run("reprints", str(reprint))
    assert "this one" in shown.lines[1]
    assert "revised\t94%\t+12 −15" in shown.lines[0]
    assert "2 printings" in shown.err


def test_differences_are_printed_word_by_word(run: Run, ids: dict[str, int]) -> None:
    shown = run("reprints", str(ids[OLDER]), "--differences").out
    assert f"Article {ids[YOUNGER]}:" in shown
    assert "the market committee [-on Friday -]by Miss" in shown
    assert f"Article {ids[OLDER]}:" not in shown, "it does not differ from itself"


def test_joined_split_and_forgotten(run: Run, ids: dict[str, int], sample: Path) -> None:
    clock, reprint, stranger = (ids[title] for title in (OLDER, YOUNGER, STRANGER))
    pair, other = tuple(sorted((clock, reprint))), tuple(sorted((clock, stranger)))
    assert set(printings(run, str(clock), "--join", str(stranger))) == {clock, reprint, stranger}
    assert said(sample) == [(*other, True)]
    # One that is split goes from the whole family.
    assert set(printings(run, str(clock), "--split", str(reprint))) == {clock, stranger}
    assert printings(run, str(reprint)) == [reprint]
    assert said(sample) == [(*other, True), *sorted([(*pair, False), (*sorted((reprint, stranger)), False)])]
    assert set(printings(run, str(clock), "--forget", str(reprint), "--forget", str(stranger))) == {clock, reprint}
    assert said(sample) == [(*sorted((reprint, stranger)), False)]


def test_what_was_never_said_cannot_be_forgotten(run: Run, ids: dict[str, int], sample: Path) -> None:
    ran = run("reprints", str(ids[OLDER]), "--forget", str(ids[YOUNGER]))
    assert (ran.code, ran.out) == (3, "")
    assert "neither joined nor split" in ran.err
    assert run("reprints", str(ids[OLDER]), "--join", "9999").code == 3
    assert said(sample) == []
