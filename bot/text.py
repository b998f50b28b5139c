"""What is said, in both languages side by side, and how dates and numbers read in each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Text:
    """One thing to say, in Japanese and in English. Neither may be missing."""

    ja: str
    en: str

    def fill(self, **values: Text | str | int) -> Text:
        """The same sentence with `{names}` filled in; a Text fills each language with its own words.

        Fill once: what people typed is inserted as it is and must not be read as a template again.
        """
        return Text(
            ja=self.ja.format(**{name: to(value, "ja") for name, value in values.items()}),
            en=self.en.format(**{name: to(value, "en") for name, value in values.items()}),
        )


def to(said: Text | str | int, language: Language) -> str:
    """What to show in this language. A plain string (typed by a person) is the same in all."""
    return getattr(said, language) if isinstance(said, Text) else str(said)


COMMA = Text("、", ", ")
"""Between the items of a list."""


def join(said: list[Text], ja: str = COMMA.ja, en: str = COMMA.en) -> Text:
    """Several things in one line."""
    return Text(ja=ja.join(text.ja for text in said), en=en.join(text.en for text in said))


AND_MORE = Text(" ほか{n}人", " and {n} more")
"""After a list of names: how many are not named."""


def cut(shown: str, most: int) -> str:
    """The beginning of it, in at most so many characters."""
    return shown if len(shown) <= most else shown[: most - 1] + "…"


def kept(typed: str) -> str:
    """What was typed, without what no database can hold: NUL characters and halves of surrogate pairs."""
    return typed.replace("\x00", "").encode("utf-8", "ignore").decode()


def language_of(locale: str | None) -> Language | None:
    """The language of ours that fits a chat product's locale ("ja-JP", "en_US"): English for all but Japanese.

    None when the locale is not known.
    """
    prefix = (locale or "").replace("_", "-").split("-")[0].lower()
    return "ja" if prefix == "ja" else "en" if prefix else None


def day(value: date) -> Text:
    """「11月24日(火)」, "Tue, 24 Nov"."""
    return Text(ja=format_date(value, "M月d日(E)", "ja"), en=format_date(value, "EEE, d MMM", "en"))


def clock(value: time) -> Text:
    """「8時35分」「18時」, "8:35"."""
    minutes = f"{value.minute}分" if value.minute else ""
    return Text(ja=f"{value.hour}時{minutes}", en=format_time(value, "H:mm", locale="en"))


def moment(value: datetime, zone: str) -> Text:
    """Day and time of an instant, as the people of this zone read it."""
    local = value.astimezone(ZoneInfo(zone))
    return Text("{day} {clock}", "{day}, {clock}").fill(day=day(local.date()), clock=clock(local.time()))


WEEKDAYS: tuple[Text, ...] = (
    Text("月曜", "Monday"),
    Text("火曜", "Tuesday"),
    Text("水曜", "Wednesday"),
    Text("木曜", "Thursday"),
    Text("金曜", "Friday"),
    Text("土曜", "Saturday"),
    Text("日曜", "Sunday"),
)
