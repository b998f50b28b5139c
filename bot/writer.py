"""One writer commits many people's clicks together; readers look on beside it."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from bot.db import Tx
from bot.refusal import Busy

T = TypeVar("T")


@dataclass(slots=True)
class _Unit:
    work: Callable[[Tx], Any]
    background: bool
    done: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop
    result: Any = None
    error: BaseException | None = None

    def answer(self) -> None:
        if self.done.cancelled():
            return
        if self.error is not None:
            self.done.set_exception(self.error)
        else:
            self.done.set_result(self.result)


class Writer:
    """Runs units of work on writer threads, many per commit, each in its own savepoint.

    A unit that raises undoes only itself; a commit that fails fails every unit of its batch.
    People's clicks go before background work, and one piece of it at most follows them in the same commit:
    no click waits for a row of imports, and no flood of clicks leaves notices unsaid.
    On SQLite one thread writes. On PostgreSQL a few do, one unit a commit: units of one transaction would hold each
    other's rows in whatever order they came, and two such batches deadlock for a second at a time.
    """

    MOST_WAITING = 1_000
    MOST_PER_COMMIT = 64
    THREADS_ON_POSTGRESQL = 3

    def __init__(self, engine: Engine, wake: Callable[[], None] = lambda: None) -> None:
        """`wake` is called, on a writer thread, after each commit in which a unit called `wake_after_commit`."""
        self._engine = engine
        self._wake = wake
        self._clicks: queue.SimpleQueue[_Unit] = queue.SimpleQueue()
        self._background: queue.SimpleQueue[_Unit] = queue.SimpleQueue()
        self._waiting = threading.Semaphore(0)
        self._closing = False
        is_alone = engine.dialect.name == "sqlite"
        self._most = self.MOST_PER_COMMIT if is_alone else 1
        count = 1 if is_alone else self.THREADS_ON_POSTGRESQL
        self._threads = [threading.Thread(target=self._run, name=f"writer-{n}", daemon=True) for n in range(count)]
        for thread in self._threads:
            thread.start()

    async def write(self, work: Callable[[Tx], T], *, background: bool = False) -> T:
        """Run `work` in a transaction; answer after the commit.

        Raises what `work` raises, and `Busy` at once when too much is waiting.
        """
        line = self._background if background else self._clicks
        if self._closing or line.qsize() >= self.MOST_WAITING:
            raise Busy()
        loop = asyncio.get_running_loop()
        unit = _Unit(work, background, loop.create_future(), loop)
        line.put(unit)
        self._waiting.release()
        result: T = await unit.done
        return result

    def close(self) -> None:
        """Finish what waits, then stop the threads."""
        self._closing = True
        for _ in self._threads:
            self._waiting.release()
        for thread in self._threads:
            thread.join(timeout=10)

    def _run(self) -> None:
        while True:
            self._waiting.acquire()
            first = self._next(self._clicks, self._background)
            if first is not None:
                self._commit(first)
            elif self._closing:
                return

    @staticmethod
    def _next(*lines: queue.SimpleQueue[_Unit]) -> _Unit | None:
        for line in lines:
            try:
                return line.get_nowait()
            except queue.Empty:
                continue
        return None

    def _after(self, batch: list[_Unit]) -> _Unit | None:
        """What else goes into this commit; None when it is time to commit."""
        follows_a_click = len(batch) > 1 and batch[-1].background and not batch[-2].background
        if follows_a_click or len(batch) == self._most or not self._waiting.acquire(blocking=False):
            return None
        last_place = len(batch) == self._most - 1
        unit = self._next(self._background) if last_place else self._next(self._clicks, self._background)
        if unit is None:
            self._waiting.release()
        return unit

    def _commit(self, first: _Unit) -> None:
        batch = [first]
        deadlocked: _Unit | None = None
        wanted = False
        try:
            with self._engine.connect() as tx, tx.begin():
                first.result = _result(first.work, tx)  # alone so far: what it raises undoes the whole transaction
                while (unit := self._after(batch)) is not None:
                    batch.append(unit)
                    if not self._attempt(tx, unit):
                        deadlocked = batch.pop()
                        break
                wanted = tx.info.pop("wake", False)
        except BaseException as failure:  # the first unit, the commit, or the connection: nobody was stored
            if batch == [first] and _is_deadlock(failure):
                deadlocked, batch = first, []
            for unit in batch:
                unit.error = failure
        if wanted:
            self._wake()
        for loop in {unit.loop for unit in batch}:
            _answer(loop, [unit for unit in batch if unit.loop is loop])
        if deadlocked is not None:
            self._alone(deadlocked)

    def _attempt(self, tx: Tx, unit: _Unit) -> bool:
        """Run one unit in a savepoint. False when it met a deadlock and must run again alone."""
        tx.exec_driver_sql("SAVEPOINT unit")
        try:
            unit.result = _result(unit.work, tx)
        except BaseException as error:
            tx.exec_driver_sql("ROLLBACK TO SAVEPOINT unit")
            if _is_deadlock(error):
                return False
            unit.error = error
        tx.exec_driver_sql("RELEASE SAVEPOINT unit")
        return True

    def _alone(self, unit: _Unit) -> None:
        """A rollback to a savepoint keeps the batch's earlier locks, so a deadlocked unit gets its own transaction."""
        for attempt in range(3):
            wanted = False
            try:
                with self._engine.connect() as tx, tx.begin():
                    unit.result = _result(unit.work, tx)
                    wanted = tx.info.pop("wake", False)
                unit.error = None
                break
            except BaseException as error:
                unit.error = error
                if not _is_deadlock(error) or attempt == 2:
                    break
        if wanted:
            self._wake()
        _answer(unit.loop, [unit])


def _result(work: Callable[[Tx], T], tx: Tx) -> T:
    """What `work` returns. A StopIteration becomes a RuntimeError: a future cannot carry one, and would never end."""
    try:
        return work(tx)
    except StopIteration as error:
        raise RuntimeError("StopIteration") from error


def _answer(loop: asyncio.AbstractEventLoop, units: list[_Unit]) -> None:
    def answer_all() -> None:
        for unit in units:
            unit.answer()

    with suppress(RuntimeError):  # the loop is closed: nobody waits any more
        loop.call_soon_threadsafe(answer_all)


def _is_deadlock(error: BaseException) -> bool:
    """PostgreSQL's deadlock_detected and serialization_failure (appendix A of its manual)."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in {"40P01", "40001"}


class Reader:
    """Runs queries beside the writer, on a few threads, each in a transaction of its own that changes nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="reader")

    async def read(self, query: Callable[[Tx], T]) -> T:
        """The answer of `query`; raises what it raises."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, query)

    def _run(self, query: Callable[[Tx], T]) -> T:
        with self._engine.connect() as tx, tx.begin():
            return _result(query, tx)

    def close(self) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)
