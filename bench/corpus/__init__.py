"""A corpus by other hands: invented reports written by real writers and flattened by the converters that people use.

One way, each step a module:

    invent (a Paper: what is printed, and what a reader must store) → tables (the form's grids) → shapes (what pages
    do to grids) → pages, word, sheets, scans (writers: a file) → converters (a file → text) → judge (the reader's
    cells beside the paper's)

Nothing here knows how the project reads: labels, sums and pages are written anew in ``wording.toml`` and these
modules, so that a mistake of the reader isn't repeated by its measure.

To add a page style, put it into ``styles.STYLES`` (its shape into ``parts`` or ``hard``); a Word or sheet writer, into
``word.STYLES`` or ``sheets.STYLES``; a converter, into ``converters.CONVERTERS``. ``bench/make_corpus.py --freeze``
then makes the sample of the tests anew; a look at a few of its pages in a browser is due before that.
"""
