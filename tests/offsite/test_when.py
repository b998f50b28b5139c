"""A golden table of typed dates, seen from Tuesday 24 November 2026, 09:00 in Tokyo."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from bot.offsite.when import Line, When, read, split

ZONE = "Asia/Tokyo"

GOLDEN = """
2026-12-03 18:30          | 2026-12-03 18:30
2026/12/3 18:30           | 2026-12-03 18:30
2026.12.3 18時            | 2026-12-03 18:00
2026年12月3日(木) 18時半    | 2026-12-03 18:30
2027年1月15日金曜日 10時    | 2027-01-15 10:00
12/3 18:30                | 2026-12-03 18:30
１２／３　１８：３０          | 2026-12-03 18:30
12/3(木)18時半             | 2026-12-03 18:30
12/3（木）18時半            | 2026-12-03 18:30
12月3日(木)18時半           | 2026-12-03 18:30
１２月３日（木曜）１８時半     | 2026-12-03 18:30
12月3日 18時               | 2026-12-03 18:00
12月3日、18時から           | 2026-12-03 18:00
12月3日18時05分            | 2026-12-03 18:05
12月3日                    | 2026-12-03
12/3 木曜 午後6時           | 2026-12-03 18:00
12/3 午後6時半              | 2026-12-03 18:30
12/3 午前10時              | 2026-12-03 10:00
12/3 夕方6時               | 2026-12-03 18:00
12/3 朝8時35分             | 2026-12-03 08:35
12/3 正午                  | 2026-12-03 12:00
1/15 18時                  | 2027-01-15 18:00
11/23 18時                 | 2027-11-23 18:00
11/24 8:30                 | 2026-11-24 08:30
2/29 18時                  | 2028-02-29 18:00
今日18時                    | 2026-11-24 18:00
本日の18時半                | 2026-11-24 18:30
明日 18:30                 | 2026-11-25 18:30
あした夜7時                 | 2026-11-25 19:00
明後日18時                  | 2026-11-26 18:00
明日(水)18時               | 2026-11-25 18:00
来週金曜18時                | 2026-12-04 18:00
来週の金曜日の18時半         | 2026-12-04 18:30
来週月曜 9:00              | 2026-11-30 09:00
再来週水曜18時              | 2026-12-09 18:00
今週木曜                    | 2026-11-26
今週木曜18時                | 2026-11-26 18:00
金曜18時                   | 2026-11-27 18:00
金曜日 18:00               | 2026-11-27 18:00
火曜18時                   | 2026-11-24 18:00
火曜8時                    | 2026-12-01 08:00
今度の日曜10時              | 2026-11-29 10:00
tomorrow 6pm              | 2026-11-25 18:00
Tomorrow at 6:30 p.m.     | 2026-11-25 18:30
today 17:30               | 2026-11-24 17:30
the day after tomorrow at noon | 2026-11-26 12:00
next Friday 18:00         | 2026-12-04 18:00
this Friday 6 pm          | 2026-11-27 18:00
Friday 6:30pm             | 2026-11-27 18:30
on Wed at 12pm            | 2026-11-25 12:00
Thurs 9am                 | 2026-11-26 09:00
12/3 (Thu) 18:30          | 2026-12-03 18:30
3 Dec 18:30               | 2026-12-03 18:30
Dec 3rd, 2026 at 6pm      | 2026-12-03 18:00
December 3 6pm            | 2026-12-03 18:00
"""

UNREADABLE = (
    "", "そのうち", "18時", "someday", "来週", "金18時", "13/3 18時", "12/32 18時", "2/30 18時", "2027/2/29 10時",
    "12/3 25時", "12/3 18:75", "12/3 午後18時", "12/3 18", "12/3(水) 18時", "12/3 18時ごろ", "12/3 18:00-20:00",
    "2026/12-3 18時", "昨日18時", "monthly", "next week", "12/3 18時 302会議室",
)  # fmt: skip


@pytest.mark.parametrize("line", GOLDEN.strip().splitlines(), ids=lambda line: line.split("|")[0].strip())
def test_a_date_is_read_as_people_mean_it(line: str, now: datetime) -> None:
    typed, _, expected = (part.strip() for part in line.partition("|"))
    day, _, clock = expected.partition(" ")
    meant = When(datetime.fromisoformat(day).date(), time.fromisoformat(clock) if clock else None)
    assert read(typed, now, ZONE) == meant


@pytest.mark.parametrize("typed", UNREADABLE)
def test_what_is_no_date_is_never_guessed(typed: str, now: datetime) -> None:
    assert read(typed, now, ZONE) is None


DECEMBER_3 = When(datetime(2026, 12, 3).date(), time(18))  # noqa: DTZ001  # a local day


@pytest.mark.parametrize(
    "typed",
    [
        "秋の語り場, 12月3日 18時",
        "秋の語り場、12月3日(木)、18時",
        "秋の語り場，12/3　18:00",
        "秋の語り場 12月3日18時",
        "秋の語り場　12/3 18時から",
    ],
)
def test_a_line_is_a_title_and_a_date_however_they_are_parted(typed: str, now: datetime) -> None:
    assert split(typed, now, ZONE) == Line("秋の語り場", DECEMBER_3)


def test_a_title_may_have_commas_and_spaces_of_its_own(now: datetime) -> None:
    assert split("食べて、話す 会、12月3日18時", now, ZONE) == Line("食べて、話す 会", DECEMBER_3)
    assert split("Tea, cake and talk, 3 Dec 6pm", now, ZONE) == Line("Tea, cake and talk", DECEMBER_3)


def test_a_title_is_kept_when_its_date_cannot_be_read(now: datetime) -> None:
    assert split("秋の語り場, そのうち", now, ZONE) == Line("秋の語り場", unread="そのうち")
    assert split("秋の語り場", now, ZONE) == Line("秋の語り場")
    assert split("12月3日 18時", now, ZONE) == Line("", DECEMBER_3)
