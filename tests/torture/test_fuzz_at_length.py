"""R9 at length: ten thousand spoiled requests from another seed each time."""

from __future__ import annotations

import aiohttp
import pytest

from tests.slack.knock import Knock
from tests.slack.test_fuzz import fuzz
from tests.torture.at_length import full, seed_of_this_run
from tests.torture.conftest import Progress
from tests.town import SECRET, Town

pytestmark = [pytest.mark.torture, pytest.mark.timeout(3600)]

REQUESTS = 10_000


async def test_ten_thousand_spoiled_requests_break_nothing(small_town: Town, progress: Progress) -> None:
    seed = seed_of_this_run()
    progress("spoiled requests begin", full(REQUESTS), seed)
    async with aiohttp.ClientSession() as session:
        knock = Knock(session, f"{small_town.url}slack/events", SECRET, small_town)
        await fuzz(small_town, knock, seed, full(REQUESTS))
