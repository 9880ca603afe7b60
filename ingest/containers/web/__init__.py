"""Web pages, taken apart (网页): what the container of HTML is made of."""
