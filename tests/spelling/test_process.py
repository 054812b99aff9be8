"""The dictionaries answer from a process of their own, and come again when it dies."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from desktop_app.errors import UserError
from desktop_app.spelling import Paragraph, Reading, SpellingProcess
from desktop_app.spelling.dictionaries import own_folder

TEXT = "He did not recieve the letters that were sent to him."


@pytest.fixture
def process() -> Iterator[SpellingProcess]:
    started = SpellingProcess(("en",))
    yield started
    started.close()


def test_process_reads_and_suggests(process: SpellingProcess) -> None:
    assert process.process_id == 0
    (reading,) = process.readings([Paragraph(TEXT)])
    assert [word.word for word in reading.unknown] == ["recieve"]
    assert process.suggest("recieve", "en")[0] == "receive"
    assert process.process_id not in (0, os.getpid())


def test_killed_process_is_started_again_and_given_up_after_three_deaths(process: SpellingProcess) -> None:
    for _ in range(2):
        process.readings([Paragraph(TEXT)])
        os.kill(process.process_id, signal.SIGKILL)
    assert process.readings([Paragraph(TEXT)])[0].language == "en"
    os.kill(process.process_id, signal.SIGKILL)
    with pytest.raises(UserError, match="Your text is safe"):
        process.readings([Paragraph(TEXT)])
    assert process.readings([Paragraph(TEXT)])[0].unknown == ()


def test_closed_process_answers_with_nothing(process: SpellingProcess) -> None:
    process.readings([Paragraph(TEXT)])
    process.close()
    assert process.readings([Paragraph(TEXT)])[0].unknown == ()
    assert process.suggest("recieve", "en") == []


def test_closing_does_not_wait_for_an_answer(process: SpellingProcess) -> None:
    answers: list[object] = []
    many = [Paragraph(f"{TEXT} {number} recieved.", given="en") for number in range(20_000)]
    process.suggest("recieve", "en")
    asking = threading.Thread(target=lambda: answers.append(process.readings(many)))
    asking.start()
    time.sleep(0.05)
    process.close()
    asking.join(60)
    # An answer that was waited for would hold all the readings: none came.
    assert answers == [[Reading("")] * len(many)]


def test_other_languages_are_used_from_the_next_question_on(process: SpellingProcess) -> None:
    russian = Paragraph("Редактор прочитал статью и отложил ее назат.")
    assert process.readings([russian])[0].unknown == ()
    process.use(("en", "ru"))
    assert [word.word for word in process.readings([russian])[0].unknown] == ["назат"]


def test_process_uses_the_dictionaries_of_the_user(process: SpellingProcess) -> None:
    own_folder().mkdir(parents=True, exist_ok=True)
    (own_folder() / "en_US.aff").write_text("SET UTF-8\n", "utf-8")
    (own_folder() / "en_US.dic").write_text("1\nrecieve\n", "utf-8")
    (reading,) = process.readings([Paragraph(TEXT, declared="en")])
    assert reading.unknown == ()
