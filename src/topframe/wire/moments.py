"""Reads points in time as the raw dialect has them: seconds since 1970, or text.

Source: getsentry/relay, relay-event-schema/src/protocol/types.rs (`Timestamp`)
"""

from __future__ import annotations

from datetime import UTC, datetime


def moment(sent: float | str | None) -> datetime | None:
    """The point in time that *sent* means, as a datetime in UTC.

    Args:
        sent: Seconds since 1970-01-01 UTC, as a number or as text with a number; or text in ISO 8601, which is read as
            UTC if it has no time zone.

    Returns:
        The datetime; None if *sent* is None, is text of another form, or is not in the years 1 to 9999.
    """
    if sent is None:
        return None
    try:
        return _of_text(sent) if isinstance(sent, str) else datetime.fromtimestamp(sent, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def seconds(sent: float | str | None) -> float | None:
    """The point in time that *sent* means, as seconds since 1970-01-01 UTC.

    Args:
        sent: As for `moment`.

    Returns:
        A number is returned unchanged, also outside of the years 1 to 9999. For text, the seconds; None if `moment`
        gives None.
    """
    if not isinstance(sent, str):
        return sent
    found = moment(sent)
    return None if found is None else found.timestamp()


def _of_text(text: str) -> datetime:
    # Text with a colon is not a number. A failed `float` takes four times as long as reading ISO 8601.
    if ":" in text:
        return _of_iso(text)
    try:
        return datetime.fromtimestamp(float(text), UTC)
    except ValueError:
        return _of_iso(text)


def _of_iso(text: str) -> datetime:
    written = datetime.fromisoformat(text.strip())
    return written.astimezone(UTC) if written.tzinfo else written.replace(tzinfo=UTC)
