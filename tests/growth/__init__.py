"""Growth: twice the payload takes at most twice the work, in every public function that takes one.

Whoever has a public DSN can write a payload, so no payload may cost more than its length. Each *shape* is a payload of a
given size that attacks a weak place. Each *entry point* gets it in one size and in twice that size. Work is counted in
machine instructions, C code included: the same on each machine and in each run, unlike time.
"""
