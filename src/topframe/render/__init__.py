"""An event as a person reads it: one form of text a file. Nothing here reads files or prints."""
