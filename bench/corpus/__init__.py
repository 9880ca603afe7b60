"""A corpus by other hands: invented reports written by real writers and flattened by the converters that people use.

One way, each step a module:

    invent (a Paper: what is printed, and what a reader must store) → tables (the form's grids) → shapes (what pages
    do to grids) → html, word, sheets, pdf (writers: a file) → converters (a file → text) → judge (the reader's cells
    beside the paper's)

Nothing here knows how the project reads: labels, sums and pages are written anew in ``wording.toml`` and these
modules, so that a mistake of the reader isn't repeated by its measure.
"""
