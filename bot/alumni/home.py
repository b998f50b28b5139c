"""What an alumnus sees on their Home: what they hear of, each a click on and a click off."""

from __future__ import annotations

from bot.alumni import cards, words
from bot.alumni.model import TOPICS
from bot.alumni.service import Standing
from bot.chat.card import Card, Form
from bot.home import Section, Shelf, page


def section(standing: Standing) -> Section:
    """For whoever has not told a cohort only the way to do so: most people are none."""
    ask = cards.ask_cohort(standing)
    if standing.cohort is None:
        return Section(Shelf.CHOICES, words.ALUMNI, empty=words.HOME_UNKNOWN, buttons=(ask,))
    return Section(Shelf.CHOICES, words.ALUMNI, cards.topics(standing), buttons=(ask,))


def examples() -> dict[str, Card | Form]:
    """Homes of an alumnus and of anybody else, for the gallery and its limits."""
    return {
        "home": page([section(Standing(3, frozenset(TOPICS)))]),
        "home of somebody else": page([section(Standing(None))]),
    }
