"""An invented world whose every agency, report and number is known, to count against: see ``world_accuracy.py``."""
