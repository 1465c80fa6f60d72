"""The engine made quick: caches round its slow parts, with the same bytes as without them.

Each module is one cache; `switch` puts them in force and takes them away.
"""
