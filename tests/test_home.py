"""The page that a Home is: its shelves, its limit, and its headings."""

from __future__ import annotations

import pytest

from bot.chat import slack
from bot.chat.card import Button, Buttons, Card, Part, Title, Words
from bot.home import ITEMS_MOST, PARTS_MOST, SETUP, Section, Shelf, page, step
from bot.text import Text
from playground.block_rules import view_problems


def _said(word: str) -> Text:
    return Text(word, word)


def _section(shelf: Shelf, name: str, items: int, parts: int = 3) -> Section:
    item: tuple[Part, ...] = tuple(Words(_said(f"{name} {number}")) for number in range(parts))
    more = Button(_said("more"), "a.more", "1")
    return Section(shelf, _said(name), (item,) * items, empty=_said("none"), more=more)


def _titles(card: Card) -> list[str]:
    return [part.text.ja for part in card.parts if isinstance(part, Title) and isinstance(part.text, Text)]


def test_shelves_stand_in_their_order_whoever_fills_them_first() -> None:
    sections = [_section(shelf, shelf.name, 1) for shelf in reversed(Shelf)]
    assert _titles(page(sections)) == [shelf.name for shelf in Shelf]


def test_the_steps_of_several_activities_stand_under_one_heading() -> None:
    steps = [Section(Shelf.SETUP, SETUP, (step(True, _said(name)),)) for name in ("a", "b")]
    card = page(steps)
    assert _titles(card) == [SETUP.ja]
    assert [part.text.ja for part in card.parts if isinstance(part, Words) and isinstance(part.text, Text)] == [
        "☑ a",
        "☑ b",
    ]


def test_a_long_section_is_cut_and_the_rest_is_one_click_away() -> None:
    card = page([_section(Shelf.OPEN, "calls", ITEMS_MOST + 1, parts=1)])
    assert len([part for part in card.parts if isinstance(part, Words)]) == ITEMS_MOST
    assert any(isinstance(part, Buttons) and part.buttons[0].route == "a.more" for part in card.parts)


def test_an_empty_section_says_so() -> None:
    assert Words(_said("none"), "quiet") in page([_section(Shelf.OPEN, "calls", 0)]).parts


@pytest.mark.parametrize("sections", [1, 7, 20, 60])
def test_however_much_there_is_slack_takes_it(sections: int) -> None:
    card = page([_section(Shelf.OPEN, str(number), 40, parts=4) for number in range(sections)], _said("done"))
    assert len(card.parts) <= PARTS_MOST + 2
    assert view_problems(slack.home(card, "ja")) == []
