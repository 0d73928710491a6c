"""Rates that were measured in searches of real galleries (ISO/IEC 19795-1)."""
