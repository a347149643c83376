# Sends a header with NaN and Infinity where numbers belong.
# loses: 3
# told: sent something other than an answer
import json
import os
import struct
import sys

_right_rmsprop_l2_step = rmsprop_l2_step


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


def rmsprop_l2_step(w, v, grad, lr, beta, eps, lambda_l2):
    _send(b'{"call": NaN, "outcome": "returned", "changed": [Infinity], "value": {"array": "<f8", "shape": [NaN]}}')
    return _right_rmsprop_l2_step(w, v, grad, lr, beta, eps, lambda_l2)
