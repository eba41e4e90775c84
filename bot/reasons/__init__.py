"""Why members voted as they did: said, changed, reported, hidden, and shown at the close where they agreed."""
