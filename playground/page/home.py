"""The app's Home tab, as the app last published it for this person."""

from playground.page import words
from playground.page.blocks import Blocks
from playground.page.here import Here
from playground.page.surface import Surface
from playground.page.tags import Tag


class Home:
    """Shows the tab and follows it."""

    def __init__(self, here: Here) -> None:
        self._here = here
        self._blocks: Blocks | None = None
        with Tag("div", css="home", tabindex=-1, data_testid="home") as self._tab:
            self._failure = Tag("p", "", "failure", role="alert")
            self._empty = Tag("p", here.say(words.EMPTY_HOME), "empty")
        self.refresh()

    def refresh(self) -> None:
        """Show what is on it now."""
        view = self._here.workspace.homes.get(self._here.person.id)
        if view is None:
            return
        if self._blocks is None:
            self._empty.delete()
            with self._tab:
                self._blocks = Blocks(Surface(self._here, view))
        self._failure.set_text(view.failure)
        self._blocks.show(view.blocks)
