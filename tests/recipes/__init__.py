"""Receivers for web frameworks, which the README quotes word for word."""
