# Sends its right answer twice: one reply is left over for the next call.
# loses: 2
# told: sent something other than an answer
import json
import os
import struct
import sys

_right_sgd_l2_step = sgd_l2_step


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


def sgd_l2_step(w, grad, lr, lambda_l2):
    new = _right_sgd_l2_step(w, grad, lr, lambda_l2)
    value = {"array": "<f8", "shape": list(new.shape), "python": "ndarray"}
    for _ in range(2):
        _send({"call": _number(), "outcome": "returned", "value": value, "changed": []}, new.tobytes())
    return new
