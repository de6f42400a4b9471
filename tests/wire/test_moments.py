"""Moments, as the raw dialect writes them."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import pytest

from topframe.wire.moments import moment, seconds

AT_HALF_PAST = datetime(2026, 3, 2, 8, 30, 15, 500_000, UTC)


@pytest.mark.parametrize(
    "sent",
    [
        1772440215.5,
        "2026-03-02T08:30:15.5Z",
        "2026-03-02T08:30:15.500Z",
        "2026-03-02T08:30:15.500000Z",
        "2026-03-02T08:30:15.500000999Z",
        "2026-03-02T08:30:15.5+00:00",
        "2026-03-02T08:30:15.5",
        "2026-03-02 08:30:15.5",
        " 2026-03-02T08:30:15.5\n",
        "2026-03-02T14:00:15.5+05:30",
        "2026-03-02T05:30:15.5-0300",
        "1772440215.5",
        " 1772440215.5 ",
    ],
)
def test_a_moment_is_written_in_many_ways(sent: float | str) -> None:
    """Seconds since 1970 or ISO text, in UTC where it has no zone, to the microsecond."""
    found = moment(sent)
    assert found == AT_HALF_PAST
    assert found is not None
    assert found.utcoffset() is not None
    assert seconds(sent) == 1772440215.5


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        (0, datetime(1970, 1, 1, tzinfo=UTC)),
        (-1.5, datetime(1969, 12, 31, 23, 59, 58, 500_000, UTC)),
        (1772440215, AT_HALF_PAST - timedelta(seconds=0.5)),
        ("0", datetime(1970, 1, 1, tzinfo=UTC)),
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", datetime(1, 1, 1, tzinfo=UTC)),
        ("9999-12-31T23:59:59.999999Z", datetime(9999, 12, 31, 23, 59, 59, 999_999, UTC)),
    ],
)
def test_the_ends_of_time_are_moments(sent: float | str, found: datetime) -> None:
    """Before 1970 and at midnight, too; a day alone begins at midnight."""
    assert moment(sent) == found


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "",
        " ",
        "yesterday",
        "{{auto}}",
        "2026-02-30T00:00:00Z",
        "2026-03-02T25:00:00Z",
        "nan",
        "inf",
        "-1e400",
        "\ud800",
        "\x00",
        "9" * 5000,
    ],
)
def test_what_says_no_moment_is_none(sent: str | None) -> None:
    """A text that is no time costs nothing."""
    assert moment(sent) is None
    assert seconds(sent) is None


@pytest.mark.parametrize("sent", [math.nan, math.inf, -math.inf, 1e300, 10**400, 253402300800, -62135596801])
def test_a_moment_that_no_calendar_has_is_none(sent: float) -> None:
    """Datetimes reach from the year 1 to the year 9999."""
    assert moment(sent) is None


def test_seconds_of_a_number_are_the_number() -> None:
    """As it was sent, whether a calendar has it or not."""
    assert (seconds(5), seconds(-0.25), seconds(10**400)) == (5, -0.25, 10**400)
