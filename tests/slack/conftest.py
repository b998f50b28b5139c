"""A door to knock at with raw requests: one running product for all tests of a module, because it takes a second."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest_asyncio

from bot.core import Clock
from tests.slack.knock import Knock
from tests.town import SECRET, Town


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def square(migrated_sqlite: Path, tmp_path_factory: object) -> AsyncIterator[Town]:
    """The whole product on SQLite, shared by the tests of one module: each works with calls of its own."""
    file = migrated_sqlite.with_name(f"square-{id(tmp_path_factory)}.sqlite3")
    shutil.copy(migrated_sqlite, file)
    async with Town.open(f"sqlite:///{file}", Clock.in_working_time("Asia/Tokyo")) as town:
        yield town
    file.unlink()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def knock(square: Town) -> AsyncIterator[Knock]:
    """Raw HTTP requests to the product, signed as Slack would, or not."""
    async with aiohttp.ClientSession() as session:
        yield Knock(session, f"{square.url}slack/events", SECRET, square)
