"""What keeps the site up whatever strangers send (安全); ``plugins/security.py`` hangs it into Datasette.

guard       what SQL may do: the allow-list, the limits
worker      the process that answers strangers' SQL
pool        those processes, and the line before them
lanes       which request runs where, and how much at once
parameters  what may stand in an address
errors      what a reader sees of an error
answers     headers, redirects, methods, hosts
"""
