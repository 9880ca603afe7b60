"""LibreOffice as a converter, for the containers of files that nothing lighter reads; no container itself."""
