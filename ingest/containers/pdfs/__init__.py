"""The inside of PDF pages: lines, ruled and unruled tables, and how they go on over pages; no container itself."""
