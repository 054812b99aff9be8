"""The search process, for real: it answers while it indexes, follows by itself, dies and comes back."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_app.archive import Archive, Article
from desktop_app.errors import NotFound, UserError
from desktop_app.search import start_worker
from desktop_app.search.client import SearchWorkerError, WorkerSearch
from desktop_app.search.local import LocalSearch
from desktop_app.search.service import IndexProgress, IndexStatus, SearchRequest, Tick

BRIDGE = SearchRequest(query="bridge", facets=True, timeline="year")


def made(path: Path) -> Archive:
    archive = Archive.create(path)
    archive.add(*(Article(title=f"Bridge {n}", body="Old words. " * 20, tags=("tea",)) for n in range(40)))
    return archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with made(tmp_path / "a.copydesk") as archive:
        yield archive


@pytest.fixture
def search(archive: Archive, tmp_path: Path) -> Iterator[WorkerSearch]:
    search = start_worker(archive.url, tmp_path / "index")
    assert isinstance(search, WorkerSearch)
    yield search
    search.close()


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archive, WorkerSearch]]:
    """An archive that nobody changes, and its worker: a process takes half a second to start."""
    folder = tmp_path_factory.mktemp("quiet")
    with made(folder / "a.copydesk") as archive:
        search = WorkerSearch(archive.url, folder / "index")
        search.catch_up()
        yield archive, search
        search.close()


def within(seconds: float, is_so: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if is_so():
            return True
        time.sleep(0.02)
    return False


def test_worker_answers_as_the_search_in_this_process_does(quiet: tuple[Archive, WorkerSearch], tmp_path: Path) -> None:
    archive, search = quiet
    local = LocalSearch(archive, tmp_path / "local")
    for request in (
        BRIDGE,
        SearchRequest(query="tag:tea old", ticks=(Tick("tag", "tea"),)),
        SearchRequest(query="brigde"),
    ):
        there, here = search.search(request), local.search(request)
        assert (there.total, there.hits, there.facets, there.timeline) == (
            here.total, here.hits, here.facets, here.timeline
        )  # fmt: skip
        assert (there.corrections, there.terms, there.notes) == (here.corrections, here.terms, here.notes)
        assert there.request == request
        assert search.matching_ids(request) == local.matching_ids(request)
    assert search.spans("bridge", "The Bridge") == ((4, 10),)
    assert search.suggest("bri") == local.suggest("bri")
    assert search.similar(1) == local.similar(1)
    assert search.reprints(1) == local.reprints(1)
    assert search.check() == ()
    assert search.status() == IndexStatus("current", 0, 40, "")
    local.close()


def test_worker_follows_the_archive(archive: Archive, search: WorkerSearch) -> None:
    # The first search waits for the first step of the first build; where that takes too long, the articles are read.
    assert search.search(BRIDGE).total == 40
    assert within(20, lambda: search.status().state == "current")
    # Without being asked:
    archive.add(Article(title="Zebra"))
    silent = SearchRequest(query="zebra", catch_up=False)
    assert within(20, lambda: search.search(silent).total == 1)
    # A search waits for an edit that was just made.
    for n in range(5):
        archive.edit(1, body=f"edit{n}")
        request = SearchRequest(query=f"edit{n}")
        result = search.search(request)
        # It waits two seconds, no more: on a busy machine it may say that it is behind, but never lie.
        assert (result.total, result.index.state) in ((1, "current"), (0, "behind"))
        assert within(20, lambda request=request: search.search(request).total == 1)  # type: ignore[misc]


def test_searches_are_answered_while_the_index_is_built(archive: Archive, search: WorkerSearch) -> None:
    archive.add(*(Article(title=f"Bridge {n}", body=f"{n} words " * 300) for n in range(300)))
    search.catch_up()
    seen: list[IndexProgress] = []
    states: list[str] = []
    done = threading.Event()

    def build() -> None:
        search.reindex(progress=seen.append)
        done.set()

    thread = threading.Thread(target=build)
    thread.start()
    while not done.is_set():
        states.append(search.search(SearchRequest(query="bridge")).index.state)
    thread.join()
    assert len(states) > 3
    assert set(states) == {"current"}
    assert seen
    assert seen[-1].done == seen[-1].total == 340
    assert search.search(SearchRequest(query="bridge")).total == 340


def test_many_threads_may_ask_at_once(quiet: tuple[Archive, WorkerSearch]) -> None:
    search = quiet[1]
    wrong: list[object] = []

    def ask(number: int) -> None:
        for _ in range(4):
            result = search.search(SearchRequest(query=f'"bridge {number}"'))
            if [hit.title for hit in result.hits] != [f"Bridge {number}"]:
                wrong.append(result)
            text = "bridge " * 15_000  # More than a pipe holds, both ways.
            if len(search.spans("bridge", text)) != 15_000:
                wrong.append(text)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_expected_trouble_crosses_the_pipe_as_itself(quiet: tuple[Archive, WorkerSearch]) -> None:
    search = quiet[1]
    with pytest.raises(NotFound, match="999") as caught:
        search.similar(999)
    assert caught.value.hint


def test_bug_crosses_the_pipe_with_its_traceback(quiet: tuple[Archive, WorkerSearch]) -> None:
    search = quiet[1]
    with pytest.raises(SearchWorkerError, match="Traceback"):
        search.search("no request")  # type: ignore[arg-type]
    assert search.status().state  # It lives on.


def test_missing_archive_is_told_to_every_caller(tmp_path: Path) -> None:
    search = WorkerSearch(str(tmp_path / "nowhere.copydesk"), tmp_path / "index")
    for _ in range(2):
        with pytest.raises(UserError):
            search.status()
    search.close()


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a Unix thing")
def test_killed_worker_is_started_again_and_says_so(search: WorkerSearch) -> None:
    assert search.search(BRIDGE).notes == ()
    for _ in range(2):
        before = search.process_id
        os.kill(before, signal.SIGKILL)
        result = search.search(BRIDGE)
        assert result.total == 40
        assert "started again" in result.notes[-1]
        assert search.process_id != before
        assert search.search(BRIDGE).notes == ()


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a Unix thing")
def test_worker_killed_while_it_works_answers_all_the_same(archive: Archive, search: WorkerSearch) -> None:
    search.status()
    archive.add(*(Article(title=f"Bridge {n}", body=f"{n} words " * 400) for n in range(300)))
    timer = threading.Timer(0.3, lambda: os.kill(search.process_id, signal.SIGKILL))
    timer.start()
    status = search.catch_up()
    timer.join()
    assert (status.state, status.documents) == ("current", 340)
    assert search.check() == ()


@pytest.mark.skipif(os.name == "nt", reason="SIGSTOP is a Unix thing")
def test_question_that_kills_its_worker_is_given_up(search: WorkerSearch) -> None:
    search.status()
    stop = threading.Event()

    def kill_them_all() -> None:
        killed = 0
        while not stop.is_set():
            if search.process_id != killed:
                killed = search.process_id
                os.kill(killed, signal.SIGKILL)
            time.sleep(0.01)

    thread = threading.Thread(target=kill_them_all)
    thread.start()
    try:
        with pytest.raises(UserError, match="three times"):
            search.search(BRIDGE)
    finally:
        stop.set()
        thread.join(30)


def test_worker_ends_when_the_program_is_killed(archive: Archive, tmp_path: Path) -> None:
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from desktop_app.search import start_worker\n"
        "if __name__ == '__main__':\n"
        "    search = start_worker(sys.argv[1], Path(sys.argv[2]))\n"
        "    search.status()\n"
        "    print(search.process_id, flush=True)\n"
        "    time.sleep(60)\n"
    )
    path = tmp_path / "program.py"
    path.write_text(script)
    program = subprocess.Popen(
        [sys.executable, path, archive.url, tmp_path / "index"], stdout=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    worker = int(program.stdout.readline())
    assert _is_alive(worker)
    program.kill()
    program.wait()
    program.stdout.close()
    assert within(20, lambda: not _is_alive(worker))


def test_close_ends_the_process_and_later_calls_say_so(archive: Archive, tmp_path: Path) -> None:
    search = WorkerSearch(archive.url, tmp_path / "index")
    search.status()
    worker = search.process_id
    search.close()
    search.close()
    assert not _is_alive(worker)
    with pytest.raises(UserError, match="closed"):
        search.search(BRIDGE)


def test_worker_does_not_load_qt() -> None:
    script = "import desktop_app.search.worker, sys; print([m for m in sys.modules if m.startswith('PySide6')])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_who_starts_a_worker_does_not_load_what_it_works_with() -> None:
    script = "import desktop_app.search.client, sys; print(sorted({'numpy', 'whoosh'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_requests_and_results_survive_pickling(archive: Archive, tmp_path: Path) -> None:
    local = LocalSearch(archive, tmp_path / "local")
    result = local.search(BRIDGE)
    assert pickle.loads(pickle.dumps(result)) == result
    local.close()


def _is_alive(process_id: int) -> bool:
    if any(child.pid == process_id for child in multiprocessing.active_children()):
        return True
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process_id}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


def test_index_that_was_compared_is_compared_again_after_a_while(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "a.copydesk") as archive:
        archive.add(*(Article(title=f"Bridge {n}", body="stone " * n) for n in range(30)))
        search = LocalSearch(archive, tmp_path / "index")
        search.catch_up()
        while not search.verified():
            pass
        victim = next((tmp_path / "index").glob("g*/*.npt"))
        data = bytearray(victim.read_bytes())
        data[200] ^= 1
        with victim.open("r+b") as file:
            file.write(data)
        # Trusted for a while, as all of it was read and found good.
        assert search.verified()
        search.doubt()
        while not search.verified():
            pass
        assert search.status().state == "corrupt"
        assert search.search(SearchRequest(query="bridge")).total == 30
        search.close()


def test_search_that_cannot_be_started_again_says_so(search: WorkerSearch, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> None:
        raise OSError("too many open files")

    search.status()
    monkeypatch.setattr(search, "_start", refused)
    os.kill(search.process_id, signal.SIGKILL)
    for _ in range(2):
        with pytest.raises(UserError, match=r"could not be started again|has been closed"):
            search.search(BRIDGE)
