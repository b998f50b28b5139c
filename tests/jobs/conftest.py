"""The bell tower on a database of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Engine

from bot import people
from bot.core import Core
from bot.db import engine_for
from bot.writer import Reader, Writer
from jobs.deliver import Deliverer
from tests.jobs.fake_chat import FakeChat
from tests.jobs.tower import Bells, Tower


@pytest.fixture
async def tower(engine: Engine, database_url: str) -> AsyncIterator[Tower]:
    """A workspace T1 with a chat that can fail, and a deliverer that has not been started."""
    chat, bells, committed, loop = FakeChat(), Bells(), asyncio.Event(), asyncio.get_running_loop()

    def wake() -> None:
        loop.call_soon_threadsafe(committed.set)

    read_engine = engine_for(database_url, write=False)
    writer, reader = Writer(engine, wake=wake), Reader(read_engine)
    core = Core(writer, reader, {"slack": chat}, (bells.record(),), committed=committed)
    await core.write(people.settle, "slack", "T1", "甲斐市役所", "UBOT", language="ja", timezone="Asia/Tokyo")
    tower = Tower(core, chat, bells, Deliverer(core))
    yield tower
    await tower.deliverer.stop()
    await asyncio.to_thread(writer.close)
    reader.close()
    read_engine.dispose()
