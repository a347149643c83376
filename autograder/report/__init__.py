"""What students and staff read: rows, results.json, feedback, the top of the page, the table on a terminal.

In: the tests, and how each of them ended.
Out: results.json, replaced in one step, and the run's own output.
May import: assignment, input_sets, intake, mistakes, public, gradescope_utils, rich.
"""
