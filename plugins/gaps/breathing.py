"""Nobody waits for anybody's page (让出): a long page is made in short turns.

Datasette draws a page on the event loop, on which every other reader's request waits its turn: a thousand rows of
thirty cells keep it for half a second. Here the drawing stops every TURN seconds to let others have theirs: between
two pieces of a template, and, through the hook that is asked about every cell, between two cells. To compile a template
can't be interrupted, so that is done before the first reader comes; nor can looking for garbage among all that the
server has loaded, so what is there then is left out of the search for good.
"""

import asyncio
import gc
import time

from datasette import hookimpl
from jinja2 import Template

TURN = 0.01  # seconds


class _Turn:
    """When this turn on the event loop began, as far as anyone who draws knows."""

    began = 0.0


def _over():
    return time.monotonic() - _Turn.began > TURN


async def _breathe():
    await asyncio.sleep(0)
    _Turn.began = time.monotonic()


class _InTurns(Template):
    """A template that is drawn in turns."""

    async def render_async(self, *args, **kwargs):
        drawn = []
        async for piece in self.generate_async(*args, **kwargs):
            drawn.append(piece)
            if _over():
                await _breathe()
        return self.environment.concat(drawn)


@hookimpl
def prepare_jinja2_environment(env):
    env.template_class = _InTurns


@hookimpl
def startup(datasette):
    for name in datasette.jinja_env.list_templates(extensions=["html"]):
        datasette.jinja_env.get_template(name)
    gc.collect()
    gc.freeze()


# Datasette awaits what a plugin says of a cell; None leaves the cell to the others.
@hookimpl(tryfirst=True)
def render_cell():
    return _breathe() if _over() else None
