"""Our side of the wall: start the worker, call student functions in it, limit, time out, kill.

In: a submission's files, and calls with plain arrays and numbers.
Out: how each call ended, as plain arrays, numbers and text that were read with suspicion; `wording.py` says it.
The rights that a worker gives up (system calls, files, namespaces) stand on its own side, in `worker/`.
May import: assignment, held, public, worker, numpy.
"""
