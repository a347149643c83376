"""Our side of the wall: start the worker, call student functions in it, limit, time out, kill."""
