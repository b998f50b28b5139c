"""R5 at length: whatever happens delivered one to four times, shuffled, under new event ids, on many seeds."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import aiohttp
import pytest

from bot.chat.interaction import Place, Who
from bot.db import Tx
from bot.offsite import service as offsite
from bot.offsite.model import Wish
from bot.people import Workspace
from tests.slack.knock import Knock
from tests.slack.replaying import replay
from tests.torture.at_length import full, seed_of_this_run
from tests.torture.conftest import Progress
from tests.town import SECRET, Town

pytestmark = [pytest.mark.torture, pytest.mark.timeout(3 * 3600)]

SEEDS, CLICKS, PEOPLE, SEATS = 400, 60, 8, 3
DELIVERIES, HAPPENINGS_A_ROUND = 100_000, 1_000


async def test_a_hundred_thousand_deliveries_end_as_the_newest_says(town: Town, progress: Progress) -> None:
    seed, delivered = seed_of_this_run(), 0
    async with aiohttp.ClientSession() as session:
        knock = Knock(session, f"{town.url}slack/events", SECRET, town)
        while delivered < full(DELIVERIES):
            delivered += await replay(town, knock, seed, HAPPENINGS_A_ROUND)
            progress("deliveries", delivered, seed)
            seed += 1


@pytest.mark.parametrize("half", range(2))
def test_seats_and_open_offers_never_exceed_the_capacity(
    tx: Tx, workspace: Workspace, who: Callable[[str], Who], now: datetime, half: int
) -> None:
    deeds = (offsite.go, offsite.hesitate, offsite.decline, offsite.wait)
    for seed in range(half, SEEDS, 2):
        dice = random.Random(seed)
        wish = Wish(f"第{seed}回", now + timedelta(days=9), capacity=SEATS)
        number = offsite.announce(tx, who("UHOST"), Place("C1"), wish, now).id
        clicks = [(dice.choice(deeds), f"U{dice.randrange(PEOPLE)}", now + timedelta(seconds=n)) for n in range(CLICKS)]
        delivered = [click for click in clicks for _ in range(dice.randint(1, 4))]
        dice.shuffle(delivered)
        for deed, user, at in delivered:
            deed(tx, who(user), number, at=at, now=now)
            roster = offsite.roster(tx, workspace.id, number)
            assert len(roster.going) + roster.offered <= SEATS
