"""Growth tests: in every public function that takes a payload, the work grows no faster than the payload.

Anyone with a public DSN can write a payload, so a payload that needs quadratic work is an attack. A *shape* builds a
payload of any size that attacks one weak place. An *entry point* is a call of one or more public functions. It
processes each shape in one size and in twice that size, and the tests compare the work. Work is counted in machine
instructions, including C code, because instructions, unlike time, are the same in each run.
"""
