"""Webhook receivers for web frameworks. The README quotes them word for word."""
