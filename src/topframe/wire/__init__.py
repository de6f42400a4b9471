"""Text input: bytes to JSON, and errors that name the place. Nothing here knows what an event is."""
