"""From a plan to files: what to make, what is up to date already, who makes it, what came of it."""
