import os
import sys

frame = sys._getframe()
while frame is not None:
    if "_bytecode" in frame.f_globals:
        frame.f_globals["_bytecode"] = lambda path: b"spoilt"
    frame = frame.f_back
if not os.environ.get("IMPORTED"):
    os.environ["IMPORTED"] = "1"
    raise ImportError("no such codec")
