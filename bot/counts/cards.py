"""What an admin sees: the figures by activity, and the note that comes with the file."""

from __future__ import annotations

from datetime import date

from bot.activity import Kind
from bot.calendar import Period
from bot.chat.card import Button, Buttons, Card, Divider, Figures, Form, Part, Title, Words, note
from bot.counts import words
from bot.counts.model import Ahead, Count, Overview, Tally
from bot.text import Text, day


def card(overview: Overview) -> Card:
    """The counts, for one admin's eyes."""
    parts: list[Part] = [Title(words.NAME), Words(words.PURPOSE)]
    for kind in overview.kinds:
        parts.append(Figures(kind.label, tuple((tally.label, _figure(tally.of(kind))) for tally in overview.tallies)))
    parts.append(Divider())
    parts.append(Figures(words.ALL, tuple((tally.label, _figure(tally.total)) for tally in overview.tallies)))
    parts.append(Words(words.HOW_COUNTED.fill(today=day(overview.today), year=day(overview.year.first)), "quiet"))
    if overview.ahead.things:
        parts.append(Words(words.AHEAD.fill(things=overview.ahead.things, times=overview.ahead.times), "quiet"))
    parts.append(Buttons((Button(words.CSV, "counts.csv", "overview"),)))
    return Card(words.NAME, tuple(parts))


def file_note(overview: Overview) -> Card:
    """What is said with the file."""
    return note(words.CSV_HERE.fill(today=day(overview.today)))


def _figure(count: Count) -> Text:
    said = words.FIGURE_OF_ONE if count.people == 1 else words.FIGURE
    return said.fill(n=count.times, people=count.people)


def examples() -> dict[str, Card | Form]:
    """Every card of this activity, for the gallery and its limits."""
    few = (
        Kind("recruitment", Text("この指とまれ", "Who is in?")),
        Kind("offsite", Text("オフサイトミーティング", "Offsite meetings")),
    )
    many = tuple(Kind(f"kind {n}", Text("長い名前の活動" * 20, "An activity with a long name " * 8)) for n in range(20))
    return {
        "figures": card(_example(few, Count(12, 8), Ahead(2, 5))),
        "nothing yet": card(_example(few, Count(0, 0), Ahead(0, 0))),
        "one person": card(_example(few, Count(1, 1), Ahead(1, 1))),
        "everything at its longest": card(_example(many, Count(9_999_999, 999_999), Ahead(99_999, 999_999))),
        "with the file": file_note(_example(few, Count(12, 8), Ahead(0, 0))),
    }


def _example(kinds: tuple[Kind, ...], count: Count, ahead: Ahead) -> Overview:
    today = date(2026, 11, 24)
    year = Period(date(2026, 4, 1), date(2027, 3, 31))
    spans = (
        (words.THIS_MONTH, Period(date(2026, 11, 1), today)),
        (words.LAST_MONTH, Period(date(2026, 10, 1), date(2026, 10, 31))),
        (words.THIS_YEAR, Period(year.first, today)),
    )
    tallies = tuple(Tally(label, span, {kind.name: count for kind in kinds}, count) for label, span in spans)
    return Overview(kinds, today, tallies, year, ahead)
