"""Checks of a translation against its source, by machine: what would hurt a patient and can be seen without one."""
