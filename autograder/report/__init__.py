"""Tests and how they ended -> rows, results.json, feedback, the summary on top, the table on a terminal."""
