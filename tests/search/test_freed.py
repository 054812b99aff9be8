"""Memory: what stays is passed over when garbage is looked for."""

from __future__ import annotations

import gc
import weakref

from desktop_app.search.freed import leave_alone


class _Circle:
    def __init__(self) -> None:
        self.own = self


def test_what_is_left_alone_is_passed_over_and_later_garbage_is_not() -> None:
    kept = _Circle()
    try:
        leave_alone()
        assert gc.get_freeze_count() > 0
        assert not any(one is kept for one in gc.get_objects())
        later = weakref.ref(_Circle())
        gc.collect()
        assert later() is None
    finally:
        gc.unfreeze()
