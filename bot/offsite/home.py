"""What somebody's Home shows of offsites."""

from __future__ import annotations

from datetime import UTC, datetime

from bot import text
from bot.chat.card import Button, Buttons, Card, Facts, Form, Part, Words
from bot.home import SETUP, Section, Shelf, page, step
from bot.offsite import words
from bot.offsite.agenda import Agenda
from bot.offsite.model import GOING, OFFERED, TITLE_MOST, UNSURE, WAITING, Offsite
from bot.offsite.service import Roster
from bot.people import Person

STANDING = {
    GOING: words.HOME_GOING,
    UNSURE: words.HOME_UNSURE,
    WAITING: words.HOME_WAITING,
    OFFERED: words.HOME_OFFERED,
}


def sections(agenda: Agenda, *, may_announce: bool) -> tuple[Section, ...]:
    """Coming up, still open, and looked after; the last only where there are any."""
    announce = Button(words.HOME_ANNOUNCE, "offsite.ask_new", "home", opens_form=True)
    coming = Section(
        Shelf.NEXT,
        words.HOME_NEXT,
        tuple(_mine(roster, state) for roster, state in agenda.mine),
        empty=words.HOME_NOTHING_NEXT,
    )
    still_open = Section(
        Shelf.OPEN,
        words.HOME_OPEN,
        tuple(_open(roster) for roster in agenda.open),
        empty=words.HOME_NOTHING_OPEN,
        buttons=(announce,) if may_announce else (),
    )
    hosted = Section(Shelf.YOURS, words.HOME_HOSTED, tuple(_hosted(roster) for roster in agenda.hosted))
    return (coming, still_open, hosted) if agenda.hosted else (coming, still_open)


def setup(is_any: bool) -> Section:
    """For admins: whether anybody has tried it."""
    return Section(Shelf.SETUP, SETUP, (step(is_any, words.HOME_TRIED if is_any else words.HOME_TO_TRY),))


def _mine(roster: Roster, state: str) -> tuple[Part, ...]:
    subject = str(roster.offsite.id)
    decline = Button(words.DECLINE, "offsite.decline", subject)
    going = Button(words.GOING, "offsite.go", subject, style="primary")
    return *_what(roster), Words(STANDING[state], "quiet"), Buttons((decline,) if state == GOING else (going, decline))


def _open(roster: Roster) -> tuple[Part, ...]:
    subject = str(roster.offsite.id)
    answers = (
        Button(words.GOING, "offsite.go", subject),
        Button(words.UNSURE, "offsite.hesitate", subject),
        Button(words.DECLINE, "offsite.decline", subject),
    )
    return *_what(roster), Buttons(answers)


def _hosted(roster: Roster) -> tuple[Part, ...]:
    return *_what(roster), Words(words.GUESTS.fill(n=len(roster.going)), "quiet")


def _what(roster: Roster) -> tuple[Part, ...]:
    offsite = roster.offsite
    lines = [(words.WHEN, text.moment(offsite.starts_at, roster.zone))]
    return Words(offsite.title, "strong"), Facts(tuple(lines))


def examples() -> dict[str, Card | Form]:
    """Homes with much and with little, for the gallery and its limits."""
    start = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
    meeting = Offsite(id=1, title="あ" * TITLE_MOST, starts_at=start)
    one = Roster(meeting, "Asia/Tokyo", Person(id=1, external_id="U0001"), ("U0002",))
    much = Agenda(tuple((one, state) for state in (*STANDING, GOING)), (one,) * 20, (one,) * 20)
    nothing = Agenda((), (), ())
    return {
        "home": page((*sections(much, may_announce=True), setup(True))),
        "home with nothing": page((*sections(nothing, may_announce=False), setup(False))),
    }
