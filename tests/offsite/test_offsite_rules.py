"""The rules of offsites, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from bot.chat import slack
from bot.chat.card import Card
from bot.offsite import cards, words
from bot.offsite.model import (
    DECLINED,
    GOING,
    NOTHING,
    OFFERED,
    UNSURE,
    WAITING,
    Offsite,
    Wish,
    state_after,
)
from bot.offsite.service import Roster
from bot.people import Person
from bot.refusal import Refusal
from bot.text import LANGUAGES
from tests.town import words_of

ZONE = "Asia/Tokyo"
START = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
"""Thursday 3 December, 18:00 in Tokyo."""


def wish(**changes: Any) -> Wish:
    return Wish(**{"title": "秋の語り場", "starts_at": START, **changes})


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"title": ""}, "title", words.TITLE_NEEDED),
        ({"starts_at": None}, "starts_at", words.START_NEEDED),
        ({"starts_at": datetime(2026, 11, 24, 0, 0, tzinfo=UTC)}, "starts_at", words.IN_THE_PAST),
        ({"capacity": 0}, "capacity", words.CAPACITY_ODD.fill(most="10,000")),
        ({"capacity": -3}, "capacity", words.CAPACITY_ODD.fill(most="10,000")),
        ({"capacity": 10_001}, "capacity", words.CAPACITY_ODD.fill(most="10,000")),
        ({"ends": time(18, 0)}, "ends", words.ENDS_BEFORE_START.fill(clock="18時")),
        ({"ends": time(9, 30)}, "ends", words.ENDS_BEFORE_START.fill(clock="18時")),
    ],
)
def test_what_cannot_be_announced_is_said_beside_its_field(
    changes: dict[str, Any], field: str, said: Any, now: datetime
) -> None:
    with pytest.raises(Refusal) as refused:
        wish(**changes).end(wish(**changes).start(now), ZONE)
    assert refused.value.field == field
    assert refused.value.text.ja == said.ja


def test_an_offsite_lasts_an_hour_and_a_half_unless_the_host_says_otherwise(now: datetime) -> None:
    assert wish().end(START, ZONE) == START + timedelta(minutes=90)
    assert wish(ends=time(20, 0)).end(START, ZONE) == START + timedelta(hours=2)


@pytest.mark.parametrize(
    ("was", "pressed", "seat_is_free", "then"),
    [
        (NOTHING, GOING, True, GOING),
        (NOTHING, GOING, False, NOTHING),
        (UNSURE, GOING, False, UNSURE),
        (WAITING, GOING, False, WAITING),
        (OFFERED, GOING, False, GOING),
        (GOING, GOING, False, GOING),
        (NOTHING, WAITING, False, WAITING),
        (OFFERED, WAITING, False, OFFERED),
        (GOING, WAITING, False, GOING),
        (GOING, UNSURE, False, UNSURE),
        (OFFERED, DECLINED, False, DECLINED),
        (WAITING, DECLINED, False, DECLINED),
    ],
)
def test_each_button_leads_where_people_expect(was: str, pressed: str, seat_is_free: bool, then: str) -> None:
    assert state_after(was, pressed, seat_is_free=seat_is_free) == then


def test_an_offer_is_held_until_noon_of_the_next_working_day_and_never_beyond_the_start() -> None:
    offsite = Offsite(starts_at=START)
    late_evening = datetime(2026, 12, 1, 14, 30, tzinfo=UTC)
    assert offsite.offer_until(late_evening, ZONE) == datetime(2026, 12, 2, 3, 0, tzinfo=UTC)
    just_after_midnight = datetime(2026, 12, 1, 15, 30, tzinfo=UTC)
    assert offsite.offer_until(just_after_midnight, ZONE) == datetime(2026, 12, 3, 3, 0, tzinfo=UTC)
    before_a_weekend = datetime(2026, 11, 27, 6, 0, tzinfo=UTC)
    assert offsite.offer_until(before_a_weekend, ZONE) == datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
    same_day = datetime(2026, 12, 3, 1, 0, tzinfo=UTC)
    assert offsite.offer_until(same_day, ZONE) == START


def test_the_reminder_says_today_when_it_could_not_be_said_in_time() -> None:
    offsite = Offsite(id=1, title="秋の語り場", starts_at=START, place="302会議室")
    roster = Roster(offsite, ZONE, Person(external_id="U1"))
    assert "明日18時、302会議室です。" in shown(cards.reminder(roster, START - timedelta(days=1)))
    assert "本日18時、302会議室です。" in shown(cards.reminder(roster, START - timedelta(hours=1)))


def test_the_card_names_only_those_going_and_many_names_stay_within_what_slack_takes() -> None:
    examples = cards.examples()
    longest = examples["everything at its longest"]
    assert isinstance(longest, Card)
    said = shown(longest)
    assert said.count("@U") == cards.NAMES_SHOWN + 1 and " ほか270人" in said
    assert "まだ分からない 500人" in said and "キャンセル待ち 400人" in said
    assert all(len(slack.message(longest, language)["blocks"]) <= 50 for language in LANGUAGES)


def test_an_online_meeting_can_be_followed_and_a_room_is_plain_text() -> None:
    for place, kind in (
        ("https://meet.example.jp/a?b=c", "link"),
        ("302会議室", "text"),
        ("<https://x.jp|押す>", "text"),
    ):
        offsite = Offsite(id=1, title="秋の語り場", starts_at=START, ends_at=START, place=place, notes="")
        invitation = slack.message(cards.invitation(Roster(offsite, ZONE, Person(external_id="U1"))), "ja")
        facts = invitation["blocks"][1]["elements"][0]["elements"]
        assert facts[-1] == {"type": kind, "url" if kind == "link" else "text": place}


def shown(card: Card) -> str:
    return words_of(slack.message(card, "ja"))
