"""How the web application runs as a process, and how it logs."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator

import structlog
import uvicorn
from sqlalchemy.exc import OperationalError, ProgrammingError
from starlette.applications import Starlette

from bot.app import build
from bot.settings import Settings

KEEP_ALIVE = 75
"""Seconds for which an idle connection stays open: longer than whatever stands before us keeps it (nginx: 60).

Who closes first loses nothing; closed by us in the moment in which it is used again, a click would be lost.
"""


def serve(settings: Settings) -> None:
    """Serve until told to stop. Raises SystemExit when it could not start."""
    log_as_json()
    server = uvicorn.Server(server_config(build(settings), settings))
    server.run()
    if not server.started:
        raise SystemExit(3)


def server_config(app: Starlette, settings: Settings) -> uvicorn.Config:
    """uvicorn's settings: its own log is quiet, because our line per click says more."""
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=8,
        timeout_keep_alive=KEEP_ALIVE,
    )


def log_as_json(level: int = logging.INFO) -> None:
    """One JSON line an event, on standard error. No names, words or tokens are ever logged, at any level."""
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    structlog.configure(
        processors=[structlog.processors.add_log_level, stamp, _without_words, _RENDER],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
    others = logging.StreamHandler(sys.stderr)
    others.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name, stamp, _without_words],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _RENDER],
        )
    )
    logging.basicConfig(level=logging.DEBUG if level <= logging.DEBUG else logging.WARNING, handlers=[others])
    for library in ("slack_bolt", "slack_sdk"):
        logging.getLogger(library).setLevel(logging.WARNING)  # below, they log whole requests and answers


_RENDER = structlog.processors.JSONRenderer(ensure_ascii=False)

_SAID_SAFELY = (OSError, OperationalError, ProgrammingError)
"""Errors of the machine and of the database's shape: their messages help, and hold nothing that a person typed."""


def _without_words(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """An exception's own message may quote what a person typed: it is logged by its kind and where it came from."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else sys.exc_info()[1] if given is True else given
    if isinstance(error, BaseException):
        event["event"] = str(event["event"]).partition("\n")[0]
        event["exception"] = list(_places(error))
    return event


def _places(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        yield f"{type(error).__name__}: {error}" if isinstance(error, _SAID_SAFELY) else type(error).__name__
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} {frame.name}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
