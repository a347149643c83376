"""An upload becomes a submission: look through it, choose the files that count, read them, then advise.

In: a folder or a zip that a stranger filled, and Gradescope's metadata beside it.
Out: a `Submission`: the files' bytes and, in the student's terms, what is wrong with them; whether the limit of
submissions allows a grading, else what Gradescope hands on of the previous one.
All sentences about an upload's files are in `advice.py`; the other modules find facts. Why a zip cannot be opened says
whoever opens it.
May import: assignment, fitness, held.
"""
