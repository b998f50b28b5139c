"""The counts as a file that Excel opens as it should: UTF-8 with a byte order mark, CRLF, harmless cells."""

from __future__ import annotations

import csv
import io

from bot.chat.sender import File
from bot.counts import words
from bot.counts.model import Overview
from bot.text import Language, to

_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Without it Excel reads Japanese as garbage."""

_HEADER = (words.PERIOD, words.FROM, words.TO, words.ACTIVITY, words.PARTICIPATIONS, words.PEOPLE)


def file_of(overview: Overview, language: Language) -> File:
    """One line for each period and activity, and one for all together."""
    lines = io.StringIO(newline="")
    lines.write(_BYTE_ORDER_MARK)
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow([to(heading, language) for heading in _HEADER])
    for tally in overview.tallies:
        when = (harmless(to(tally.label, language)), tally.period.first.isoformat(), tally.period.last.isoformat())
        for kind in overview.kinds:
            count = tally.of(kind)
            writer.writerow([*when, harmless(to(kind.label, language)), count.times, count.people])
        writer.writerow([*when, to(words.ALL, language), tally.total.times, tally.total.people])
    return File(f"participation-{overview.today.isoformat()}.csv", lines.getvalue().encode("utf-8"))


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows and never runs (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
