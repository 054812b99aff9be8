"""Whoosh is loaded without the web, and everybody gets the whole of what was put off."""

from __future__ import annotations

import json
import subprocess
import sys

SCRIPT = """
import json, sys
from desktop_app.search import arrays
put_off = {"urllib.request", "ssl", "asyncio", "whoosh.lang.morph_en"}
early = sorted(put_off & sys.modules.keys())
from whoosh import compat
from whoosh.query import terms
import cached_property
class Once:
    @cached_property.cached_property
    def value(self):
        return 3
once = Once()
found = [once.value, vars(once)["value"], sorted(terms.variations("plays"))]
import asyncio, urllib.request
from whoosh.lang.morph_en import variations
async def four():
    return 4
print(json.dumps([early, found, sorted(variations("plays")), asyncio.run(four()), compat.urlretrieve is not None]))
print(urllib.request.Request("http://localhost/").host)
"""


def test_what_is_put_off_is_there_when_it_is_used() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    first, host = done.stdout.splitlines()
    early, found, variations, four, taken = json.loads(first)
    assert early == []
    assert found == [3, 3, variations]
    assert "play" in variations
    assert (four, taken, host) == (4, True, "localhost")
