"""The report builder (自选报表): indicators, rows, filters from an address; a table, a chart, files.

``indicators`` says what can be shown, ``choice`` reads an address, ``asking`` asks the database, ``picture`` says how
an answer is drawn, ``tiles`` where a province lies in the tile grid.
"""
