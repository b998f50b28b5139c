"""What happens to a call, on both databases."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from bot import notices, people
from bot.chat.interaction import Place, Who
from bot.db import Tx
from bot.ledger import Participation
from bot.people import Workspace
from bot.recruitment import ending, joining, looking, overdue, service
from bot.recruitment.looking import CARD
from bot.recruitment.model import ACTIVITY, OPEN_FOR, Closed, NoSuchCall, OwnCall
from bot.recruitment.wish import Wish
from bot.refusal import Refusal

Introduce = Callable[..., Who]

HERE = Place("C1")


def in_order(now: datetime, number: int) -> datetime:
    """The time of the n-th click."""
    return now + timedelta(seconds=number)


def joiners(tx: Tx, workspace: Workspace, number: int) -> list[str]:
    return list(looking.gathering(tx, workspace.id, number).joiners)


def in_ledger(tx: Tx, number: int) -> set[tuple[str, str]]:
    rows = tx.execute(
        select(people.Person.external_id, Participation.role)
        .join_from(Participation, people.Person, Participation.person_id == people.Person.id)
        .where(Participation.kind == ACTIVITY, Participation.subject == number)
    )
    return {(row.external_id, row.role) for row in rows}


def test_joining_counts_once_and_leaving_takes_it_back(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    number = service.announce(tx, who("UCALLER"), HERE, Wish("朝の散歩"), now)
    for click in (1, 2):
        joining.join(tx, who("U1"), number, at=in_order(now, click), now=now)
    assert joiners(tx, workspace, number) == ["U1"]
    assert in_ledger(tx, number) == {("UCALLER", "caller"), ("U1", "joiner")}

    joining.leave(tx, who("U1"), number, at=in_order(now, 3), now=now)
    assert joiners(tx, workspace, number) == []
    assert in_ledger(tx, number) == {("UCALLER", "caller")}


def test_joiners_stand_in_the_order_in_which_they_joined_and_a_second_click_does_not_move_them(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    number = service.announce(tx, who("UCALLER"), HERE, Wish("朝の散歩"), now)
    for click, user in enumerate(("U2", "U1", "U2")):
        joining.join(tx, who(user), number, at=in_order(now, click), now=now)
    assert joiners(tx, workspace, number) == ["U2", "U1"]


def test_a_seat_that_is_given_back_can_be_taken(tx: Tx, workspace: Workspace, who: Introduce, now: datetime) -> None:
    number = service.announce(tx, who("UCALLER"), HERE, Wish("朝の散歩", maximum=1), now)
    joining.join(tx, who("U1"), number, at=in_order(now, 1), now=now)
    assert joining.join(tx, who("U2"), number, at=in_order(now, 2), now=now).is_full
    joining.join(tx, who("U1"), number, at=in_order(now, 3), now=now)
    joining.leave(tx, who("U1"), number, at=in_order(now, 4), now=now)
    assert not joining.join(tx, who("U2"), number, at=in_order(now, 2), now=now).joined, "the click that found no seat"
    assert joiners(tx, workspace, number) == []
    joining.join(tx, who("U2"), number, at=in_order(now, 5), now=now)
    assert joiners(tx, workspace, number) == ["U2"]


def test_the_caller_and_latecomers_are_refused(tx: Tx, who: Introduce, now: datetime) -> None:
    number = service.announce(tx, who("UCALLER"), HERE, Wish("朝の散歩"), now)
    with pytest.raises(OwnCall):
        joining.join(tx, who("UCALLER"), number, at=now, now=now)
    ending.close(tx, who("UCALLER"), number, now)
    for deed in (
        lambda: joining.join(tx, who("U1"), number, at=now, now=now),
        lambda: joining.leave(tx, who("U1"), number, at=now, now=now),
    ):
        with pytest.raises(Closed):
            deed()
    with pytest.raises(NoSuchCall):
        joining.join(tx, who("U1"), number + 1, at=now, now=now)


def test_old_calls_close_once_and_their_callers_are_told_once(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    number = service.announce(tx, who("UCALLER"), HERE, Wish("朝の散歩"), now)
    assert overdue.close_old(tx, now + OPEN_FOR - timedelta(seconds=1)) == 0
    assert overdue.close_old(tx, now + OPEN_FOR) == 1
    assert overdue.close_old(tx, now + OPEN_FOR * 2) == 0
    told = [notice for notice in notices.claim(tx, now + OPEN_FOR, 10) if notice.kind == overdue.ENDED]
    assert [notice.subject for notice in told] == [number]


def test_a_call_that_its_caller_closes_at_that_very_moment_is_not_closed_again(engine: Engine, now: datetime) -> None:
    caller, late = Who("slack", "T1", "UCALLER"), now + OPEN_FOR

    def close_old() -> int:
        with engine.begin() as tx:
            return overdue.close_old(tx, late)

    with engine.begin() as tx:
        people.settle(tx, "slack", "T1", "甲斐市役所", "UBOT", language="ja", timezone="Asia/Tokyo")
        number = service.announce(tx, caller, HERE, Wish("朝の散歩"), now)
    with ThreadPoolExecutor(1) as elsewhere:
        with engine.begin() as tx:
            ending.close(tx, caller, number, late)
            closing = elsewhere.submit(close_old)
            time.sleep(0.2)  # on PostgreSQL it has read the call by then, still open
        assert closing.result(timeout=10) == 0
    with engine.begin() as tx:
        assert [notice.kind for notice in notices.claim(tx, late, 10)] == [CARD]


@pytest.mark.parametrize(
    ("wish", "field"),
    [(Wish(""), "title"), *((Wish("朝の散歩", maximum=odd), "maximum") for odd in (-1, 0, 1_001))],
)
def test_what_cannot_be_called_is_said_beside_its_field(
    tx: Tx, who: Introduce, now: datetime, wish: Wish, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        service.announce(tx, who("UCALLER"), HERE, wish, now)
    assert refused.value.field == field


def test_clicks_doubled_shuffled_and_replayed_end_as_the_newest_of_each_person(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    """The model: for each person, the click with the latest time wins."""
    for seed in range(12):
        dice = random.Random(seed)
        number = service.announce(tx, who("UCALLER"), HERE, Wish(f"第{seed}回"), now)
        clicks = [(f"U{dice.randrange(5)}", dice.random() < 0.6, in_order(now, n)) for n in range(20)]
        delivered = [click for click in clicks for _ in range(dice.randint(1, 4))]
        dice.shuffle(delivered)
        for user, joins, at in delivered:
            if joins:
                joining.join(tx, who(user), number, at=at, now=now)
            else:
                joining.leave(tx, who(user), number, at=at, now=now)
        newest = {user: joins for user, joins, _ in clicks}
        expected = {user for user, joins in newest.items() if joins}
        assert set(joiners(tx, workspace, number)) == expected
        assert in_ledger(tx, number) == {("UCALLER", "caller")} | {(user, "joiner") for user in expected}


def test_a_click_that_changes_nothing_redraws_nothing(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    number = service.announce(tx, who("UCALLER"), HERE, Wish("朝の散歩"), now)
    joining.join(tx, who("U1"), number, at=in_order(now, 2), now=now)
    card = notices.card_of(tx, workspace.id, ACTIVITY, CARD, number)
    assert card is not None
    joining.join(tx, who("U1"), number, at=in_order(now, 3), now=now)
    joining.leave(tx, who("U1"), number, at=in_order(now, 1), now=now)
    joining.leave(tx, who("U2"), number, at=in_order(now, 1), now=now)
    same = notices.card_of(tx, workspace.id, ACTIVITY, CARD, number)
    assert same is not None and same.version == card.version


def test_the_list_shows_what_is_called_in_public_and_in_the_channel_where_it_is_typed(
    tx: Tx, who: Introduce, now: datetime
) -> None:
    behind_doors = Place("C2", private=True)
    for place, title in ((HERE, "朝の散歩"), (behind_doors, "課長の昼食"), (Place("C3", private=True), "係の昼食")):
        service.announce(tx, who("UCALLER"), place, Wish(title), now)

    def listed(place: Place) -> list[str]:
        return [listed.gathering.call.title for listed in looking.open_calls(tx, who("U1"), place)]

    assert listed(HERE) == listed(Place("D1", direct=True)) == ["朝の散歩"]
    assert listed(behind_doors) == ["課長の昼食", "朝の散歩"]


def test_the_same_origin_calls_once_in_each_workspace(
    tx: Tx, workspace: Workspace, who: Introduce, now: datetime
) -> None:
    people.settle(tx, "slack", "T2", "となりの市", "UBOT2", language="ja", timezone="Asia/Tokyo")
    caller, neighbour = who("UCALLER"), Who("slack", "T2", "UCALLER")
    first, again, other, elsewhere = (
        service.announce(tx, somebody, HERE, Wish("朝の散歩"), now, origin=origin)
        for somebody, origin in ((caller, "V1"), (caller, "V1"), (caller, "V2"), (neighbour, "V1"))
    )
    assert first == again and len({first, other, elsewhere}) == 3


def test_a_guest_is_shown_what_is_called_where_they_are(tx: Tx, who: Introduce, now: datetime) -> None:
    for place in (HERE, Place("C2")):
        service.announce(tx, who("UCALLER"), place, Wish(place.channel), now)
    listed = looking.open_calls(tx, who("UGUEST", is_guest=True), HERE)
    assert [one.gathering.call.title for one in listed] == ["C1"]


def test_the_list_knows_what_one_called_joined_and_cannot_join(tx: Tx, who: Introduce, now: datetime) -> None:
    number = service.announce(tx, who("UCALLER"), HERE, Wish("朝の散歩", maximum=1), now)
    joining.join(tx, who("U1"), number, at=now, now=now)
    seen = {user: looking.open_calls(tx, who(user), HERE)[0] for user in ("UCALLER", "U1", "U2")}
    assert seen["UCALLER"].is_own and seen["U1"].state == "in"
    assert seen["U2"].state == "out" and seen["U2"].is_full
