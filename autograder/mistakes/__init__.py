"""What is wrong with an answer: the known mistake that gives it, else what is true of all of it.

In: a test's cases with the expected answers and those that a student function gave.
Out: a hint and the names of the known mistakes that give exactly these answers.
May import: assignment, public, numpy.
"""
