"""The `taiwa` command."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from bot import settings as settings_file
from bot.settings import BadSettings, Settings

cli = typer.Typer(
    name="taiwa",
    help="対話の習慣を育てるボット / A chat bot that helps an organisation form the habit of dialogue.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
manifest = typer.Typer(help="アプリのマニフェスト / App manifests.", no_args_is_help=True)
cli.add_typer(manifest, name="manifest")


@cli.command()
def serve() -> None:
    """Slack につなぐ / Serve Slack, as set by TAIWA_…"""
    from bot import serving

    serving.serve(settings_file.for_serving(_settings()))


@cli.command()
def demo(
    port: Annotated[
        int, typer.Option(help="ページのポート、0 なら空きから / port of the page", min=0, max=65535)
    ] = 3999,
    sockets: Annotated[
        bool, typer.Option("--sockets", help="HTTP のかわりに Socket Mode でつなぐ / by Socket Mode instead of HTTP")
    ] = False,
) -> None:
    """アカウントなしで試す / Try everything in a browser, with no account."""
    import bot.demo

    bot.demo.run(port, by_sockets=sockets)


@cli.command()
def migrate() -> None:
    """データベースを最新にする / Bring the database up to date."""
    import migrations

    migrations.upgrade(_settings().database_url)
    typer.echo("The database is up to date.")


@manifest.command("slack")
def manifest_slack(
    socket: Annotated[
        bool, typer.Option("--socket", help="Socket Mode 用（TAIWA_SLACK_APP_TOKEN があれば既定） / for Socket Mode")
    ] = False,
    oauth: Annotated[
        bool, typer.Option("--oauth", help="OAuth 用の戻り先を加える（TAIWA_SLACK_CLIENT_ID があれば既定） / for OAuth")
    ] = False,
) -> None:
    """Slack アプリのマニフェストを出す / Print the Slack app manifest."""
    from handlers import ACTIVITIES
    from handlers import manifest as manifest_file
    from handlers.routing import Router

    settings = _settings()
    router = Router(ACTIVITIES)
    made = manifest_file.slack(
        router.commands,
        settings.language,
        settings.public_url,
        router.shortcuts,
        sockets=socket or settings.by_sockets,
        oauth=oauth or settings.by_oauth,
    )
    typer.echo(json.dumps(made, ensure_ascii=False, indent=2))


@manifest.callback()
def _manifest() -> None:
    """Teams follows."""


def _settings() -> Settings:
    """The settings. Stops with one line when one is bad; says which TAIWA_… names are unknown."""
    for line in settings_file.unknown_names():
        typer.echo(f"warning: {line}", err=True)
    return settings_file.load()


def main() -> None:
    """The entry point: a bad setting is one line, never a traceback."""
    try:
        cli()
    except BadSettings as bad:
        typer.echo(f"taiwa: {bad}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
