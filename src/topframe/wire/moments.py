"""Moments, as the raw dialect writes them: seconds since 1970, or text.

Source: getsentry/relay, relay-event-schema/src/protocol/types.rs (`Timestamp`)
"""

from __future__ import annotations

from datetime import UTC, datetime


def moment(sent: float | str | None) -> datetime | None:
    """Read a moment.

    Args:
        sent: Seconds since 1970, as a number or as text that says one; or ISO 8601 text, in UTC where it has no zone.

    Returns:
        A datetime in UTC; None where there is none, where *sent* says none, or one that no calendar has.
    """
    if sent is None:
        return None
    try:
        return _of_text(sent) if isinstance(sent, str) else datetime.fromtimestamp(sent, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def seconds(sent: float | str | None) -> float | None:
    """Seconds since 1970, as *sent* says them, or of the moment that it says; None where it says none."""
    if not isinstance(sent, str):
        return sent
    found = moment(sent)
    return None if found is None else found.timestamp()


def _of_text(text: str) -> datetime:
    # A number has no colon; to try whether a text is one takes longer than to read it.
    if ":" in text:
        return _of_iso(text)
    try:
        return datetime.fromtimestamp(float(text), UTC)
    except ValueError:
        return _of_iso(text)


def _of_iso(text: str) -> datetime:
    written = datetime.fromisoformat(text.strip())
    return written.astimezone(UTC) if written.tzinfo else written.replace(tzinfo=UTC)
