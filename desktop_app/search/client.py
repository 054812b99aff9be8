"""The other end of the pipe: a `SearchService` whose work is done in a process of its own.

Thread-safe; every call blocks its own thread until the answer is there, and answers may overtake each other. A worker
that dies is started again and the questions that were open are asked once more: they change nothing, so that is safe.
The next result says in its notes that it happened.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from desktop_app.errors import UserError
from desktop_app.search import process
from desktop_app.search.pipe import Call, Reply
from desktop_app.search.service import (
    IndexProgress,
    IndexStatus,
    Related,
    SearchRequest,
    SearchResult,
    Suggestion,
)

ATTEMPTS = 3
"""Times a question is asked before a worker that dies on it is given up."""

_CLOSE_S = 5.0


class SearchWorkerError(RuntimeError):
    """A bug in the search process; the text is its traceback."""


@dataclass(eq=False)
class _Open:
    """A question that waits for its answer."""

    call: Call
    replies: queue.SimpleQueue[Reply] = field(default_factory=queue.SimpleQueue)
    attempts: int = 1


class WorkerSearch:
    """Asks the search process and hands on what it answers."""

    def __init__(self, archive_url: str, folder: Path | None = None) -> None:
        self._archive_url = archive_url
        self._folder = folder
        self._lock = threading.Lock()
        # Sending may block until the worker reads; the thread that takes answers must never wait for that.
        self._pipe_lock = threading.Lock()
        self._open: dict[int, _Open] = {}
        self._number = 0
        self._restarts = 0
        self._told = 0
        self._closed = False
        self._process: multiprocessing.process.BaseProcess
        self._connection: Connection
        with self._lock:
            self._start()

    # SearchService

    def search(self, request: SearchRequest) -> SearchResult:
        """Search; see `SearchService`."""
        result: SearchResult = self._call("search", request)
        with self._lock:
            restarts, self._told = self._restarts - self._told, self._restarts
        if restarts:
            result = replace(result, notes=(*result.notes, "The search had stopped and was started again."))
        return result

    def matching_ids(self, request: SearchRequest) -> tuple[int, ...]:
        """Return the ids of all matches in the request's order."""
        ids: tuple[int, ...] = self._call("matching_ids", request)
        return ids

    def spans(self, query: str, text: str, language: str = "") -> tuple[tuple[int, int], ...]:
        """Return where the query's words stand in a text."""
        spans: tuple[tuple[int, int], ...] = self._call("spans", query, text, language)
        return spans

    def suggest(self, text: str, limit: int = 10) -> tuple[Suggestion, ...]:
        """Return completions."""
        suggestions: tuple[Suggestion, ...] = self._call("suggest", text, limit)
        return suggestions

    def articles_with(self, words: Sequence[str]) -> Mapping[str, int]:
        """Return in about how many articles each word stands as written."""
        counts: Mapping[str, int] = self._call("articles_with", words)
        return counts

    def near_words(self, words: Sequence[str], edits: int = 1) -> Mapping[str, Mapping[str, int]]:
        """Return written words near each of these, with about how many articles have each."""
        near: Mapping[str, Mapping[str, int]] = self._call("near_words", words, edits)
        return near

    def similar(self, article_id: int, limit: int = 20) -> tuple[Related, ...]:
        """Return related articles."""
        related: tuple[Related, ...] = self._call("similar", article_id, limit)
        return related

    def reprints(self, article_id: int) -> tuple[Related, ...]:
        """Return the other printings of an article."""
        related: tuple[Related, ...] = self._call("reprints", article_id)
        return related

    def status(self) -> IndexStatus:
        """Return the state of the index."""
        status: IndexStatus = self._call("status")
        return status

    def catch_up(self, progress: Callable[[IndexProgress], None] | None = None) -> IndexStatus:
        """Apply all changes; `progress` is called in this thread."""
        status: IndexStatus = self._call("catch_up", progress=progress)
        return status

    def reindex(self, jobs: int = 0, progress: Callable[[IndexProgress], None] | None = None) -> IndexStatus:
        """Rebuild beside the old index, then swap; `progress` is called in this thread."""
        status: IndexStatus = self._call("reindex", jobs, progress=progress)
        return status

    def check(self) -> tuple[str, ...]:
        """Return differences between index and archive, in words."""
        differences: tuple[str, ...] = self._call("check")
        return differences

    def close(self) -> None:
        """End the search process. Calls still open in other threads are told."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            waiting = list(self._open.values())
            worker, connection = self._process, self._connection
        for question in waiting:
            question.replies.put(Reply(question.call.number, "user_error", _closed()))
        # In words, since a pipe that another thread is reading from does not close.
        self._send(connection, Call(0, "close"), timeout_s=_CLOSE_S)
        worker.join(_CLOSE_S)
        if worker.is_alive():
            worker.kill()
            worker.join()

    @property
    def process_id(self) -> int:
        """The process at work; another one after a restart."""
        return self._process.pid or 0

    # The pipe

    def _start(self) -> None:
        """Start a process and a thread that hands its answers out. Call it with the lock held."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        # A daemon: it never outlives the program, even where nobody called close().
        started = context.Process(
            target=process.main, args=(theirs, self._archive_url, self._folder), name="copydesk-search", daemon=True
        )
        started.start()
        # With our copy of their end open we would never see the pipe close.
        theirs.close()
        self._process, self._connection = started, ours
        threading.Thread(target=self._hand_out, args=(ours,), name="search-replies", daemon=True).start()

    def _hand_out(self, connection: Connection) -> None:
        while True:
            try:
                reply: Reply = connection.recv()
            except Exception:  # noqa: BLE001 - its end, or an answer that cannot be read: another one is needed
                break
            with self._lock:
                question = self._open.get(reply.number)
            if question is not None:
                question.replies.put(reply)
        self._restart(connection)

    def _restart(self, connection: Connection) -> None:
        """Start again after the worker has died, and ask again what it had not answered."""
        with self._lock:
            if self._closed or connection is not self._connection:
                return
            self._process.join(_CLOSE_S)
            self._process.kill()
            self._restarts += 1
            try:
                self._start()
            except (OSError, RuntimeError) as error:
                self._closed = True
                for question in self._open.values():
                    question.replies.put(Reply(question.call.number, "user_error", _not_started(error)))
                return
            connection = self._connection
            again = []
            for question in self._open.values():
                question.attempts += 1
                if question.attempts > ATTEMPTS:
                    question.replies.put(Reply(question.call.number, "user_error", _gave_up()))
                else:
                    again.append(question.call)
        for call in again:
            self._send(connection, call)

    def _send(self, connection: Connection, call: Call, timeout_s: float = -1) -> None:
        if not self._pipe_lock.acquire(timeout=timeout_s):
            return
        try:
            # A worker that is just dying: the thread that reads finds out and asks again.
            with contextlib.suppress(BrokenPipeError, OSError):
                connection.send(call)
        finally:
            self._pipe_lock.release()

    def _call(self, method: str, *arguments: Any, progress: Callable[[IndexProgress], None] | None = None) -> Any:
        with self._lock:
            if self._closed:
                raise _closed()
            self._number += 1
            question = self._open[self._number] = _Open(Call(self._number, method, arguments))
            connection = self._connection
        self._send(connection, question.call)
        try:
            while True:
                reply = question.replies.get()
                if reply.kind == "result":
                    return reply.value
                if reply.kind == "user_error":
                    raise reply.value
                if reply.kind == "bug":
                    raise SearchWorkerError(reply.value)
                if progress is not None:
                    progress(reply.value)
        finally:
            with self._lock:
                del self._open[question.call.number]


def _closed() -> UserError:
    return UserError("The search has been closed.", "The archive is safe.")


def _not_started(error: Exception) -> UserError:
    return UserError(
        f"The search stopped and could not be started again: {error}.",
        "Your articles are safe. Close other programs, then open the archive again.",
    )


def _gave_up() -> UserError:
    return UserError(
        "The search stopped three times while answering this.",
        "Your articles are safe. Rebuild the index (Archive and backup in the settings, or `copydesk reindex`).",
    )
