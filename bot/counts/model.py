"""What a count is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.activity import Kind
from bot.calendar import Period
from bot.text import Text


@dataclass(frozen=True, slots=True)
class Count:
    """How often somebody took part, and how many different people did."""

    times: int
    people: int


NONE = Count(0, 0)


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted in one period, up to today."""

    label: Text
    period: Period
    by_kind: Mapping[str, Count]
    total: Count
    """Its people are fewer than the kinds' together when somebody took part in several."""

    def of(self, kind: Kind) -> Count:
        """The count of one kind; nothing counted is a count too."""
        return self.by_kind.get(kind.name, NONE)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What has been announced for later than today: how many things, and how many sign-ups for them."""

    things: int
    times: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that an admin sees."""

    kinds: tuple[Kind, ...]
    today: date
    tallies: tuple[Tally, ...]
    year: Period
    """The whole fiscal year of today."""
    ahead: Ahead
