"""A team that has been asked its first topic, to answer to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select

from bot.chat.interaction import Who
from bot.db import Tx
from bot.dialogue import service
from bot.dialogue.model import USUAL_SLOT, Prompt, Team

CHANNEL = "C-kosodate"


@pytest.fixture
def team(tx: Tx, who: Callable[[str], Who], now: datetime) -> Team:
    """子育て支援課, which meets on Tuesdays at 8:35, set up by U1 on a Tuesday at nine."""
    return service.set_up(tx, who("U1"), CHANNEL, USUAL_SLOT, now)


@pytest.fixture
def meets(team: Team) -> datetime:
    """The instant at which the team first meets."""
    return team.next_at


@pytest.fixture
def prompt(tx: Tx, team: Team, meets: datetime) -> int:
    """The number of its first prompt."""
    service.ask(tx, team.id, meets)
    return tx.execute(select(Prompt.id)).scalar_one()
