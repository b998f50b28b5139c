"""What somebody's Home shows of the weekly topics: the teams they look after, and a way to begin."""

from __future__ import annotations

from datetime import UTC, datetime

from bot import text
from bot.chat.card import Button, Card, Channel, Facts, Form, Part
from bot.dialogue import cards, words
from bot.dialogue.model import USUAL_SLOT, Team
from bot.home import SETUP, Section, Shelf, page, step


def sections(teams: list[Team], *, may_start: bool) -> tuple[Section, ...]:
    """Nothing for a guest who looks after no team."""
    begin = Button(words.HOME_START, "dialogue.ask_start", "home", opens_form=True)
    looked_after = Section(
        Shelf.YOURS,
        words.NAME,
        tuple(_team(team) for team in teams),
        empty=words.HOME_NO_TEAM,
        buttons=(begin,) if may_start else (),
    )
    return (looked_after,) if teams or may_start else ()


def setup(teams: int) -> Section:
    """For admins: in how many channels topics arrive."""
    said = words.HOME_TEAMS.fill(n=teams) if teams else words.HOME_TO_TRY
    return Section(Shelf.SETUP, SETUP, (step(teams > 0, said),))


def _team(team: Team) -> tuple[Part, ...]:
    next_day = text.day(team.day(team.next_at))
    return (
        Facts(
            (
                (words.HOME_CHANNEL, Channel(team.channel)),
                (words.HOME_WHEN, cards.slot(team)),
                (words.HOME_NEXT, next_day),
            )
        ),
    )


def examples() -> dict[str, Card | Form]:
    """Homes with much and with little, for the gallery and its limits."""
    next_at = datetime(2026, 11, 30, 23, 35, tzinfo=UTC)
    slot = {"weekday": USUAL_SLOT.weekday, "clock": USUAL_SLOT.clock, "timezone": "Asia/Tokyo", "next_at": next_at}
    team = Team(id=1, channel="C1", **slot)
    return {
        "home": page((*sections([team] * 20, may_start=True), setup(20))),
        "home with nothing": page((*sections([], may_start=True), setup(0))),
    }
