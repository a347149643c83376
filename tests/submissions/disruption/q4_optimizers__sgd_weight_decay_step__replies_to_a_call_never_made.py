# Replies to call 1,000,000.
# loses: 2
# told: sent something other than an answer (a reply to a call that was not made)
import json
import os
import struct
import sys

_right_sgd_weight_decay_step = sgd_weight_decay_step


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


def sgd_weight_decay_step(w, grad, lr, lambda_wd):
    _send({"call": 10**6, "outcome": "returned", "value": {"other": "int"}, "changed": []})
    return _right_sgd_weight_decay_step(w, grad, lr, lambda_wd)
