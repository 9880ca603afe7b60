"""Invented drafts, right ones and ones with a fault planted, to measure ``ingest check --draft`` with.

Written by a hand that looks at the form and at how offices write, not at the reader's patterns. ``numbers`` invents
tables that add up, ``prose`` tells of them in many wordings, ``page`` prints a draft as text and as a Word file,
``faults`` and ``beside`` plant one fault in a right draft and say what must be told of it.
"""
