"""Opinions on drafts (校验意见): what a check found, in the words of the form, as sheets, documents and data.

``words`` says how a finding speaks to people; ``sheets``, ``letters`` and ``data`` write. The terminal's own way stands
in ``ingest.cli.findings``.
"""
