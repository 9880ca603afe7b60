"""What is asked of drafts alone (公布前的要求), never of a published page: one module a check, or a family on one idea.

A draft is a report that isn't published yet, so whoever wrote it can still mend it: every cell is to be filled (a nil
is 0), all six sections stand in order, and the report speaks of one agency and one year. The ids begin with ``draft.``.
A module has ``CHECKS`` and ``find(case)`` like those of ``ingest.checks``; ``last_year`` and
``parts`` also compare, ``sent_in`` is asked by ``ingest.drafts``.
"""
