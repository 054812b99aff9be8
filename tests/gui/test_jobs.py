"""Lanes: answers on the GUI thread, stale ones dropped, order kept on the write lane, trouble told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop_app.errors import UserError
from desktop_app.gui.jobs import ImmediateJobs, Jobs


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    assert made.close(5000)


def test_answer_comes_on_the_gui_thread_when_work_ran_elsewhere(jobs: Jobs, qtbot: QtBot) -> None:
    seen: list[tuple[str, str]] = []
    jobs.read(lambda: threading.current_thread().name, done=lambda n: seen.append((n, threading.current_thread().name)))
    qtbot.waitUntil(lambda: len(seen) == 1)
    worker, teller = seen[0]
    assert worker.startswith("copydesk-read")
    assert teller == threading.main_thread().name


def test_stale_answers_are_dropped_when_the_ticket_was_taken_again(jobs: Jobs) -> None:
    seen: list[int] = []
    gate = threading.Event()
    first = jobs.latest("list")
    jobs.render(gate.wait, 5, done=lambda _: seen.append(0), ticket=first)
    jobs.render(lambda: 1, done=seen.append, ticket=first)
    second = jobs.latest("list")
    jobs.render(lambda: 2, done=seen.append, ticket=second)
    gate.set()
    assert jobs.drain(5000)
    assert seen == [2]


def test_work_of_a_stale_ticket_is_skipped_when_it_has_not_begun(jobs: Jobs) -> None:
    ran: list[int] = []
    gate = threading.Event()
    jobs.render(gate.wait, 5)
    old = jobs.latest("text")
    jobs.render(ran.append, 1, ticket=old)
    jobs.render(ran.append, 2, ticket=jobs.latest("text"))
    gate.set()
    assert jobs.drain(5000)
    assert ran == [2]


def test_write_lane_keeps_the_order_asked(jobs: Jobs) -> None:
    order: list[int] = []
    for number in range(50):
        jobs.write(order.append, number)
    assert jobs.drain(5000)
    assert order == list(range(50))


def test_cancelled_job_gives_no_answer(jobs: Jobs) -> None:
    seen: list[int] = []
    gate = threading.Event()
    jobs.write(gate.wait, 5)
    job = jobs.write(lambda: 7, done=seen.append)
    job.cancel()
    gate.set()
    assert jobs.drain(5000)
    assert seen == []
    assert jobs.pending() == 0


def test_answer_is_dropped_when_the_one_who_asked_is_gone(jobs: Jobs) -> None:
    class Asker(QObject):
        def take(self, value: int) -> None:
            raise AssertionError("asked a widget that is gone")

    asker = Asker()
    jobs.read(lambda: 1, done=asker.take)
    shiboken6.delete(asker)
    assert jobs.drain(5000)


def test_trouble_goes_to_its_callback_and_else_to_everyones(jobs: Jobs) -> None:
    own: list[Exception] = []
    common: list[Exception] = []
    jobs.on_error = common.append

    def fail() -> None:
        raise UserError("The disk is full.")

    jobs.read(fail, failed=own.append)
    jobs.read(fail)
    assert jobs.drain(5000)
    assert [str(error) for error in own + common] == ["The disk is full."] * 2


def test_drain_waits_for_work_that_answers_ask_for(jobs: Jobs) -> None:
    seen: list[str] = []
    jobs.read(lambda: None, done=lambda _: jobs.write(seen.append, "after"))
    assert jobs.drain(5000)
    assert seen == ["after"]


def test_drain_gives_up_when_work_hangs(jobs: Jobs) -> None:
    gate = threading.Event()
    jobs.long(gate.wait, 10)
    assert not jobs.drain(80)
    gate.set()


def test_last_state_is_told_though_the_work_was_the_last_to_hold_the_relay(jobs: Jobs, qtbot: QtBot) -> None:
    """The timer died with the relay, on the wrong thread: the last progress was lost, and now and then the process."""
    told: list[int] = []

    def work(tell: Callable[..., None]) -> None:
        for number in range(5):
            tell(number)
            time.sleep(0.01)

    jobs.long(work, jobs.relay(lambda number: told.append(number), per_second=5))
    qtbot.waitUntil(lambda: told[-1:] == [4], timeout=2000)


def test_relay_tells_few_times_and_always_the_last_state(jobs: Jobs, qtbot: QtBot) -> None:
    told: list[int] = []
    tell = jobs.relay(told.append, per_second=20)

    def work() -> None:
        for number in range(200):
            tell(number)
            time.sleep(0.001)

    jobs.long(work)
    qtbot.waitUntil(lambda: bool(told) and told[-1] == 199, timeout=3000)
    assert len(told) < 20


def test_immediate_jobs_answer_inside_the_call(qtbot: QtBot) -> None:
    seen: list[object] = []
    jobs = ImmediateJobs(seen.append)
    jobs.write(lambda: 1, done=seen.append)
    jobs.write(lambda: 1 / 0)
    stale = jobs.latest("x")
    jobs.latest("x")
    jobs.read(lambda: 3, done=seen.append, ticket=stale)
    assert seen[0] == 1
    assert isinstance(seen[1], ZeroDivisionError)
    assert len(seen) == 2
