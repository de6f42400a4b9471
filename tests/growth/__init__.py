"""Growth: twice the payload takes at most twice the work, in every public function that takes one.

Anyone with a public DSN can write a payload, so the work must not grow faster than the payload. Each *shape* is a
payload that attacks a weak place, in any size. Each *entry point* gets it in one size and in twice that size. Work is
counted in machine instructions, C code included: unlike time, they are the same in each run.
"""
