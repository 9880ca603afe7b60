"""Pictures of charts (图片): a Vega-Lite specification as SVG or PNG, with all that it must say of itself.

``frame`` puts title, units, source, address and date around a chart, ``draw`` is the program that draws (vl-convert, in
a process of its own, without a network), ``pages`` answers requests with it.
"""
