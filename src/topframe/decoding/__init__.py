"""Decodes events of every dialect from bytes, and encodes events to bytes."""
