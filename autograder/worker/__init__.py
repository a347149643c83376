"""Their side of the wall: what runs in the process of the student's code, with none of our rights.

In: frames that ask for a module or a call (`wire.py` is the specification).
Out: frames with plain arrays, numbers and text; never a verdict.
May import: numpy.
"""
