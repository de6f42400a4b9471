"""Fuzzing: damaged payloads for every public function that takes one.

    python -m tests.fuzz --executions 2000000 --seed 1            # all cores; prints executions per second
    python -m tests.fuzz --executions 1 --seed 1 --start 4711     # execution 4711 again
    python -m tests.fuzz.guided -max_total_time=600 corpus        # guided by coverage; needs atheris

An execution takes a sample, damages it, and gives it to one *target*: a public function and what a program does with
its result. It depends on the seed and its number only, so a run can be resumed at any number, by any number of workers.

Each execution must hold these promises:

- No exception leaves the library except `TopframeError`.
- An error is not its own cause, can be pickled, and does not contain the word that stands for a secret in the payload.
- It takes less than a second of processor time.
- What decodes can be encoded and decoded again, to the same value, unless `encode` refuses it with an `EncodeError`.
- It needs less memory than 50 times the body and a fixed amount. Every 64th execution is measured, by `tracemalloc`,
  which counts what Python and msgspec allocate. A limit on the address space of the worker stops all others.

A failing input is reduced and saved, with what happened and the command that repeats it.
"""
