"""A fuzzer: it gives damaged payloads to every public function that takes a payload.

    python -m tests.fuzz --executions 2000000 --seed 1            # all cores; prints executions per second
    python -m tests.fuzz --executions 1 --seed 1 --start 4711     # execution 4711 again
    python -m tests.fuzz.guided -max_total_time=600 corpus        # guided by coverage; needs atheris

An *execution* takes a sample, damages it, and gives it to one *target*. A target calls a public function and uses its
result as a program would. The seed and the number of an execution determine it completely. So a run can be resumed at
any number, with any number of worker processes.

Each execution checks these promises:

- The library raises only `TopframeError`.
- An error is not its own cause, can be pickled, and does not contain the secret word that the payload contains.
- The execution takes less than a second of processor time, or 20 seconds if its memory is measured.
- A decoded value can be encoded and decoded again to an equal value, unless `encode` raises an `EncodeError`.
- The memory stays below 50 times the size of the body plus a fixed amount. Every 64th execution is measured with
  `tracemalloc`, which counts the memory that Python and msgspec allocate. For all other executions, the limit is the
  address space of the worker process.

A failing body is reduced and saved, with the failure and the command that repeats the execution.
"""
