"""What is heard twice, late or in another order ends as if it had been heard once and in time."""

from __future__ import annotations

import aiohttp

from tests.slack.knock import Knock
from tests.slack.replaying import replay
from tests.town import SECRET, Town

SEED, HAPPENINGS = 5, 200


async def test_whatever_is_delivered_up_to_four_times_in_any_order_ends_as_the_newest_says(town: Town) -> None:
    async with aiohttp.ClientSession() as session:
        knock = Knock(session, f"{town.url}slack/events", SECRET, town)
        assert await replay(town, knock, SEED, HAPPENINGS) > 2 * HAPPENINGS
