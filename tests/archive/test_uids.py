"""Uids: unlike each other, in order of time, and of the form that everybody knows."""

from __future__ import annotations

import threading
import time
import uuid

from desktop_app.archive.uids import uuid7


def test_uids_grow_and_tell_their_time() -> None:
    before = time.time_ns() // 1_000_000
    made = [uuid7() for _ in range(20_000)]
    after = time.time_ns() // 1_000_000
    assert made == sorted(set(made))
    first = uuid.UUID(made[0])
    assert (first.version, first.variant) == (7, uuid.RFC_4122)
    # A burst of more than 4,096 in a millisecond borrows from the next.
    assert before <= first.int >> 80 <= after + 5


def test_uids_of_threads_are_apart() -> None:
    made: list[str] = []
    threads = [threading.Thread(target=lambda: made.extend(uuid7() for _ in range(2000))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 8000
