# Describes an array whose size is 0 in 64 bits, and one of 2**40 rows.
# loses: 2
# told: sent something other than an answer
import json
import os
import struct
import sys

_right_grad_var = grad_var


def _send(header, data=b"", lengths=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    frame = struct.pack("!II", *(lengths or (len(text), len(data)))) + text + data
    for descriptor in range(3, 16):
        try:
            os.write(descriptor, frame)
        except OSError:
            pass


def _number():
    frame = sys._getframe()
    while frame is not None:
        for value in frame.f_locals.values():
            if isinstance(value, dict) and type(value.get("call")) is int:
                return value["call"]
        frame = frame.f_back
    return 2


def grad_var(*args):
    value = {"array": "<f8", "shape": [2**40, 2**40, 2**40, 0], "python": "ndarray"}
    _send({"call": _number(), "outcome": "returned", "value": value, "changed": []})
    value["shape"] = [2**40]
    _send({"call": _number(), "outcome": "returned", "value": value, "changed": []})
    return _right_grad_var(*args)
