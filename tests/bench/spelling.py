"""What spelling costs: the first pass over a long text, what a change costs then, suggestions, memory.

    python -m tests.bench.spelling                      50,000 words of our own sample, in four languages
    python -m tests.bench.spelling --words 200000 --window    and what the GUI thread spends on it, offscreen

Prints one JSON value. `first_pass` is from a cold start of the process: loading the dictionaries is in it. CPU times
are those of the process that checks; the window's are those of its own thread.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from desktop_app import paths
from desktop_app.archive import Archive, Article
from desktop_app.settings import Settings
from desktop_app.spelling import OwnWords, Paragraph, Speller, SpellingProcess
from desktop_app.spelling.prose import prose_words
from desktop_app.text.plain import plain_text
from tests.bench.measures import machine, memory_mb

LANGUAGES = ("az", "en", "ru", "tr")
AT_ONCE = 12_000
"""Characters a question, as the window asks."""
MISSPELT = {"en": "recieve", "ru": "неправельные", "tr": "beklemedigi"}


def long_text(words: int) -> str:
    """Return Markdown of about so many words: paragraphs of the sample in turn, so that languages change."""
    found: list[list[str]] = []
    for path in sorted(paths.resource("sample/articles").glob("*.md")):
        body = re.split(r"^---$", path.read_text("utf-8"), maxsplit=2, flags=re.M)[2]
        found.append([part for part in plain_text(body).split("\n\n") if len(part.split()) > 8])
    parts: list[str] = []
    count, turn = 0, 0
    while count < words:
        for paragraphs in found:
            part = paragraphs[turn % len(paragraphs)] if paragraphs else ""
            # A word that no one wrote before, so that no answer is remembered from the turn before.
            part = f"{part} {_new_word(turn)}"
            count += len(part.split())
            parts.append(part)
        turn += 1
    return "\n\n".join(parts)


def _new_word(number: int) -> str:
    return "q" + "".join("aeiou"[int(digit) % 5] + "bdgkl"[int(digit) // 2] for digit in str(number))


def cpu_s(process: int) -> float:
    """Return the CPU time of a process so far; 0 where the system does not say."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def checking(text: str) -> dict[str, Any]:
    """Measure the process alone."""
    lines = [Paragraph(line) for line in text.splitlines() if line.strip()]
    process = SpellingProcess(LANGUAGES)
    speller = Speller(process, OwnWords())
    passes = []
    for _ in range(2):
        before, started = cpu_s(process.process_id) if process.process_id else 0.0, time.perf_counter()
        marked, chunk, letters = 0, [], 0
        for line in [*lines, None]:
            if line is None or letters > AT_ONCE:
                marked += sum(len(one.mistakes) for one in speller.check(chunk))
                chunk, letters = [], 0
            if line is not None:
                chunk.append(line)
                letters += len(line.text)
        passes.append((time.perf_counter() - started, cpu_s(process.process_id) - before))
    changed = []
    for number in range(200):
        line = Paragraph(lines[number % len(lines)].text + f" {_new_word(10_000 + number)}")
        started = time.perf_counter()
        speller.check([line])
        changed.append((time.perf_counter() - started) * 1000)
    suggesting = {}
    for language, word in MISSPELT.items():
        started = time.perf_counter()
        found = speller.suggest(word, language)
        took_ms = round((time.perf_counter() - started) * 1000, 1)
        suggesting[language] = {"ms": took_ms, "word": word, "found": found[:3]}
    memory = memory_mb(process.process_id)
    process.close()
    return {
        "words": sum(len(prose_words(line.text)) for line in lines),
        "paragraphs": len(lines),
        "marked": marked,
        "first_pass": {"wall_s": round(passes[0][0], 2), "cpu_s": round(passes[0][1], 2)},
        "second_pass": {"wall_s": round(passes[1][0], 2), "cpu_s": round(passes[1][1], 2)},
        "changed_paragraph_ms": {"median": round(statistics.median(changed), 2), "most": round(max(changed), 2)},
        "suggesting": suggesting,
        "memory_mb": memory,
    }


def in_the_window(text: str) -> dict[str, Any]:
    """Measure what the GUI thread spends at once while a text is checked, and after a key."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from desktop_app.app import App
    from desktop_app.gui.commands import Commands
    from desktop_app.gui.context import Context
    from desktop_app.gui.desk import DeskPlace
    from desktop_app.gui.desk.spelling import Spelling
    from desktop_app.gui.jobs import Jobs
    from desktop_app.gui.messages import Messages
    from desktop_app.gui.theme import Theme, ThemeKeeper, load_fonts

    application = QApplication.instance() or QApplication([])
    load_fonts()
    spent: dict[str, list[float]] = {}

    def timed(name: str) -> None:
        # What is measured are the slots of the spelling alone; the editor's own cost has a bench of its own.
        original = getattr(Spelling, name)

        def run(self: Spelling, *arguments: Any) -> Any:
            started = time.thread_time()
            try:
                return original(self, *arguments)
            finally:
                spent.setdefault(name, []).append((time.thread_time() - started) * 1000)

        setattr(Spelling, name, run)

    for name in ("_go_on", "_take", "_on_change", "_follow", "_on_caret", "_ranges", "set_text"):
        timed(name)
    with tempfile.TemporaryDirectory() as folder, Archive.create(Path(folder) / "bench.copydesk") as archive:
        number = archive.add(Article(title="Bench", body=text)).articles[0]
        messages, settings = Messages(), Settings()
        app = App(archive, settings, worker=True)
        jobs = Jobs(messages.failure)
        context = Context(app, jobs, ThemeKeeper(Theme.load("light")), Commands(), messages, settings)
        place = DeskPlace(context, preview="rich")
        place.resize(1400, 850)
        place.show()
        place.open_article(number, focus=True)
        started = time.perf_counter()
        while place.text is None or not place.spelling.is_complete or not place.spelling.count:
            QTest.qWait(20)
            if time.perf_counter() - started > 120:
                break
        first = time.perf_counter() - started
        first_cpu = cpu_s(app.speller._checks.process_id)
        opening = {name: list(all_) for name, all_ in spent.items()}
        spent.clear()
        for _ in range(40):
            QTest.keyClicks(place.pane.editor, "word ")
            QTest.qWait(20)
        QTest.qWait(600)
        typing = dict(spent)
        place.shut_down()
        jobs.close()
        app.close()
    del application
    first_pass = {"wall_s": round(first, 2), "cpu_s": round(first_cpu, 2)}
    return {"first_pass": first_pass, "opening_ms": _summed(opening), "typing_ms": _summed(typing)}


def _summed(spent: dict[str, list[float]]) -> dict[str, dict[str, float]]:
    return {
        name: {"times": len(all_), "median": round(statistics.median(all_), 3), "most": round(max(all_), 3)}
        for name, all_ in spent.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=50_000)
    parser.add_argument("--window", action="store_true", help="also measure what the GUI thread spends")
    chosen = parser.parse_args()
    text = long_text(chosen.words)
    report = {"machine": machine(), "checking": checking(text)}
    if chosen.window:
        report["window"] = in_the_window(text)
    json.dump(report, sys.stdout, ensure_ascii=False, indent=1)
    print()


if __name__ == "__main__":
    main()
