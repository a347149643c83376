"""The repository -> the zips for Gradescope and for students, with the gate that keeps secrets out of the latter."""
