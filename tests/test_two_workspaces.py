"""Two organisations in one house never see each other, whatever ids one of them sends."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from bot import notices, people
from bot.alumni import service as alumni
from bot.alumni.model import ANNOUNCEMENTS
from bot.chat.interaction import OldButton, Place, Who
from bot.chat.sender import MessageRef
from bot.counts import service as counts
from bot.db import Tx, many
from bot.dialogue import answers
from bot.dialogue import service as dialogue
from bot.dialogue.model import NoSuchPrompt, Prompt, Slot
from bot.notices import Notice
from bot.offsite import service as offsite
from bot.offsite.model import NoSuchOffsite
from bot.offsite.model import Wish as OffsiteWish
from bot.people import Workspace
from bot.recruitment import ending, joining, looking
from bot.recruitment import service as recruitment
from bot.recruitment.model import NoSuchCall
from bot.recruitment.wish import Wish
from bot.refusal import Refusal
from bot.unposted import service as unposted
from handlers import ACTIVITIES

TEAMS = ("T1", "T2")
KINDS = counts.kinds_of(ACTIVITIES)


@pytest.fixture
def both(tx: Tx) -> dict[str, Workspace]:
    """Two workspaces whose people and channels have the same ids."""
    return {
        team: people.settle(tx, "slack", team, f"{team}市役所", "UBOT", language="ja", timezone="Asia/Tokyo")
        for team in TEAMS
    }


def at_home(team: str) -> Callable[[str], Who]:
    return lambda user: Who("slack", team, user)


def test_the_same_ids_are_different_people(tx: Tx, both: dict[str, Workspace]) -> None:
    assert people.know(tx, Who("slack", "T1", "U1")).id != people.know(tx, Who("slack", "T2", "U1")).id


def test_no_number_of_the_neighbours_opens_anything(tx: Tx, both: dict[str, Workspace], now: datetime) -> None:
    here, there = at_home("T1"), at_home("T2")
    call = recruitment.announce(tx, here("U1"), Place("C1"), Wish("朝の散歩"), now)
    meeting = offsite.announce(tx, here("U1"), Place("C1"), OffsiteWish("語る会", now + timedelta(days=9)), now).id
    team = dialogue.set_up(tx, here("U1"), "C1", Slot(1, time(8, 35)), now)
    dialogue.ask(tx, team.id, team.next_at)
    prompt = tx.execute(select(Prompt.id).where(Prompt.team_id == team.id)).scalar_one()
    cards = many(tx, Notice)

    for refused, deed in (
        (NoSuchCall, lambda: joining.join(tx, there("U2"), call, at=now, now=now)),
        (NoSuchCall, lambda: joining.leave(tx, there("U2"), call, at=now, now=now)),
        (NoSuchCall, lambda: ending.close(tx, there("U1"), call, now)),
        (NoSuchOffsite, lambda: offsite.go(tx, there("U2"), meeting, at=now, now=now)),
        (NoSuchOffsite, lambda: offsite.wait(tx, there("U2"), meeting, at=now, now=now)),
        (NoSuchOffsite, lambda: offsite.call_off(tx, there("U1"), meeting, now)),
        (NoSuchPrompt, lambda: answers.tick(tx, there("U2"), prompt, at=now, now=now)),
        (NoSuchPrompt, lambda: answers.talk(tx, there("U2"), prompt, at=now)),
        (Refusal, lambda: dialogue.stop_team(tx, there("U1"), team.id)),
        *((OldButton, lambda number=card.id: unposted.post_again(tx, there("U1"), number, now)) for card in cards),
        (Refusal, lambda: dialogue.stop(tx, there("U1"), "C1")),
    ):
        with pytest.raises(refused):
            deed()
    assert looking.gathering(tx, both["T1"].id, call).joiners == ()
    assert looking.open_calls(tx, there("U1"), Place("C1")) == []
    assert dialogue.team_here(tx, there("U1"), "C1") is None


def test_a_thread_of_the_neighbours_is_not_ours(tx: Tx, both: dict[str, Workspace], now: datetime) -> None:
    team = dialogue.set_up(tx, at_home("T1")("U1"), "C1", Slot(1, time(8, 35)), now)
    dialogue.ask(tx, team.id, team.next_at)
    shown = [(notice, MessageRef("C1", f"{notice.id}.0")) for notice in notices.claim(tx, team.next_at, 10)]
    for notice, message in shown:
        notices.mark_sent(tx, notice, message)
    (prompt,) = [message for _, message in shown if answers.prompt_at(tx, at_home("T1")("U2"), message)]
    assert answers.prompt_at(tx, at_home("T2")("U2"), prompt) is None


def test_word_of_an_offsite_reaches_only_the_alumni_of_the_same_house(
    tx: Tx, both: dict[str, Workspace], now: datetime
) -> None:
    for team in TEAMS:
        alumna = at_home(team)("U5")
        alumni.tell_cohort(tx, alumna, 3)
        alumni.start(tx, alumna, ANNOUNCEMENTS, at=now)
    starts_at = now + timedelta(days=9)
    meeting = offsite.announce(tx, at_home("T1")("U1"), Place("C1"), OffsiteWish("語る会", starts_at), now)
    alumni.pass_the_word(tx, both["T1"].id, meeting.id, meeting.host_id, starts_at, "Asia/Tokyo", now)
    while (word := alumni.due_word(tx, now)) is not None:
        alumni.tell_some(tx, word, now)
    told = {notice.workspace_id for notice in notices.claim(tx, now, 50)}
    assert told == {both["T1"].id}


def test_counts_are_of_one_house_whatever_happens_in_the_other(
    tx: Tx, both: dict[str, Workspace], now: datetime
) -> None:
    dice = random.Random(7)
    expected = dict.fromkeys(TEAMS, 0)
    for _ in range(40):
        team = dice.choice(TEAMS)
        number = recruitment.announce(tx, at_home(team)("UCALLER"), Place("C1"), Wish("朝の散歩"), now)
        expected[team] += 1
        for user in dice.sample(["U1", "U2", "U3"], dice.randint(0, 3)):
            joining.join(tx, at_home(team)(user), number, at=now, now=now)
            expected[team] += 1
    for team in TEAMS:
        overview = counts.overview_for(tx, at_home(team)("U1"), KINDS, now)
        assert overview.tallies[0].total.times == expected[team]
