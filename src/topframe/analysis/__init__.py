"""Functions that answer a question about one event. Where a function must choose, its result names the rule it used."""
