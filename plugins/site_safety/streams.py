"""CSV of somebody's own SQL (导出): read in a worker, batch by batch, at its reader's pace, not for ever."""

import asyncio
from contextlib import asynccontextmanager

from site_safety import lanes, pool
from site_safety.rows import too_much

LONGEST = 300  # seconds
MOST = 400_000_000  # characters: a whole table takes less, a product of two has no end


class _Stream:
    """What a worker reads: its columns, and batch after batch."""

    def __init__(self, line, process, told):
        self.line, self.process = line, process
        self.columns = told["columns"]
        self.size = 0
        self.ended = False

    async def batch(self):
        """The next rows; none at the end."""
        if self.ended:
            return []
        told = await self.line.call(self.process.hear)
        self.ended = told.get("end", False)
        self.size += sum(len(cell) if isinstance(cell, str) else 8 for row in told["rows"] for cell in row)
        if self.size > MOST:
            raise too_much(MOST)
        return [tuple(map(pool.cell, row)) for row in told["rows"]]


@asynccontextmanager
async def strangers_rows(datasette, db, sql, params):
    """The rows of somebody's SQL as a stream; raises as asking a worker does, TimeoutError after LONGEST seconds."""
    line = lanes.of(datasette).exports
    async with line.worker() as process:
        asked = pool.question(db, sql, params, datasette.sql_time_limit_ms, stream=True)
        stream = None
        try:
            async with asyncio.timeout(LONGEST):
                stream = _Stream(line, process, await line.call(process.ask, asked))
                yield stream
        finally:
            if stream is None or not stream.ended:
                process.stop()  # the reader left, or the worker stopped: whatever it still has to say is for nobody
