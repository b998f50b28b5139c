"""R5 at length: every click delivered one to four times, shuffled, on many seeds. `make torture` runs it."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.chat.interaction import Who
from bot.db import Tx
from bot.offsite import service as offsite
from bot.offsite.model import Wish
from bot.people import Workspace

pytestmark = [pytest.mark.torture, pytest.mark.timeout(3600)]

SEEDS, CLICKS, PEOPLE, SEATS = 400, 60, 8, 3


@pytest.mark.parametrize("half", range(2))
def test_seats_and_open_offers_never_exceed_the_capacity(
    tx: Tx, workspace: Workspace, who: Callable[[str], Who], now: datetime, half: int
) -> None:
    deeds = (offsite.go, offsite.hesitate, offsite.decline, offsite.wait)
    for seed in range(half, SEEDS, 2):
        dice = random.Random(seed)
        wish = Wish(f"第{seed}回", now + timedelta(days=9), capacity=SEATS)
        number = offsite.announce(tx, who("UHOST"), "C1", wish, now).id
        clicks = [(dice.choice(deeds), f"U{dice.randrange(PEOPLE)}", now + timedelta(seconds=n)) for n in range(CLICKS)]
        delivered = [click for click in clicks for _ in range(dice.randint(1, 4))]
        dice.shuffle(delivered)
        for deed, user, at in delivered:
            deed(tx, who(user), number, at=at, now=now)
            roster = offsite.roster(tx, workspace.id, number)
            assert len(roster.going) + roster.offered <= SEATS
