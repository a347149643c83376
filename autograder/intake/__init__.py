"""An upload is looked through and the files that count are chosen.

In: a folder that a stranger filled, and Gradescope's metadata beside it.
Out: the files' bytes, what is wrong with them in the student's terms, and whether the limit allows a grading.
May import: assignment, fitness, report.
"""
