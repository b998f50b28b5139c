"""The weather between the app and Slack: what is on, plainly to be seen, and the switches behind it."""

from functools import partial
from typing import Any

from nicegui import ui

from playground.page import words
from playground.page.tags import Tag, button
from playground.page.words import Say
from playground.weather import KINDS, Weather, WeatherKind

_LOOK_SECONDS = 2
_DRIZZLE, _DOWNPOUR = 0.25, 1.0
_IS_TICKED = "(e) => emit(e.target.checked)"
_VALUE = "(e) => emit(e.target.value)"


class WeatherPanel:
    """A closed sheet in the bar; every window shows the same weather."""

    def __init__(self, weather: Weather, say: Say) -> None:
        self._weather, self._say = weather, say
        self._drawn: tuple[float, ...] | None = None
        with Tag("details", css="menu weather", data_testid="weather"):
            with Tag("summary", css="button quiet") as self._summary:
                self._sign = Tag("span", "", "icon", aria_hidden="true")
                self._now, self._kinds = Tag("span"), Tag("span", css="kinds")
            with Tag("div", css="sheet"):
                Tag("p", say(words.WEATHER), "sheet-title")
                self._draw_switches()
        ui.timer(_LOOK_SECONDS, self._show)
        self._show()

    def _draw_switches(self) -> None:
        Tag("p", self._say(words.WEATHER_ABOUT), "hint")
        self._switches: dict[WeatherKind, Tag] = {}
        for kind in KINDS:
            with Tag("label", css="tick"):
                self._switches[kind] = Tag("input", type="checkbox")
                self._switches[kind].hears("change", partial(self._switch, kind), _IS_TICKED)
                Tag("span", self._say(words.WEATHER_KINDS[kind]))
        with Tag("label", css="rainfall"):
            Tag("span", self._say(words.RAINFALL))
            with Tag("select") as self._rainfall:
                Tag("option", self._say(words.DRIZZLE), value=str(_DRIZZLE))
                Tag("option", self._say(words.DOWNPOUR), value=str(_DOWNPOUR))
        self._rainfall.hears("change", self._rain, _VALUE)
        self._chance = _DRIZZLE
        button(self._say(words.CLEAR_UP), self._clear, "quiet")

    def _switch(self, kind: WeatherKind, event: Any) -> None:
        self._weather.change(kind, self._chance if event.args else 0)
        self._show()

    def _rain(self, event: Any) -> None:
        """More or less of what is on already."""
        self._chance = _DOWNPOUR if event.args == str(_DOWNPOUR) else _DRIZZLE
        for kind in filter(self._weather.chance, KINDS):
            self._weather.change(kind, self._chance)
        self._show()

    def _clear(self) -> None:
        self._weather.clear()
        self._show()

    def _show(self) -> None:
        """Follow the weather, which another window or a program may have changed."""
        chances = tuple(self._weather.chance(kind) for kind in KINDS)
        if chances == self._drawn:
            return
        self._drawn = chances
        is_on = [kind for kind in KINDS if self._weather.chance(kind)]
        for kind, switch in self._switches.items():
            switch.set(checked=kind in is_on)
        named = self._say(words.LIST_COMMA).join(self._say(words.WEATHER_KINDS[kind]) for kind in is_on)
        text = self._say(words.RAIN) if is_on else self._say(words.SUNNY)
        kinds = f": {named}" if is_on else ""
        self._now.set_text(text)
        self._kinds.set_text(kinds)
        self._sign.classes(replace=f"icon {'rain' if is_on else 'sun'}")
        self._summary.classes(add="rainy" if is_on else None, remove=None if is_on else "rainy")
        self._summary.set(aria_label=f"{self._say(words.WEATHER)} — {text}{kinds}", title=f"{text}{kinds}")
        if is_on:
            self._chance = max(chances)
            self._rainfall.set(value=str(_DOWNPOUR if self._chance == _DOWNPOUR else _DRIZZLE))
