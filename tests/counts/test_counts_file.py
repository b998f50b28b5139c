"""The file, as a spreadsheet opens it."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from bot.activity import Kind
from bot.calendar import Period
from bot.counts import export, words
from bot.counts.model import Ahead, Count, Overview, Tally
from bot.text import Text

CALLS = Kind("calls", Text("この指とまれ", "Who is in?"))
TODAY = date(2026, 11, 24)


def overview(*kinds: Kind) -> Overview:
    month = Period(date(2026, 11, 1), TODAY)
    tally = Tally(words.THIS_MONTH, month, {kind.name: Count(12, 8) for kind in kinds}, Count(14, 9))
    return Overview(kinds, TODAY, (tally,), Period(date(2026, 4, 1), date(2027, 3, 31)), Ahead(0, 0))


def test_it_begins_with_the_byte_order_mark_and_ends_its_lines_as_excel_does() -> None:
    content = export.file_of(overview(CALLS), "ja").content
    assert content.startswith("\ufeff期間,開始日,終了日,活動,参加の延べ数,実人数\r\n".encode())
    assert content.endswith(b"\r\n") and content.count(b"\n") == content.count(b"\r\n") == 3


def test_each_period_has_a_line_for_each_activity_and_one_for_all_together() -> None:
    lines = list(csv.reader(io.StringIO(export.file_of(overview(CALLS), "en").content.decode("utf-8-sig"))))
    assert lines == [
        ["Period", "From", "To", "Activity", "Participations", "People"],
        ["This month", "2026-11-01", "2026-11-24", "Who is in?", "12", "8"],
        ["This month", "2026-11-01", "2026-11-24", "All together", "14", "9"],
    ]


def test_its_name_says_the_day_in_plain_letters() -> None:
    name = export.file_of(overview(CALLS), "ja").name
    assert name == "participation-2026-11-24.csv" and name.isascii()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(start: str) -> None:
    formula = f"{start}HYPERLINK(1)"
    kind = Kind("calls", Text(formula, formula))
    lines = list(csv.reader(io.StringIO(export.file_of(overview(kind), "ja").content.decode("utf-8-sig"), newline="")))
    assert lines[1][3] == f"'{formula}"


def test_an_ordinary_cell_stays_as_it_is() -> None:
    assert export.harmless("1on1 = 対話") == "1on1 = 対話"
