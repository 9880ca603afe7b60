"""Charts that no question draws (别处的图): beside peers, side by side, over the forms.

``made`` works them out; ``plugins/chart_pages.py`` answers for them as for every chart.
"""
