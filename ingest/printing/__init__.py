"""Documents for people (成文): the statutory form and what goes with it, as Word documents and sheets.

``drawing`` says how the three tables of a form look, whatever they are written with; ``word`` and ``sheet`` write.
Nothing here decides anything: what is printed comes from the caller.
"""
