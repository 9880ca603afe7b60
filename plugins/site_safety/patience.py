"""How long the site's own SQL may take (时限): so much of the processor, however many others want it, too.

Datasette counts the clock, so what takes half a second on a machine with nothing else to do is an error on one where
five others ask at the same time. Here the processor's time of the thread that asks is counted; the clock has an end
as well, LOADED times as far away, for what waits instead of working. Strangers' SQL has processes of its own, whose
limit is the clock (``worker``).
"""

import time
from contextlib import contextmanager

LOADED = 5
_STEPS = 1000  # of SQLite's virtual machine between two looks at the clocks, some 0.1 ms
_FEW = 20  # milliseconds


@contextmanager
def limited(connection, milliseconds):
    """Statements of the block are interrupted when they have taken that much of the processor."""
    processor = time.thread_time() + milliseconds / 1000
    clock = time.monotonic() + LOADED * milliseconds / 1000

    def over():
        return time.thread_time() >= processor or time.monotonic() >= clock

    connection.set_progress_handler(over, 1 if milliseconds <= _FEW else _STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)
