"""Many events at once: files, folders and streams of them."""

from .read import read_events
from .sources import Source, Stream

__all__ = ["Source", "Stream", "read_events"]
