"""What a leaflet says: YAML files read with positions, checked all at once, joined into frozen types."""
