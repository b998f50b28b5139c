"""What one person asks of us. Each choice says what is to be, never "the other way round": heard twice, it stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import update

from bot import people
from bot.calendar import fiscal_year_of
from bot.chat.interaction import Who
from bot.db import Tx
from bot.me import words
from bot.people import Person, Workspace
from bot.refusal import Refusal
from bot.text import Language

ACTIVITY = "me"
PAUSE_MOST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody has asked of us so far."""

    person: Person
    language: Language
    today: date
    year_end: date
    """The last day of the fiscal year."""

    @property
    def is_paused(self) -> bool:
        """Whether nothing is sent to them now."""
        return self.person.is_paused(self.today)


def choices(tx: Tx, who: Who, now: datetime) -> Choices:
    """As things stand. Raises UnknownWorkspace."""
    person = people.know(tx, who)
    return choices_of(person, people.workspace(tx, person.workspace_id), now)


def choices_of(person: Person, workspace: Workspace, now: datetime) -> Choices:
    """The same of somebody who is known already."""
    today = workspace.today(now)
    year_end = fiscal_year_of(today, workspace.fiscal_start).last
    return Choices(person, person.reads(workspace), today, year_end)


def speak(tx: Tx, who: Who, language: Language, now: datetime) -> Choices:
    """They want to be spoken to in this language."""
    return _choose(tx, who, now, chosen_language=language)


def keep_hours(tx: Tx, who: Who, keeps: bool, now: datetime) -> Choices:
    """They want to hear from us in working hours only, or at any hour."""
    return _choose(tx, who, now, keeps_hours=keeps)


def remind(tx: Tx, who: Who, wants: bool, now: datetime) -> Choices:
    """They want reminders, or none."""
    return _choose(tx, who, now, wants_reminders=wants)


def pause(tx: Tx, who: Who, until: date | None, now: datetime) -> Choices:
    """Nothing is sent to them up to and including this local day. Raises Refusal beside the field."""
    if until is None:
        raise Refusal(words.UNTIL_NEEDED, field="until")
    today = choices(tx, who, now).today
    if not today <= until <= today + PAUSE_MOST:
        raise Refusal(words.UNTIL_ODD, field="until")
    return _choose(tx, who, now, paused_until=until)


def resume(tx: Tx, who: Who, now: datetime) -> Choices:
    """They are back. What was not sent meanwhile stays unsaid."""
    return _choose(tx, who, now, paused_until=None)


def _choose(tx: Tx, who: Who, now: datetime, **choice: Any) -> Choices:
    person = people.know(tx, who)
    tx.execute(update(Person).where(Person.id == person.id).values(**choice))
    return choices(tx, who, now)
