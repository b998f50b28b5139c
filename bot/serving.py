"""How the web application runs as a process, and how it logs."""

from __future__ import annotations

import logging
import sys

import structlog
import uvicorn
from starlette.applications import Starlette

from bot.app import build
from bot.settings import Settings


def serve(settings: Settings) -> None:
    """Serve until told to stop."""
    log_as_json()
    uvicorn.Server(server_config(build(settings), settings)).run()


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
    )


def log_as_json() -> None:
    """One JSON line an event, on standard error. No names, words or tokens are ever logged."""
    logging.basicConfig(
        level=logging.WARNING, format='{"level": "%(levelname)s", "logger": "%(name)s", "event": %(message)r}'
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
