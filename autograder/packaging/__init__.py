"""The zips for Gradescope and for students, and the gate that keeps secrets out of the latter.

In: the files of this repository.
Out: two zips with the same bytes on every machine, or the reasons why not.
May import: assignment.
"""
