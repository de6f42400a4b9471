"""Renders events and webhooks as text for people, one form of text per module. No function reads files or prints."""
