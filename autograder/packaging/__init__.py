"""The zips for Gradescope and for students, and the gate: no secret in the latter, no points that add up wrongly.

In: the files of this repository.
Out: two zips with the same bytes on every machine, or the reasons why not.
May import: assignment, fitness.
"""
