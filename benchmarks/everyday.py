"""The everyday way to store a click: Bolt, SQLAlchemy's asynchronous ORM, one transaction per click.

It makes the same writes to the same tables under the same promise (SQLite, synchronous=FULL), and it is written
with care: one pooled connection, because several only wait for SQLite's one write lock and are slower.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, event, select
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from starlette.applications import Starlette

from benchmarks.bare_bolt import ANY, bolt, web
from benchmarks.clicks import JOIN
from bot.ledger import Participation
from bot.notices import Notice, card_key
from bot.people import Person, Workspace
from bot.recruitment import joining, looking
from bot.recruitment.model import ACTIVITY, IN, OUT, Joining, Recruitment
from bot.settings import Settings


def application(settings: Settings) -> Starlette:
    """Join and leave, as a good tutorial would write them."""
    engine = _engine(settings.database_url)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    app = bolt(settings)

    @app.action(ANY)
    async def click(ack: Any, body: dict[str, Any], action: dict[str, Any]) -> None:
        at = _moment(action["action_ts"])
        async with sessions.begin() as session:
            await _store(session, body["team"]["id"], body["user"]["id"], int(action["value"]), action, at)
        await ack()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await engine.dispose()

    return web(app, lifespan)


async def _store(
    session: AsyncSession, team: str, user: str, number: int, action: dict[str, Any], at: datetime
) -> None:
    joins = action["action_id"] == JOIN
    known = select(Person, Workspace).join(Workspace, Person.workspace_id == Workspace.id)
    person, workspace = (
        (await session.execute(known.where(Workspace.external_id == team, Person.external_id == user))).one()
    )._tuple()
    call = await session.get_one(Recruitment, number)
    if call.closed_at is not None:
        return
    wanted = IN if joins else OUT
    mine = await session.get(Joining, (call.id, person.id))
    if mine is None:
        mine = Joining(recruitment_id=call.id, person_id=person.id, state=OUT if joins else IN, since=at, clicked_at=at)
        session.add(mine)
    elif mine.clicked_at >= at:
        return
    if mine.state == wanted:
        mine.clicked_at = at
        return
    mine.state, mine.since, mine.clicked_at = wanted, at, at
    await _count(session, workspace, person, call, joins)
    key = card_key(ACTIVITY, looking.CARD, call.id)
    card = (await session.scalars(select(Notice).where(Notice.workspace_id == workspace.id, Notice.key == key))).one()
    card.version += 1
    card.stale_since = card.stale_since or datetime.now(UTC)


async def _count(session: AsyncSession, workspace: Workspace, person: Person, call: Recruitment, joins: bool) -> None:
    if joins:
        session.add(
            Participation(
                workspace_id=workspace.id,
                kind=ACTIVITY,
                subject=call.id,
                person_id=person.id,
                role=joining.JOINER,
                day=datetime.now(ZoneInfo(workspace.timezone)).date(),
                department=person.department,
                grade=person.grade,
                cohort=person.cohort,
            )
        )
        return
    await session.execute(
        delete(Participation).where(
            Participation.workspace_id == workspace.id,
            Participation.kind == ACTIVITY,
            Participation.subject == call.id,
            Participation.person_id == person.id,
        )
    )


def _engine(database_url: str) -> AsyncEngine:
    engine = create_async_engine(make_url(database_url).set(drivername="sqlite+aiosqlite"), pool_size=1, max_overflow=0)

    @event.listens_for(engine.sync_engine, "connect")
    def _open(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _moment(ts: str) -> datetime:
    seconds, _, fraction = ts.partition(".")
    return datetime.fromtimestamp(int(seconds), UTC) + timedelta(microseconds=int(fraction))
