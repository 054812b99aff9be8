"""Names for things that must be unique everywhere: UUID version 7, sortable by time. Knows no database."""

from __future__ import annotations

import secrets
import threading
import time
import uuid

_lock = threading.Lock()
_last = 0


def uuid7() -> str:
    """Return a new UUIDv7 (RFC 9562); those of one process grow strictly."""
    global _last
    with _lock:
        # 48 bits of milliseconds, then 12 bits that count within the millisecond (method 1 of the RFC's section 6.2).
        stamp = max(time.time_ns() // 1_000_000 << 12, _last + 1)
        _last = stamp
    value = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=value))
