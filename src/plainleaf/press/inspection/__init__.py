"""Finished sheets looked at by machine: as the engine's boxes while they are printed, and as files afterwards."""
