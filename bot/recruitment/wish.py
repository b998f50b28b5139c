"""What a caller wrote, and what of it nobody can call with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.recruitment import words
from bot.recruitment.model import CONSULT, CONSULT_MOST, KINDS, MAXIMUM_MOST, OPEN_AT_MOST, OPEN_FOR, PLAIN
from bot.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Wish:
    """What the caller wrote."""

    title: str
    kind: str = PLAIN
    details: str = ""
    purpose: str = ""
    place: str = ""
    time: str = ""
    minimum: int | None = None
    maximum: int | None = None
    closes_at: datetime | None = None

    def refuse_odd(self, now: datetime) -> None:
        """Raises Refusal beside the field for what nobody can call with."""
        if not self.title:
            raise Refusal(words.TITLE_NEEDED, field="title")
        if self.kind not in KINDS:
            raise Refusal(words.KIND_ODD, field="kind")
        for field, number in (("minimum", self.minimum), ("maximum", self.maximum)):
            if number is not None and not 1 <= number <= MAXIMUM_MOST:
                raise Refusal(words.NUMBER_ODD.fill(most=f"{MAXIMUM_MOST:,}"), field=field)
        if self.kind == CONSULT:
            self._refuse_crowd()
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise Refusal(words.MINIMUM_ABOVE_MAXIMUM, field="minimum")
        if self.closes_at is not None and not now < self.closes_at <= now + OPEN_AT_MOST:
            raise Refusal(words.CLOSES_ODD, field="closes_at")

    def _refuse_crowd(self) -> None:
        if self.minimum is not None:
            raise Refusal(words.CONSULT_WAITS_FOR_NOBODY, field="minimum")
        if self.maximum is not None and self.maximum > CONSULT_MOST:
            raise Refusal(words.CONSULT_IS_SMALL, field="maximum")

    def columns(self, now: datetime) -> dict[str, Any]:
        """What of it is kept with the call."""
        return {
            "title": self.title,
            "kind": self.kind,
            "details": self.details,
            "purpose": self.purpose,
            "place": self.place,
            "time": self.time,
            "minimum": self.minimum,
            "maximum": CONSULT_MOST if self.kind == CONSULT and self.maximum is None else self.maximum,
            "closes_at": self.closes_at or now + OPEN_FOR,
        }
