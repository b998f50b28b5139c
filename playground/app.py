"""The app that a workspace has installed, as its manifest describes it, and what people can start it with."""

import secrets
from dataclasses import dataclass, field, replace
from typing import Literal

from playground.ids import make_id

ShortcutKind = Literal["message", "global"]


@dataclass(frozen=True)
class Command:
    """A slash command of the app, with its leading slash; `url` only when it is not the app's request URL."""

    name: str
    description: str = ""
    usage_hint: str = ""
    url: str = ""
    should_escape: bool = False


@dataclass(frozen=True)
class Shortcut:
    """An entry of the app's in the menu of every message ("message") or beside the text field ("global")."""

    name: str
    kind: ShortcutKind
    callback_id: str
    description: str = ""


@dataclass
class App:
    """The app as its manifest describes it; one app may be installed into several workspaces.

    `shortcuts` are by callback id. With `socket_mode` it takes everything by sockets that it opens with `app_token`,
    and no URL is used. Interactions go to `interactivity_url` if there is one, else to `request_url`. `redirect_urls`
    are the beginnings of where OAuth may lead back to.
    """

    name: str
    signing_secret: str
    request_url: str
    interactivity_url: str = ""
    id: str = field(default_factory=lambda: make_id("A"))
    verification_token: str = field(default_factory=lambda: secrets.token_hex(12))
    commands: dict[str, Command] = field(default_factory=dict)
    shortcuts: dict[str, Shortcut] = field(default_factory=dict)
    scopes: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    home_tab: bool = True
    socket_mode: bool = False
    app_token: str = ""
    app_token_scopes: frozenset[str] = frozenset({"connections:write"})
    client_id: str = field(default_factory=lambda: f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**13)}")
    client_secret: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    redirect_urls: tuple[str, ...] = ()

    def remember(self, saved: "App") -> None:
        """Take over from a saved state what is not in the manifest: the secrets that an app is told once."""
        self.verification_token, self.app_token = saved.verification_token, saved.app_token
        self.client_id, self.client_secret = saved.client_id, saved.client_secret


@dataclass(frozen=True)
class Installation:
    """The app inside one workspace: its token and the bot user it speaks as.

    `granted` are the scopes that were allowed when it was installed by OAuth; None stands for all its manifest names.
    """

    app: App
    token: str
    user_id: str
    bot_id: str
    granted: frozenset[str] | None = None

    def with_token(self, token: str) -> "Installation":
        """The same with another token."""
        return replace(self, token=token)

    @property
    def scopes(self) -> frozenset[str]:
        """What the token may do."""
        return self.app.scopes if self.granted is None else self.granted
