"""What happens to a team and its weekly topics, in the order of their life. Who takes part: `answers.py`."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select, update

from bot import channels, notices, people
from bot.chat.interaction import Who
from bot.db import Tx, insert, many, one
from bot.dialogue import topics
from bot.dialogue.model import NoSuchPrompt, NotSetUp, Prompt, Slot, Team, refuse_guest
from bot.notices import Notice
from bot.people import Person

ACTIVITY = "dialogue"
STARTED, PROMPT = "started", "prompt"
COUNTED_EVERY = timedelta(days=1)


def team_here(tx: Tx, who: Who, channel: str) -> Team | None:
    """The team of this channel, for somebody who wants to set it up; None when it is new. Raises GuestMayNot."""
    person = people.know(tx, who)
    refuse_guest(person)
    return _team_in(tx, person.workspace_id, channel)


def set_up(tx: Tx, who: Who, channel: str, slot: Slot, now: datetime) -> Team:
    """From now on a topic comes here when the section meets; if one does already, at this time instead.

    A channel that was lost is worth another try. Raises GuestMayNot.
    """
    person = people.know(tx, who)
    refuse_guest(person)
    zone = people.workspace(tx, person.workspace_id).timezone
    before = _team_in(tx, person.workspace_id, channel, lock=True)
    last_asked = None if before is None else _last_asked(tx, before)
    choice = {
        "weekday": slot.weekday,
        "clock": slot.clock,
        "timezone": zone,
        "next_at": slot.next(now, zone, last_asked),
        "active": True,
        "set_up_by": person.id,
        "counted_at": None,
    }
    number: int = tx.execute(
        insert(tx, Team)
        .values(workspace_id=person.workspace_id, channel=channel, round=1, **choice)
        .on_conflict_do_update(index_elements=["workspace_id", "channel"], set_={**choice, "round": Team.round + 1})
        .returning(Team.id)
    ).scalar_one()
    team = find(tx, person.workspace_id, number)
    channels.regain(tx, team.workspace_id, channel)
    notices.post_card(tx, team.workspace_id, ACTIVITY, STARTED, team.id, channel, now, responsible=person.id)
    notices.entrust(tx, team.workspace_id, ACTIVITY, STARTED, team.id, person.id)
    _send_undelivered_again(tx, team, now)
    notices.redraw(tx, team.workspace_id, ACTIVITY, STARTED, team.id)
    return team


def refuse_guest_who(tx: Tx, who: Who) -> None:
    """Raises GuestMayNot."""
    refuse_guest(people.know(tx, who))


def looked_after_by(tx: Tx, person: Person) -> list[Team]:
    """The active teams that this person set up, the next to meet first."""
    return many(tx, Team, Team.set_up_by == person.id, Team.active, order_by=(Team.next_at, Team.id))


def active(tx: Tx, workspace_id: int) -> int:
    """In how many channels of a workspace topics arrive."""
    return tx.execute(select(func.count()).where(Team.workspace_id == workspace_id, Team.active)).scalar_one()


def uncounted(tx: Tx, now: datetime, limit: int) -> list[Team]:
    """Active teams whose channel nobody has counted within a day, those never counted first."""
    return many(
        tx,
        Team,
        Team.active,
        or_(Team.counted_at.is_(None), Team.counted_at <= now - COUNTED_EVERY),
        order_by=(Team.counted_at.is_not(None), Team.counted_at, Team.id),
        limit=limit,
    )


def keep_headcount(tx: Tx, team: Team, headcount: int | None, now: datetime) -> None:
    """So many people are in the channel. None: it could not be asked, and what was known before stays."""
    counted = {"counted_at": now} | ({} if headcount is None else {"headcount": headcount})
    tx.execute(update(Team).where(Team.id == team.id).values(**counted))


def due(tx: Tx, now: datetime, limit: int) -> list[int]:
    """The numbers of teams that meet now, the longest waiting first."""
    meeting = select(Team.id).where(Team.active, Team.next_at <= now).order_by(Team.next_at, Team.id).limit(limit)
    return list(tx.scalars(meeting))


def ask(tx: Tx, team_id: int, now: datetime) -> None:
    """The topic of the week, once, and the time of the next one.

    A time that has passed by more than its own day (the bot was down) is passed over in silence. When another
    process was here first, nothing happens. The row is held, so that a change of the day in the same moment stays.
    """
    team = one(tx, Team, Team.id == team_id, Team.active, Team.next_at <= now, lock=True)
    if team is None:
        return
    if team.day(team.next_at) == team.day(now):
        _ask(tx, team, now)
    tx.execute(update(Team).where(Team.id == team.id).values(next_at=team.slot.next(now, team.timezone)))


def next_prompt_at(tx: Tx) -> datetime | None:
    """When the next topic comes, to whichever team; None when no team is active."""
    return tx.execute(select(func.min(Team.next_at)).where(Team.active)).scalar_one()


def stop(tx: Tx, who: Who, channel: str) -> None:
    """No topics come here any more. Stopping again changes nothing. Raises GuestMayNot, NotSetUp."""
    person = people.know(tx, who)
    refuse_guest(person)
    team = _team_in(tx, person.workspace_id, channel, lock=True)
    if team is None:
        raise NotSetUp()
    _stop(tx, team)


def stop_team(tx: Tx, who: Who, number: int) -> None:
    """The same from a direct message, for the team of this number. Raises GuestMayNot, NotSetUp."""
    person = people.know(tx, who)
    refuse_guest(person)
    _stop(tx, find(tx, person.workspace_id, number, lock=True))


def find(tx: Tx, workspace_id: int, number: int, *, lock: bool = False) -> Team:
    """The team of this number in this workspace. Raises NotSetUp."""
    team = one(tx, Team, Team.id == number, Team.workspace_id == workspace_id, lock=lock)
    if team is None:
        raise NotSetUp()
    return team


def find_prompt(tx: Tx, workspace_id: int, number: int, *, lock: bool = False) -> Prompt:
    """The prompt of this number in this workspace. Raises NoSuchPrompt."""
    prompt = one(tx, Prompt, Prompt.id == number, Prompt.workspace_id == workspace_id, lock=lock)
    if prompt is None:
        raise NoSuchPrompt()
    return prompt


def _ask(tx: Tx, team: Team, now: datetime) -> None:
    had = tx.scalars(select(Prompt.topic).where(Prompt.team_id == team.id).order_by(Prompt.id)).all()
    number = tx.execute(
        insert(tx, Prompt).on_conflict_do_nothing().returning(Prompt.id),
        {
            "workspace_id": team.workspace_id,
            "team_id": team.id,
            "day": team.day(now),
            "topic": topics.choose(had).key,
        },
    ).scalar_one_or_none()
    if number is not None:
        notices.post_card(tx, team.workspace_id, ACTIVITY, PROMPT, number, team.channel, now)


def _stop(tx: Tx, team: Team) -> None:
    tx.execute(update(Team).where(Team.id == team.id).values(active=False))
    notices.redraw(tx, team.workspace_id, ACTIVITY, STARTED, team.id)


def _last_asked(tx: Tx, team: Team) -> date | None:
    return tx.execute(select(func.max(Prompt.day)).where(Prompt.team_id == team.id)).scalar_one()


def _cards(tx: Tx, team: Team) -> list[Notice]:
    newest = tx.execute(select(func.max(Prompt.id)).where(Prompt.team_id == team.id)).scalar_one()
    cards = [notices.card_of(tx, team.workspace_id, ACTIVITY, STARTED, team.id)]
    if newest is not None:
        cards.append(notices.card_of(tx, team.workspace_id, ACTIVITY, PROMPT, newest))
    return [card for card in cards if card is not None]


def _send_undelivered_again(tx: Tx, team: Team, now: datetime) -> None:
    """Also what was dropped because the team was stopped before it could be posted."""
    for card in _cards(tx, team):
        notices.send_again(tx, card, now)


def _team_in(tx: Tx, workspace_id: int, channel: str, *, lock: bool = False) -> Team | None:
    return one(tx, Team, Team.workspace_id == workspace_id, Team.channel == channel, lock=lock)
