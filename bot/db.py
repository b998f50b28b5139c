"""The database: one way to declare tables, and one writer that commits many people's clicks together."""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Select,
    TypeDecorator,
    create_engine,
    event,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.sql.dml import Insert

from bot.refusal import Busy

Tx = Connection
"""One open transaction. What is given a Tx never commits."""

T = TypeVar("T")
M = TypeVar("M", bound="Base")


class UtcTime(TypeDecorator[datetime]):
    """An instant. Aware on our side always, UTC in the database always."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table of ours. Constraint names are fixed so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcTime}


def one(tx: Tx, model: type[M], *where: Any, lock: bool = False) -> M | None:
    """The row for which all of `where` holds, as a plain object; None when there is none.

    `lock` holds the row until the end of the transaction (PostgreSQL; SQLite has one writer anyway).
    """
    statement = select(model.__table__).where(*where)
    return one_by(tx, model, statement.with_for_update() if lock else statement)


def one_by(tx: Tx, model: type[M], statement: Select[Any], **values: Any) -> M | None:
    """The same by a statement built beforehand, with these values for its `bindparam`s.

    For what every click asks: building a statement takes several times as long as running it.
    """
    row = tx.execute(statement, values).one_or_none()
    return None if row is None else model(**row._mapping)


def many(tx: Tx, model: type[M], *where: Any, order_by: Sequence[Any] = (), limit: int | None = None) -> list[M]:
    """All rows for which all of `where` holds, as plain objects."""
    return many_by(tx, model, select(model.__table__).where(*where).order_by(*order_by).limit(limit))


def many_by(tx: Tx, model: type[M], statement: Select[Any], **values: Any) -> list[M]:
    """The same by a statement built beforehand, as `one_by`."""
    return [model(**row._mapping) for row in tx.execute(statement, values)]


def insert(tx: Tx, model: type[Base]) -> Any:
    """The INSERT of this database, which knows ON CONFLICT. Both of ours spell it the same way."""
    product = postgresql if tx.dialect.name == "postgresql" else sqlite
    statement: Insert = product.insert(model.__table__)
    return statement


def built_once(build: Callable[[Tx], T]) -> Callable[[Tx], T]:
    """Keeps the statement that `build` makes; one for each database product, as they differ in their INSERT."""
    built: dict[str, T] = {}

    @wraps(build)
    def statement(tx: Tx) -> T:
        product = tx.dialect.name
        if product not in built:
            built[product] = build(tx)
        return built[product]

    return statement


def wake_after_commit(tx: Tx) -> None:
    """Something was written that is to be said: whoever says things wakes when it is committed."""
    tx.info["wake"] = True


def engine_for(url: str, *, write: bool) -> Engine:
    """An engine for one of the databases we promise: SQLite (a file) or PostgreSQL through psycopg.

    One that does not write cannot: what changes something goes through the writer. Errors do not repeat
    the values they are about, because those may be what people typed.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_size=4,
            max_overflow=0,
            hide_parameters=True,
            execution_options={} if write else {"postgresql_readonly": True},
        )
    if parsed.database:
        Path(parsed.database).touch(mode=0o600)  # the files that SQLite puts beside it get the same mode
    engine = create_engine(parsed, pool_size=4, max_overflow=0, hide_parameters=True)
    begin = "BEGIN IMMEDIATE" if write else "BEGIN"
    pragmas = ["busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"]
    if not write:
        pragmas.append("query_only=ON")

    @event.listens_for(engine, "connect")
    def _open(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: else a released savepoint survives a rollback
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


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
    On SQLite one thread writes; on PostgreSQL a few do.
    """

    MOST_WAITING = 1_000
    MOST_PER_COMMIT = 64

    def __init__(self, engine: Engine, wake: Callable[[], None] = lambda: None) -> None:
        """`wake` is called, on a writer thread, after each commit in which a unit called `wake_after_commit`."""
        self._engine = engine
        self._wake = wake
        self._clicks: queue.SimpleQueue[_Unit] = queue.SimpleQueue()
        self._background: queue.SimpleQueue[_Unit] = queue.SimpleQueue()
        self._waiting = threading.Semaphore(0)
        self._closing = False
        count = 1 if engine.dialect.name == "sqlite" else 3
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
        if follows_a_click or len(batch) == self.MOST_PER_COMMIT or not self._waiting.acquire(blocking=False):
            return None
        last_place = len(batch) == self.MOST_PER_COMMIT - 1
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
                unit: _Unit | None = first
                while unit is not None:
                    if not self._attempt(tx, unit):
                        deadlocked = batch.pop()
                        break
                    unit = self._after(batch)
                    if unit is not None:
                        batch.append(unit)
                wanted = tx.info.pop("wake", False)
        except BaseException as failure:  # the commit, or the connection: nobody in this batch was stored
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
