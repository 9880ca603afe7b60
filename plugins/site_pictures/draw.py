"""The program that draws (作图程序): ``python draw.py < request > picture``, run once for each picture.

The request is JSON: ``spec``, ``config``, ``frame`` (title, subtitle, foot), ``format`` (svg, png) and ``scale``. It
reads no file and no network: data stand in the specification.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
import vl_convert

from site_pictures.frame import framed


def main():
    """Draw what standard input asks for."""
    asked = json.load(sys.stdin.buffer)
    chart = vl_convert.vegalite_to_svg(asked["spec"], config=asked["config"], allowed_base_urls=[])
    picture = framed(chart, **asked["frame"])
    png = asked["format"] == "png"
    sys.stdout.buffer.write(vl_convert.svg_to_png(picture, scale=asked["scale"]) if png else picture.encode())


if __name__ == "__main__":
    main()
