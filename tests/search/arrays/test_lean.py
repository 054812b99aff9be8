"""Whoosh is loaded without the web, and everybody gets the whole of what was put off."""

from __future__ import annotations

import json
import subprocess
import sys

SCRIPT = """
import json, sys
from desktop_app.search import arrays
put_off = {"urllib.request", "ssl", "asyncio", "whoosh.lang.morph_en", "whoosh.lang.porter", "html", "tempfile",
           "random", "shutil", "calendar"}
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
from whoosh.analysis import morph
from whoosh.filedb import compound
from whoosh.util import random_name, times
assert morph.stem("plays") == "plai" and compat.htmlescape("<") == "&lt;" and len(random_name(8)) == 8
assert times.calendar.monthrange(2024, 2)[1] == 29
import io
taken = io.StringIO()
compound.copyfileobj(io.StringIO("abc"), taken)
assert taken.getvalue() == "abc"
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
