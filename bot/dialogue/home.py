"""What somebody's Home shows of the weekly topics: the teams they look after, and a way to begin."""

from __future__ import annotations

from bot import text
from bot.chat.card import Button, Channel, Facts, Part
from bot.dialogue import cards, words
from bot.dialogue.model import Team
from bot.home import SETUP, Section, Shelf, step


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
