"""Grades Problem Set 2: runs as root on Gradescope, closed to the user that runs student code."""
