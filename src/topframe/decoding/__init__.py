"""Bytes to events, whatever the dialect, and events to bytes."""
