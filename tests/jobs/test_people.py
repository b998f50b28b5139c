"""Learning who the people are, while the chat product is not always of help."""

from __future__ import annotations

import pytest

from bot import people
from bot.chat.interaction import Who
from bot.chat.sender import SendFailed, TryLater, Unreachable
from bot.db import many
from bot.people import Person
from jobs.people import learn_everyone, learn_new_faces
from tests.jobs.tower import Tower, profile


async def _meet(tower: Tower, *users: str) -> None:
    """They act for the first time."""
    for user in users:
        await tower.core.write(people.know, Who("slack", "T1", user))


async def _person(tower: Tower, user: str) -> Person:
    return await tower.core.write(people.know, Who("slack", "T1", user))


async def test_a_new_face_is_learned(tower: Tower) -> None:
    await _meet(tower, "U1")
    tower.chat.people["U1"] = profile("U1", locale="en-US")
    await learn_new_faces(tower.core)
    person = await _person(tower, "U1")
    assert (person.name, person.language, person.is_gone) == ("U1さん", "en", False)


async def test_who_has_left_is_not_addressed_again(tower: Tower) -> None:
    await _meet(tower, "U1")
    tower.chat.failures["profile"] = [Unreachable("user_not_found")]
    await learn_new_faces(tower.core)
    assert (await _person(tower, "U1")).is_gone


async def test_while_we_are_not_let_in_nobody_is_taken_for_gone(tower: Tower) -> None:
    await _meet(tower, "U1", "U2")
    tower.chat.failures["profile"] = [TryLater("account_inactive", 60)]
    await learn_new_faces(tower.core)
    assert [(await _person(tower, user)).is_gone for user in ("U1", "U2")] == [False, False]


async def test_after_a_rate_limit_nobody_else_is_asked_for_until_the_next_time(tower: Tower) -> None:
    await _meet(tower, "U1", "U2")
    tower.chat.people.update({user: profile(user) for user in ("U1", "U2")})
    tower.chat.failures["profile"] = [TryLater("ratelimited", 30)]
    await learn_new_faces(tower.core)
    assert [(await _person(tower, user)).name for user in ("U1", "U2")] == ["", ""]
    await learn_new_faces(tower.core)
    assert [(await _person(tower, user)).name for user in ("U1", "U2")] == ["U1さん", "U2さん"]


async def test_one_who_cannot_be_looked_up_does_not_hold_the_others_back(tower: Tower) -> None:
    await _meet(tower, "U1", "U2")
    tower.chat.people["U2"] = profile("U2")
    tower.chat.failures["profile"] = [SendFailed("something_odd")]
    await learn_new_faces(tower.core)
    assert (await _person(tower, "U2")).name == "U2さん"
    assert not (await _person(tower, "U1")).is_gone


async def test_everyone_is_learned_however_many(tower: Tower) -> None:
    users = [f"U{number}" for number in range(120)]
    tower.chat.people.update({user: profile(user) for user in users})
    await learn_everyone(tower.core)
    known = await tower.core.read(lambda tx: {w.id: len(many(tx, Person)) for w in people.workspaces(tx)})
    assert known == {1: 120}


@pytest.mark.parametrize("failure", [TryLater("ratelimited", 30), SendFailed("x"), Unreachable("x")])
async def test_one_workspace_that_does_not_answer_does_not_hold_the_next_back(
    tower: Tower, failure: SendFailed
) -> None:
    await tower.core.write(people.settle, "slack", "T2", "別の市", "UBOT", language="ja", timezone="Asia/Tokyo")
    tower.chat.people["U1"] = profile("U1")
    tower.chat.failures["everyone"] = [failure]
    await learn_everyone(tower.core)
    learned = await tower.core.read(lambda tx: [person.workspace_id for person in many(tx, Person)])
    assert learned == [2]


async def test_what_somebody_told_us_of_themselves_stays_when_their_profile_changes(tower: Tower) -> None:
    await tower.introduce(profile("U1"))
    before = await _person(tower, "U1")
    await tower.core.write(people.set_cohort, before.id, 3)
    await tower.introduce(profile("U1", locale="en-US"))
    after = await _person(tower, "U1")
    assert (after.id, after.cohort, after.language) == (before.id, 3, "en")
