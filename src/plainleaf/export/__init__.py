"""Other shapes of the same content: leaflets as pages for a screen, and what other programs read."""
