"""Answers about one event. Each is a function, and its result names the rule that it used."""
