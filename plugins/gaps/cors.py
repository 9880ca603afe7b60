"""Reading from other sites (CORS): every GET answer may be read by any page, as with ``datasette --cors``.

In Datasette 0.65 that is a flag of the command line, not a setting, and ``datasette .`` alone must serve it.
Only reading is opened: no credentials, no other method; and ``Link`` (the next page of JSON) is made visible.
"""

from datasette import hookimpl

_HEADERS = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"Link"),
]
_READING = ("GET", "HEAD")


@hookimpl
def asgi_wrapper(datasette):
    def wrap(app):
        async def reading_for_all(scope, receive, send):
            if scope["type"] != "http" or scope["method"] not in _READING:
                return await app(scope, receive, send)

            async def send_with_cors(event):
                if event["type"] == "http.response.start":
                    given = [(key, value) for key, value in event["headers"] if key.lower() != _HEADERS[0][0]]
                    event = {**event, "headers": [*given, *_HEADERS]}
                await send(event)

            return await app(scope, receive, send_with_cors)

        return reading_for_all

    return wrap
