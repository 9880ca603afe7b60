"""As of when the data are (数据日期): in the footer of every page, and in the header ``X-Data-Date`` of every answer.

It is the day on which the last file was taken in, in UTC.
"""

import sqlite3

from datasette import hookimpl

_LAST = "SELECT substr(added_at, 1, 10) FROM sources ORDER BY id DESC LIMIT 1"


async def last_day(datasette):
    """The day as ISO 8601; None without a database, or while it can't be read."""
    if "reports" not in datasette.databases:
        return None
    try:
        found = (await datasette.get_database("reports").execute(_LAST)).first()
    except sqlite3.Error:
        return None
    return found[0] if found else None


@hookimpl
def extra_template_vars(datasette):
    return {"data_date": lambda: last_day(datasette)}


@hookimpl
def asgi_wrapper(datasette):
    def wrap(app):
        async def dated(scope, receive, send):
            if scope["type"] != "http" or scope["path"].startswith(("/static/", "/-/static")):
                return await app(scope, receive, send)
            day = await last_day(datasette)

            async def sending(message):
                if day and message["type"] == "http.response.start":
                    message = {**message, "headers": [*message.get("headers", ()), (b"x-data-date", day.encode())]}
                await send(message)

            return await app(scope, receive, sending)

        return dated

    return wrap
