"""Learning who the people are, while the chat product is not always of help."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from bot import people
from bot.chat.interaction import Who
from bot.chat.sender import RateLimited, SendFailed, TryLater, Unreachable
from bot.db import many
from bot.people import Person, Workspace
from jobs.people import learn_everyone, learn_new_faces, see_off
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


async def test_after_a_rate_limit_nobody_is_asked_for_until_the_time_that_was_named(tower: Tower) -> None:
    await _meet(tower, "U1", "U2")
    tower.chat.people.update({user: profile(user) for user in ("U1", "U2")})
    tower.chat.failures["profile"] = [RateLimited("ratelimited", 30)]
    for _ in range(3):
        await learn_new_faces(tower.core)
    assert [(await _person(tower, user)).name for user in ("U1", "U2")] == ["", ""]
    await tower.core.write(lambda tx: tx.execute(update(Workspace).values(ask_after=datetime.now(UTC))))
    await learn_new_faces(tower.core)
    assert [(await _person(tower, user)).name for user in ("U1", "U2")] == ["U1さん", "U2さん"]


async def test_one_whom_the_chat_will_not_show_is_not_asked_for_again_until_their_profile_changes(
    tower: Tower,
) -> None:
    await _meet(tower, "U1")
    tower.chat.people["U1"] = profile("U1")
    tower.chat.failures["profile"] = [SendFailed("something_odd")]
    await learn_new_faces(tower.core)
    await learn_new_faces(tower.core)
    assert (await _person(tower, "U1")).name == ""
    await tower.core.write(people.forget_profile, await _person(tower, "U1"), tower.core.now())
    await learn_new_faces(tower.core)
    assert (await _person(tower, "U1")).name == "U1さん"


async def test_a_profile_that_changes_while_it_is_asked_for_is_asked_for_again(tower: Tower) -> None:
    await _meet(tower, "U1")
    asked = tower.core.now()
    await tower.core.write(people.forget_profile, await _person(tower, "U1"), tower.core.now())
    await tower.core.write(people.introduce, 1, [profile("U1")], asked)
    tower.chat.people["U1"] = profile("U1", locale="en-US")
    await learn_new_faces(tower.core)
    assert (await _person(tower, "U1")).language == "en"


async def test_an_older_page_does_not_overwrite_what_was_learned_since(tower: Tower) -> None:
    asked = tower.core.now()
    await tower.introduce(profile("U1", locale="en-US"))
    await tower.core.write(people.introduce, 1, [profile("U1")], asked)
    assert (await _person(tower, "U1")).language == "en"


async def test_a_rate_limit_between_two_pages_loses_nobody(tower: Tower) -> None:
    users = [f"U{number}" for number in range(5)]
    tower.chat.people.update({user: profile(user) for user in users})
    tower.chat.page = 2
    tower.chat.failures["everyone"] = [RateLimited("ratelimited", 0.05), RateLimited("ratelimited", 0.05)]
    await learn_everyone(tower.core)
    assert [(await _person(tower, user)).name for user in users] == [f"{user}さん" for user in users]


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


@pytest.mark.parametrize("failure", [TryLater("TimeoutError", 5), SendFailed("x"), Unreachable("x")])
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


async def test_each_departure_is_told_to_the_activities_once_also_a_second_one(tower: Tower) -> None:
    here, gone = profile("U1"), profile("U1", is_gone=True)
    for said in (here, gone, gone, here, gone):
        await tower.introduce(said)
        await see_off(tower.core)
    assert tower.bells.departed == ["U1", "U1"]


async def test_who_had_left_before_we_came_is_no_departure(tower: Tower) -> None:
    await tower.introduce(profile("U1", is_gone=True))
    await see_off(tower.core)
    assert tower.bells.departed == []


async def test_a_departure_that_fails_holds_up_no_other_and_is_tried_again(tower: Tower) -> None:
    for user in ("U1", "U2"):
        await tower.introduce(profile(user))
        await tower.introduce(profile(user, is_gone=True))
    tower.bells.clinging = {"U1"}
    await see_off(tower.core)
    tower.bells.clinging = set()
    await see_off(tower.core)
    assert tower.bells.departed == ["U2", "U1"]
