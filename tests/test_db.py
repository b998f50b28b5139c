"""The writer: many people's units in one commit, each standing or falling by itself."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot import people
from bot.chat.interaction import Who
from bot.db import Base, Tx, UtcTime, engine_for, insert, many, one, wake_after_commit
from bot.people import Person, Workspace
from bot.refusal import Busy, Refusal
from bot.writer import Reader, Writer


@pytest.fixture
async def writer(engine: Engine) -> AsyncIterator[Writer]:
    writer = Writer(engine)
    yield writer
    await asyncio.to_thread(writer.close)


@pytest.fixture
def held(engine: Engine, writer: Writer) -> Holding:
    """Keeps every writer thread busy, so that what is written meanwhile goes into one batch."""
    return Holding(writer, 1 if engine.dialect.name == "sqlite" else 3)


class Holding:
    """`async with held:` the writer's threads wait; afterwards they take everything that has queued up."""

    def __init__(self, writer: Writer, threads: int) -> None:
        self._writer, self._threads = writer, threads
        self._go = threading.Event()

    async def __aenter__(self) -> None:
        self._holders = []
        for _ in range(self._threads):
            inside = threading.Event()
            self._holders.append(asyncio.create_task(self._writer.write(lambda tx, inside=inside: self._hold(inside))))
            await asyncio.to_thread(inside.wait, 5)

    async def __aexit__(self, *_: object) -> None:
        await asyncio.sleep(0)
        self._go.set()
        await asyncio.gather(*self._holders, return_exceptions=True)  # they share the fate of their batch

    def _hold(self, inside: threading.Event) -> None:
        inside.set()
        self._go.wait(5)


def _settle(tx: Tx, name: str) -> int:
    return people.settle(tx, "slack", name, name, "UBOT", language="ja", timezone="Asia/Tokyo").id


def _settle_and_fail(tx: Tx, name: str) -> None:
    _settle(tx, name)
    raise Refusal()


def _names(engine: Engine) -> set[str]:
    with engine.connect() as tx:
        return set(tx.scalars(select(Workspace.external_id)))


# Transactions and savepoints


def test_a_released_savepoint_does_not_survive_the_outer_rollback(engine: Engine) -> None:
    with engine.connect() as tx:
        outer = tx.begin()
        tx.exec_driver_sql("SAVEPOINT unit")
        _settle(tx, "T1")
        tx.exec_driver_sql("RELEASE SAVEPOINT unit")
        outer.rollback()
    assert _names(engine) == set()


async def test_what_was_answered_is_stored_for_every_other_connection(
    engine: Engine, writer: Writer, database_url: str
) -> None:
    await writer.write(lambda tx: _settle(tx, "T1"))
    other = create_engine(engine.url)
    assert _names(other) == {"T1"}
    other.dispose()


async def test_a_unit_that_raises_undoes_only_itself(engine: Engine, writer: Writer, held: Holding) -> None:
    async with held:
        units = [
            asyncio.create_task(writer.write(lambda tx, n=n: (_settle_and_fail if n == 2 else _settle)(tx, f"T{n}")))
            for n in range(5)
        ]
    results = await asyncio.gather(*units, return_exceptions=True)
    assert isinstance(results[2], Refusal)
    assert _names(engine) == {"T0", "T1", "T3", "T4"}


async def test_units_of_one_batch_are_committed_together(engine: Engine, writer: Writer, held: Holding) -> None:
    commits = 0

    @event.listens_for(engine, "commit")
    def _count(_: object) -> None:
        nonlocal commits
        commits += 1

    async with held:
        units = [asyncio.create_task(writer.write(lambda tx, n=n: _settle(tx, f"T{n}"))) for n in range(30)]
    await asyncio.gather(*units)
    assert len(_names(engine)) == 30
    if engine.dialect.name == "sqlite":
        assert commits < 10
    else:
        assert commits >= 30, "units of one transaction would deadlock with those of another"


async def test_a_commit_that_fails_fails_every_unit_of_its_batch(engine: Engine, writer: Writer, held: Holding) -> None:
    async with held:
        units = [asyncio.create_task(writer.write(lambda tx, n=n: _settle(tx, f"T{n}"))) for n in range(3)]
        units.append(asyncio.create_task(writer.write(_owe_a_foreign_key)))
    results = await asyncio.gather(*units, return_exceptions=True)
    assert isinstance(results[3], IntegrityError)
    stored = _names(engine)
    for n in range(3):
        assert isinstance(results[n], IntegrityError) == (f"T{n}" not in stored), "what was answered is what is stored"
    if engine.dialect.name == "sqlite":
        assert stored == set()


async def test_after_a_failed_commit_the_next_units_are_stored(engine: Engine, writer: Writer) -> None:
    with pytest.raises(IntegrityError):
        await writer.write(_owe_a_foreign_key)
    await writer.write(lambda tx: _settle(tx, "T1"))
    assert _names(engine) == {"T1"}


def _owe_a_foreign_key(tx: Tx) -> None:
    """A row that points nowhere, which only the commit finds out."""
    if tx.dialect.name == "sqlite":
        tx.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    else:
        tx.exec_driver_sql("ALTER TABLE person ALTER CONSTRAINT fk_person_workspace_id DEFERRABLE INITIALLY DEFERRED")
    tx.execute(insert(tx, Person).values(workspace_id=999, external_id="U1"))


async def test_a_unit_may_raise_anything_and_is_told_so(writer: Writer) -> None:
    def stop_iteration(tx: Tx) -> int:
        return next(iter([]))

    with pytest.raises(RuntimeError):
        async with asyncio.timeout(2):
            await writer.write(stop_iteration)
    with pytest.raises(KeyError):
        await writer.write(lambda tx: {}["x"])


async def test_a_query_may_raise_anything_and_is_told_so(engine: Engine) -> None:
    reader = Reader(engine)
    with pytest.raises(RuntimeError):
        async with asyncio.timeout(2):
            await reader.read(lambda tx: next(iter([])))
    reader.close()


async def test_a_query_cannot_change_anything(database_url: str) -> None:
    engine = engine_for(database_url, write=False)
    reader = Reader(engine)
    with pytest.raises(DBAPIError):
        await reader.read(lambda tx: _settle(tx, "T1"))
    assert await reader.read(lambda tx: many(tx, Workspace)) == []
    reader.close()
    engine.dispose()


# Order, and who goes first


async def test_on_sqlite_units_run_in_the_order_in_which_they_came(engine: Engine, writer: Writer) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("several threads write to PostgreSQL: order is by row locks there")
    ran: list[int] = []
    await asyncio.gather(*(writer.write(lambda tx, n=n: ran.append(n)) for n in range(300)))
    assert ran == list(range(300))


async def test_clicks_go_before_background_work(engine: Engine, writer: Writer, held: Holding) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("the order of several threads cannot be told from outside")
    ran: list[str] = []
    async with held:
        background = [
            asyncio.create_task(writer.write(lambda tx: ran.append("background"), background=True)) for _ in range(5)
        ]
        await asyncio.sleep(0)
        clicks = [asyncio.create_task(writer.write(lambda tx: ran.append("click"))) for _ in range(5)]
    await asyncio.gather(*background, *clicks)
    assert ran == ["click"] * 5 + ["background"] * 5


async def test_a_click_waits_for_one_piece_of_background_work_at_most(engine: Engine, writer: Writer) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("other threads of PostgreSQL's writer are free")
    slices = [asyncio.create_task(writer.write(lambda tx: time.sleep(0.05), background=True)) for _ in range(20)]
    await asyncio.sleep(0.02)
    started = time.perf_counter()
    await writer.write(lambda tx: None)
    waited = time.perf_counter() - started
    await asyncio.gather(*slices)
    assert waited < 0.5, "twenty pieces of background work take a second"


async def test_when_too_much_waits_the_next_is_refused_at_once_and_the_others_are_stored(
    engine: Engine, writer: Writer, held: Holding, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MOST_WAITING", 3)
    async with held:
        units = [asyncio.create_task(writer.write(lambda tx, n=n: _settle(tx, f"T{n}"))) for n in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await writer.write(lambda tx: _settle(tx, "T3"))
        background = asyncio.create_task(writer.write(lambda tx: _settle(tx, "T4"), background=True))
    await asyncio.gather(*units, background)
    assert _names(engine) == {"T0", "T1", "T2", "T4"}


# Deadlocks


@pytest.mark.parametrize("neighbours", [0, 3])
async def test_two_units_that_deadlock_are_both_stored(engine: Engine, writer: Writer, neighbours: int) -> None:
    if engine.dialect.name == "sqlite":
        pytest.skip("one writer never deadlocks")
    await writer.write(lambda tx: [_settle(tx, name) for name in ("T1", "T2")])
    inside = {"T1": threading.Event(), "T2": threading.Event()}

    def rename(tx: Tx, first: str, second: str) -> None:
        _append(tx, first, "x")
        inside[first].set()
        inside[second].wait(5)
        _append(tx, second, "x")

    async with asyncio.timeout(20):
        one_end = asyncio.create_task(writer.write(lambda tx: rename(tx, "T1", "T2")))
        await asyncio.to_thread(inside["T1"].wait, 5)
        beside = [asyncio.create_task(writer.write(lambda tx, n=n: _settle(tx, f"N{n}"))) for n in range(neighbours)]
        await asyncio.gather(one_end, writer.write(lambda tx: rename(tx, "T2", "T1")), *beside)
    with engine.connect() as tx:
        renamed = [w.name for w in many(tx, Workspace, Workspace.external_id.in_(["T1", "T2"]))]
    assert sorted(renamed) == ["T1xx", "T2xx"], "each was stored once"
    assert len(_names(engine)) == 2 + neighbours


async def test_many_clicks_on_a_few_cards_meet_no_deadlock(engine: Engine, database_url: str) -> None:
    if engine.dialect.name == "sqlite":
        pytest.skip("one writer never deadlocks")
    writer = Writer(engine)
    await writer.write(lambda tx: [_settle(tx, f"T{n}") for n in range(10)])
    try:
        clicks = [
            writer.write(lambda tx, n=n: [_append(tx, f"T{n % 5}", "x"), _append(tx, f"T{5 + n % 5}", "y")])
            for n in range(200)
        ]
        await asyncio.gather(*clicks)
    finally:
        await asyncio.to_thread(writer.close)
        engine.dispose()  # a connection that ends hands its statistics in
    onlooker = engine_for(database_url, write=False)
    with onlooker.connect() as tx:
        of_this_database = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        assert tx.execute(of_this_database).scalar_one() == 0
    onlooker.dispose()


def _append(tx: Tx, workspace: str, letter: str) -> None:
    tx.execute(update(Workspace).where(Workspace.external_id == workspace).values(name=Workspace.name + letter))


# Beginning and end


async def test_closing_finishes_what_waits_and_refuses_what_comes_after(engine: Engine) -> None:
    writer = Writer(engine)
    units = [asyncio.create_task(writer.write(lambda tx, n=n: _settle(tx, f"T{n}"))) for n in range(100)]
    await asyncio.sleep(0)
    await asyncio.to_thread(writer.close)
    await asyncio.gather(*units)
    assert len(_names(engine)) == 100
    with pytest.raises(Busy):
        await writer.write(lambda tx: None)


async def test_somebody_who_stops_waiting_does_not_break_the_thread(
    engine: Engine, writer: Writer, held: Holding
) -> None:
    async with held:
        impatient = asyncio.create_task(writer.write(lambda tx: _settle(tx, "T1")))
        patient = asyncio.create_task(writer.write(lambda tx: _settle(tx, "T2")))
        await asyncio.sleep(0)
        impatient.cancel()
    await patient
    await writer.write(lambda tx: _settle(tx, "T3"))
    assert {"T2", "T3"} <= _names(engine)


async def test_only_what_is_to_be_said_wakes_whoever_says_it(engine: Engine) -> None:
    woken: list[int] = []
    writer = Writer(engine, wake=lambda: woken.append(1))

    def wake_and_fail(tx: Tx) -> None:
        wake_after_commit(tx)
        raise Refusal()

    await writer.write(lambda tx: _settle(tx, "T1"))
    assert woken == []
    await writer.write(wake_after_commit)
    assert woken == [1]
    with pytest.raises(Refusal):
        await writer.write(wake_and_fail)
    await writer.write(lambda tx: _settle(tx, "T2"))
    assert len(woken) <= 2, "at most once for a unit that was undone"
    await writer.write(lambda tx: _settle(tx, "T3"))
    assert len(woken) <= 2
    await asyncio.to_thread(writer.close)


# Instants


@pytest.mark.parametrize("hours", [-12, 0, 9, 14])
def test_an_instant_comes_back_as_the_same_instant_in_utc(tx: Tx, workspace: Workspace, hours: int) -> None:
    told = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=timezone(timedelta(hours=hours)))
    tx.execute(insert(tx, Person).values(workspace_id=workspace.id, external_id="U1", profiled_at=told))
    person = one(tx, Person, Person.external_id == "U1")
    assert person is not None and person.profiled_at == told
    assert person.profiled_at.tzinfo is UTC


def test_instants_are_ordered_as_they_happened_whatever_their_zone(tx: Tx, workspace: Workspace) -> None:
    noon = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    told = {
        "U3": noon,
        "U1": (noon - timedelta(microseconds=1)).astimezone(timezone(timedelta(hours=14))),
        "U2": noon - timedelta(seconds=0) - timedelta(microseconds=0),
        "U4": (noon + timedelta(seconds=1)).astimezone(timezone(timedelta(hours=-12))),
    }
    for user, at in told.items():
        tx.execute(insert(tx, Person).values(workspace_id=workspace.id, external_id=user, profiled_at=at))
    ordered = many(tx, Person, order_by=(Person.profiled_at, Person.external_id))
    assert [person.external_id for person in ordered] == ["U1", "U2", "U3", "U4"]
    earlier = many(tx, Person, Person.profiled_at < noon)
    assert [person.external_id for person in earlier] == ["U1"]


def test_a_local_time_without_its_zone_is_no_instant(tx: Tx, workspace: Workspace) -> None:
    with pytest.raises(Exception, match="zone"):
        tx.execute(
            insert(tx, Person).values(
                workspace_id=workspace.id,
                external_id="U1",
                profiled_at=datetime(2026, 11, 24, 12, 0),  # noqa: DTZ001
            )
        )


def test_every_instant_of_every_table_is_kept_that_way() -> None:
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if column.type.python_type is datetime:
                assert isinstance(column.type, UtcTime), f"{table.name}.{column.name}"


# The SQLite file


def test_a_sqlite_file_and_all_beside_it_is_its_owners_alone(tmp_path: Path) -> None:
    previous = os.umask(0o022)
    try:
        file = tmp_path / "new.sqlite3"
        engine = engine_for(f"sqlite:///{file}", write=True)
        with engine.connect() as tx, tx.begin():
            tx.execute(text("CREATE TABLE t (n INTEGER)"))
            tx.execute(text("INSERT INTO t VALUES (1)"))
        modes = {path.name: oct(path.stat().st_mode & 0o777) for path in tmp_path.iterdir()}
        assert modes == dict.fromkeys(("new.sqlite3", "new.sqlite3-wal", "new.sqlite3-shm"), "0o600")
        engine.dispose()
    finally:
        os.umask(previous)


def test_sqlite_is_durable_checked_and_readable_beside_the_writer(tmp_path: Path) -> None:
    engine = engine_for(f"sqlite:///{tmp_path / 'new.sqlite3'}", write=True)
    with engine.connect() as tx:
        pragmas = {name: tx.exec_driver_sql(f"PRAGMA {name}").scalar() for name in _PRAGMAS}
    engine.dispose()
    assert pragmas == _PRAGMAS


_PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


def test_an_error_of_the_database_does_not_repeat_what_people_typed(engine: Engine) -> None:
    with pytest.raises(DBAPIError) as failed, engine.connect() as tx, tx.begin():
        tx.execute(insert(tx, Person).values(workspace_id=999, external_id="U1", name="秘密の言葉"))
    assert "秘密の言葉" not in str(failed.value)


def test_an_unknown_workspace_is_refused_and_not_made(tx: Tx, who: Callable[[str], Who]) -> None:
    with pytest.raises(people.UnknownWorkspace):
        people.know(tx, Who("slack", "TOTHER", "U1"))
    assert [w.external_id for w in people.workspaces(tx)] == ["T1"]
