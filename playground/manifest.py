"""Reads a Slack app manifest: what installing an app from it would give the app."""

from playground.app import App, Command, Shortcut
from playground.ids import JsonObject, make_id


class UnreadableManifest(Exception):
    """The manifest lacks something that Slack demands; the message says what."""


def app_from_manifest(
    manifest: JsonObject, *, signing_secret: str = "", request_url: str = "", app_token: str = ""
) -> App:
    """The app that a manifest (as a JSON object) describes; with Socket Mode it opens its sockets with `app_token`.

    Everything is sent to `request_url`; when that is empty, to the manifest's own URLs. Source: Slack docs, "App
    manifest reference". Raises UnreadableManifest.
    """
    try:
        app = _app(manifest, signing_secret, request_url)
    except KeyError as error:
        raise UnreadableManifest(f"the manifest lacks {error}") from error
    except (TypeError, AttributeError) as error:
        raise UnreadableManifest(f"the manifest has a value of the wrong kind: {error}") from error
    if not app.request_url and not app.socket_mode:
        raise UnreadableManifest("the manifest has neither a request URL nor Socket Mode")
    app.app_token = app_token
    return app


def _app(manifest: JsonObject, signing_secret: str, request_url: str) -> App:
    features = manifest.get("features", {})
    oauth = manifest.get("oauth_config", {})
    settings = manifest.get("settings", {})
    commands = [
        Command(
            name=entry["command"],
            description=entry["description"],
            url="" if request_url else entry.get("url", ""),
            usage_hint=entry.get("usage_hint", ""),
            should_escape=entry.get("should_escape", False),
        )
        for entry in features.get("slash_commands", [])
    ]
    shortcuts = [
        Shortcut(entry["name"], entry["type"], entry["callback_id"], entry.get("description", ""))
        for entry in features.get("shortcuts", [])
    ]
    name = manifest["display_information"]["name"]
    return App(
        id=make_id("A", name),
        name=features.get("bot_user", {}).get("display_name") or name,
        signing_secret=signing_secret,
        request_url=request_url or settings.get("event_subscriptions", {}).get("request_url", ""),
        interactivity_url="" if request_url else settings.get("interactivity", {}).get("request_url", ""),
        commands={command.name: command for command in commands},
        shortcuts={shortcut.callback_id: shortcut for shortcut in shortcuts},
        scopes=frozenset(oauth.get("scopes", {}).get("bot", [])),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
        home_tab=features.get("app_home", {}).get("home_tab_enabled", False),
        redirect_urls=tuple(oauth.get("redirect_urls", [])),
        socket_mode=settings.get("socket_mode_enabled", False),
    )
