"""The pages of the desk, room by room. All work without a script; with the one that there is they take fewer steps."""
