"""Everything here is for everyone (公开): no question of permission is worked out anew for every table of every page.

Datasette 0.65 copies the metadata of all tables each time it asks whether somebody may see one of them: fifty tables,
fifty copies of fifty descriptions, a fifth of a second a page. Where the metadata restrict nothing, its answer for a
table is always "nothing said"; so it isn't asked. One ``allow`` anywhere, and Datasette decides by itself as ever.

>>> restricts({"databases": {"reports": {"tables": {"t": {"title": "allow"}}}}})
False
>>> restricts({"databases": {"reports": {"tables": {"t": {"allow": {"id": "root"}}}}}})
True
"""

from weakref import WeakKeyDictionary

from datasette import hookimpl

_DEFAULT = "datasette.default_permissions"
_free = WeakKeyDictionary()  # Datasette → do its metadata restrict nothing?


def restricts(metadata):
    """Is there an ``allow`` block anywhere in the metadata?"""
    if isinstance(metadata, dict):
        return "allow" in metadata or any(map(restricts, metadata.values()))
    return isinstance(metadata, list) and any(map(restricts, metadata))


@hookimpl(hookwrapper=True)
def permission_allowed(datasette, action):
    answers = yield
    if action == "view-table":
        if datasette not in _free:
            _free[datasette] = not restricts(datasette.metadata())
        if _free[datasette]:
            others = [one for one in answers.get_result() if getattr(one, "__module__", "") != _DEFAULT]
            answers.force_result(others)
