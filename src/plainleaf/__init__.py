"""plainleaf: a press for medicine leaflets that patients can read. ``docs/architecture.md`` shows its rooms."""

__version__ = "0.1.0"
