"""What a run of the grader costs beside the plain way of doing it: `python -m benchmarks`."""
