"""The app's Home tab, as the app last published it for this person."""

from playground.page import words
from playground.page.blocks import draw_blocks
from playground.page.controls import Surface
from playground.page.here import Here
from playground.page.tags import Tag


class Home:
    """Shows the tab, drawn anew when the app changes it; what one types in it stays."""

    def __init__(self, here: Here) -> None:
        self._here = here
        self._drawn = ""
        with Tag("div", css="home", data_testid="home"):
            self._failure = Tag("p", "", "failure", role="alert")
            self._content = Tag("div")
        self._draw()

    def refresh(self) -> None:
        """Follow the workspace."""
        view = self._here.workspace.homes.get(self._here.person.id)
        if view and view.hash != self._drawn:
            self._draw()
        self._failure.set_text(view.failure if view else "")

    def _draw(self) -> None:
        view = self._here.workspace.homes.get(self._here.person.id)
        self._content.clear()
        with self._content:
            if view is None:
                Tag("p", self._here.say(words.EMPTY_HOME), "empty")
            else:
                self._drawn = view.hash
                draw_blocks(Surface(self._here, view, view.values), view.blocks)
