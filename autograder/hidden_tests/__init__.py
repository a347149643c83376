"""Weighted tests that students do not have; they compare with `solutions/`."""
