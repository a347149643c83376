"""Weighted tests that students do not have.

In: the inputs that `public` draws.
Out: the student's answers compared with those of `solutions/`.
May import: assignment, public, student_template, solutions, gradescope_utils, numpy.
"""
