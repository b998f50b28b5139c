"""Whether the house is ready: the database is up to date, and Slack has let it in."""

from __future__ import annotations

import aiohttp
from sqlalchemy import text

from tests.town import Town


async def test_a_house_whose_database_lags_behind_is_not_ready(town: Town) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{town.url}readyz") as answer:
            assert (answer.status, await answer.json()) == (200, {"database": True, "slack": True})
        await town.core.write(lambda tx: tx.execute(text("UPDATE alembic_version SET version_num = '0001'")) and None)
        async with session.get(f"{town.url}readyz") as answer:
            assert (answer.status, await answer.json()) == (503, {"database": False, "slack": True})
        async with session.get(f"{town.url}healthz") as answer:
            assert answer.status == 200
