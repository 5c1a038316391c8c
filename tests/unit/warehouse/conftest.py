"""Definitions made for a test, from the calendars that the test names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Hours = dict[int, list[tuple[str, str]]]
WriteCalendar = Callable[..., Path]


@pytest.fixture
def write_calendar(tmp_path: Path) -> WriteCalendar:
    """Write definitions with one calendar named `default`; returns their folder."""

    def write(time_zone: str, hours: Hours, country: str = "", days_off: tuple[str, ...] = ()) -> Path:
        lines = {
            "calendars.csv": [
                "calendar,time_zone,holiday_country,holiday_subdivision,standard_day_minutes",
                f"default,{time_zone},{country},,480",
            ],
            "calendar_hours.csv": ["calendar,weekday,opens,closes"]
            + [
                f"default,{weekday},{opens},{closes}"
                for weekday, stretches in hours.items()
                for opens, closes in stretches
            ],
            "calendar_days_off.csv": ["calendar,day_off,name", *(f"default,{day},Day off" for day in days_off)],
            "calendar_time_zones.csv": ["time_zone,calendar"],
            "user_calendars.csv": ["source_system,user_id,calendar"],
        }
        for name, content in lines.items():
            (tmp_path / name).write_text("\n".join(content) + "\n")
        return tmp_path

    return write
