"""One's own settings, each changed by one click, and what Taiwa can do for somebody in their role."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from bot.chat.card import Button, Buttons, Card, DayField, Divider, Form, Part, Title, Words
from bot.me import words
from bot.me.service import Choices
from bot.people import Person
from bot.routes import CommandHelp
from bot.text import LANGUAGES, Text, day

WEEK, MONTH = timedelta(weeks=1), timedelta(days=30)
"""The pauses that are one click away, beside that to the end of the fiscal year."""


def help_and_settings(commands: Iterable[CommandHelp], mine: Choices) -> Card:
    """What `/taiwa` shows: the commands that this person can use, and their settings."""
    lines = [Words(words.HELP_LINE.fill(name=said.name, description=said.description)) for said in commands]
    parts: list[Part] = [Title(words.HELP_TITLE), Words(words.HELP_INTRO), *lines, Words(words.HELP_RECORDS, "quiet")]
    return Card(words.HELP_TITLE, (*parts, Divider(), *settings(mine).parts))


def settings(mine: Choices) -> Card:
    """What somebody has asked of us, with the click that changes it."""
    parts = (part for item in settings_items(mine) for part in item)
    return Card(words.NAME, (Title(words.NAME), *parts))


def settings_items(mine: Choices) -> tuple[tuple[Part, ...], ...]:
    """The same, one item a setting."""
    return _pause(mine), _hours(mine), _reminders(mine), _language(mine)


def pause_form(mine: Choices) -> Form:
    """Until which day?"""
    until = DayField("until", words.UNTIL, hint=words.UNTIL_HINT, initial=mine.today + MONTH)
    return Form("me.paused", "", words.FORM_TITLE, words.FORM_SEND, (until,), (Words(words.PAUSE_MEANS, "quiet"),))


def paused(mine: Choices) -> Text:
    """What they are told when they pause."""
    assert mine.person.paused_until is not None, "they have just said until when"
    return words.PAUSED.fill(day=day(mine.person.paused_until))


def _pause(mine: Choices) -> tuple[Part, ...]:
    if mine.is_paused:
        resume = Button(words.RESUME, "me.resume", "me")
        return Words(paused(mine), "strong"), Words(words.PAUSED_EXCEPT, "quiet"), Buttons((resume,))
    ends = sorted({mine.today + WEEK, mine.today + MONTH, mine.year_end})
    buttons = [Button(words.PAUSE_UNTIL.fill(day=day(end)), "me.pause", end.isoformat()) for end in ends]
    other = Button(words.PAUSE_OTHER, "me.ask_pause", "me", opens_form=True)
    return Words(words.PAUSE, "strong"), Words(words.PAUSE_MEANS, "quiet"), Buttons((*buttons, other))


def _hours(mine: Choices) -> tuple[Part, ...]:
    if mine.person.keeps_hours:
        return Words(words.HOURS_KEPT), Buttons((Button(words.ANY_HOUR, "me.any_hour", "me"),))
    return Words(words.HOURS_ANY), Buttons((Button(words.KEEP_HOURS, "me.keep_hours", "me"),))


def _reminders(mine: Choices) -> tuple[Part, ...]:
    if mine.person.wants_reminders:
        return Words(words.REMINDERS_ON), Buttons((Button(words.STOP_REMINDERS, "me.stop_reminders", "me"),))
    return Words(words.REMINDERS_OFF), Buttons((Button(words.WANT_REMINDERS, "me.want_reminders", "me"),))


def _language(mine: Choices) -> tuple[Part, ...]:
    others = [language for language in LANGUAGES if language != mine.language]
    return Words(words.LANGUAGE), Buttons(
        tuple(Button(words.LANGUAGE_NAMES[language], "me.speak", language) for language in others)
    )


def examples() -> dict[str, Card | Form]:
    """Every card and form of this activity, for the gallery and its limits."""
    today = date(2026, 11, 24)
    plain = Person(id=1, external_id="U1", keeps_hours=True, wants_reminders=True)
    resting = Person(id=1, external_id="U1", keeps_hours=False, wants_reminders=False, paused_until=today + MONTH)
    commands = [CommandHelp("yubi", Text("この指とまれ：一行で仲間を募ります", "Ask who is in, in one line"), "")] * 7
    year_end = date(2027, 3, 31)
    return {
        "help": help_and_settings(commands, Choices(plain, "ja", today, year_end)),
        "settings": settings(Choices(plain, "en", today, year_end)),
        "settings of who rests": settings(Choices(resting, "ja", today, year_end)),
        "pause": pause_form(Choices(plain, "ja", today, year_end)),
    }
