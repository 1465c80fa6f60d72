"""The clinic's desk: a page on which staff find a leaflet and print it, and what health records ask it for."""
