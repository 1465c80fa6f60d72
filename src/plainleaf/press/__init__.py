"""From the localized leaflet to paper: HTML, PDF, fonts, tags, finished pages."""
