"""What happens to a call, in the order of its life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select, update

from bot import ledger, notices, people
from bot.chat.interaction import Place, Who
from bot.db import Tx, built_once, insert, many, one_by
from bot.notices import Notice
from bot.people import Person
from bot.recruitment import words
from bot.recruitment.model import MAXIMUM_MOST, OPEN_FOR, Joining, NoSuchCall, Recruitment
from bot.refusal import Refusal

ACTIVITY = "recruitment"
CARD, ENDED, UNPOSTED = "card", "ended", "unposted"
KIND = "recruitment"
CALLER, JOINER = "caller", "joiner"


_FIND = select(Recruitment.__table__).where(
    Recruitment.id == bindparam("number"), Recruitment.workspace_id == bindparam("workspace")
)
_FIND_AND_LOCK = _FIND.with_for_update()
_MINE = select(Joining.__table__).where(
    Joining.recruitment_id == bindparam("call"), Joining.person_id == bindparam("person")
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the caller wrote."""

    title: str
    details: str = ""
    place: str = ""
    time: str = ""
    maximum: int | None = None

    def refuse_odd(self) -> None:
        """Raises Refusal beside the field for what nobody can call with."""
        if not self.title:
            raise Refusal(words.TITLE_NEEDED, field="title")
        if self.maximum is not None and not 1 <= self.maximum <= MAXIMUM_MOST:
            raise Refusal(words.MAXIMUM_ODD.fill(most=f"{MAXIMUM_MOST:,}"), field="maximum")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands after they wanted to join."""

    call: Recruitment
    joined: bool
    is_full: bool = False
    """There was no seat for them."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """A call and everyone in it, as its card shows it. Joiners in the order in which they joined."""

    call: Recruitment
    caller: Person
    joiners: tuple[str, ...]


def announce(tx: Tx, who: Who, place: Place, wish: Wish, now: datetime, *, origin: str | None = None) -> int:
    """Somebody calls. Its card will be shown in that place. Returns the number of the call.

    What comes a second time, by its `origin`, finds the call that it has made and changes nothing.
    Raises Refusal beside the field that is wrong.
    """
    wish.refuse_odd()
    caller = people.know(tx, who)
    number: int | None = tx.execute(
        insert(tx, Recruitment)
        .on_conflict_do_nothing(index_elements=["workspace_id", "origin"])
        .returning(Recruitment.id),
        {
            "workspace_id": caller.workspace_id,
            "channel": place.channel,
            "private": place.private,
            "caller_id": caller.id,
            "title": wish.title,
            "details": wish.details,
            "place": wish.place,
            "time": wish.time,
            "maximum": wish.maximum,
            "closes_at": now + OPEN_FOR,
            "origin": origin,
        },
    ).scalar_one_or_none()
    if number is None:
        made = select(Recruitment.id).where(
            Recruitment.workspace_id == caller.workspace_id, Recruitment.origin == origin
        )
        return tx.execute(made).scalar_one()
    ledger.record(tx, KIND, number, caller, CALLER, people.today(tx, caller, now))
    notices.post_card(tx, caller.workspace_id, ACTIVITY, CARD, number, place.channel, now)
    return number


def join(tx: Tx, who: Who, number: int, *, at: datetime, now: datetime) -> Standing:
    """This person is in, unless all seats are taken. An older click than the newest one changes nothing.

    A click that found no seat is remembered too: heard again after one was given back, it takes none.
    Raises NoSuchCall, Closed, OwnCall.
    """
    person = people.know(tx, who)
    call = find(tx, person.workspace_id, number, lock=True)
    call.refuse_caller(person.id)
    mine = _mine(tx, call, person)
    if mine is not None and mine.clicked_at >= at:
        return Standing(call, mine.joined)
    if mine is not None and mine.joined:
        _remember(tx, call, person, True, at, since=mine.since)
        return Standing(call, True)
    call.refuse_when_closed()
    if call.maximum is not None and call.is_full(_seats_taken(tx, call)):
        _remember(tx, call, person, False, at, since=at)
        return Standing(call, False, is_full=True)
    _remember(tx, call, person, True, at, since=at)
    ledger.record(tx, KIND, call.id, person, JOINER, people.today(tx, person, now))
    notices.redraw(tx, call.workspace_id, ACTIVITY, CARD, call.id)
    return Standing(call, True)


def leave(tx: Tx, who: Who, number: int, *, at: datetime) -> None:
    """This person is not in. Leaving what one never joined changes nothing. Raises NoSuchCall, Closed, OwnCall."""
    person = people.know(tx, who)
    call = find(tx, person.workspace_id, number, lock=True)
    call.refuse_caller(person.id)
    mine = _mine(tx, call, person)
    if mine is not None and mine.clicked_at >= at:
        return
    call.refuse_when_closed()
    _remember(tx, call, person, False, at, since=at)
    if mine is not None and mine.joined:
        ledger.take_back(tx, KIND, call.id, person)
        notices.redraw(tx, call.workspace_id, ACTIVITY, CARD, call.id)


def close(tx: Tx, who: Who, number: int, now: datetime) -> None:
    """The caller ends it. Closing again changes nothing. Raises NoSuchCall, NotYours."""
    person = people.know(tx, who)
    call = find(tx, person.workspace_id, number, lock=True)
    call.refuse_stranger(person.id)
    _end(tx, call, now)


def old_calls(tx: Tx, now: datetime, limit: int = 50) -> list[Recruitment]:
    """Calls that nobody closed in their time."""
    return many(tx, Recruitment, Recruitment.closed_at.is_(None), Recruitment.closes_at <= now, limit=limit)


def close_old(tx: Tx, now: datetime) -> int:
    """Some of the old calls end by themselves, with a kind word to the caller. Returns how many did."""
    closed = [call for call in old_calls(tx, now) if _end(tx, call, now)]
    for call in closed:
        notices.tell(tx, call.workspace_id, ACTIVITY, ENDED, call.id, call.caller_id, now)
    return len(closed)


def keep_unposted(tx: Tx, notice: Notice, now: datetime) -> None:
    """The card could not be posted: the caller is told, and nothing they wrote is lost."""
    call = find(tx, notice.workspace_id, notice.subject)
    notices.tell(tx, call.workspace_id, ACTIVITY, UNPOSTED, call.id, call.caller_id, now, round=notice.attempts)


def post_again(tx: Tx, who: Who, number: int, now: datetime) -> None:
    """The caller has invited the bot. Raises NoSuchCall, NotYours."""
    person = people.know(tx, who)
    call = find(tx, person.workspace_id, number)
    call.refuse_stranger(person.id)
    card = card_notice(tx, call)
    if card is not None:
        notices.send_again(tx, card, now)


def card_notice(tx: Tx, call: Recruitment) -> Notice | None:
    """Where the call is shown, or why it is not."""
    return notices.card_of(tx, call.workspace_id, ACTIVITY, CARD, call.id)


def find(tx: Tx, workspace_id: int, number: int, *, lock: bool = False) -> Recruitment:
    """The call of this number in this workspace. Raises NoSuchCall."""
    call = one_by(tx, Recruitment, _FIND_AND_LOCK if lock else _FIND, number=number, workspace=workspace_id)
    if call is None:
        raise NoSuchCall()
    return call


def gathering(tx: Tx, workspace_id: int, number: int) -> Gathering:
    """Everything that the card shows. Raises NoSuchCall."""
    call = find(tx, workspace_id, number)
    joiners = tx.scalars(
        select(Person.external_id)
        .join_from(Joining, Person, Joining.person_id == Person.id)
        .where(Joining.recruitment_id == call.id, Joining.joined.is_(True))
        .order_by(Joining.since, Joining.person_id)
    )
    return Gathering(call, people.person(tx, call.caller_id), tuple(joiners))


def open_calls(tx: Tx, who: Who, place: Place, limit: int = 20) -> list[Gathering]:
    """The newest open calls that somebody in this place may know of: those in public, and its own."""
    workspace_id = people.workspace_of(tx, who).id
    newest = many(
        tx,
        Recruitment,
        Recruitment.workspace_id == workspace_id,
        Recruitment.closed_at.is_(None),
        or_(Recruitment.private.is_(False), Recruitment.channel == place.channel),
        order_by=(Recruitment.id.desc(),),
        limit=limit,
    )
    return [gathering(tx, workspace_id, call.id) for call in newest]


def _end(tx: Tx, call: Recruitment, now: datetime) -> bool:
    """Whether it ended by this: it may have ended since it was read."""
    still_open = (Recruitment.id == call.id, Recruitment.closed_at.is_(None))
    ended: bool = tx.execute(update(Recruitment).where(*still_open).values(closed_at=now)).rowcount > 0
    if ended:
        notices.redraw(tx, call.workspace_id, ACTIVITY, CARD, call.id)
    return ended


def _mine(tx: Tx, call: Recruitment, person: Person) -> Joining | None:
    return one_by(tx, Joining, _MINE, call=call.id, person=person.id)


@built_once
def _remembering(tx: Tx) -> Any:
    row = insert(tx, Joining)
    return row.on_conflict_do_update(
        index_elements=["recruitment_id", "person_id"],
        set_={name: row.excluded[name] for name in ("joined", "since", "clicked_at")},
    )


def _remember(tx: Tx, call: Recruitment, person: Person, joined: bool, at: datetime, *, since: datetime) -> None:
    tx.execute(
        _remembering(tx),
        {"recruitment_id": call.id, "person_id": person.id, "joined": joined, "since": since, "clicked_at": at},
    )


def _seats_taken(tx: Tx, call: Recruitment) -> int:
    taken = select(func.count()).where(Joining.recruitment_id == call.id, Joining.joined.is_(True))
    return tx.execute(taken).scalar_one()
