"""When a text is written: within the second, also while typing goes on, and again after trouble."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from desktop_app.gui.editor.autosave import Autosave, SaveState, SaveStatus

START = datetime(2026, 11, 22, 14, 3, 0)


class World:
    """A clock that is turned by hand, a disk that answers when told to."""

    def __init__(self, delay_s: float = 0.5, read_only: str = "") -> None:
        self.time = 0.0
        self.alarm: float | None = None
        self.writes: list[float] = []
        self.rescues: list[float] = []
        self.said: list[SaveStatus] = []
        self.autosave = Autosave(
            write=lambda: self.writes.append(self.time),
            rescue=lambda: self.rescues.append(self.time),
            wake=self.wake,
            now=lambda: self.time,
            clock=lambda: START + timedelta(seconds=self.time),
            tell=self.said.append,
            delay_s=delay_s,
            read_only=read_only,
        )

    def wake(self, seconds: float) -> None:
        at = self.time + seconds
        self.alarm = at if self.alarm is None else min(self.alarm, at)

    def pass_time(self, seconds: float) -> None:
        """Let time pass, ticking exactly when asked to."""
        end = self.time + seconds
        while self.alarm is not None and self.alarm <= end + 1e-9:
            self.time, self.alarm = max(self.time, self.alarm), None
            self.autosave.tick()
        self.time = end

    @property
    def state(self) -> SaveState:
        return self.autosave.status.state


def test_a_change_is_written_once_after_the_pause() -> None:
    world = World()
    world.autosave.changed()
    world.pass_time(0.49)
    assert world.writes == []
    world.pass_time(0.02)
    assert len(world.writes) == 1
    world.autosave.written()
    world.pass_time(60)
    assert len(world.writes) == 1
    assert world.state is SaveState.CLEAN
    assert world.autosave.status.saved_at == START + timedelta(seconds=0.51)


def test_typing_on_does_not_put_the_writing_off() -> None:
    world = World()
    for _ in range(40):
        world.autosave.changed()
        world.pass_time(0.1)
        if world.autosave.is_writing:
            world.autosave.written()
    assert len(world.writes) >= 6


def test_what_is_typed_while_writing_follows() -> None:
    world = World()
    world.autosave.changed()
    world.pass_time(0.5)
    world.autosave.changed()
    world.pass_time(0.8)
    world.autosave.written()
    assert not world.autosave.is_settled
    world.pass_time(0.01)
    assert len(world.writes) == 2, "it waited its half second already"


def test_a_slow_write_is_said_and_copied() -> None:
    world = World()
    world.autosave.changed()
    world.pass_time(0.5)
    assert world.state is SaveState.WAITING
    world.pass_time(0.31)
    assert world.state is SaveState.SAVING
    world.pass_time(0.7)
    assert len(world.rescues) == 1
    assert world.rescues[0] < 1.0, "within the second of the first key"
    world.autosave.changed()
    changed_at = world.time
    world.pass_time(1.1)
    assert len(world.rescues) == 2
    assert world.rescues[1] - changed_at < 1.0


def test_trouble_is_said_copied_and_tried_again() -> None:
    world = World()
    world.autosave.changed()
    world.pass_time(0.5)
    world.autosave.failed("The disk is full.")
    assert world.state is SaveState.FAILED
    assert world.autosave.status.retry_at == START + timedelta(seconds=2.5)
    assert len(world.rescues) == 1
    world.autosave.rescued("/rescue/a.md")
    assert world.autosave.status.rescue_path == "/rescue/a.md"
    world.pass_time(2.0)
    assert len(world.writes) == 2
    world.autosave.failed("The disk is full.")
    world.pass_time(4.9)
    assert len(world.writes) == 2, "the second pause is longer"
    world.pass_time(0.2)
    assert len(world.writes) == 3
    world.autosave.written()
    assert world.state is SaveState.CLEAN
    assert world.autosave.status.rescue_path == ""


def test_typing_while_the_disk_is_full_is_copied_too() -> None:
    world = World()
    world.autosave.changed()
    world.pass_time(0.5)
    world.autosave.failed("full")
    world.autosave.changed()
    world.pass_time(0.51)
    assert len(world.writes) == 2
    world.autosave.failed("full")
    assert len(world.rescues) == 2


def test_flush_writes_at_once() -> None:
    world = World()
    world.autosave.flush()
    assert world.writes == []
    world.autosave.changed()
    world.autosave.flush()
    assert len(world.writes) == 1


def test_a_conflict_waits_for_the_writer() -> None:
    world = World()
    world.autosave.changed()
    world.pass_time(0.5)
    world.autosave.failed("changed elsewhere", conflict=True)
    world.autosave.changed()
    world.pass_time(120)
    assert len(world.writes) == 1
    assert len(world.rescues) == 2, "what is typed meanwhile is copied"
    world.autosave.resolved()
    world.autosave.changed()
    world.pass_time(0.6)
    assert len(world.writes) == 2


def test_read_only_never_writes() -> None:
    world = World(read_only="the disk is locked")
    world.autosave.changed()
    world.autosave.flush()
    world.pass_time(10)
    assert world.writes == []
    assert world.state is SaveState.READ_ONLY


class SavingNeverForgets(RuleBasedStateMachine):
    """Whatever happens in whatever order: a change is handed over within the second, or a copy of it is made."""

    @initialize()
    def begin(self) -> None:
        self.world = World()
        self.unsafe_since: float | None = None
        self.covered = (0, 0)

    def look(self) -> None:
        seen = (len(self.world.writes), len(self.world.rescues))
        if seen != self.covered:
            self.covered = seen
            self.unsafe_since = None

    @rule()
    def type(self) -> None:
        self.world.autosave.changed()
        if self.unsafe_since is None:
            self.unsafe_since = self.world.time

    @rule(seconds=st.sampled_from([0.05, 0.2, 0.45, 1.0]))
    def wait(self, seconds: float) -> None:
        steps = round(seconds / 0.05)
        for _ in range(steps):
            self.world.pass_time(0.05)
            self.look()
            self.never_long_unsafe()

    @rule()
    def answer_well(self) -> None:
        if self.world.autosave.is_writing:
            self.world.autosave.written()

    @rule()
    def answer_badly(self) -> None:
        if self.world.autosave.is_writing:
            self.world.autosave.failed("no")
            self.look()

    @rule()
    def leave(self) -> None:
        self.world.autosave.flush()
        self.look()

    @invariant()
    def never_long_unsafe(self) -> None:
        if self.unsafe_since is not None:
            # A hanging write is copied each second; all else within the delay.
            assert self.world.time - self.unsafe_since <= 1.45


SavingNeverForgets.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestSavingNeverForgets = SavingNeverForgets.TestCase
