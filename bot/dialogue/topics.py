"""The topic library, and which topic a section gets next."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from bot.text import Text

Mode = Literal["conversation", "dialogue", "discussion"]
Theme = Literal["workplace", "town", "work", "ten-years", "self", "failure", "gratitude", "viewpoint"]

USUAL_MODES: frozenset[Mode] = frozenset({"conversation", "dialogue"})
"""A discussion ends in a decision, which is the section head's to host: off until the section switches it on."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Something to talk about, and one more question that goes deeper."""

    key: str
    mode: Mode
    theme: Theme
    question: Text
    follow_up: Text
    voice: bool = False
    """Better spoken than written."""
    retired: bool = False
    """Not asked any more; cards that show it stay as they are."""


@cache
def library() -> Mapping[str, Topic]:
    """Every topic by its key, in the library's order."""
    source = resources.files("bot.dialogue").joinpath("topics.toml").read_text(encoding="utf-8")
    topics = (
        Topic(**{**entry, "question": Text(**entry["question"]), "follow_up": Text(**entry["follow_up"])})
        for entry in tomllib.loads(source)["topic"]
    )
    return {topic.key: topic for topic in topics}


def choose(had: Sequence[str], modes: frozenset[Mode] = USUAL_MODES) -> Topic:
    """The next topic for a section that had these, the oldest first.

    One it never had, as long as there is one; then the one it had longest ago. Where several are alike in
    that, the one whose mode, then whose theme, came up longest ago. The same history gives the same topic.
    What is no longer in the library counts as never had.
    """
    topics = library()
    past = [topics[key] for key in had if key in topics]

    def newness(topic: Topic) -> tuple[int, int, int]:
        return (
            _last([former.key for former in past], topic.key),
            _last([former.mode for former in past], topic.mode),
            _last([former.theme for former in past], topic.theme),
        )

    return min((topic for topic in topics.values() if topic.mode in modes and not topic.retired), key=newness)


def _last(values: Sequence[str], wanted: str) -> int:
    """The last position of a value; -1 where it never was."""
    return max((position for position, value in enumerate(values) if value == wanted), default=-1)
