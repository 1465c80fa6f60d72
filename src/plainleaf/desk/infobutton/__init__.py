"""Infobutton: electronic health records ask for leaflets by code or name, and get a list of them."""
