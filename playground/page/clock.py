"""The bar at the top that shows the product's time and moves it."""

from datetime import UTC, datetime, timedelta

from nicegui import ui

from playground.page import words
from playground.page.product_clock import ClockRefused, Jump, ProductClock
from playground.page.tags import Tag, button
from playground.page.words import Say

_TICK_SECONDS = 5
_READ_SECONDS = 3
_APART = timedelta(minutes=2)
"""From when on the product's time is not the one that messages carry."""


class ClockBar:
    """The product's time in one window."""

    def __init__(self, clock: ProductClock, say: Say) -> None:
        self._clock, self._say = clock, say
        self._jumps: list[Jump] = []
        with Tag("section", css="clock", aria_label=say(words.CLOCK), data_testid="clock") as self._bar:
            Tag("span", css="icon time-piece", aria_hidden="true")
            self._time = Tag("b", "", "clock-time", data_testid="clock-now")
            self._hint = Tag("span", "", "clock-hint")
            # On a telephone what moves the clock is folded away behind this button.
            self._unfold = button(say(words.CLOCK_OPEN), self._toggle, "quiet clock-unfold", aria_expanded="false")
            self._unfold.set(aria_label=say(words.CLOCK_OPEN_SPOKEN))
            self._buttons = Tag("span", css="jumps")
            with Tag("form", css="clock-form") as form:
                self._field = Tag("input", type="datetime-local", aria_label=say(words.CLOCK_MOMENT))
                Tag("button", say(words.CLOCK_MOVE), "quiet", type="submit")
            form.hears("submit.prevent", lambda event: self._to(event.args), "(e) => emit(e.target[0].value)")
            self._problem = Tag("span", "", "error", role="alert")
        ui.timer(_TICK_SECONDS, self._show_time)
        ui.timer(_READ_SECONDS, clock.refresh)
        ui.timer(0, clock.refresh, once=True)
        ui.context.client.on_delete(clock.subscribe(self._show))
        self._show()

    def _show(self) -> None:
        self._show_time()
        if self._jumps != self._clock.jumps:
            self._jumps = list(self._clock.jumps)
            self._buttons.clear()
            with self._buttons:
                for jump in self._jumps:
                    text = jump.ja if self._say.language == "ja" else jump.en
                    button(text, lambda jump=jump: self._move(jump=jump.id), "quiet", data_jump=jump.id)

    def _show_time(self) -> None:
        now = self._clock.now
        text = self._worded(now) if now else self._say(words.CLOCK_AWAY)
        if text != self._time.text:
            self._time.set_text(text)
        is_apart = now is not None and abs(now - datetime.now(UTC)) > _APART
        self._hint.set_text(self._say(words.CLOCK_AHEAD) if is_apart else "")

    def _toggle(self) -> None:
        self._bar.classes(toggle="open")
        self._unfold.set(aria_expanded=str("open" in self._bar.classes).lower())

    def _worded(self, now: datetime) -> str:
        return self._say.dated(words.MOMENT, now, time=f"{now.hour}:{now:%M}")

    async def _to(self, local: str) -> None:
        if local:
            await self._move(to=local)
        else:
            self._problem.set_text(self._say(words.CLOCK_UNCLEAR))

    async def _move(self, **wish: str) -> None:
        self._problem.set_text("")
        try:
            await self._clock.move(**wish)
        except ClockRefused as refusal:
            self._problem.set_text(self._say(words.CLOCK_REFUSED, why=refusal))
