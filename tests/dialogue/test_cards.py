"""What the cards show and, where a number would point at persons, what they do not."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, time

import pytest

from bot.chat import slack
from bot.chat.card import Card
from bot.chat.interaction import Place
from bot.dialogue import cards, topics, words
from bot.dialogue.answers import Turnout
from bot.dialogue.model import USUAL_SLOT, Prompt, Slot, Team
from bot.dialogue.topics import Topic


def _team(headcount: int | None, slot: Slot = USUAL_SLOT) -> Team:
    meets = datetime(2026, 11, 23, 23, 35, tzinfo=UTC)
    return Team(
        id=1, weekday=slot.weekday, clock=slot.clock, timezone="Asia/Tokyo", next_at=meets, active=True,
        headcount=headcount,
    )  # fmt: skip


def _shown(
    *, headcount: int | None = 9, people: int = 0, talks: int = 0, heads: int | None = None, topic: Topic | None = None
) -> str:
    topic = topic or topics.choose([])
    asked = Prompt(id=1, team_id=1, day=date(2026, 11, 24))
    card = cards.prompt(Turnout(asked, _team(headcount), topic, people=people, talks=talks, heads=heads))
    return _words(card)


def _words(card: Card) -> str:
    return json.dumps(slack.message(card, "ja")["blocks"], ensure_ascii=False)


@pytest.mark.parametrize("headcount", [None, 0, 3, 9])
def test_a_small_team_or_one_of_unknown_size_is_never_told_how_many(headcount: int | None) -> None:
    shown = {_shown(headcount=headcount, people=people) for people in (1, 2, 9)}
    assert len(shown) == 1 and words.SOME_TALKED.ja in shown.pop()


def test_a_larger_team_is_told_how_many() -> None:
    assert "今週 7人" in _shown(headcount=10, people=7)


def test_nothing_is_said_of_a_week_in_which_nobody_has_talked_yet() -> None:
    assert words.SOME_TALKED.ja not in _shown() and "今週 0人" not in _shown(headcount=50)


def test_a_talk_is_a_line_of_its_own_and_added_to_nobody() -> None:
    shown = _shown(headcount=50, people=2, talks=1, heads=6)
    assert "今週 2人" in shown and "職場での対話 1回(約6人)" in shown


def test_a_talk_of_unknown_size_says_so_by_leaving_it_out() -> None:
    assert re.search(r"職場での対話 2回(?!\()", _shown(talks=2))


def test_a_topic_for_the_voice_asks_to_keep_residents_out_of_writing() -> None:
    spoken = next(topic for topic in topics.library().values() if topic.voice)
    assert "声で話すお題" in _shown(topic=spoken) and "市民の方の情報は書かないでください" in _shown(topic=spoken)
    assert "声で話すお題" not in _shown(topic=topics.choose([]))


def test_the_form_begins_with_tuesday_8_35_and_keeps_the_present_choice() -> None:
    def initial(team: Team | None) -> list[object]:
        return [field.initial for field in cards.form("C1", team).fields]

    assert initial(None) == ["1", time(8, 35)]
    assert initial(_team(None, Slot(4, time(16)))) == ["4", time(16)]


def test_the_form_says_what_is_kept_of_a_reply() -> None:
    shown = json.dumps(slack.view(cards.form("C1", None), "ja", Place("C1")), ensure_ascii=False)
    assert "返信は Slack に残り" in shown and "言葉は残しません" in shown
