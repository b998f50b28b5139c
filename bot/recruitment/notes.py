"""What is said of a call to one person or a few: seats, meetings, endings, and what its caller must know."""

from __future__ import annotations

from datetime import datetime

from bot.chat.card import Button, Buttons, Card, People, Words, note
from bot.recruitment import words
from bot.recruitment.looking import Gathering
from bot.recruitment.model import NAMES_SHOWN, Recruitment
from bot.text import moment


def full(call: Recruitment, *, passed_on: bool = False) -> Card:
    """To somebody for whom there was no seat; `passed_on` when one was held for them and the time is over."""
    said = words.PASSED_ON if passed_on else words.FULL
    wait = Button(words.WAIT, "recruitment.wait", str(call.id), style="primary")
    return Card(said, (Words(said), Buttons((wait,))))


def offer(call: Recruitment, until: datetime, zone: str) -> Card:
    """To the next in line: a seat is held for them."""
    said = words.OFFER.fill(title=call.title, until=moment(until, zone))
    take = Button(words.JOIN, "recruitment.accept", str(call.id), style="primary")
    decline = Button(words.LEAVE, "recruitment.pass", str(call.id))
    return Card(said, (Words(said), Buttons((take, decline))))


def meeting(gathering: Gathering) -> Card:
    """To the caller and everybody who is in, once there are enough of them."""
    said = words.MEETING.fill(title=gathering.call.title, n=len(gathering.joiners))
    everybody = gathering.everybody
    named, more = everybody[:NAMES_SHOWN], max(0, len(everybody) - NAMES_SHOWN)
    return Card(said, (Words(said), People(words.TOGETHER, named, more)))


def joined_late(call: Recruitment) -> Card:
    """To who joins when the others have met already."""
    return note(words.JOINED_LATE.fill(title=call.title))


def pair(call: Recruitment) -> Card:
    """To who wants advice and who came to give it, in a conversation of their own."""
    return note(words.CONSULT_PAIR.fill(title=call.title))


def who_comes(gathering: Gathering) -> Card:
    """To the caller of a consult alone: who is in now."""
    title = gathering.call.title
    if not gathering.joiners:
        return note(words.CONSULT_NOBODY_NOW.fill(title=title))
    said = words.CONSULT_WHO_COMES.fill(title=title)
    return Card(said, (Words(said), People(words.COMING, gathering.joiners)))


def again(call: Recruitment) -> Card:
    """In the channel, when its caller calls once more."""
    if call.closed_at is not None:
        return note(words.AGAIN_CLOSED.fill(title=call.title))
    said = words.AGAIN.fill(title=call.title)
    join = Button(words.JOIN, "recruitment.join_listed", str(call.id), style="primary")
    return Card(said, (Words(said, "strong"), Buttons((join,))))


def called_off(call: Recruitment) -> Card:
    """To everybody concerned, with the caller's own word."""
    if call.taken_down_at is not None:
        return note(words.CALLED_OFF_UNNAMED)  # its title may be what did not belong
    said = words.CALLED_OFF_TOLD.fill(title=call.title)
    parting = (Words(call.parting),) if call.parting else ()
    return Card(said, (Words(said), *parting))


def closed_while_waiting(call: Recruitment) -> Card:
    """To those who waited for a seat, or had been offered one, when the call closes."""
    return note(words.CLOSED_WHILE_WAITING.fill(title=call.title))


def newcomer(user: str) -> Card:
    """In the conversation of those who met before: who has joined since."""
    return Card(words.NEWCOMERS, (People(words.NEWCOMERS, (user,)),))


def taken_down(call: Recruitment) -> Card:
    """To its caller, with the admin's reason."""
    said = words.TAKEN_DOWN.fill(title=call.title)
    return Card(said, (Words(said), Words(call.parting)))


def caller_left(call: Recruitment) -> Card:
    """To those who joined, when its caller has left the organisation."""
    said = words.CALLER_LEFT.fill(title=call.title)
    take_over = Button(words.TAKE_OVER, "recruitment.take_over", str(call.id), style="primary")
    return Card(said, (Words(said), Buttons((take_over,))))


def ended(gathering: Gathering) -> Card:
    """To the caller, when a call has closed by itself."""
    joined = len(gathering.joiners)
    said = words.CLOSED_BY_TIME_MET if joined else words.CLOSED_BY_TIME
    return note(said.fill(title=gathering.call.title, n=joined))


def discovered(call: Recruitment) -> Card:
    """To who has found something new, with a way back."""
    back = Button(words.TAKE_DISCOVERY_BACK, "recruitment.undiscover", str(call.id))
    return Card(words.DISCOVERED_NOTE, (Words(words.DISCOVERED_NOTE), Buttons((back,))))
