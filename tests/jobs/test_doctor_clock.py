"""What the doctor says of the time zone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from jobs.doctor import examine_house
from jobs.wiring import House
from sync.options import Settings


@pytest.mark.parametrize(
    ("zone", "found", "mend"),
    [
        (
            "Etc/GMT+7",
            "2026-11-20 in Etc/GMT+7, which is UTC-7",
            'if UTC+7 is meant, write timezone = "Asia/Ho_Chi_Minh"',
        ),
        (
            "Etc/GMT-8",
            "2026-11-21 in Etc/GMT-8, which is UTC+8",
            'if UTC-8 is meant, write timezone = "Etc/GMT+8"',
        ),
        ("Asia/Ho_Chi_Minh", "2026-11-21 in Asia/Ho_Chi_Minh", ""),
    ],
)
def test_the_doctor_says_where_a_zone_whose_sign_is_turned_lies(zone: str, found: str, mend: str) -> None:
    house = House(Settings(timezone=zone), now=lambda: datetime(2026, 11, 20, 18, tzinfo=UTC))
    [clock] = [one for one in examine_house(house, (), house.today()) if one.what == "clock"]
    assert (clock.well, clock.found, clock.mend) == (True, found, mend)
