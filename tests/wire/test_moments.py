"""Points in time, as the raw dialect has them."""

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
def test_numbers_and_iso_8601_text_give_the_same_datetime(sent: float | str) -> None:
    """A number, text with a number, and ISO 8601 text give the same datetime in UTC, to the microsecond.

    Text without a time zone is read as UTC.
    """
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
def test_the_years_1_and_9999_are_read(sent: float | str, found: datetime) -> None:
    """Times before 1970 and in the years 1 and 9999 are read. A date without a time is midnight."""
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
def test_text_that_is_not_a_time_is_none(sent: str | None) -> None:
    """Text that is not a point in time gives None, without an error."""
    assert moment(sent) is None
    assert seconds(sent) is None


@pytest.mark.parametrize("sent", [math.nan, math.inf, -math.inf, 1e300, 10**400, 253402300800, -62135596801])
def test_a_number_outside_the_range_of_datetime_is_none(sent: float) -> None:
    """A number outside of the years 1 to 9999, which a datetime cannot have, gives None."""
    assert moment(sent) is None


def test_seconds_returns_a_number_unchanged() -> None:
    """`seconds` returns a number unchanged, also outside of the years 1 to 9999."""
    assert (seconds(5), seconds(-0.25), seconds(10**400)) == (5, -0.25, 10**400)
