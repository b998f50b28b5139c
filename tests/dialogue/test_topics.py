"""The topic library is at the bar, and the choice from it is varied and never repeats too soon."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import get_args

import pytest

from bot.dialogue import topics, words
from bot.dialogue.topics import USUAL_MODES, Mode, Theme, Topic, choose, library
from bot.text import LANGUAGES, to

TOPICS = list(library().values())
USUAL = [topic for topic in TOPICS if topic.mode in USUAL_MODES and not topic.retired]

KEYS = [
    "tool-partner",
    "half-day-guide",
    "first-day",
    "small-help",
    "lost-track-of-time",
    "another-desk",
    "slip-to-smile-at",
    "still-here-in-ten-years",
    "favourite-hour",
    "handy-to-know",
    "unseen-hands",
    "a-little-better",
    "before-work",
    "job-in-one-line",
    "next-door",
    "what-was-left-for-me",
    "outside-the-hall",
    "face-on-the-way-home",
    "sooner",
    "as-a-first-visitor",
    "good-day",
    "easy-to-ask",
    "not-yet-heard",
    "our-ways-explained",
    "glad-i-tried",
    "if-it-vanished",
    "one-shorter-meeting",
    "one-step-to-mend",
]
"""Once a key has been asked somewhere it stays: add new ones, take none out."""

CHARACTERS_IN_8_SECONDS = 60
WORDS_IN_8_SECONDS = 24

UNFIT = {
    "ja": re.compile("政治|政党|議員|市長|町長|首長|選挙|投票|家族|夫婦|妻|子育て|健康|病気|年齢|何歳|世代|結婚|独身"),
    "en": re.compile(
        r"politic|party|council|mayor|elect|vote|famil|husband|wife|health|\bill\b|\bage|old are|marr", re.I
    ),
}


def _year(weeks: int, modes: frozenset[Mode] = USUAL_MODES) -> list[Topic]:
    had: list[str] = []
    for _ in range(weeks):
        had.append(choose(had, modes).key)
    return [library()[key] for key in had]


def test_there_are_enough_topics_for_every_mode_and_theme() -> None:
    assert len(USUAL) >= 24
    assert {topic.mode for topic in TOPICS} == set(get_args(Mode))
    assert {topic.theme for topic in TOPICS} == set(get_args(Theme))
    assert len({topic.question.ja for topic in TOPICS}) == len({topic.question.en for topic in TOPICS}) == len(TOPICS)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
def test_a_topic_can_be_read_aloud_in_eight_seconds_in_both_languages(topic: Topic) -> None:
    for said in (topic.question, topic.follow_up):
        assert 5 <= len(said.ja) <= CHARACTERS_IN_8_SECONDS and said.ja.endswith("。")
        assert 2 <= len(said.en.split()) <= WORDS_IN_8_SECONDS and said.en.endswith(("?", "."))
        assert said.en.isascii() and not said.ja.isascii()


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
def test_a_topic_keeps_away_from_what_one_would_regret(topic: Topic) -> None:
    for language in LANGUAGES:
        said = f"{to(topic.question, language)} {to(topic.follow_up, language)}"
        assert not UNFIT[language].search(said)
        assert not re.search("[!！]", said)


def test_mistakes_are_spoken_and_not_written() -> None:
    assert all(topic.voice for topic in TOPICS if topic.theme == "failure")


def test_a_key_fits_the_column_that_keeps_it_and_never_needs_changing() -> None:
    assert all(re.fullmatch(r"[a-z][a-z0-9-]{2,63}", topic.key) for topic in TOPICS)


def test_no_key_that_was_ever_asked_has_gone() -> None:
    assert set(KEYS) <= set(library())


def test_a_key_that_has_gone_all_the_same_does_not_keep_the_next_topic_away() -> None:
    had = [topic.key for topic in _year(3)]
    assert choose(["gone", *had, "gone-too"]) is choose(had)


def test_a_retired_topic_is_never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    first = choose([])
    monkeypatch.setattr(topics, "library", lambda: library() | {first.key: replace(first, retired=True)})
    assert first.key not in {topic.key for topic in _year(2 * len(USUAL))}


def test_every_mode_and_theme_has_its_shown_words() -> None:
    assert set(words.MODES) == set(words.MANNERS) == set(get_args(Mode))
    assert set(words.THEMES) == set(get_args(Theme))


def test_no_topic_comes_twice_until_the_library_is_spent() -> None:
    cycle = _year(len(USUAL))
    assert len({topic.key for topic in cycle}) == len(USUAL)


def test_mode_and_theme_change_every_week() -> None:
    for last, this in pairwise(_year(len(USUAL))):
        assert (last.mode != this.mode) and (last.theme != this.theme)


def test_when_the_library_is_spent_the_least_recent_comes_again() -> None:
    cycle = _year(len(USUAL))
    assert _year(3 * len(USUAL))[len(USUAL) :] == cycle + cycle


def test_discussions_wait_until_a_section_switches_them_on() -> None:
    assert all(topic.mode != "discussion" for topic in _year(60))
    assert any(topic.mode == "discussion" for topic in _year(3, USUAL_MODES | {"discussion"}))


def test_the_same_history_gives_the_same_topic() -> None:
    had = [topic.key for topic in _year(7)]
    assert choose(had) is choose(list(had))
