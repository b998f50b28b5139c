"""Kinds of call: advice in private, a senior's story, and out into the town."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot import people
from bot.chat.card import Card
from bot.chat.interaction import OldButton, Place, Who
from bot.chat.sender import MessageRef
from bot.db import Tx, many
from bot.ledger import Participation
from bot.notices import Notice
from bot.people import Person, Workspace
from bot.recruitment import ending, joining, looking, meeting, outing, overdue, service, telling
from bot.recruitment.looking import Gathering
from bot.recruitment.model import (
    ACTIVITY,
    CONSULT,
    CONSULT_MOST,
    KINDS,
    OUTING,
    PLAIN,
    TOWN,
    CalledOff,
    Recruitment,
    StaffOnly,
)
from bot.recruitment.wish import Wish
from bot.refusal import NotYours, Refusal
from bot.text import to

Introduce = Callable[..., Who]

HERE = Place("C1")


class Call:
    """One call by UCALLER, and people who press its buttons, each a second after the last."""

    def __init__(self, tx: Tx, who: Introduce, now: datetime, **wish: object) -> None:
        self.tx, self.who, self.now = tx, who, now
        self.number = service.announce(tx, who("UCALLER"), HERE, Wish("窓口のこと", **wish), now)  # type: ignore[arg-type]
        self._seconds = 0

    def at(self) -> datetime:
        self._seconds += 1
        return self.now + timedelta(seconds=self._seconds)

    def join(self, *users: str) -> None:
        for user in users:
            joining.join(self.tx, self.who(user), self.number, at=self.at(), now=self.now)

    def leave(self, user: str) -> None:
        joining.leave(self.tx, self.who(user), self.number, at=self.at(), now=self.now)

    def edit(self, **wish: object) -> None:
        service.edit(self.tx, self.who("UCALLER"), self.number, Wish("窓口のこと", **wish), self.now)  # type: ignore[arg-type]

    def close(self) -> None:
        ending.close(self.tx, self.who("UCALLER"), self.number, self.now)

    def discover(self, user: str, *, found: bool = True, at: datetime | None = None) -> None:
        outing.discover(self.tx, self.who(user), self.number, found=found, at=at or self.at())

    def seen(self) -> Gathering:
        return looking.gathering(self.tx, people.workspace_of(self.tx, self.who("UCALLER")).id, self.number)

    def told(self, kind: str) -> list[Notice]:
        return many(self.tx, Notice, Notice.subject == self.number, Notice.kind == kind, order_by=(Notice.id,))

    def said(self, kind: str) -> list[tuple[tuple[str, ...], str] | None]:
        """What the notices of this kind would say now: who is brought together, and the words."""
        drawn = [telling.DRAWN[kind](self.tx, notice, self.now) for notice in self.told(kind)]
        return [None if one is None else (one.together, to(one.card.summary, "ja")) for one in drawn]


def in_ledger(tx: Tx) -> set[tuple[str, str]]:
    rows = select(Person.external_id, Participation.kind).join_from(
        Participation, Person, Participation.person_id == Person.id
    )
    return {(row.external_id, row.kind) for row in tx.execute(rows)}


def names_on(card: Card) -> str:
    return repr(card)


def test_advice_is_for_two_people_unless_it_is_for_one(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    assert Call(tx, who, now, kind=CONSULT).seen().call.maximum == CONSULT_MOST == 2
    assert Call(tx, who, now, kind=CONSULT, maximum=1).seen().call.maximum == 1


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"kind": "party"}, "kind"),
        ({"kind": CONSULT, "maximum": 3}, "maximum"),
        ({"kind": CONSULT, "minimum": 1}, "minimum"),
    ],
)
def test_what_does_not_go_with_a_kind_is_said_beside_its_field(
    tx: Tx, who: Introduce, now: datetime, wish: dict[str, object], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        Call(tx, who, now, **wish)
    assert refused.value.field == field


def test_who_comes_to_give_advice_meets_the_caller_and_nobody_else_learns_of_it(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    call = Call(tx, who, now, kind=CONSULT)
    call.join("U1", "U2")
    together = [said[0] for said in call.said(meeting.PAIR) if said is not None]
    assert together == [("UCALLER", "U1"), ("UCALLER", "U2")]
    outgoing = telling.DRAWN[looking.CARD](tx, call.told(looking.CARD)[0], now)
    assert outgoing is not None
    for shown in (outgoing.card, telling.cards.list_of(looking.open_calls(tx, who("U3"), HERE))):
        assert "U1" not in names_on(shown) and "U2" not in names_on(shown) and "2人" not in names_on(shown)


def test_when_an_adviser_leaves_only_the_caller_hears_and_hears_no_name(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    call = Call(tx, who, now, kind=CONSULT)
    call.join("U1")
    call.leave("U1")
    assert call.said(meeting.PAIR) == [None], "nobody is introduced to who has left"
    (told,) = call.told(meeting.WHO_COMES)
    assert told.person_id == people.know(tx, who("UCALLER")).id
    assert "ご都合が変わった方" in (call.said(meeting.WHO_COMES)[0] or ((), ""))[1]
    call.join("U1")
    assert call.said(meeting.PAIR)[-1] is not None, "coming again is told again"


def test_where_two_cannot_be_brought_together_the_caller_is_told_who_comes(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    call = Call(tx, who, now, kind=CONSULT)
    call.join("U1")
    telling.not_delivered(tx, call.told(meeting.PAIR)[0], "missing_scope", now)
    (told,) = call.told(meeting.WHO_COMES)
    outgoing = telling.DRAWN[meeting.WHO_COMES](tx, told, now)
    assert outgoing is not None and "U1" in names_on(outgoing.card)


def test_advice_stays_advice_once_somebody_came_forward_in_private(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    call = Call(tx, who, now, kind=CONSULT)
    call.edit(kind=TOWN)
    call.edit(kind=CONSULT)
    call.join("U1")
    with pytest.raises(Refusal) as refused:
        call.edit(kind=PLAIN)
    assert refused.value.field == "kind"
    call.edit(kind=CONSULT, details="くわしく")


def test_a_call_that_becomes_advice_pairs_those_who_are_in_and_takes_two_at_most(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    call = Call(tx, who, now)
    call.join("U1", "U2", "U3")
    with pytest.raises(Refusal) as refused:
        call.edit(kind=CONSULT)
    assert refused.value.field == "kind"
    call.leave("U3")
    call.edit(kind=CONSULT)
    assert len(call.told(meeting.PAIR)) == 2


def test_advice_ends_with_who_sought_it(tx: Tx, workspace: Workspace, who: Introduce, now: datetime) -> None:
    call = Call(tx, who, now, kind=CONSULT)
    call.join("U1")
    people.mark_gone(tx, people.know(tx, who("UCALLER")), now)
    for alone in overdue.left_alone(tx):
        overdue.offer_on(tx, alone, now)
    assert call.seen().call.closed_at == now and call.told(overdue.CALLER_LEFT) == []


@pytest.mark.parametrize("kind", KINDS)
def test_only_an_outing_is_counted_as_one(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime, kind: str
) -> None:
    call = Call(tx, who, now, kind=kind)
    call.join("U1", "U2")
    call.leave("U2")
    counted = OUTING if kind == TOWN else ACTIVITY
    assert in_ledger(tx) == {("UCALLER", counted), ("U1", counted)}
    ending.call_off(tx, who("UCALLER"), call.number, "", now)
    assert in_ledger(tx) == set()


def test_what_becomes_an_outing_is_counted_as_one_from_then_on(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    call = Call(tx, who, now)
    other = Call(tx, who, now)
    call.join("U1")
    other.join("U2")
    call.edit(kind=TOWN)
    assert in_ledger(tx) == {("UCALLER", OUTING), ("U1", OUTING), ("UCALLER", ACTIVITY), ("U2", ACTIVITY)}
    call.edit(kind=PLAIN)
    assert {kind for _, kind in in_ledger(tx)} == {ACTIVITY}


def test_after_an_outing_those_who_were_in_may_say_that_they_found_something_new(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    call = Call(tx, who, now, kind=TOWN)
    call.join("U1", "U2")
    with pytest.raises(Refusal):
        call.discover("U1")
    call.close()
    with pytest.raises(Refusal):
        call.discover("U3")
    call.discover("U1")
    call.discover("U1")
    call.discover("UCALLER")
    assert call.seen().discoveries == 2


def test_the_newest_click_says_whether_something_was_found(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    call = Call(tx, who, now, kind=TOWN)
    call.join("U1")
    call.close()
    early, late, last = call.at(), call.at(), call.at()
    call.discover("U1", found=False, at=late)
    call.discover("U1", found=True, at=early)
    assert call.seen().discoveries == 0
    call.discover("U1", found=True, at=last)
    call.discover("U1", found=False, at=late)
    assert call.seen().discoveries == 1


def test_nobody_is_asked_what_they_found_where_nothing_took_place(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    plain = Call(tx, who, now)
    plain.join("U1")
    plain.close()
    with pytest.raises(OldButton):
        plain.discover("U1")
    given_up = Call(tx, who, now, kind=TOWN)
    given_up.join("U1")
    ending.call_off(tx, who("UCALLER"), given_up.number, "", now)
    with pytest.raises(CalledOff):
        given_up.discover("U1")


def test_a_message_is_kept_as_a_place_and_its_link_goes_when_an_admin_takes_the_call_down(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    message = MessageRef("C1", "1763800000.000100")
    number = service.announce(tx, who("UCALLER"), HERE, Wish("この話"), now, about=message)
    assert looking.find(tx, workspace.id, number).about == message
    (card,) = many(tx, Notice, Notice.kind == looking.CARD)
    outgoing = telling.DRAWN[looking.CARD](tx, card, now)
    assert outgoing is not None and outgoing.see == message
    card.sent_channel, card.sent_message = "C1", "1763800001.000100"
    ending.take_down(tx, who("UADMIN"), number, "理由", now)
    outgoing = telling.DRAWN[looking.CARD](tx, card, now)
    assert outgoing is not None and outgoing.see is None


def test_guests_and_people_of_another_organisation_join_and_leave_and_administer_nothing(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    outsider = Who("slack", workspace.external_id, "UOUT", from_outside=True)
    for guest in (who("UGUEST", is_guest=True), outsider):
        with pytest.raises(StaffOnly):
            service.announce(tx, guest, HERE, Wish("わたしの会"), now)
        call = Call(tx, who, now)
        assert joining.join(tx, guest, call.number, at=call.at(), now=now).joined
        people.mark_gone(tx, people.know(tx, who("UCALLER")), now)
        for alone in overdue.left_alone(tx):
            overdue.offer_on(tx, alone, now)
        with pytest.raises(Refusal):
            service.take_over(tx, guest, call.number, now)
        for deed in (ending.close, ending.reopen, service.call_again):
            with pytest.raises(NotYours):
                deed(tx, guest, call.number, now)


def test_who_left_before_an_outing_was_over_is_not_counted_among_those_who_found_something(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    call = Call(tx, who, now, kind=TOWN)
    call.join("U1")
    call.close()
    call.discover("U1")
    ending.reopen(tx, who("UCALLER"), call.number, now)
    call.leave("U1")
    assert call.seen().discoveries == 0


def test_a_call_of_every_kind_has_a_name(tx: Tx) -> None:
    assert set(telling.cards.KIND_NAMES) == set(KINDS)
    assert {Recruitment(kind=kind).counted_as for kind in KINDS} == {ACTIVITY, OUTING}
