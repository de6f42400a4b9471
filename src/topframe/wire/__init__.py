"""The input layer: decompression, JSON documents, and errors with a path. It is independent of the model of events."""
