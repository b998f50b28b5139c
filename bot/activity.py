"""What one activity offers to the rest of the house: the only thing that the house knows of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.chat.card import Card, Form
from bot.chat.sender import Outgoing
from bot.db import Tx
from bot.notices import Notice
from bot.routes import Routes
from bot.text import Text

Draw = Callable[[Tx, Notice, datetime], Outgoing | None]
"""What a notice says at this moment; None when it is no longer wanted."""

NotDelivered = Callable[[Tx, Notice, str, datetime], None]
"""What to do when nobody could be reached, and the reason."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of participation that an activity records in the ledger."""

    name: str
    label: Text


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity: its routes, how its notices are drawn, what it counts, and every card it can show."""

    name: str
    routes: Routes
    notices: Mapping[str, Draw]
    kinds: tuple[Kind, ...] = ()
    examples: Callable[[], Mapping[str, Card | Form]] = dict
    not_delivered: NotDelivered | None = None
