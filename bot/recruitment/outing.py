"""After an outing into the town: how many found what they had not known. A number, and nobody is asked for it."""

from __future__ import annotations

from datetime import datetime

from bot import notices, people
from bot.chat.interaction import OldButton, Who
from bot.db import Tx, insert, one
from bot.people import Person
from bot.recruitment import seats, words
from bot.recruitment.looking import CARD, find
from bot.recruitment.model import ACTIVITY, IN, Discovery, Recruitment
from bot.refusal import Refusal


def discover(tx: Tx, who: Who, number: int, *, found: bool, at: datetime) -> Recruitment:
    """Somebody found what they had not known, or takes that back. An older click than the newest changes nothing.

    Raises NoSuchCall, CalledOff, OldButton where it is no outing, and Refusal before it is over or for who was not in.
    """
    person = people.know(tx, who)
    call = find(tx, person.workspace_id, number, lock=True)
    _refuse_who_was_not_there(tx, call, person)
    was = one(tx, Discovery, Discovery.recruitment_id == call.id, Discovery.person_id == person.id)
    if was is not None and was.clicked_at >= at:
        return call
    row = insert(tx, Discovery).values(recruitment_id=call.id, person_id=person.id, found=found, clicked_at=at)
    newest = {"found": found, "clicked_at": at}
    tx.execute(row.on_conflict_do_update(index_elements=["recruitment_id", "person_id"], set_=newest))
    if found != (was is not None and was.found):
        notices.redraw(tx, call.workspace_id, ACTIVITY, CARD, call.id)
    return call


def _refuse_who_was_not_there(tx: Tx, call: Recruitment, person: Person) -> None:
    if not call.is_outing:
        raise OldButton()
    call.refuse_called_off()
    if call.closed_at is None:
        raise Refusal(words.DISCOVER_LATER)
    mine = seats.of(tx, call, person)
    if person.id != call.caller_id and (mine is None or mine.state != IN):
        raise Refusal(words.DISCOVER_TOGETHER)
