"""What one activity offers to the rest of the house: the only thing that the house knows of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.chat.card import Card, Form
from bot.chat.sender import Outgoing
from bot.db import Tx
from bot.home import Section, Visitor
from bot.manners import ANSWER, Manner
from bot.notices import Notice
from bot.people import Person
from bot.routes import Routes
from bot.text import Text

Draw = Callable[[Tx, Notice, datetime], Outgoing | None]
"""What a notice says at this moment; None when it is no longer wanted."""

Departed = Callable[[Tx, Person, datetime], None]
"""What to do when somebody has left the organisation: what they held goes on to others. Said once for each."""

NotDelivered = Callable[[Tx, Notice, str, datetime], None]
"""What to do when nobody could be reached, and the reason."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of participation that an activity records in the ledger."""

    name: str
    label: Text


Examples = Callable[[], Mapping[str, Card | Form]]
"""Cards and forms as people may see them, by what they show."""


def together(*some: Examples) -> Examples:
    """All of these."""
    return lambda: {name: example for examples in some for name, example in examples().items()}


def _nothing(tx: Tx, visitor: Visitor) -> tuple[Section, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity: its routes, how its notices are drawn, what it counts, and every card it can show."""

    name: str
    routes: Routes
    notices: Mapping[str, Draw]
    kinds: tuple[Kind, ...] = ()
    examples: Examples = dict
    not_delivered: NotDelivered | None = None
    departed: Departed | None = None
    manners: Mapping[str, Manner] = field(default_factory=dict)
    """How its notices to one person are said, where they are more than an answer."""
    home: Callable[[Tx, Visitor], Iterable[Section]] = _nothing
    """What it has to show to somebody who opens their Home."""

    def manner(self, kind: str) -> Manner:
        """How a notice of this kind is said."""
        return self.manners.get(kind, ANSWER)
