"""What Datasette 0.65 lacks (缺口), put right from outside: each piece in a module of its own, and when it can go.

| module | what Datasette lacks | goes when this test fails |
|---|---|---|
| ``exact_rows`` | pages of a sorted table lose rows among equals; every page counts its table | ``alone_loses_rows`` |
| ``exports`` | a CSV ends in an error, or is cut at 1,000 rows, without a word | ``alone_cuts_a_csv`` |
| ``public`` | who may see a table is worked out anew for every table of every page | ``alone_copies_the_metadata`` |
| ``breathing`` | a long page is drawn in one go, and everybody waits for it | ``alone_draws_a_page_in_one_go`` |
| ``cors`` | reading from other sites is a flag of the command line, no setting | ``alone_is_not_read_elsewhere`` |

The tests stand in ``tests/test_gaps.py``. Datasette loads the files of ``plugins`` and no folders:
``datasette_gaps.py`` registers these.
"""

from importlib import import_module

MODULES = ("exact_rows", "exports", "public", "breathing", "cors")


def register(plugins):
    """Register every piece with a plugin manager, once."""
    for name in MODULES:
        if not plugins.has_plugin(f"gaps.{name}"):
            plugins.register(import_module(f"gaps.{name}"), f"gaps.{name}")
