"""What each notice of a call says when its moment has come; nothing, when it is no longer wanted."""

from __future__ import annotations

from datetime import datetime

from bot import notices, people
from bot.activity import Draw
from bot.chat.sender import TOGETHER_MOST, MessageRef, Outgoing
from bot.db import Tx
from bot.notices import Notice
from bot.recruitment import cards, meeting, notes, overdue, seats, words
from bot.recruitment.ending import AGAIN, CALLED_OFF, CLOSED_WHILE_WAITING, TAKEN_DOWN
from bot.recruitment.looking import CARD, Gathering, card_notice, find, gathering
from bot.recruitment.model import ACTIVITY, IN, Recruitment


def _gathering(tx: Tx, notice: Notice) -> Gathering:
    return gathering(tx, notice.workspace_id, notice.subject)


def _call(tx: Tx, notice: Notice) -> Recruitment:
    return find(tx, notice.workspace_id, notice.subject)


def _shown(tx: Tx, call: Recruitment) -> MessageRef | None:
    card = card_notice(tx, call)
    return None if card is None else card.message


def _card(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
    shown = _gathering(tx, notice)
    end = cards.end(shown.call)
    if notice.message is None and end is None:
        return None
    about = shown.call.about if shown.call.taken_down_at is None else None
    return Outgoing(cards.card(shown), see=about, see_as=words.ABOUT, end=end)


def _offer(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
    call = _call(tx, notice)
    until = seats.held_until(tx, call, notice.person_id)
    if until is None or until <= now:
        return None
    return Outgoing(notes.offer(call, until, people.workspace(tx, call.workspace_id).timezone))


def _meeting(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
    shown = _gathering(tx, notice)
    if len(shown.everybody) > TOGETHER_MOST:
        return _meeting_in_thread(tx, notice, now)
    return Outgoing(notes.meeting(shown), together=shown.everybody) if shown.is_company else None


def _meeting_in_thread(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
    shown = _gathering(tx, notice)
    if not shown.is_company:
        return None
    return Outgoing(notes.meeting(shown), thread=_shown(tx, shown.call))


def _pair(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
    """Caller and joiner, unless the joiner has left meanwhile. Two who came do not learn of each other."""
    assert notice.person_id is not None, "it is about who joined"
    shown, joiner = _gathering(tx, notice), people.person(tx, notice.person_id)
    mine = seats.of(tx, shown.call, joiner)
    if mine is None or mine.state != IN or shown.caller.is_gone:
        return None
    return Outgoing(notes.pair(shown.call), together=(shown.caller.external_id, joiner.external_id))


def _who_comes(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
    shown = _gathering(tx, notice)
    return Outgoing(notes.who_comes(shown)) if shown.call.closed_at is None else None


def _joined_late(tx: Tx, notice: Notice, now: datetime) -> Outgoing:
    call = _call(tx, notice)
    return Outgoing(notes.joined_late(call), see=_shown(tx, call))


def _again(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
    call = _call(tx, notice)
    is_wanted = call.closed_at is None or notice.message is not None
    return Outgoing(notes.again(call), see=_shown(tx, call)) if is_wanted else None


def _closed_while_waiting(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
    call = _call(tx, notice)
    return None if call.closed_at is None else Outgoing(notes.closed_while_waiting(call))


def _newcomer(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
    """In the conversation of those who met before, where there is one of their own."""
    met = notices.card_of(tx, notice.workspace_id, ACTIVITY, meeting.MEETING, notice.subject)
    call = _call(tx, notice)
    assert notice.person_id is not None, "it is about who joined"
    newcomer = people.person(tx, notice.person_id)
    mine = seats.of(tx, call, newcomer)
    is_in = mine is not None and mine.state == IN
    if not is_in or met is None or met.message is None or met.message.channel == call.channel:
        return None
    return Outgoing(notes.newcomer(newcomer.external_id), thread=met.message)


def _called_off(tx: Tx, notice: Notice, now: datetime) -> Outgoing:
    return Outgoing(notes.called_off(_call(tx, notice)))


def _taken_down(tx: Tx, notice: Notice, now: datetime) -> Outgoing:
    return Outgoing(notes.taken_down(_call(tx, notice)))


def _caller_left(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
    call = _call(tx, notice)
    is_wanted = call.closed_at is None and people.person(tx, call.caller_id).is_gone
    return Outgoing(notes.caller_left(call)) if is_wanted else None


def _ended(tx: Tx, notice: Notice, now: datetime) -> Outgoing:
    return Outgoing(notes.ended(_gathering(tx, notice)))


DRAWN: dict[str, Draw] = {
    CARD: _card,
    seats.OFFER: _offer,
    meeting.MEETING: _meeting,
    meeting.MEETING_IN_THREAD: _meeting_in_thread,
    meeting.PAIR: _pair,
    meeting.WHO_COMES: _who_comes,
    meeting.JOINED_LATE: _joined_late,
    meeting.NEWCOMER: _newcomer,
    AGAIN: _again,
    CLOSED_WHILE_WAITING: _closed_while_waiting,
    CALLED_OFF: _called_off,
    TAKEN_DOWN: _taken_down,
    overdue.CALLER_LEFT: _caller_left,
    overdue.ENDED: _ended,
}


def not_delivered(tx: Tx, notice: Notice, reason: str, now: datetime) -> None:
    """Nobody could be reached this way: whoever must know is told another way."""
    if notice.kind == meeting.MEETING:
        meeting.meet_in_thread(tx, notice, now)
    elif notice.kind == meeting.PAIR:
        meeting.tell_who_comes(tx, _call(tx, notice), notice, now)
